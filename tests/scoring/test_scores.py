"""How a line of a method makes points of a value, worked out by hand."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from config import ConfigError, Method, load_method
from config.method import Line
from scoring.scores import Scores, earned, lines_of, score
from tests.scoring.method_head import METHOD_HEAD

HEAD = (
    METHOD_HEAD
    + """
stars: [{stars: 1, at_least: 0}]
pillars:
  trust:
    title: Trust
    weight: 1
    lines:
"""
)
RISING = "{measure: trust.hsts, steps: [{from: 0.5, points: 40}, {from: 0.8, points: 100}]}"
FALLING = "{measure: trust.cookies, steps: [{from: 0, points: 100}, {from: 3, points: 25}]}"
ABSENT, UNKNOWN = -np.inf, np.nan


def method_of(folder: Path, *lines: str) -> Method:
    path = folder / "test.yaml"
    path.write_text(HEAD + "".join(f"      - {line}\n" for line in lines))
    load_method.cache_clear()
    return load_method(path)


def scored(method: Method, *rows: tuple[float, ...]) -> Scores:
    """The scores of councils with these values of the method's lines in order."""
    lines = method.pillars["trust"].lines
    values = pd.DataFrame(list(rows), columns=[line.measure for line in lines])
    return score(values, ["unitary"] * len(rows), method)


def line_of(text: str) -> Line:
    return Line.model_validate(yaml.safe_load(text))


def points(line: str, *values: float) -> list[float]:
    return list(earned(line_of(line), np.array(values)))


def test_steps_that_rise_earn_from_their_thresholds_on() -> None:
    assert points(RISING, 0, 0.49, 0.5, 0.79, 0.8, 1) == [0, 0, 40, 40, 100, 100]


def test_steps_that_fall_earn_less_from_each_on() -> None:
    assert points(FALLING, -1, 0, 2, 3, 99) == [100, 100, 100, 25, 25]


def test_a_value_that_is_not_known_earns_nothing_known() -> None:
    assert np.isnan(points(RISING, UNKNOWN)).all()


@pytest.mark.parametrize(
    ("line", "rising", "goal"), [(RISING, True, 0.8), (FALLING, False, 0)], ids=["up", "down"]
)
def test_a_line_of_steps_knows_what_is_best(line: str, rising: bool, goal: float) -> None:
    made = line_of(line)
    assert (made.rising, made.goal) == (rising, goal)


@pytest.mark.parametrize(
    ("more", "total", "coverage"),
    [
        # One of two lines of equal weight has 80 points; what becomes of the other.
        ("", 80, 1),
        (", not_applicable: zero", 40, 1),
        (", not_applicable: full", 90, 1),
    ],
)
def test_a_line_says_what_becomes_of_what_does_not_apply(
    more: str, total: float, coverage: float, tmp_path: Path
) -> None:
    method = method_of(tmp_path, "{measure: a.known}", f"{{measure: a.other{more}}}")
    scores = scored(method, (0.8, ABSENT))
    assert (scores.total[0], scores.coverage[0]) == (pytest.approx(total), coverage)


@pytest.mark.parametrize(("more", "total"), [("", 80), (", not_assessed: zero", 40)])
def test_what_was_not_assessed_lowers_the_coverage_whatever_it_counts_as(
    more: str, total: float, tmp_path: Path
) -> None:
    method = method_of(tmp_path, "{measure: a.known}", f"{{measure: a.other{more}}}")
    scores = scored(method, (0.8, UNKNOWN))
    assert (scores.total[0], scores.coverage[0]) == (pytest.approx(total), 0.5)


def test_a_council_of_which_nothing_was_assessed_has_no_score(tmp_path: Path) -> None:
    method = method_of(tmp_path, "{measure: a.known, not_assessed: zero}")
    scores = scored(method, (UNKNOWN,), (0.5,))
    assert np.isnan(scores.total).tolist() == [True, False]
    assert np.isnan(scores.pillars["trust"]).tolist() == [True, False]


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("{measure: a.b, best: 4, steps: [{from: 1, points: 9}]}", "give either steps, or worst"),
        ("{measure: a.b, steps: [{from: 2, points: 1}, {from: 1, points: 9}]}", "steps must rise"),
        (
            "{measure: a.b, steps: [{from: 1, points: 1}, {from: 2, points: 9}, "
            "{from: 3, points: 5}]}",
            "but not both",
        ),
        ("{measure: a.b, steps: [{from: 1, points: 0}]}", "a step must earn points"),
        ("{measure: a.b, steps: []}", "steps: Tuple should have at least 1 item"),
        ("{measure: a.b, steps: [{from: 1, points: 101}]}", "steps.0.points: Input should be"),
        ("{measure: a.b, steps: [{at: 1, points: 10}]}", "steps.0.from: Field required"),
        ("{measure: a.b, not_assessed: full}", "not_assessed: Input should be 'leave_out'"),
        ("{measure: a.b, worst: 1}", "worst and best must differ"),
    ],
)
def test_a_mistake_in_a_line_is_told_by_its_place(line: str, wrong: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        method_of(tmp_path, "{measure: a.known}", line)
    assert f"test.yaml:{HEAD.count(chr(10)) + 2}: pillars.trust.lines.1" in str(caught.value)
    assert wrong in str(caught.value)


levels = st.lists(
    st.tuples(st.integers(-9, 9), st.integers(1, 100)),
    min_size=1,
    unique_by=(lambda pair: pair[0], lambda pair: pair[1]),
)


@given(levels, st.booleans(), st.floats(-12, 12), st.floats(-12, 12))
def test_a_better_value_never_earns_less(
    pairs: list[tuple[int, int]], falls: bool, one: float, other: float
) -> None:
    values = sorted(value for value, _ in pairs)
    most = sorted((point for _, point in pairs), reverse=falls)
    steps: list[Any] = [{"from": v, "points": p} for v, p in zip(values, most, strict=True)]
    line = Line.model_validate({"measure": "a.b", "steps": steps})
    worse, better = sorted((one, other), reverse=not line.rising)
    least, greatest = earned(line, np.array([worse, better]))
    assert least <= greatest


@given(st.floats(0.01, 100), st.floats(0.01, 100), st.lists(st.floats(0, 1), min_size=2))
def test_only_the_proportion_of_weights_matters(
    of_lines: float, of_pillars: float, found: list[float]
) -> None:
    method = load_method("digital-first")
    measures = sorted({line.measure for _, line in lines_of(method)})
    rows = [[value * (place % 7) / 6 for place in range(len(measures))] for value in found]
    values = pd.DataFrame(rows, columns=measures)
    pillars = {
        name: pillar.model_copy(
            update={
                "weight": pillar.weight * of_pillars,
                "lines": tuple(
                    line.model_copy(update={"weight": line.weight * of_lines})
                    for line in pillar.lines
                ),
            }
        )
        for name, pillar in method.pillars.items()
    }
    scaled = method.model_copy(update={"pillars": pillars})
    kinds = ["unitary"] * len(found)
    assert np.allclose(score(values, kinds, scaled).total, score(values, kinds, method).total)
