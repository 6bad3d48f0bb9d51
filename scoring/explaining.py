"""One council's rating worked out line by line, so that it can be done again by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from config import Method
from config.method import Line
from scoring.methods import class_for, reaches, stars_by_score, stars_for, unranked_reasons
from scoring.scores import Scores, lines_of, measured_values, score
from scoring.tables import Row

NOT_ASKED = "not_asked"
NOTHING: Row = {"status": "not_assessed", "value": None}  # of a measure that the run does not have


@dataclass(frozen=True, slots=True)
class WorkedLine:
    """A line of a method: the value found, its points (0-100), and what it gives to the score.

    `status` is that of the measure, or not_asked of a council of this type. `points` is None where
    the line is left out. `share` (0-1) is what its points count for in the score; `gives` is both
    multiplied. `scale` says what a value earns: `worst to best`, or every step and its points.
    """

    pillar: str
    measure: str
    status: str
    value: float | None
    scale: str
    points: float | None
    weight: float
    share: float
    gives: float


@dataclass(frozen=True, slots=True)
class WorkedPillar:
    """A pillar: its points (None where nothing was measured), and their share of the score."""

    id: str
    title: str
    weight: float
    points: float | None
    share: float
    gives: float


@dataclass(frozen=True, slots=True)
class WorkedNeed:
    """What a gate or a class needs: a measure that is known to be at least so much."""

    measure: str
    at_least: float
    value: float | None
    passed: bool


@dataclass(frozen=True, slots=True)
class WorkedGate:
    """A gate; where it is not passed, there are no more than `stars` stars."""

    need: WorkedNeed
    stars: int
    because: str


@dataclass(frozen=True, slots=True)
class WorkedClass:
    """A class and what it needs."""

    id: str
    title: str
    needs: tuple[WorkedNeed, ...]


@dataclass(frozen=True, slots=True)
class Working:
    """How a method rates a council.

    `score` is the sum of what the lines give; `stars` and `class_id` are None where it is not
    ranked, for `unranked_reason`; `stars_by_score` are the stars before the gates.
    """

    slug: str
    name: str
    type: str
    method: str
    version: str
    hash: str
    lines: tuple[WorkedLine, ...]
    pillars: tuple[WorkedPillar, ...]
    score: float | None
    coverage: float
    minimum_coverage: float
    unranked_reason: str | None
    stars_by_score: int | None
    gates: tuple[WorkedGate, ...]
    stars: int | None
    classes: tuple[WorkedClass, ...]
    class_id: str | None


def explain(tables: Mapping[str, pd.DataFrame], slug: str, method: Method) -> Working:
    """The working of one council's rating, from a run's tables `councils` and `measures`.

    Raises:
        KeyError: there is no such council.
    """
    own = {name: tables[name][tables[name]["slug"] == slug] for name in ("councils", "measures")}
    return {each.slug: each for each in explain_all(own, method)}[slug]


def explain_all(tables: Mapping[str, pd.DataFrame], method: Method) -> Iterator[Working]:
    """The working of each council's rating, by slug."""
    councils = tables["councils"].sort_values("slug").reset_index(drop=True)
    values = measured_values(tables["measures"], councils["slug"], method)
    scores = score(values, tuple(councils["type"]), method)
    reasons = unranked_reasons(list(councils["state"]), scores, method)
    found: dict[str, dict[str, Row]] = {}
    for row in _rows(tables["measures"][["slug", "measure", "status", "value"]]):
        found.setdefault(row["slug"], {})[row["measure"]] = row
    for place, council in enumerate(_rows(councils)):
        known = found.get(council["slug"], {})
        yield _working(council, known, scores, place, reasons[place], method)


def _working(
    council: Row,
    found: Mapping[str, Row],
    scores: Scores,
    place: int,
    reason: str | None,
    method: Method,
) -> Working:
    """The working of the council whose `place` in the scores this is."""
    total = float(scores.total[place])
    facts = {id: row["value"] for id, row in found.items() if row["status"] == "measured"}
    lines = tuple(_lines(found, council["type"], scores, place, method))
    return Working(
        slug=council["slug"],
        name=council["name"],
        type=council["type"],
        method=method.id,
        version=method.version,
        hash=method.hash,
        lines=lines,
        pillars=tuple(_pillars(lines, scores, place, method)),
        score=_known(total),
        coverage=float(scores.coverage[place]),
        minimum_coverage=method.minimum_coverage,
        unranked_reason=reason,
        stars_by_score=None if pd.isna(total) else stars_by_score(total, method),
        gates=tuple(
            WorkedGate(_need(facts, gate.measure, gate.at_least), gate.stars, gate.because)
            for gate in method.gates
        ),
        stars=None if reason else stars_for(total, facts, method),
        classes=tuple(
            WorkedClass(each.id, each.title, tuple(_need(facts, *it) for it in each.needs.items()))
            for each in method.classes
        ),
        class_id=None if reason else class_for(facts, method),
    )


def _lines(
    found: Mapping[str, Row], kind: str, scores: Scores, place: int, method: Method
) -> Iterator[WorkedLine]:
    for number, (pillar, line) in enumerate(lines_of(method)):
        row = found.get(line.measure, NOTHING)
        status = row["status"]
        if line.types is not None and kind not in line.types:
            status = NOT_ASKED
        points = _known(scores.points[place, number])
        share = float(scores.shares[place, number])
        yield WorkedLine(
            pillar=pillar,
            measure=line.measure,
            status=status,
            value=_known(row["value"]) if status == "measured" else None,
            scale=scale_of(line),
            points=points,
            weight=line.weight,
            share=share,
            gives=share * (points or 0.0),
        )


def scale_of(line: Line) -> str:
    """What a value earns by a line: `worst to best`, or each step with its points."""
    if line.steps is None:
        return f"{line.worst:g} to {line.best:g}"
    return ", ".join(f"from {step.value:g}: {step.points:g}" for step in line.steps)


def _pillars(
    lines: tuple[WorkedLine, ...], scores: Scores, place: int, method: Method
) -> Iterator[WorkedPillar]:
    for id, pillar in method.pillars.items():
        own = [line for line in lines if line.pillar == id]
        yield WorkedPillar(
            id=id,
            title=pillar.title,
            weight=pillar.weight,
            points=_known(scores.pillars[id][place]),
            share=sum(line.share for line in own),
            gives=sum(line.gives for line in own),
        )


def _need(facts: Mapping[str, Any], measure: str, least: float) -> WorkedNeed:
    value = facts.get(measure)
    return WorkedNeed(measure, least, _known(value), reaches(facts, measure, least))


def _known(number: Any) -> float | None:
    return None if pd.isna(number) else float(number)


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): cell for name, cell in row.items()} for row in frame.to_dict("records")]
