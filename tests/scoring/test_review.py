"""Decisions laid over a machine's ratings, and agreement worked out by hand or published."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config import load_method, load_services
from config.reading import ConfigError
from scoring.agreement import agreements, kappa
from scoring.measures import result_row
from scoring.measures.services import stage_rows, summed_up
from scoring.methods import rate
from scoring.review import (
    Decision,
    Tables,
    add_decisions,
    count_overruled,
    current,
    is_reviewed,
    lay_over,
    read_decisions,
)
from scoring.services.signals import load_rules
from scoring.tables import table

SERVICES = load_services()
CEILINGS = {service.lgsl: service.ceiling for service in SERVICES}
# Three services that can be done online in full.
FULL = [service.lgsl for service in SERVICES if service.ceiling == 4][:3]


def decision(slug: str, lgsl: int, stage: str, **more: Any) -> Decision:
    return Decision(
        slug=slug,
        lgsl=lgsl,
        stage=stage,
        reviewer="AB",
        decided_at="2026-11-25T00:00:00+00:00",
        version="0.1.0",
        **more,
    )


def machine(stages: dict[str, list[int | str]]) -> Tables:
    """The tables of councils with these stages of the services FULL, or another status."""
    services: list[dict[str, Any]] = []
    measures: list[Any] = []
    for slug, found in stages.items():
        rows = [
            {
                "slug": slug,
                "lgsl": lgsl,
                "service": str(lgsl),
                "stage": stage if isinstance(stage, int) else None,
                "stage_name": load_rules().stage_names[stage] if isinstance(stage, int) else None,
                "status": "measured" if isinstance(stage, int) else stage,
                "confidence": 0.7 if isinstance(stage, int) else None,
                "evidence_url": f"https://{slug}.gov.test/{lgsl}",
                "reasons": "form: Your name | information: Bins",
            }
            for lgsl, stage in zip(FULL, found, strict=True)
        ]
        services += rows
        measures += stage_rows(rows)
        measures += [result_row(slug, *each) for each in summed_up(rows, CEILINGS).items()]
        measures.append({"slug": slug, "measure": "trust.hsts", "value": 1.0, "status": "measured"})
    councils = [{"slug": slug, "type": "unitary", "state": "done", "pages": 9} for slug in stages]
    return {
        "councils": table("councils", councils),
        "services": table("services", services),
        "questions": table("questions", []),
        "measures": table("measures", measures),
    }


def values(tables: Tables, slug: str) -> dict[str, Any]:
    measures = tables["measures"].query("slug == @slug and status == 'measured'")
    return dict(zip(measures["measure"], measures["value"], strict=True))


def row_of(tables: Tables, slug: str, lgsl: int) -> Any:
    return tables["services"].set_index(["slug", "lgsl"]).loc[(slug, lgsl)]


def test_a_decision_takes_the_place_of_the_machines_stage_and_says_so() -> None:
    before = machine({"a": [1, 4, 4]})
    after = lay_over(before, [decision("a", FULL[0], "3", note="there is a form")], SERVICES)
    row = row_of(after, "a", FULL[0])
    assert (row["stage"], row["stage_name"], row["status"]) == (3, "online form", "measured")
    assert row["confidence"] == 1
    said = "(machine said stage 1: form: Your name; information: Bins)"
    assert row["reasons"] == f"reviewed: there is a form {said}"
    assert row["evidence_url"] == f"https://a.gov.test/{FULL[0]}"
    assert row_of(before, "a", FULL[0])["stage"] == 1


def test_measures_of_stages_follow_from_the_reviewed_stages_and_no_others() -> None:
    before = machine({"a": [1, 4, 4], "b": [1, 1, 1]})
    after = lay_over(before, [decision("a", FULL[0], "3", note="form")], SERVICES)
    found = values(after, "a")
    assert found[f"services.{FULL[0]}"] == 3
    assert found["services.points"] == pytest.approx((3 / 4 + 1 + 1) / 3)
    assert found["services.online"] == 1
    assert found["services.complete"] == pytest.approx(2 / 3)
    assert found["trust.hsts"] == 1
    assert values(after, "b") == values(before, "b")


def test_the_machines_no_takes_no_stars_of_a_task_that_a_person_decided() -> None:
    bins = next(each for each in SERVICES if each.id == "bin-collection")
    before = machine({"a": [1, 4, 4]})
    before["services"]["lgsl"] = before["services"]["lgsl"].replace(FULL[0], bins.lgsl)
    no = {"slug": "a", "lgsl": bins.lgsl, "question": "by-postcode", "answer": "no"}
    before["questions"] = table("questions", [no])
    stars = {"slug": "a", "measure": "services.task-stars", "value": 0.5, "status": "measured"}
    before["measures"] = pd.concat([before["measures"], table("measures", [stars])])
    other = lay_over(before, [decision("a", FULL[1], "4")], SERVICES)
    own = lay_over(before, [decision("a", bins.lgsl, "4")], SERVICES)
    assert values(other, "a")["services.task-stars"] == 0.75
    assert values(own, "a")["services.task-stars"] == 1


def test_what_the_machine_could_not_assess_can_be_decided() -> None:
    before = machine({"a": ["not_assessed", 4, 4]})
    after = lay_over(before, [decision("a", FULL[0], "0", note="looked")], SERVICES)
    assert values(before, "a")["services.points"] == 1
    assert values(after, "a")["services.points"] == pytest.approx(2 / 3)
    assert "(machine said not assessed: " in row_of(after, "a", FULL[0])["reasons"]


def test_a_service_that_is_not_provided_leaves_every_mean() -> None:
    before = machine({"a": [0, 4, 4]})
    after = lay_over(before, [decision("a", FULL[0], "n/a", note="by the county")], SERVICES)
    row = row_of(after, "a", FULL[0])
    assert row["status"] == "not_applicable"
    assert pd.isna(row["stage"])
    assert pd.isna(row["confidence"])
    assert values(after, "a")["services.points"] == 1
    assert f"services.{FULL[0]}" not in values(after, "a")


def test_no_decision_makes_a_service_a_duty() -> None:
    before = machine({"a": ["not_applicable", 4, 2]})
    after = lay_over(before, [decision("a", FULL[0], "4", note="we do it")], SERVICES)
    pd.testing.assert_frame_equal(after["services"], before["services"])
    pd.testing.assert_frame_equal(after["measures"], before["measures"])


def test_a_decision_on_what_the_run_does_not_have_changes_nothing() -> None:
    before = machine({"a": [1, 4, 2]})
    others = [decision("nowhere", FULL[0], "4"), decision("a", 999_999, "4")]
    after = lay_over(before, others, SERVICES)
    pd.testing.assert_frame_equal(after["services"], before["services"])


def test_reviewed_and_overruled_ratings_are_counted() -> None:
    before = machine({"a": [1, 4, "not_assessed"]})
    decided = [
        decision("a", FULL[0], "1"),
        decision("a", FULL[1], "n/a", note="no"),
        decision("a", FULL[2], "2", note="yes"),
    ]
    after = lay_over(before, decided, SERVICES)
    assert int(is_reviewed(after["services"]).sum()) == 3
    assert count_overruled(before["services"], after["services"]) == 2
    assert count_overruled(before["services"], before["services"]) == 0


@given(st.lists(st.lists(st.integers(0, 4), min_size=3, max_size=3), min_size=2, max_size=5))
@settings(max_examples=20)
def test_agreeing_with_the_machine_changes_no_measure_and_no_rating(stages: Any) -> None:
    before = machine({f"council-{number}": each for number, each in enumerate(stages)})
    agreed = [
        decision(row["slug"], row["lgsl"], str(row["stage"]))
        for row in before["services"].to_dict("records")
    ]
    after = lay_over(before, agreed, SERVICES)
    columns = ["slug", "measure", "value", "outcome", "status", "n"]
    pd.testing.assert_frame_equal(after["measures"][columns], before["measures"][columns])
    method = load_method("digital-first").model_copy(update={"draws": 20, "minimum_coverage": 0.0})
    pd.testing.assert_frame_equal(rate(after, SERVICES, method), rate(before, SERVICES, method))


def test_a_higher_stage_never_lowers_a_score() -> None:
    before = machine({"a": [1, 1, 1], "b": [2, 2, 2]})
    method = load_method("digital-first").model_copy(update={"minimum_coverage": 0.0})
    scores: list[Any] = []
    for stage in ("1", "2", "3", "4"):
        after = lay_over(before, [decision("a", FULL[0], stage)], SERVICES)
        scores.append(rate(after, SERVICES, method).set_index("slug").loc["a", "score"])
    assert scores == sorted(scores)
    assert scores[0] < scores[-1]


def test_decisions_come_back_from_their_file_as_they_were(tmp_path: Path) -> None:
    path = tmp_path / "review" / "decisions.csv"
    assert read_decisions(path) == ()
    first = decision("a", 1, "n/a", note='so "they", say\u2026', machine_confidence=0.655)
    second = decision("a", 1, "3", at_random=True, machine_stage=0)
    add_decisions(path, [first])
    add_decisions(path, [second])
    assert read_decisions(path) == (first, second)
    assert current(read_decisions(path)) == {("a", 1): second}


def test_a_damaged_file_of_decisions_is_told_by_line_and_column(tmp_path: Path) -> None:
    path = tmp_path / "decisions.csv"
    add_decisions(path, [decision("a", 1, "3")])
    path.write_text(path.read_text("utf-8").replace("a,1,3", "a,1,7"), encoding="utf-8")
    with pytest.raises(ConfigError, match=r"decisions\.csv:2: stage: "):
        read_decisions(path)


# Two raters of four ordered classes; R's package vcd gives 0.2374 with weights of equal spacing
# (data SexualFun, example of its function Kappa) and 0.1293 without weights.
PUBLISHED = [[7, 7, 2, 3], [2, 8, 3, 7], [1, 5, 4, 9], [2, 8, 9, 14]]


def test_weighted_kappa_is_that_of_a_published_example() -> None:
    counts = np.zeros((5, 5))
    counts[:4, :4] = PUBLISHED
    assert float(kappa(counts)) == pytest.approx(0.2374, abs=0.00005)


def test_weighted_kappa_is_what_it_is_by_hand() -> None:
    counts = np.zeros((5, 5))
    counts[1, 1], counts[1, 3], counts[3, 3] = 2, 1, 1
    # Observed distance: 1 x 2 of 4 = 1/2. Machine 3:1, person 2:2, two stages apart by chance:
    # 2 x (3/4 x 2/4 + 1/4 x 2/4) = 1.
    assert float(kappa(counts)) == pytest.approx(1 - 0.5)


def test_kappa_is_undefined_where_all_are_in_one_class_and_where_there_are_none() -> None:
    counts = np.zeros((2, 5, 5))
    counts[0, 3, 3] = 8
    assert np.isnan(kappa(counts)).all()


def test_kappa_is_nought_where_one_rater_knows_one_class_only() -> None:
    counts = np.zeros((5, 5))
    counts[3, 1:4] = 2, 1, 5
    assert float(kappa(counts)) == pytest.approx(0)


def pairs(given: dict[str, list[tuple[int, int]]], **more: Any) -> list[Decision]:
    """Decisions by council, each the machine's stage and the person's, on services 1, 2, 3 ..."""
    return [
        decision(slug, lgsl, str(person), machine_stage=stage, **more)
        for slug, found in given.items()
        for lgsl, (stage, person) in enumerate(found, start=1)
    ]


def test_agreement_is_told_over_all_and_by_service() -> None:
    found = agreements(pairs({"a": [(1, 1), (3, 4)], "b": [(3, 3), (4, 1)], "c": [(1, 2), (1, 1)]}))
    assert (found.all.n, found.all.exact, found.all.within_one) == (6, 3 / 6, 5 / 6)
    assert found.by_service[1].n == 3
    assert found.by_service[1].exact == 2 / 3
    # Service 1: machine 1 3 1, person 1 3 2. Observed 1/3; expected (1+0+... of 9 pairs) 9/9.
    assert found.by_service[1].kappa == pytest.approx(1 - (1 / 3) / (9 / 9))
    assert found.by_service[1].low is None


def test_the_interval_holds_kappa_and_is_the_same_for_a_seed() -> None:
    chance = np.random.default_rng(5)
    stages = {
        f"council-{number}": [
            (stage, min(4, stage + int(chance.random() < 0.3)))
            for stage in chance.integers(0, 5, size=4).tolist()
        ]
        for number in range(30)
    }
    found = agreements(pairs(stages), seed=1).all
    assert found.low is not None
    assert found.high is not None
    assert found.kappa is not None
    assert found.low < found.kappa < found.high
    assert found == agreements(pairs(stages), seed=1).all


def test_one_council_gives_no_interval() -> None:
    found = agreements(pairs({"a": [(1, 1), (2, 3), (4, 4)]})).all
    assert (found.low, found.high) == (None, None)


def test_what_has_no_two_stages_is_left_out_and_counted() -> None:
    decided = [*pairs({"a": [(1, 1)]}), decision("a", 8, "3"), decision("a", 9, "n/a")]
    found = agreements(decided)
    assert (found.all.n, found.left_out) == (1, 2)
    assert agreements([]).all.n == 0


def test_the_last_decision_is_compared_and_a_drawn_rating_stays_drawn() -> None:
    first = pairs({"a": [(1, 1)]}, at_random=True)
    found = agreements([*first, *pairs({"a": [(1, 3), (2, 2)]})])
    assert (found.at_random.n, found.at_random.exact) == (1, 0)
    assert found.all.n == 2
