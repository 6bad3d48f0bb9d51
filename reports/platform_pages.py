"""What the page of platforms says: which products serve how many councils."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from config import Platform
from reports.summaries import Record, Tables, records
from scoring.measures.services import COMPLETE, ONLINE

COUNCIL = ["slug", "name"]


def platform_rows(tables: Tables, platforms: Sequence[Platform]) -> list[Record]:
    """The platforms that serve some council's transaction, those of most councils first.

    Keys: `id`, `name`, `vendor`, `kind`, `councils` (`slug`, `name`), `ratings` (services of those
    councils that it serves), `complete` (share, 0-1, of these at the highest stage) and `online`
    (share, 0-1, of all services of those councils that are online, on whatever platform).
    """
    known = {platform.id: platform for platform in platforms}
    measured = _measured(tables)
    online = _online_by_council(measured)
    names = tables["councils"][COUNCIL]
    found = []
    for id, rows in measured[measured["platform"].ne("")].groupby("platform"):
        councils = names[names["slug"].isin(rows["slug"])].sort_values("name")
        platform = known.get(str(id))
        found.append(
            {
                "id": str(id),
                "name": platform.name if platform else str(id),
                "vendor": platform.vendor if platform else "",
                "kind": platform.kind if platform else "",
                "councils": records(councils),
                "ratings": len(rows),
                "complete": float((rows["stage"] >= COMPLETE).mean()),
                "online": _share(online.loc[councils["slug"]]),
            }
        )
    return sorted(found, key=lambda row: (-len(row["councils"]), row["name"]))


def without_platform(tables: Tables) -> Record:
    """The councils with a service measured and none on a platform known: how many, how far online.

    Keys: `councils`, `online` (share, 0-1; None without any).
    """
    measured = _measured(tables)
    used = measured[measured["platform"].ne("")]["slug"]
    others = measured[~measured["slug"].isin(used)]
    online = _online_by_council(others)
    return {"councils": len(online), "online": _share(online) if len(online) else None}


def _measured(tables: Tables) -> pd.DataFrame:
    rows = tables["services"].query("status == 'measured' and stage.notna()")
    return rows.assign(platform=rows["platform"].fillna(""))


def _online_by_council(measured: pd.DataFrame) -> pd.DataFrame:
    """A row a council: how many of its services are `online`, of how many (`services`)."""
    online = measured["stage"].ge(ONLINE).astype(int)
    return online.groupby(measured["slug"]).agg(["sum", "size"])


def _share(online: pd.DataFrame) -> float:
    return float(online["sum"].sum() / online["size"].sum())
