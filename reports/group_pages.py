"""A page a group of one's own: its ranking, its medians, and how far its services go online."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from config import Service
from reports.groups import Group
from reports.raters import Rater
from reports.summaries import (
    Record,
    Tables,
    pillars_of,
    ranking,
    records,
    share_online,
    stages_by_service,
)


@dataclass(frozen=True)
class GroupPage:
    """All that a group's page shows.

    `ranked` has the columns of the ranking and `place`, the council's place within the group;
    `medians` has, for the score and each pillar, the group's `median` and `best` beside `everyone`,
    the median of all ranked councils; `services` are as `stages_by_service` has them, with
    `everywhere`, the share online over all councils; `online` and `everywhere` are the shares of
    all services together.
    """

    name: str
    stem: str
    ranked: list[Record]
    unranked: list[Record]
    medians: list[Record]
    services: list[Record]
    online: float | None
    everywhere: float | None


def group_pages(
    tables: Tables, main: Rater, services: Sequence[Service], groups: Sequence[Group]
) -> Iterator[GroupPage]:
    """The page of every group that has a council of the run, as the main method rates it."""
    councils = ranking(tables, main.id)
    everywhere = {
        row["lgsl"]: row["online"] for row in records(stages_by_service(tables, services))
    }
    for group in groups:
        own = councils[councils["slug"].isin(group.slugs)]
        if own.empty:
            continue
        ranked = own[own["rank"].notna()]
        places = ranked["rank"].rank(method="min").astype("Int64")
        rated = tables["services"]
        mine = {**tables, "services": rated[rated["slug"].isin(group.slugs)]}
        yield GroupPage(
            name=group.name,
            stem=group.stem,
            ranked=records(ranked.assign(place=places)),
            unranked=records(own[own["rank"].isna()]),
            medians=_medians(ranked, councils[councils["rank"].notna()], tables, main),
            services=[
                {**row, "everywhere": everywhere.get(row["lgsl"])}
                for row in records(stages_by_service(mine, services))
            ],
            online=share_online(mine),
            everywhere=share_online(tables),
        )


def _medians(
    ranked: pd.DataFrame, everyone: pd.DataFrame, tables: Tables, main: Rater
) -> list[Record]:
    """The group beside all ranked councils: in the score, and in each pillar."""
    titles = {"score": "Score"} | {p: main.pillar_title(p) for p in pillars_of(tables, main.id)}
    columns = list(titles)
    figures = pd.DataFrame(
        {
            "title": titles,
            "median": ranked[columns].median(),
            "best": ranked[columns].max(),
            "everyone": everyone[columns].median(),
        },
        index=columns,
    )
    return records(figures)
