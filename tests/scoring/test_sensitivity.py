"""Rankings under moved weights, worked out by hand."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from config import Method, load_method
from scoring.methods import rate
from scoring.scores import measured_values, score
from scoring.sensitivity import moved_scores, sensitivity
from scoring.tables import table

METHOD = """
id: test
title: Test
version: "1"
source: ours
explanation: For tests.
minimum_coverage: 0.3
draws: 100
confidence: 0.9
pillars:
  services: {{title: Services, weight: {services}, lines: [{{measure: a.one}}]}}
  trust:
    title: Trust
    weight: {trust}
    lines: [{{measure: b.one, weight: {first}}}, {{measure: b.two, weight: {second}}}]
stars: [{{stars: 1, at_least: 0}}]
"""
EVEN = {"services": 1.0, "trust": 1.0, "first": 1.0, "second": 1.0}
Values = dict[str, tuple[float | None, float | None, float | None]]
Tables = dict[str, pd.DataFrame]


def method_of(folder: Path, **weights: float) -> Method:
    path = folder / "test.yaml"
    path.write_text(METHOD.format(**EVEN | weights))
    load_method.cache_clear()
    return load_method(path)


def rated(values: Values, method: Method) -> Tables:
    measures = [
        {
            "slug": slug,
            "measure": name,
            "value": value,
            "status": "not_assessed" if value is None else "measured",
        }
        for slug, found in values.items()
        for name, value in zip(("a.one", "b.one", "b.two"), found, strict=True)
    ]
    councils = [{"slug": slug, "type": "unitary", "state": "done"} for slug in values]
    tables = {
        "councils": table("councils", councils),
        "measures": table("measures", measures),
        "services": table("services", []),
        "questions": table("questions", []),
    }
    return {**tables, "ratings": rate(tables, [], method)}


def test_close_places_turn_with_a_pillars_weight_and_distant_ones_are_firm(tmp_path: Path) -> None:
    method = method_of(tmp_path)
    values: Values = {
        "a": (0.60, 0.40, 0.40),
        "b": (0.41, 0.57, 0.57),
        "c": (0.05, 0.05, 0.05),
        "d": (None, None, None),
    }
    found = sensitivity(rated(values, method), method, 0.25).set_index("slug")
    # With trust at 1.25: a has (60 + 50) / 2.25 = 48.9, b has (41 + 71.25) / 2.25 = 49.9.
    assert list(found["rank"]) == [1, 2, 3]
    assert list(found["best"]) == [1, 1, 3]
    assert list(found["worst"]) == [2, 2, 3]
    assert list(found["firm"]) == [False, False, True]


def test_places_that_only_a_lines_weight_turns_are_not_firm(tmp_path: Path) -> None:
    method = method_of(tmp_path)
    values: Values = {"a": (0.5, 0.9, 0.12), "b": (0.5, 0.1, 0.9)}
    tables = rated(values, method)
    # Trust: 51 and 50. With its second line at 1.25: (90 + 15) / 2.25 = 46.7 and 54.4.
    found = sensitivity(tables, method, 0.25)
    assert list(found["rank"]) == [1, 2]
    assert not found["firm"].any()
    level = sensitivity(rated({"a": (0.5, 0.51, 0.51), "b": (0.5, 0.5, 0.5)}, method), method, 0.25)
    assert level["firm"].all()


def test_a_pillar_with_nothing_measured_is_no_zero(tmp_path: Path) -> None:
    method = method_of(tmp_path)
    values: Values = {"a": (0.6, None, None), "b": (0.5, 0.5, 0.5)}
    found = sensitivity(rated(values, method), method, 0.25)
    assert list(found["rank"]) == [1, 2]
    assert found["firm"].all()


@pytest.mark.parametrize("weight", EVEN)
@pytest.mark.parametrize("factor", [0.75, 1.25])
def test_a_moved_weight_gives_the_score_of_the_method_with_that_weight(
    weight: str, factor: float, tmp_path: Path
) -> None:
    values: Values = {"a": (0.6, 0.4, 0.1), "b": (None, 0.2, 0.9), "c": (0.3, None, 0.7)}
    plain = method_of(tmp_path)
    measures = rated(values, plain)["measures"]
    found = measured_values(measures, pd.Series(list(values), name="slug"), plain)
    moved = moved_scores(score(found, ["unitary"] * 3, plain), plain, factor)
    asked = score(found, ["unitary"] * 3, method_of(tmp_path, **{weight: factor}))
    # Two pillars, then three lines, the first of which is alone in its pillar.
    column = {"services": 0, "trust": 1, "first": 3, "second": 4}[weight]
    assert np.allclose(moved[:, column], asked.total)
    assert np.allclose(moved[:, 2], score(found, ["unitary"] * 3, plain).total)
