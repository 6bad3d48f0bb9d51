"""Councils rated by a method: scores, stars, classes, ranks with intervals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from config import Method, Service
from scoring.drawing import DIGITS, draw_lines, rank_intervals
from scoring.scores import Scores, measured_values, score
from scoring.tables import Row, table


def rate(
    tables: dict[str, pd.DataFrame], services: Sequence[Service], method: Method, seed: int = 0
) -> pd.DataFrame:
    """The table `ratings` of one method; councils that cannot be ranked have no rank or stars."""
    councils = tables["councils"].sort_values("slug").reset_index(drop=True)
    values = measured_values(tables["measures"], councils["slug"], method)
    scores = score(values, tuple(councils["type"]), method)
    ranked = (scores.coverage >= method.minimum_coverage) & (
        councils["state"] != "failed"
    ).to_numpy()
    ranked &= ~np.isnan(scores.total)
    random = np.random.default_rng(seed)
    drawn = np.zeros((len(councils), method.draws))
    for line in draw_lines(tables, services, scores, values, method, random, random):
        drawn += line
    low, high = rank_intervals(drawn[ranked], method.confidence)
    rows = list(_rows(councils, tables["measures"], scores, ranked, method))
    ratings = table("ratings", rows)
    ratings.loc[ranked, "rank_low"] = np.minimum(low, ratings.loc[ranked, "rank"].astype(int))
    ratings.loc[ranked, "rank_high"] = np.maximum(high, ratings.loc[ranked, "rank"].astype(int))
    return ratings


def _rows(
    councils: pd.DataFrame,
    measures: pd.DataFrame,
    scores: Scores,
    ranked: NDArray[np.bool_],
    method: Method,
) -> Iterator[Row]:
    known = measures[measures["status"] == "measured"]
    facts = {
        slug: dict(zip(part["measure"], part["value"], strict=True))
        for slug, part in known.groupby("slug")
    }
    rounded = pd.Series(np.round(scores.total, DIGITS)).where(ranked)
    ranks = rounded.rank(ascending=False, method="min")
    peer_ranks = rounded.groupby(councils["type"]).rank(ascending=False, method="min")
    for number, council in enumerate(councils.to_dict("records")):
        found = facts.get(council["slug"], {})
        yield {
            "slug": council["slug"],
            "method": method.id,
            "score": _rounded(scores.total[number]),
            "stars": stars_for(scores.total[number], found, method) if ranked[number] else None,
            "class": _class(found, method) if ranked[number] else None,
            "rank": ranks[number],
            "rank_low": None,
            "rank_high": None,
            "peer_group": council["type"],
            "peer_rank": peer_ranks[number],
            **{name: _rounded(pillar[number]) for name, pillar in scores.pillars.items()},
        }


def stars_for(total: float, facts: dict[str, Any], method: Method) -> int:
    """The stars that a score earns, no more than the gates let through by measures' values."""
    earned = max((step.stars for step in method.stars if total >= step.at_least), default=0)
    closed = (
        gate.stars for gate in method.gates if not _reaches(facts, gate.measure, gate.at_least)
    )
    return min([earned, *closed])


def _class(facts: dict[str, Any], method: Method) -> str | None:
    for each in method.classes:
        if all(_reaches(facts, measure, least) for measure, least in each.needs.items()):
            return each.id
    return None


def _reaches(facts: dict[str, Any], measure: str, least: float) -> bool:
    value = facts.get(measure)
    return value is not None and not pd.isna(value) and value >= least


def _rounded(number: float) -> float | None:
    return None if np.isnan(number) else round(float(number), 2)
