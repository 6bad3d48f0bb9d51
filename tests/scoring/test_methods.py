"""Small tables whose ratings were worked out by hand, and what must hold for any table."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config import Method, load_method, load_services
from config.method import METHODS
from scoring.drawing import rank_intervals
from scoring.measures import result_row
from scoring.measures.services import starred, without_essential
from scoring.methods import rate
from scoring.scores import measured_values, score
from scoring.tables import table
from tests.scoring.method_head import METHOD_HEAD

METHOD = (
    METHOD_HEAD
    + """
pillars:
  services: {title: Services, weight: 3, lines: [{measure: services.points}]}
  trust:
    title: Trust
    weight: 1
    lines:
      - {measure: trust.hsts}
      - {measure: trust.cookies, weight: 3, worst: 4, best: 0}
stars: [{stars: 4, at_least: 80}, {stars: 3, at_least: 60}, {stars: 1, at_least: 0}]
gates: [{measure: trust.hsts, at_least: 1, stars: 2, because: test}]
classes:
  - {id: T, title: transactional, needs: {services.points: 0.8}}
  - {id: P, title: promotional}
"""
)
MEASURES = ("services.points", "trust.hsts", "trust.cookies")
Values = dict[str, tuple[float | None, float | None, float | None]]


@pytest.fixture(scope="module")
def method(tmp_path_factory: pytest.TempPathFactory) -> Method:
    path = tmp_path_factory.mktemp("method") / "test.yaml"
    path.write_text(METHOD)
    return load_method(path)


def tables(values: Values, **statuses: str) -> dict[str, pd.DataFrame]:
    """Tables of councils with these measures; None is not assessed."""
    rows = [
        {
            "slug": slug,
            "measure": name,
            "value": value,
            "n": 1,
            "status": "measured" if value is not None else "not_assessed",
        }
        for slug, found in values.items()
        for name, value in zip(MEASURES, found, strict=True)
    ]
    for row in rows:
        row["status"] = statuses.get(str(row["measure"]).replace(".", "_"), row["status"])
    councils = [{"slug": slug, "type": "unitary", "state": "done", "pages": 10} for slug in values]
    return {
        "councils": table("councils", councils),
        "measures": table("measures", rows),
        "services": table("services", []),
        "questions": table("questions", []),
    }


def rated(values: Values, method: Method, **statuses: str) -> Any:
    return rate(tables(values, **statuses), [], method).set_index("slug")


def test_a_score_is_the_weighted_mean_of_weighted_means(method: Method) -> None:
    ratings = rated({"a": (0.5, 1.0, 1.0)}, method)
    # trust: (1 x 100 + 3 x 75) / 4 = 81.25; score: (3 x 50 + 1 x 81.25) / 4
    assert ratings.loc["a", "trust"] == 81.25
    assert ratings.loc["a", "services"] == 50
    assert ratings.loc["a", "score"] == round((3 * 50 + 81.25) / 4, 2)
    assert ratings.loc["a", "stars"] == 1
    assert ratings.loc["a", "class"] == "P"


def test_what_was_not_measured_leaves_the_mean_and_is_never_zero(method: Method) -> None:
    ratings = rated({"a": (0.9, None, None)}, method)
    assert ratings.loc["a", "score"] == 90
    assert pd.isna(ratings.loc["a", "trust"])


def test_what_does_not_apply_does_not_lower_the_coverage(method: Method) -> None:
    values: Values = {"a": (0.9, 1.0, 0.0)}
    made = tables(values, trust_hsts="not_applicable", trust_cookies="not_applicable")
    scores = score_of(made, method)
    assert scores.coverage[0] == 1
    assert scores.total[0] == pytest.approx(90)


def score_of(made: dict[str, pd.DataFrame], method: Method) -> Any:
    slugs = made["councils"]["slug"]
    return score(
        measured_values(made["measures"], slugs, method), tuple(made["councils"]["type"]), method
    )


def test_a_gate_holds_stars_back_unless_its_measure_is_known_to_be_met(method: Method) -> None:
    ratings = rated({"a": (1.0, 1.0, 0.0), "b": (1.0, 0.0, 0.0), "c": (1.0, None, 0.0)}, method)
    assert list(ratings.loc[["a", "b", "c"], "stars"]) == [4, 2, 2]
    assert ratings.loc["a", "class"] == "T"


def test_a_council_too_little_was_seen_of_is_not_ranked(method: Method) -> None:
    ratings = rated({"a": (0.5, 1.0, 0.0), "b": (None, 1.0, 0.0)}, method)
    assert ratings.loc["a", "rank"] == 1
    assert pd.isna(ratings.loc["b", "rank"])
    assert pd.isna(ratings.loc["b", "stars"])
    assert pd.isna(ratings.loc["a", "unranked_reason"])
    assert ratings.loc["b", "unranked_reason"] == "too_little_measured"
    assert ratings.loc["b", ["score_low", "score_high"]].isna().all()


def test_a_failed_crawl_is_never_ranked(method: Method) -> None:
    made = tables({"a": (0.5, 1.0, 0.0)})
    made["councils"] = made["councils"].assign(state="failed")
    ratings = rate(made, [], method)
    assert ratings["rank"].isna().all()
    assert ratings["unranked_reason"].to_list() == ["not_crawled"]


def test_a_crawl_that_was_cut_short_is_ranked_if_enough_was_seen(method: Method) -> None:
    made = tables({"a": (0.5, 1.0, 0.0), "b": (None, 1.0, 0.0)})
    made["councils"] = made["councils"].assign(state="partial")
    reasons = rate(made, [], method).set_index("slug")["unranked_reason"]
    assert pd.isna(reasons["a"])
    assert reasons["b"] == "cut_short"


def test_a_score_has_an_interval_that_holds_it_and_narrows_with_what_was_seen(
    method: Method,
) -> None:
    made = tables({"a": (0.5, 0.5, 0.0), "b": (0.5, 0.5, 0.0)})
    many = made["measures"]["slug"].eq("b")
    made["measures"]["n"] = made["measures"]["n"].mask(many, 900).mask(~many, 9)
    ratings = rate(made, [], method).set_index("slug")
    width = ratings["score_high"] - ratings["score_low"]
    assert (ratings["score_low"] < ratings["score"]).all()
    assert (ratings["score_high"] > ratings["score"]).all()
    # trust.hsts is a quarter of a quarter of the score. Nine pages, or 900, half of them good: the
    # middle 90% is 1.64 standard errors either way.
    assert width["b"] == pytest.approx(2 * 1.64 * 6.25 * (0.25 / 900) ** 0.5, rel=0.2)
    assert width["a"] > 5 * width["b"]


def test_equal_scores_share_a_place(method: Method) -> None:
    ratings = rated({"a": (0.5, 1.0, 0.0), "b": (0.5, 1.0, 0.0), "c": (0.1, 1.0, 0.0)}, method)
    assert list(ratings["rank"]) == [1, 1, 3]


def test_councils_that_are_level_whatever_is_drawn_share_an_interval(method: Method) -> None:
    ratings = rated(dict.fromkeys("abcd", (0.0, 1.0, 0.0)), method)
    assert list(ratings["rank_low"]) == list(ratings["rank_high"]) == [1, 1, 1, 1]


def test_an_interval_holds_its_rank_and_narrows_where_councils_lie_apart(method: Method) -> None:
    ratings = rated({"a": (0.9, 1.0, 0.0), "b": (0.5, 1.0, 0.0)}, method)
    assert (ratings["rank_low"] <= ratings["rank"]).all()
    assert (ratings["rank_high"] >= ratings["rank"]).all()
    assert list(ratings["rank_high"]) == [1, 2]


shares = st.one_of(st.none(), st.floats(0, 1))
counts = st.one_of(st.none(), st.integers(0, 6).map(float))
councils = st.dictionaries(
    st.sampled_from("abcdefgh"), st.tuples(shares, shares, counts), min_size=1
)


@settings(max_examples=40)
@given(councils, st.randoms())
def test_the_order_of_rows_never_matters(values: Values, random: Any) -> None:
    method = load_method("digital-first")
    made = tables(values)
    shuffled = {
        name: frame.sample(frac=1, random_state=random.randint(0, 99))
        for name, frame in made.items()
    }
    pd.testing.assert_frame_equal(rate(made, [], method), rate(shuffled, [], method))


@settings(max_examples=60)
@given(st.floats(0, 1), st.floats(0, 1), shares, counts)
def test_a_better_measure_never_lowers_a_score(
    one: float, other: float, hsts: float | None, cookies: float | None
) -> None:
    method = load_method("digital-first")
    worse, better = sorted((one, other))
    ratings = rated({"a": (worse, hsts, cookies), "b": (better, hsts, cookies)}, method)
    assert ratings.loc["b", "score"] >= ratings.loc["a", "score"]


@settings(max_examples=60)
@given(councils)
def test_scores_lie_between_0_and_100_or_are_missing(values: Values) -> None:
    ratings = rated(values, load_method("digital-first"))
    known = ratings["score"].dropna().astype(float)
    assert known.between(0, 100).all()
    for slug, found in values.items():
        assert pd.isna(ratings.loc[slug, "score"]) == (set(found) == {None})


def test_the_method_that_comes_with_it_is_sound() -> None:
    method = load_method("digital-first")
    assert len(method.hash) == 64
    assert method.pillars.keys() >= {"services", "accessibility", "trust"}
    weights = [pillar.weight for pillar in method.pillars.values()]
    assert np.isclose(sum(weights), 100)


@pytest.mark.parametrize("name", [file.stem for file in METHODS.glob("*.yaml")])
def test_a_method_measures_only_what_there_is(name: str) -> None:
    from scoring.measures import all_measures

    known = {measure.id for measure in all_measures()}
    known |= {f"services.{service.lgsl}" for service in load_services()}
    method = load_method(name)
    used = {line.measure for pillar in method.pillars.values() for line in pillar.lines}
    used |= {gate.measure for gate in method.gates}
    used |= {measure for each in method.classes for measure in each.needs}
    assert used <= known


def test_the_example_that_the_docs_work_out_is_right() -> None:
    method = load_method("openness-only")
    found = {"spending": 1.0, "contracts": 1.0, "salaries": 0.0, "foi-log": 0.0}
    made = tables({"a": (None, None, None)})
    made["measures"] = table(
        "measures",
        [
            {"slug": "a", "measure": f"openness.{name}", "value": value, "status": "measured"}
            for name, value in found.items()
        ],
    )
    ratings = rate(made, [], method)
    assert (ratings["score"][0], ratings["stars"][0]) == (60, 2)


def test_tasks_have_stars_by_stage_ceiling_and_essential_questions() -> None:
    rows = [
        {"lgsl": lgsl, "stage": stage, "status": "measured"}
        for lgsl, stage in ((1, 4), (2, 3), (3, 2), (4, 0), (5, 2), (6, 4))
    ]
    ceilings = {1: 4, 2: 4, 3: 4, 4: 4, 5: 2, 6: 4}
    result = starred(rows, ceilings, {6})
    # Stage 4: four; 3: three; 2: two; absent: one; at its ceiling: four; essential no: one.
    assert result.value == pytest.approx((4 + 3 + 2 + 1 + 4 + 1) / 6 / 4)
    assert result.n == 6


def test_only_a_no_to_an_essential_question_caps_a_task() -> None:
    bins = next(each.lgsl for each in load_services() if each.id == "bin-collection")
    asked = [
        {"lgsl": bins, "question": "by-postcode", "answer": "yes"},
        {"lgsl": bins, "question": "holidays", "answer": "no"},
        {"lgsl": bins, "question": "on-a-phone", "answer": None},
    ]
    assert without_essential(asked) == set()
    assert without_essential([asked[0] | {"answer": "no"}]) == {bins}


def by_better_connected(
    tasks: float, search: float, mobile: float, access: int, **more: float
) -> Any:
    found = {
        "services.task-stars": tasks,
        "findability.search-finds": search,
        "mobile.viewport": mobile,
        "accessibility.score": float(access),
        **{name.replace("_", "."): value for name, value in more.items()},
    }
    made = tables({"a": (None, None, None)})
    made["measures"] = table(
        "measures",
        [
            {"slug": "a", "measure": name, "value": value, "status": "measured", "n": 1}
            for name, value in found.items()
        ],
    )
    return rate(made, [], load_method("better-connected")).iloc[0]


def test_tasks_are_sixteen_of_twenty_four_star_points() -> None:
    row = by_better_connected(0.75, 0.5, 1.0, 2)
    assert row["score"] == round(100 * (16 * 0.75 + 4 * 0.5 + 4 * 1.0) / 24, 2)
    assert row["stars"] == 3


def drawn_by_tasks(stages: dict[str, list[int]]) -> Any:
    """Ratings of councils by nothing but the stages of eight tasks."""
    services = [each for each in load_services() if each.ceiling == 4][:8]
    made = tables(dict.fromkeys(stages, (None, None, None)))
    rows = {
        slug: [
            {"slug": slug, "lgsl": each.lgsl, "stage": stage, "status": "measured"}
            for each, stage in zip(services, found, strict=True)
        ]
        for slug, found in stages.items()
    }
    ceilings = {each.lgsl: each.ceiling for each in services}
    results = {slug: starred(few, ceilings, ()) for slug, few in rows.items()}
    made["services"] = table("services", [row for few in rows.values() for row in few])
    made["measures"] = table(
        "measures",
        [result_row(slug, "services.task-stars", result) for slug, result in results.items()],
    )
    method = load_method("better-connected").model_copy(update={"minimum_coverage": 0.5})
    return rate(made, services, method).set_index("slug")


def test_the_stars_of_tasks_are_drawn_with_the_tasks() -> None:
    ratings = drawn_by_tasks({"a": [3] * 8, "b": [1, 4] * 4})
    alike, mixed = ratings[["score_low", "score", "score_high"]].to_numpy()
    # Whichever tasks are drawn, all have three stars of four; or half have one, half have four.
    assert list(alike) == [75, 75, 75]
    assert mixed[0] < mixed[1] < mixed[2]


def test_more_councils_than_are_drawn_at_a_time_each_have_their_own_draws(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stages = {slug: [[3] * 8, [1, 4] * 4][n % 2] for n, slug in enumerate("abcdefgh")}
    at_once = drawn_by_tasks(stages)
    monkeypatch.setattr("scoring.methods.AT_A_TIME", 3)
    by_parts = drawn_by_tasks(stages)
    spans = ["score_low", "score_high", "rank_low", "rank_high"]
    assert by_parts.drop(columns=spans).equals(at_once.drop(columns=spans))
    widths = by_parts["score_high"] - by_parts["score_low"]
    assert list(widths > 0) == [False, True] * 4
    assert np.allclose(by_parts["score_low"], at_once["score_low"], atol=6)


def test_places_are_the_same_however_many_draws_are_ranked_at_a_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn = np.random.default_rng(1).integers(0, 5, size=(6, 50)).astype(float)
    at_once = rank_intervals(drawn, 0.9)
    monkeypatch.setattr("scoring.drawing.AT_A_TIME", 7)
    assert (rank_intervals(drawn, 0.9) == at_once).all()


def test_four_stars_need_a_passed_accessibility_test() -> None:
    assert [by_better_connected(1, 1, 1, access)["stars"] for access in (1, 2)] == [3, 4]


def test_an_excellent_site_is_more_than_its_transactions() -> None:
    strong = {"services_online": 0.9, "services_complete": 0.8}
    assert by_better_connected(1, 0.9, 1, 3, **strong)["class"] == "E"
    assert by_better_connected(1, 0.1, 1, 3, **strong)["class"] == "T"


def test_each_of_the_uns_criteria_counts_by_its_number_of_indicators() -> None:
    method = load_method("losi")
    weights = {name: pillar.weight for name, pillar in method.pillars.items()}
    assert list(weights.values()) == [8, 25, 18, 17, 18]
    made = tables({"a": (None, None, None)})
    found = {"trust.privacy": 1.0, "services.online": 0.5, "services.353": 3.0}
    made["measures"] = table(
        "measures",
        [
            {"slug": "a", "measure": name, "value": value, "status": "measured"}
            for name, value in found.items()
        ],
    )
    rating = rate(made, [], method).iloc[0]
    assert rating["score"] == round((8 * 100 + 18 * 50 + 17 * 100) / (8 + 18 + 17), 2)
    # Too few of its lines were measured: no rank.
    assert pd.isna(rating["rank"])
