"""Measures by a method: pillars, points, stars, classes, ranks with intervals. No number is here:
weights and thresholds are the method's.

Arrays have a row a council (sorted by slug) and a column a line of the method.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from config import Method, Service
from config.method import Line
from scoring.measures.services import COMPLETE, ONLINE
from scoring.tables import Row, table

Floats = NDArray[np.float64]
DIGITS = 4  # after the point, by which scores are told apart in a ranking


@dataclass(frozen=True)
class Scores:
    """Scores (0-100) by pillar and in all, NaN where nothing was measured, and what they rest on.

    `coverage` is the share (0-1) of the method's weight that was measured; `shares` what each
    line's points (0-100) count for in the score: they sum to 1 in each row that has a score.
    """

    slugs: tuple[str, ...]
    pillars: dict[str, Floats]
    total: Floats
    coverage: Floats
    points: Floats
    shares: Floats


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
    low, high = _rank_intervals(drawn[ranked], method.confidence)
    rows = list(_rows(councils, tables["measures"], scores, ranked, method))
    ratings = table("ratings", rows)
    ratings.loc[ranked, "rank_low"] = np.minimum(low, ratings.loc[ranked, "rank"].astype(int))
    ratings.loc[ranked, "rank_high"] = np.maximum(high, ratings.loc[ranked, "rank"].astype(int))
    return ratings


def score(values: pd.DataFrame, types: Sequence[str], method: Method) -> Scores:
    """Scores from measures: one row a council, one column a measure.

    A value is a number, NaN for not assessed, or -inf for not applicable, which leaves the means
    without lowering the coverage.
    """
    lines = list(lines_of(method))
    applies = np.column_stack([_applies(line, values, types) for _, line in lines])
    points = np.column_stack([_points(line, values) for _, line in lines])
    measured = applies & ~np.isnan(points)
    weights = np.array([line.weight for _, line in lines])
    shares = np.zeros(points.shape)
    coverage, weight_of_all = np.zeros(len(values)), np.zeros(len(values))
    pillars = {}
    for name, pillar in method.pillars.items():
        here = np.array([owner == name for owner, _ in lines])
        known = np.where(measured[:, here], weights[here], 0.0)
        wanted = np.where(applies[:, here], weights[here], 0.0).sum(axis=1)
        sums = known.sum(axis=1, keepdims=True)
        parts = np.divide(known, sums, out=np.zeros_like(known), where=sums > 0)
        earned = (parts * np.nan_to_num(points[:, here])).sum(axis=1)
        pillars[name] = np.where(sums[:, 0] > 0, earned, np.nan)
        shares[:, here] = parts * pillar.weight
        weight_of_all += pillar.weight * (wanted > 0)
        known_share = np.divide(sums[:, 0], wanted, out=np.zeros(len(values)), where=wanted > 0)
        coverage += pillar.weight * known_share
    sums = shares.sum(axis=1, keepdims=True)
    shares = np.divide(shares, sums, out=np.zeros_like(shares), where=sums > 0)
    total = np.where(sums[:, 0] > 0, (shares * np.nan_to_num(points)).sum(axis=1), np.nan)
    coverage = np.divide(
        coverage, weight_of_all, out=np.zeros(len(values)), where=weight_of_all > 0
    )
    return Scores(tuple(values.index), pillars, total, coverage, points, shares)


def lines_of(method: Method) -> Iterator[tuple[str, Line]]:
    """Each line of a method with the name of its pillar."""
    for name, pillar in method.pillars.items():
        for line in pillar.lines:
            yield name, line


def measured_values(measures: pd.DataFrame, slugs: pd.Series, method: Method) -> pd.DataFrame:
    """The measures that a method uses, one column each: see `score` for what the cells hold."""
    wanted = sorted({line.measure for _, line in lines_of(method)})
    used = measures[measures["measure"].isin(wanted)]
    cells = used["value"].astype("float64").where(used["status"] != "not_applicable", -np.inf)
    wide = used.assign(cell=cells).pivot_table(
        index="slug", columns="measure", values="cell", aggfunc="first", dropna=False
    )
    return wide.reindex(index=slugs, columns=wanted)


def _applies(line: Line, values: pd.DataFrame, types: Sequence[str]) -> NDArray[np.bool_]:
    wanted = np.array([line.types is None or kind in line.types for kind in types], dtype=bool)
    return wanted & ~np.isneginf(values[line.measure].to_numpy(dtype=float))


def _points(line: Line, values: pd.DataFrame | Floats) -> Floats:
    """Points from 0 to 100, NaN where nothing was measured."""
    found = values if isinstance(values, np.ndarray) else values[line.measure].to_numpy(dtype=float)
    known = np.where(np.isneginf(found), np.nan, found)
    return 100 * np.clip((known - line.worst) / (line.best - line.worst), 0, 1)


def draw_lines(
    tables: dict[str, pd.DataFrame],
    services: Sequence[Service],
    scores: Scores,
    values: pd.DataFrame,
    method: Method,
    draw_service: np.random.Generator,
    draw_page: np.random.Generator,
) -> Iterator[Floats]:
    """What each line of the method gives to the scores, drawn again (councils x draws).

    Services and pages are drawn with replacement. Drawing n pages of which a share p is good,
    again and again, gives a binomial share; the services are drawn themselves, so that all
    measures over them move together.
    """
    sizes = _sizes(tables["measures"], values)
    drawn = _draw_services(tables["services"], services, scores.slugs, method, draw_service)
    fixed = np.nan_to_num(scores.shares * np.nan_to_num(scores.points))
    for number, (_, line) in enumerate(lines_of(method)):
        found = values[line.measure].to_numpy(dtype=float)
        share = scores.shares[:, number : number + 1]
        if line.measure in drawn:
            again = _points(line, drawn[line.measure])
        else:
            n = sizes[line.measure].to_numpy()
            varies = (n > 1) & (found >= 0) & (found <= 1)
            chance = np.where(varies, found, 0.0)[:, None]
            many = np.where(varies, n, 1).astype(int)[:, None]
            draws = draw_page.binomial(many, chance, size=(len(values), method.draws)) / many
            again = _points(line, np.where(varies[:, None], draws, found[:, None]))
        steady = fixed[:, number : number + 1]
        yield np.where(np.isnan(again), steady, share * np.nan_to_num(again))


def _sizes(measures: pd.DataFrame, values: pd.DataFrame) -> pd.DataFrame:
    """How many things each measure is taken over, shaped as `values`; 1 where it does not say."""
    wide = measures.pivot_table(index="slug", columns="measure", values="n", aggfunc="first")
    return wide.reindex(index=values.index, columns=values.columns).astype("float64").fillna(1)


def _draw_services(
    rated: pd.DataFrame,
    services: Sequence[Service],
    slugs: Sequence[str],
    method: Method,
    random: np.random.Generator,
) -> dict[str, Floats]:
    """The services' measures with the services drawn again: measure -> councils x draws."""
    ceilings = {service.lgsl: service.ceiling for service in services}
    known = rated[rated["status"] == "measured"].sort_values(["slug", "lgsl"])
    by_slug = dict(iter(known.groupby("slug")))
    names = ("services.points", "services.online", "services.complete")
    drawn = {name: np.full((len(slugs), method.draws), np.nan) for name in names}
    for number, slug in enumerate(slugs):
        if slug not in by_slug:
            continue
        stages = by_slug[slug]["stage"].to_numpy(dtype=float)
        tops = by_slug[slug]["lgsl"].map(ceilings).to_numpy(dtype=float)
        picks = random.integers(0, len(stages), size=(method.draws, len(stages)))
        drawn["services.points"][number] = (np.minimum(stages, tops) / tops)[picks].mean(axis=1)
        for name, stage in (("services.online", ONLINE), ("services.complete", COMPLETE)):
            able, reached = (tops >= stage)[picks], (stages >= stage)[picks]
            count = able.sum(axis=1)
            hits = (able & reached).sum(axis=1)
            drawn[name][number] = np.divide(
                hits, count, out=np.full(method.draws, np.nan), where=count > 0
            )
    return drawn


def _rank_intervals(drawn: Floats, confidence: float) -> tuple[Floats, Floats]:
    """The best and worst place of each council in the middle `confidence` of the draws.

    Those that are level in a draw share the best of their places, as in the ranking.
    """
    if not len(drawn):
        return np.empty(0), np.empty(0)
    places = pd.DataFrame(-drawn.round(DIGITS)).rank(method="min").to_numpy()
    tail = (1 - confidence) / 2
    low, high = np.quantile(places, [tail, 1 - tail], axis=1)
    return np.floor(low), np.ceil(high)


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
