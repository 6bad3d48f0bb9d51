"""A page a pillar: what it asks, who does best in it, and what most councils miss."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from config import Method
from config.method import Line
from reports.filters import file_slug
from reports.raters import Rater
from reports.summaries import Record, Tables, in_order, pillars_of, ranking, records
from reports.wording import type_order
from scoring.scores import Floats, lines_of, measured_values, score

NAMED = 3  # councils at most that are named as the best


@dataclass(frozen=True)
class PillarPage:
    """All that a pillar's page shows.

    `weight` is its share (0-1) of the method's weight. `lines` are what it asks, each with `share`
    (0-1, of the pillar's weight) and how the ranked councils do: `councils` of which it is known,
    `full` and `none` of the points, and `lost`, the points of the pillar that the average council
    loses by it; None where the method's file is not at hand. `ranked` are the ranked councils by
    `place` in it; `by_type` has each type's `median` and `best` (points), and who is best.
    """

    stem: str
    title: str
    weight: float | None
    lines: list[Record]
    ranked: list[Record]
    by_type: list[Record]

    @property
    def missed(self) -> list[Record]:
        """The lines by which councils lose any points, the most lost first."""
        lost = [line for line in self.lines if line["lost"]]
        return sorted(lost, key=lambda line: (-line["lost"], line["measure"]))


def pillar_stem(pillar: str) -> str:
    """The name of a pillar's page.

    >>> pillar_stem("Top_tasks")
    'top-tasks'
    """
    return file_slug(re.sub(r"[^a-z0-9]+", "-", pillar.lower()).strip("-"))


def pillar_pages(tables: Tables, main: Rater) -> list[PillarPage]:
    """The page of every pillar in which the main method gave points, in the method's order."""
    ranked = ranking(tables, main.id)
    ranked = ranked[ranked["rank"].notna()]
    lines = _lines(tables, ranked, main.method) if main.method else {}
    return [
        PillarPage(
            stem=pillar_stem(pillar),
            title=main.pillar_title(pillar),
            weight=_weight(pillar, main.method),
            lines=lines.get(pillar, []),
            ranked=_ranked(ranked, pillar),
            by_type=_by_type(ranked, pillar),
        )
        for pillar in pillars_of(tables, main.id)
    ]


def _weight(pillar: str, method: Method | None) -> float | None:
    if method is None or pillar not in method.pillars:
        return None
    return method.pillars[pillar].weight / sum(each.weight for each in method.pillars.values())


def _ranked(ranked: pd.DataFrame, pillar: str) -> list[Record]:
    """The councils that have points in the pillar, the most first; equals share a place."""
    known = ranked[ranked[pillar].notna()]
    places = known[pillar].round(4).rank(method="min", ascending=False).astype("Int64")
    columns = ["slug", "name", "type", "nation", "region", "rank"]
    placed = known[columns].assign(points=known[pillar], place=places)
    return records(placed.sort_values(["place", "name"]))


def _by_type(ranked: pd.DataFrame, pillar: str) -> list[Record]:
    """A row a type: `councils` with points, their `median` and `best`, and who is best."""
    known = ranked[ranked[pillar].notna()]
    groups = {str(kind): group for kind, group in known.groupby("type")}
    found = []
    for kind in in_order(list(groups), type_order()):
        group, points = groups[kind], groups[kind][pillar].astype(float)
        best = group[np.isclose(points, points.max())]
        found.append(
            {
                "type": kind,
                "councils": len(group),
                "median": float(points.median()),
                "best": float(points.max()),
                "named": records(best[["slug", "name"]].sort_values("name").head(NAMED)),
                "others": max(0, len(best) - NAMED),
            }
        )
    return found


def _lines(tables: Tables, ranked: pd.DataFrame, method: Method) -> dict[str, list[Record]]:
    """Each pillar's lines, with how the ranked councils do by them."""
    values = measured_values(tables["measures"], ranked["slug"], method)
    scores = score(values, ranked["type"].tolist(), method)
    owners = np.array([name for name, _ in lines_of(method)])
    found: dict[str, list[Record]] = {}
    for name, pillar in method.pillars.items():
        here = owners == name
        shares = scores.shares[:, here]
        whole = shares.sum(axis=1, keepdims=True)
        parts = np.divide(shares, whole, out=np.zeros_like(shares), where=whole > 0)
        found[name] = [
            _asked(line, pillar.lines) | _earned(points, part)
            for line, points, part in zip(
                pillar.lines, scores.points[:, here].T, parts.T, strict=True
            )
        ]
    return found


def _asked(line: Line, lines: Sequence[Line]) -> Record:
    """What a line asks; its share is of the lines that count for the same councils."""
    beside = [
        other.weight
        for other in lines
        if not other.types or not line.types or other.types & line.types
    ]
    return {
        "measure": line.measure,
        "share": line.weight / sum(beside),
        "worst": line.worst,
        "best": line.best,
        "types": sorted(line.types or ()),
    }


def _earned(points: Floats, parts: Floats) -> Record:
    """How councils do by a line: its points (0-100) count for so large a part of the pillar."""
    known = points[parts > 0]
    lost = parts[parts > 0] * (100 - known)
    return {
        "councils": len(known),
        "full": int((known >= 100).sum()),
        "none": int((known <= 0).sum()),
        "lost": float(lost.sum() / len(points)) if len(points) else 0.0,
    }
