"""Councils rated by a method: scores, stars, classes, ranks with intervals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from config import Method, Service
from scoring.drawing import DIGITS, draw_lines, rank_intervals, score_intervals
from scoring.scores import Floats, Scores, measured_values, score
from scoring.tables import RATED, RATED_COLUMNS, Condition, Row, read_tables, table

# Why a council is not ranked. Reports have the words (reports/wording.yaml).
NOT_CRAWLED, CUT_SHORT, TOO_LITTLE = "not_crawled", "cut_short", "too_little_measured"
# The draws of so many councils are held at a time, line by line; of all only their sums.
AT_A_TIME = 2000


def tables_to_rate(folder: Path, methods: Sequence[Method]) -> dict[str, pd.DataFrame]:
    """What ratings by these methods need of the tables in a folder, and no more.

    Raises:
        FileNotFoundError: one of them is not there.
    """
    rows: dict[str, list[Condition]] = {
        "measures": [("measure", "in", {id for method in methods for id in method.measures})],
        "questions": [("answer", "==", "no")],
    }
    return read_tables(folder, RATED, RATED_COLUMNS, rows)


def rate(
    tables: dict[str, pd.DataFrame], services: Sequence[Service], method: Method, seed: int = 0
) -> pd.DataFrame:
    """The table `ratings` of one method; councils that cannot be ranked have no rank or stars."""
    councils = tables["councils"].sort_values("slug").reset_index(drop=True)
    values = measured_values(tables["measures"], councils["slug"], method)
    scores = score(values, tuple(councils["type"]), method)
    reasons = unranked_reasons(councils["state"].to_list(), scores, method)
    ranked = np.array([reason is None for reason in reasons], dtype=bool)
    drawn = _drawn(tables, services, scores, values, method, seed)[ranked]
    rows = list(_rows(councils, tables["measures"], scores, reasons, method))
    ratings = table("ratings", rows)
    for column, spans in (
        ("score", score_intervals(drawn, method.confidence)),
        ("rank", rank_intervals(drawn, method.confidence)),
    ):
        own = ratings.loc[ranked, column].to_numpy(dtype=float)
        ratings.loc[ranked, f"{column}_low"] = np.minimum(spans[0], own)
        ratings.loc[ranked, f"{column}_high"] = np.maximum(spans[1], own)
    return ratings


def _drawn(
    tables: dict[str, pd.DataFrame],
    services: Sequence[Service],
    scores: Scores,
    values: pd.DataFrame,
    method: Method,
    seed: int,
) -> Floats:
    """Every council's score drawn again (councils x draws), so many councils at a time."""
    random = np.random.default_rng(seed)
    drawn = np.zeros((len(values), method.draws))
    drawn_from = {name: tables[name] for name in ("measures", "services", "questions")}
    groups = {
        name: values.index.get_indexer(pd.Index(frame["slug"])) // AT_A_TIME
        for name, frame in drawn_from.items()
    }
    for group, start in enumerate(range(0, len(values), AT_A_TIME)):
        rows = slice(start, start + AT_A_TIME)
        few = {name: frame[groups[name] == group] for name, frame in drawn_from.items()}
        lines = draw_lines(
            few, services, scores.of(rows), values.iloc[rows], method, random, random
        )
        for line in lines:
            drawn[rows] += line
    return drawn


def unranked_reasons(states: Sequence[str], scores: Scores, method: Method) -> list[str | None]:
    """Why councils whose crawls ended so are not ranked: one of the three below; None if ranked."""
    reasons: list[str | None] = []
    for state, total, coverage in zip(states, scores.total, scores.coverage, strict=True):
        if state == "failed":
            reasons.append(NOT_CRAWLED)
        elif np.isnan(total) or coverage < method.minimum_coverage:
            reasons.append(CUT_SHORT if state == "partial" else TOO_LITTLE)
        else:
            reasons.append(None)
    return reasons


def _rows(
    councils: pd.DataFrame,
    measures: pd.DataFrame,
    scores: Scores,
    reasons: Sequence[str | None],
    method: Method,
) -> Iterator[Row]:
    known = measures[(measures["status"] == "measured") & measures["measure"].isin(method.needed)]
    facts = {
        slug: dict(zip(part["measure"], part["value"], strict=True))
        for slug, part in known.groupby("slug")
    }
    ranked = np.array([reason is None for reason in reasons], dtype=bool)
    rounded = pd.Series(np.round(scores.total, DIGITS)).where(ranked)
    ranks = rounded.rank(ascending=False, method="min")
    peer_ranks = rounded.groupby(councils["type"]).rank(ascending=False, method="min")
    for number, council in enumerate(councils.to_dict("records")):
        found = facts.get(council["slug"], {})
        yield {
            "slug": council["slug"],
            "method": method.id,
            "score": _rounded(scores.total[number]),
            "score_low": None,
            "score_high": None,
            "stars": stars_for(scores.total[number], found, method) if ranked[number] else None,
            "class": class_for(found, method) if ranked[number] else None,
            "rank": ranks[number],
            "rank_low": None,
            "rank_high": None,
            "unranked_reason": reasons[number],
            "peer_group": council["type"],
            "peer_rank": peer_ranks[number],
            **{name: _rounded(pillar[number]) for name, pillar in scores.pillars.items()},
        }


def stars_for(total: float, facts: Mapping[str, Any], method: Method) -> int:
    """The stars that a score earns, no more than the gates let through by measures' values."""
    closed = (
        gate.stars for gate in method.gates if not reaches(facts, gate.measure, gate.at_least)
    )
    return min([stars_by_score(total, method), *closed])


def stars_by_score(total: float, method: Method) -> int:
    """The stars that a score (0-100) earns, whatever the gates."""
    return max((step.stars for step in method.stars if total >= step.at_least), default=0)


def class_for(facts: Mapping[str, Any], method: Method) -> str | None:
    """The first class whose every need is met by measures' values; None where none is."""
    for each in method.classes:
        if all(reaches(facts, measure, least) for measure, least in each.needs.items()):
            return each.id
    return None


def reaches(facts: Mapping[str, Any], measure: str, least: float) -> bool:
    """Whether a measure is known to be at least so much."""
    value = facts.get(measure)
    return value is not None and not pd.isna(value) and value >= least


def _rounded(number: float) -> float | None:
    return None if np.isnan(number) else round(float(number), 2)
