"""What the page of platforms says: which products and which CMS serve how many councils."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from config import Platform, Service
from reports.raters import Rater
from reports.summaries import Record, Tables, ranking, records, with_services
from reports.wording import type_name
from scoring.measures.services import COMPLETE, ONLINE
from scoring.tables import TEXT

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


def cms_rows(tables: Tables, main: Rater, platforms: Sequence[Platform]) -> list[Record]:
    """The content management systems of the councils, those of most first; none told comes last.

    Keys: `id` (empty: none told), `name`, `vendor`, `councils` (`slug`, `name`, `score`, `stars`),
    `ranked`, `median` (score, of those ranked), the councils at each number of `stars` from 1, and
    `online` (share, 0-1, of the services measured; None without any).
    """
    known = {platform.id: platform for platform in platforms}
    councils = ranking(tables, main.id).merge(tables["councils"][["slug", "cms"]], on="slug")
    online = _online_by_council(_measured(tables))
    found = []
    for id, own in councils.assign(cms=councils["cms"].fillna("")).groupby("cms"):
        platform, ranked = known.get(str(id)), own[own["rank"].notna()]
        measured = online.loc[online.index.isin(own["slug"])]
        found.append(
            {
                "id": str(id),
                "name": platform.name if platform else str(id),
                "vendor": platform.vendor if platform else "",
                "councils": records(own[[*COUNCIL, "score", "stars"]].sort_values("name")),
                "ranked": len(ranked),
                "median": float(ranked["score"].median()) if len(ranked) else None,
                "stars": [int(ranked["stars"].eq(n).sum()) for n in range(1, main.most_stars + 1)],
                "online": _share(measured) if len(measured) else None,
            }
        )
    return sorted(found, key=lambda row: (row["id"] == "", -len(row["councils"]), row["name"]))


def users_sheet(
    tables: Tables, main: Rater, platforms: Sequence[Platform], services: Sequence[Service]
) -> pd.DataFrame:
    """Who uses what, as a table for people: a row a council, product and (of platforms) service.

    Columns: product, vendor, kind, council, type, score, stars, service, stage, evidence. A
    content management system has no service.
    """
    names = {platform.id: platform for platform in platforms}
    served = _measured(tables).query("platform != ''").rename(columns={"platform": "id"})
    served = with_services(served, services)[["slug", "id", "service", "stage", "evidence_url"]]
    managed = tables["councils"][["slug", "cms"]].dropna().rename(columns={"cms": "id"})
    ranked = ranking(tables, main.id)[["slug", "name", "type", "score", "stars", "rank"]]
    rows = pd.concat([managed, served], ignore_index=True).merge(ranked, on="slug")
    told = {id: names[id] for id in rows["id"].unique() if id in names}
    made = pd.DataFrame(
        {
            "product": [told[id].name if id in told else id for id in rows["id"]],
            "vendor": [told[id].vendor if id in told else "" for id in rows["id"]],
            "kind": [told[id].kind if id in told else "" for id in rows["id"]],
            "council": rows["name"],
            "type": rows["type"].map(type_name),
            "score": rows["score"].where(rows["rank"].notna()).round(1),
            "stars": rows["stars"].where(rows["rank"].notna()),
            "service": rows["service"],
            "stage": rows["stage"],
            "evidence": rows["evidence_url"],
        }
    )
    return made.astype({"product": TEXT, "vendor": TEXT, "kind": TEXT, "type": TEXT}).sort_values(
        ["kind", "product", "council", "service"], ignore_index=True
    )


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
