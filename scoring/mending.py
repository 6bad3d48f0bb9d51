"""Accessibility findings of two runs, by fingerprint: mended, new, or still there."""

from __future__ import annotations

import numpy as np
import pandas as pd

from crawler.rendered import RENDERED
from scoring.rendered import AXE, BROWSER
from scoring.tables import TEXT, WHOLE

MENDED, NEW, STILL, UNKNOWN = "mended", "new", "still", "not_assessed"
KEY = ["slug", "source", "rule", "fingerprint"]
COLUMNS = {**dict.fromkeys(KEY, TEXT), "change": TEXT, "before": WHOLE, "after": WHOLE}
_Tables = dict[str, pd.DataFrame]


def finding_changes(before: _Tables, after: _Tables, slugs: list[str]) -> pd.DataFrame:
    """Each fault of the councils with these slugs, and on how many pages it was and is.

    Only pages that both runs looked at in the same way tell: a fault on others alone is
    `not_assessed`. `before` and `after` count pages that both looked at.

    Args:
        before: tables `findings`, `pages` and `rendered` of the older run, by today's rules.
        after: the same of the newer one.
        slugs: the councils to compare, by the slugs that mean the same in both.
    """
    seen = _seen(before).merge(_seen(after))
    sides = [_counted(side["findings"], seen, slugs) for side in (before, after)]
    merged = sides[0].merge(sides[1], on=KEY, how="outer", suffixes=("_old", "_new"))
    old, new = (merged[f"common{side}"].fillna(0).astype(int) for side in ("_old", "_new"))
    cases = [(old > 0) & (new > 0), old > 0, new > 0]
    merged["change"] = np.select(cases, [STILL, MENDED, NEW], UNKNOWN)
    merged = merged.assign(before=old, after=new)[list(COLUMNS)].astype(COLUMNS)
    return merged.sort_values(KEY, ignore_index=True)


def _seen(tables: _Tables) -> pd.DataFrame:
    """The pages looked at, by slug, url and whether it was in a browser."""
    pages, rendered = tables["pages"], tables["rendered"]
    read = pages[pages["status"] == 200][["slug", "url"]].assign(in_browser=False)
    opened = rendered[rendered["outcome"] == RENDERED][["slug", "url"]].assign(in_browser=True)
    return pd.concat([read, opened], ignore_index=True).drop_duplicates()


def _counted(findings: pd.DataFrame, seen: pd.DataFrame, slugs: list[str]) -> pd.DataFrame:
    """Each fault, and the number of its pages that both runs looked at (`common`)."""
    found = findings[findings["slug"].isin(slugs)][[*KEY, "url"]].drop_duplicates()
    found = found.fillna({"source": "", "fingerprint": ""})
    found = found.assign(in_browser=found["source"].isin([AXE, BROWSER]))
    both = found.merge(seen.assign(common=1), on=["slug", "url", "in_browser"], how="left")
    return both.groupby(KEY)[["common"]].sum().reset_index()
