"""What changed since the run before, as the report tells it: by council, by type, by service."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from config import Service
from reports.summaries import Record, in_order, records, with_services
from reports.wording import load_wording, type_name, type_order
from scoring.comparing import DOWN, SAME, UP, Comparison, most_improved
from scoring.mending import MENDED, NEW

SHEET = {
    "council": "name",
    "type": "type",
    "change": "change",
    "points": "site",
    "points_low": "low",
    "points_high": "high",
    "score_before": "before",
    "score_after": "after",
    "published_before": "published_before",
    "published_after": "published_after",
    "not_shared": "unshared",
    "other_rules": "ours",
    "reason": "reason",
}


@dataclass(frozen=True)
class Changes:
    """Two runs compared by today's rules (scoring/comparing.py), and their faults (mending.py).

    `notes` say in what a run was rated otherwise than now.
    """

    compared: Comparison
    findings: pd.DataFrame
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Moved:
    """What changed of one council.

    `rating` is its row of the councils compared, `pillars` its rows by pillar; `up` and `down` are
    services (`service`, `before`, `after`); `mended` and `new` are faults by rule (`rule`,
    `faults`, `pages`).
    """

    rating: Record
    pillars: dict[str, Record]
    up: list[Record]
    down: list[Record]
    mended: list[Record]
    new: list[Record]


def moved(changes: Changes, surveyed: Sequence[Service]) -> dict[str, Moved]:
    """What changed of each council that is in both runs, by slug."""
    compared = changes.compared
    ratings = records(compared.councils[compared.councils["before"].notna()])
    pillars, services = (
        _by_slug(compared.pillars),
        _by_slug(with_services(compared.services, surveyed)),
    )
    faults = _by_slug(_faults(changes.findings))
    found = {}
    for row in ratings:
        own, slug = services[row["slug"]], row["slug"]
        found[slug] = Moved(
            rating=row,
            pillars={each["pillar"]: each for each in pillars[slug]},
            up=[each for each in own if each["change"] == UP],
            down=[each for each in own if each["change"] == DOWN],
            mended=[each for each in faults[slug] if each["change"] == MENDED],
            new=[each for each in faults[slug] if each["change"] == NEW],
        )
    return found


def change_facts(
    changes: Changes, councils: pd.DataFrame, surveyed: Sequence[Service]
) -> dict[str, Any]:
    """The page of changes: `improved` (a row a place, by type), `moved`, `unknown`, `services` …

    `councils` are those of the newer run.
    """
    compared = changes.compared
    kinds = councils.set_index("slug")["type"]
    rows = compared.councils.assign(type=compared.councils["slug"].map(kinds).astype("string"))
    known = rows[rows["before"].notna()].sort_values(["site", "name"], ascending=[False, True])
    improved = most_improved(compared.councils, councils, load_wording().improved)
    return {
        "improved": _in_types(records(improved)),
        "moved": records(known),
        "unknown": records(rows[rows["before"].isna()].sort_values("name")),
        "services": _service_counts(with_services(compared.services, surveyed)),
        "counts": {name: int(known["change"].eq(name).sum()) for name in (UP, DOWN, SAME)},
        "notes": list(changes.notes),
    }


def change_sheet(facts: dict[str, Any]) -> pd.DataFrame:
    """What changed of each council as a table for people, most improved first; see SHEET."""
    rows = pd.DataFrame([*facts["moved"], *facts["unknown"]], columns=list(SHEET.values()))
    named = rows.assign(type=[type_name(kind) if kind else "" for kind in rows["type"]])
    return named.set_axis(list(SHEET), axis="columns").round(2)


def improved_sheet(facts: dict[str, Any]) -> pd.DataFrame:
    """The most improved councils of each type as a table for people."""
    columns = ["type", "place", "name", "change", "low", "high", "before", "after"]
    rows = pd.DataFrame(sum(facts["improved"].values(), []), columns=columns)
    heads = ["type", "place", "council", "points", "points_low", "points_high"]
    named = rows.assign(type=[type_name(kind) for kind in rows["type"]])
    return named.set_axis([*heads, "score_before", "score_after"], axis="columns").round(2)


def _in_types(rows: list[Record]) -> dict[str, list[Record]]:
    """Rows by their `type`, in the order of the types."""
    by_type: dict[str, list[Record]] = defaultdict(list)
    for row in rows:
        by_type[row["type"]].append(row)
    return {kind: by_type[kind] for kind in in_order(list(by_type), type_order())}


def _service_counts(services: pd.DataFrame) -> list[Record]:
    """How many councils took each service `up` and `down`; those that moved most councils first."""
    counted = (
        services.assign(up=services["change"].eq(UP), down=services["change"].eq(DOWN))
        .groupby(["lgsl", "service"])[["up", "down"]]
        .sum()
        .reset_index()
    )
    counted = counted[(counted["up"] > 0) | (counted["down"] > 0)]
    return records(counted.sort_values(["up", "down", "service"], ascending=[False, False, True]))


def _faults(findings: pd.DataFrame) -> pd.DataFrame:
    """The faults that went or came: a row a council, change and rule."""
    told = findings[findings["change"].isin([MENDED, NEW])]
    pages = told["before"].where(told["change"] == MENDED, told["after"])
    return (
        told.assign(pages=pages)
        .groupby(["slug", "change", "rule"])["pages"]
        .agg(["size", "max"])
        .reset_index()
        .rename(columns={"size": "faults", "max": "pages"})
        .sort_values(["slug", "pages", "rule"], ascending=[True, False, True])
    )


def _by_slug(frame: pd.DataFrame) -> defaultdict[str, list[Record]]:
    found: defaultdict[str, list[Record]] = defaultdict(list)
    for row in records(frame):
        found[row["slug"]].append(row)
    return found
