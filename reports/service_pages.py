"""A page a service: who offers it at which stage, with the page that shows it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from config import Service
from reports.filters import file_slug
from reports.summaries import (
    Record,
    Tables,
    in_order,
    records,
    stage_counts,
    stages_by_service,
)
from reports.wording import type_order
from scoring.review import is_reviewed

LISTED = ["slug", "name", "type", "nation", "region"]


@dataclass(frozen=True)
class ServicePage:
    """All that a service's page shows.

    `counts` is its row of `stages_by_service`; `by_type` and `by_platform` have the same counts for
    each type of council and each platform (`""`: none that is known). `councils` are those of which
    the stage is known, the highest first, `unknown` those of which it is not.
    """

    stem: str
    counts: Record
    by_type: list[Record]
    by_platform: list[Record]
    councils: list[Record]
    unknown: list[Record]


def service_stems(services: Sequence[Service], lgsls: Iterable[int]) -> dict[int, str]:
    """The name of each service's page: its LGSL id and its own, neither of which changes.

    A service that the survey does not know (any more) has its LGSL id alone.
    """
    ids = {service.lgsl: service.id for service in services}
    return {
        int(lgsl): file_slug(f"{lgsl}-{ids[lgsl]}" if lgsl in ids else str(lgsl))
        for lgsl in sorted(set(lgsls))
    }


def service_pages(
    tables: Tables, services: Sequence[Service], stems: dict[int, str]
) -> list[ServicePage]:
    """The page of every service that some council provides, in the survey's order."""
    provided = tables["services"].query("status != 'not_applicable'")
    rows = provided.assign(reviewed=is_reviewed, platform=provided["platform"].fillna("")).merge(
        tables["councils"][LISTED], on="slug"
    )
    by_type = _by_lgsl(stage_counts(rows, ["lgsl", "type"]))
    by_platform = _by_lgsl(stage_counts(rows, ["lgsl", "platform"]))
    listed = _by_lgsl(rows.sort_values(["stage", "name"], ascending=[False, True]))
    kinds = type_order()
    return [
        ServicePage(
            stem=stems[lgsl],
            counts=counts,
            by_type=_typed(by_type[lgsl], kinds),
            by_platform=_most_first(by_platform[lgsl]),
            councils=[row for row in listed[lgsl] if _is_known(row)],
            unknown=[row for row in listed[lgsl] if not _is_known(row)],
        )
        for counts in records(stages_by_service(tables, services))
        for lgsl in [counts["lgsl"]]
    ]


def _by_lgsl(frame: pd.DataFrame) -> dict[int, list[Record]]:
    found: dict[int, list[Record]] = defaultdict(list)
    for row in records(frame):
        found[row["lgsl"]].append(row)
    return found


def _typed(rows: list[Record], kinds: list[str]) -> list[Record]:
    by_type = {row["type"]: row for row in rows}
    return [by_type[kind] for kind in in_order(list(by_type), kinds)]


def _most_first(rows: list[Record]) -> list[Record]:
    """The platforms that serve most first; what is on none that is known, last."""
    used = [row for row in rows if row["measured"]]
    return sorted(used, key=lambda row: (row["platform"] == "", -row["measured"], row["platform"]))


def _is_known(row: Record) -> bool:
    return bool(row["status"] == "measured" and row["stage"] is not None)
