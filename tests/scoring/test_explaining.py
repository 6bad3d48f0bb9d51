"""The working of a rating is the rating: every figure can be done again by hand."""

from __future__ import annotations

import pytest

from config import Method, load_method
from config.method import METHODS
from scoring.explaining import Working, explain
from scoring.methods import rate
from scoring.tables import read_tables, table
from tests.conftest import Audited
from tests.scoring.method_head import METHOD_HEAD

METHOD = (
    METHOD_HEAD
    + """
pillars:
  trust:
    title: Trust
    weight: 3
    lines:
      - {measure: trust.hsts, weight: 2}
      - {measure: trust.cookies, steps: [{from: 0, points: 100}, {from: 3, points: 40}]}
      - {measure: trust.csp, types: [county]}
  mobile: {title: Mobile, weight: 1, lines: [{measure: mobile.viewport}, {measure: mobile.zoom}]}
stars: [{stars: 4, at_least: 80}, {stars: 3, at_least: 60}, {stars: 1, at_least: 0}]
gates: [{measure: trust.csp, at_least: 1, stars: 2, because: test}]
classes:
  - {id: T, title: transactional, needs: {mobile.viewport: 0.9}}
  - {id: P, title: promotional}
"""
)
FOUND = {"trust.hsts": 1.0, "trust.cookies": 4.0, "trust.csp": 0.0, "mobile.viewport": 0.5}


@pytest.fixture(scope="module")
def method(tmp_path_factory: pytest.TempPathFactory) -> Method:
    path = tmp_path_factory.mktemp("method") / "test.yaml"
    path.write_text(METHOD)
    return load_method(path)


def working(method: Method, state: str = "done") -> Working:
    measures = [
        {"slug": "a", "measure": name, "value": value, "status": "measured"}
        for name, value in FOUND.items()
    ]
    council = {"slug": "a", "name": "A", "type": "unitary", "state": state}
    tables = {"councils": table("councils", [council]), "measures": table("measures", measures)}
    return explain(tables, "a", method)


def test_each_line_says_what_it_gives_and_why_not(method: Method) -> None:
    lines = {line.measure: line for line in working(method).lines}
    # Trust is three quarters of the score; of it, HSTS is two parts of three, cookies one.
    hsts, cookies = lines["trust.hsts"], lines["trust.cookies"]
    assert (hsts.points, hsts.share, hsts.gives) == pytest.approx((100, 0.5, 50))
    assert (cookies.points, cookies.share, cookies.gives) == pytest.approx((40, 0.25, 10))
    assert cookies.scale == "from 0: 100, from 3: 40"
    assert (lines["trust.csp"].status, lines["trust.csp"].points) == ("not_asked", None)
    assert (lines["mobile.zoom"].status, lines["mobile.zoom"].share) == ("not_assessed", 0)


def test_pillars_gates_and_classes_are_told(method: Method) -> None:
    found = working(method)
    pillars = {pillar.id: (pillar.points, pillar.share) for pillar in found.pillars}
    assert pillars == {"trust": pytest.approx((80, 0.75)), "mobile": pytest.approx((50, 0.25))}
    assert found.score == pytest.approx(72.5)
    assert (found.stars_by_score, found.stars) == (3, 2)
    (gate,) = found.gates
    assert (gate.need.value, gate.need.passed, gate.stars) == (0.0, False, 2)
    assert found.class_id == "P"
    assert [need.passed for need in found.classes[0].needs] == [False]


def test_a_council_that_is_not_ranked_has_its_reason_and_no_stars(method: Method) -> None:
    found = working(method, state="failed")
    assert (found.unranked_reason, found.stars, found.class_id) == ("not_crawled", None, None)


@pytest.mark.parametrize("name", [file.stem for file in METHODS.glob("*.yaml")])
def test_the_working_is_the_rating(name: str, audited: Audited) -> None:
    method = load_method(name)
    tables = read_tables(audited.run.tables)
    rated = rate(tables, audited.run.load_services(), method).set_index("slug")
    for slug, rating in rated.iterrows():
        found = explain(tables, str(slug), method)
        assert found.score == pytest.approx(float(rating["score"]), abs=0.006)
        assert sum(line.gives for line in found.lines) == pytest.approx(found.score)
        assert sum(pillar.share for pillar in found.pillars) == pytest.approx(1)
        assert (found.stars, found.class_id) == (
            rating["stars"],
            None if rating.isna()["class"] else rating["class"],
        )
        for pillar in found.pillars:
            own = [each for each in found.lines if each.pillar == pillar.id]
            known = [each for each in own if each.points is not None]
            if known:
                parts = sum(each.weight * (each.points or 0) for each in known)
                mean = parts / sum(each.weight for each in known)
                assert pillar.points == pytest.approx(mean)
