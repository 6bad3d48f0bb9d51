"""A council beside its peers: its type, its nation and region, and those nearest in population."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from scoring.scores import Floats

NEAREST = "nearest"
COLUMNS = {
    "slug": "string",
    "group": "string",
    "pillar": "string",
    "peers": "Int64",
    "value": "float64",
    "percentile": "float64",
    "to_median": "float64",
    "to_best": "float64",
}
_WITHIN = {"type": ["type"], "nation": ["type", "nation"], "region": ["type", "nation", "region"]}


def compare_with_peers(
    ratings: pd.DataFrame, councils: pd.DataFrame, pillars: list[str], nearest: int
) -> pd.DataFrame:
    """Each ranked council beside its peers: a row a council, group and pillar (or `score`).

    A group is `type`, `nation` or `region` (all of the same type: duties differ), or `nearest`, the
    `nearest` councils of its type nearest in population. `peers` counts the others in the group
    that have the figure. `percentile` (0-100) is the share of them below it, equals counting half;
    `to_median` and `to_best` are its points above (or, if negative, below) their median and best.

    Args:
        ratings: the ratings of one method.
        councils: the table `councils` of the same run.
        pillars: names of pillar columns of `ratings`.
        nearest: the size of the group `nearest`.
    """
    known = councils[["slug", "type", "nation", "region", "population"]]
    placed = ratings[ratings["rank"].notna()].merge(known, on="slug").reset_index(drop=True)
    slugs = placed["slug"].tolist()
    values = {
        pillar: placed[pillar].to_numpy(dtype=float, na_value=np.nan)
        for pillar in ["score", *pillars]
    }
    rows = [
        {"slug": slugs[place], "group": group, "pillar": pillar} | figures
        for place, group, others in _groups(placed, nearest)
        for pillar, points in values.items()
        if (figures := _beside(points, place, others))
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def _groups(placed: pd.DataFrame, nearest: int) -> Iterator[tuple[int, str, list[int]]]:
    """The row of each council, the name of a group, and the rows of the others in it."""
    for name, columns in _WITHIN.items():
        for members in placed.groupby(columns).indices.values():
            for place in members:
                yield int(place), name, [int(each) for each in members if each != place]
    by_slug = {slug: place for place, slug in enumerate(placed["slug"])}
    for slug, others in nearest_of_type(placed).items():
        yield by_slug[slug], NEAREST, [by_slug[each] for each in others[:nearest]]


def nearest_of_type(councils: pd.DataFrame) -> dict[str, list[str]]:
    """For each council the others of its type, by slug, the nearest in population first.

    Those whose population is not known come last, in the order of the table, and so do all the
    others where its own is not known. `councils` has the columns `slug`, `type`, `population`.
    """
    nearest: dict[str, list[str]] = {}
    for _, alike in councils.groupby("type"):
        slugs = [str(slug) for slug in alike["slug"]]
        people = alike["population"].to_numpy(dtype=float, na_value=np.nan)
        for place, slug in enumerate(slugs):
            order = np.argsort(np.abs(people - people[place]), kind="stable")
            nearest[slug] = [slugs[each] for each in order if each != place]
    return nearest


def _beside(values: Floats, place: int, others: list[int]) -> dict[str, float]:
    """The figures of one council in one group; none where it or all others have no value."""
    own, theirs = values[place], values[others]
    theirs = theirs[~np.isnan(theirs)]
    if np.isnan(own) or not len(theirs):
        return {}
    below = (theirs < own).mean() + (theirs == own).mean() / 2
    return {
        "peers": len(theirs),
        "value": own,
        "percentile": round(100 * below, 1),
        "to_median": round(own - float(np.median(theirs)), 2),
        "to_best": round(own - float(theirs.max()), 2),
    }
