"""Measures as a method weighs them: points of lines, pillars, scores. No number is here: weights
and thresholds are the method's.

Arrays have a row a council and a column a line of the method.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from config import Method
from config.method import Line

Floats = NDArray[np.float64]
MOST = 100.0  # the points of a line, a pillar and a score that could be no better
COUNTED = {"leave_out": np.nan, "zero": 0.0, "full": MOST}


@dataclass(frozen=True)
class Scores:
    """Scores (0-100) by pillar and in all, NaN where nothing was measured, and what they rest on.

    `coverage` is the share (0-1) of the method's weight that was measured; `shares` what each
    line's points (0-100, NaN where it is left out) count for in the score: they sum to 1 in each
    row that has a score.
    """

    slugs: tuple[str, ...]
    pillars: dict[str, Floats]
    total: Floats
    coverage: Floats
    points: Floats
    shares: Floats

    def of(self, rows: slice) -> Scores:
        """Those of some councils."""
        return Scores(
            self.slugs[rows],
            {name: pillar[rows] for name, pillar in self.pillars.items()},
            self.total[rows],
            self.coverage[rows],
            self.points[rows],
            self.shares[rows],
        )


def score(values: pd.DataFrame, types: Sequence[str], method: Method) -> Scores:
    """Scores from measures: one row a council, one column a measure.

    A value is a number, NaN for not assessed, or -inf for not applicable. Both leave the means
    where a line does not say otherwise, and what was not assessed lowers the coverage even so. A
    council of which nothing was assessed has no score, whatever the lines say.
    """
    lines = list(lines_of(method))
    found = np.column_stack([values[line.measure].to_numpy(dtype=float) for _, line in lines])
    asked = np.column_stack([_asked(line, found[:, n], types) for n, (_, line) in enumerate(lines)])
    known = asked & ~np.isnan(found)
    points = np.column_stack([_points(line, found[:, n]) for n, (_, line) in enumerate(lines)])
    points[~asked | ~known.any(axis=1, keepdims=True)] = np.nan
    weights = np.array([line.weight for _, line in lines])
    shares = np.zeros(points.shape)
    coverage, weight_of_all = np.zeros(len(values)), np.zeros(len(values))
    pillars = {}
    for name, pillar in method.pillars.items():
        here = np.array([owner == name for owner, _ in lines])
        counted = np.where(np.isnan(points[:, here]), 0.0, weights[here])
        parts = divided(counted, counted.sum(axis=1, keepdims=True))
        mean = (parts * np.nan_to_num(points[:, here])).sum(axis=1)
        pillars[name] = np.where(counted.any(axis=1), mean, np.nan)
        shares[:, here] = parts * pillar.weight
        wanted = np.where(asked[:, here], weights[here], 0.0).sum(axis=1)
        assessed = np.where(known[:, here], weights[here], 0.0).sum(axis=1)
        weight_of_all += pillar.weight * (wanted > 0)
        coverage += pillar.weight * divided(assessed, wanted)
    sums = shares.sum(axis=1, keepdims=True)
    shares = divided(shares, sums)
    total = np.where(sums[:, 0] > 0, (shares * np.nan_to_num(points)).sum(axis=1), np.nan)
    coverage = divided(coverage, weight_of_all)
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


def earned(line: Line, values: Floats) -> Floats:
    """The points (0-100) that values earn by a line; NaN where there is no value."""
    if line.steps is None:
        return MOST * np.clip((values - line.worst) / (line.best - line.worst), 0, 1)
    below = 0.0 if line.rising else line.steps[0].points
    levels = np.array([below, *(step.points for step in line.steps)])
    reached = np.searchsorted([step.value for step in line.steps], values, side="right")
    return np.where(np.isnan(values), np.nan, levels[reached])


def _asked(line: Line, found: Floats, types: Sequence[str]) -> NDArray[np.bool_]:
    """Of which councils the line is asked: those of its types, but where left out for them."""
    wanted = np.array([line.types is None or kind in line.types for kind in types], dtype=bool)
    return wanted & ~(np.isneginf(found) & (line.not_applicable == "leave_out"))


def _points(line: Line, found: Floats) -> Floats:
    """The points that each council has by a line; NaN where it is left out for it."""
    absent = np.isneginf(found)
    points = earned(line, np.where(absent, np.nan, found))
    points = np.where(np.isnan(found), COUNTED[line.not_assessed], points)
    return np.where(absent, COUNTED[line.not_applicable], points)


def divided(part: Floats, whole: Floats) -> Floats:
    """The parts of wholes; 0 of nothing."""
    share = np.zeros(np.broadcast_shapes(part.shape, whole.shape))
    return np.divide(part, whole, out=share, where=np.broadcast_to(whole > 0, share.shape))
