from dataclasses import replace
from io import StringIO

import pandas as pd
import pytest

from config import Method, load_method, load_services
from config.questions import load_questions
from reports.actions import Alike, Plan, load_actions, plans
from reports.plan_pages import plan_csv, plan_markdown
from scoring.measures import Result
from scoring.measures import result_row as measure_row
from scoring.measures.services import starred, summed_up
from scoring.methods import rate
from scoring.tables import table

Tables = dict[str, pd.DataFrame]
LGSL = [service.lgsl for service in load_services() if service.ceiling == 4][:6]
STAGES = {"low": 1, "near": 3, "far": 4, "other": 4}
YES_OR_NO = {"accessibility.statement": "low", "trust.hsts": "low", "trust.csp": "nobody"}


@pytest.fixture(scope="module")
def method() -> Method:
    return load_method("digital-first")


@pytest.fixture(scope="module")
def made(method: Method) -> Tables:
    """Four councils: `low` lacks what the others have, `other` is of another type."""
    ceilings = {service.lgsl: service.ceiling for service in load_services()}
    councils, services, measures = [], [], []
    for number, (slug, stage) in enumerate(STAGES.items()):
        kind = "county" if slug == "other" else "unitary"
        councils.append(
            {"slug": slug, "name": slug.title(), "type": kind, "state": "done",
             "population": 100_000 * (number + 1)}
        )  # fmt: skip
        own = [
            {"slug": slug, "lgsl": lgsl, "service": "S", "stage": stage, "status": "measured",
             "evidence_url": f"https://{slug}.example/{lgsl}"}
            for lgsl in LGSL
        ]  # fmt: skip
        services += own
        results = summed_up(own, ceilings)
        results["services.task-stars"] = starred(own, ceilings, ())
        for id, without in YES_OR_NO.items():
            has = without not in (slug, "nobody")
            results[id] = Result(float(has), "", f"https://{slug}.example/{id}")
        results["accessibility.score"] = Result(2.0, "")
        measures += [measure_row(slug, id, result) for id, result in results.items()]
    tables = {
        "councils": table("councils", councils),
        "services": table("services", services),
        "measures": table("measures", measures),
        "questions": table("questions", []),
    }
    loose = method.model_copy(update={"minimum_coverage": 0.0})
    return {**tables, "ratings": rate(tables, load_services(), loose)}


@pytest.fixture(scope="module")
def low(made: Tables, method: Method) -> Plan:
    return plans(made, method, load_services())["low"]


def test_a_gain_is_what_the_method_itself_gives_after_the_change(
    made: Tables, low: Plan, method: Method
) -> None:
    action = next(a for a in low.actions if a.id == "accessibility.statement")
    changed = made["measures"].copy()
    row = changed["slug"].eq("low") & changed["measure"].eq("accessibility.statement")
    changed.loc[row, "value"] = 1.0
    after = rate({**made, "measures": changed}, load_services(), method)
    assert after.set_index("slug").loc["low", "score"] == pytest.approx(action.score, abs=0.01)
    assert action.gain == pytest.approx(action.score - low.score)


def test_what_was_not_assessed_is_never_proposed(made: Tables, low: Plan) -> None:
    known = set(made["measures"].query("slug == 'low'")["measure"])
    assert {a.id for a in low.actions if a.kind == "measure"} <= known


def test_a_service_is_taken_to_the_stage_that_most_of_its_peers_reach(low: Plan) -> None:
    services = [action for action in low.actions if action.kind == "service"]
    assert services
    assert {action.reach for action in services} == {4}
    assert {action.id for action in services} <= set(map(str, LGSL))


def test_the_councils_beside_a_change_are_of_its_type_do_it_and_come_nearest_first(
    low: Plan,
) -> None:
    by_id = {action.id: action for action in low.actions}
    assert [other.slug for other in by_id["trust.hsts"].alike] == ["near", "far"]
    assert by_id["trust.csp"].alike == ()
    service = next(action for action in low.actions if action.kind == "service")
    assert [(o.slug, o.evidence_url) for o in service.alike] == [
        ("far", f"https://far.example/{service.id}")
    ]


def test_a_change_is_named_by_what_to_do(low: Plan) -> None:
    titles = {action.id: action.title for action in low.actions}
    assert titles["trust.hsts"] == "Tell browsers to keep to HTTPS"
    assert titles["524"] == "Bin collection days and missed bins: let people finish it online"
    changes = [*load_actions().measures.values(), *load_actions().stages.values()]
    assert not [change.title for change in changes if change.title.endswith(("?", "."))]
    assert len({change.title for change in changes}) == len(changes)


def test_every_route_reaches_a_star_and_needs_all_its_changes(low: Plan, method: Method) -> None:
    assert len(low.routes) > 1
    for route in low.routes:
        assert route.stars == low.stars + 1
        least = next(s.at_least for s in method.stars if s.stars == route.stars)
        assert route.score >= least
        assert all(route.score - action.gain < least + 0.01 for action in route.actions)


def test_a_route_to_four_stars_opens_the_gate(made: Tables, method: Method) -> None:
    measures = made["measures"].copy()
    row = measures["slug"].eq("far") & measures["measure"].eq("accessibility.score")
    measures.loc[row, "value"] = 1.0
    plan = plans({**made, "measures": measures}, method, load_services())["far"]
    assert plan.stars == 3
    assert plan.routes
    assert all("accessibility.score" in {a.id for a in r.actions} for r in plan.routes)


def test_a_better_stage_earns_its_task_the_stars_that_the_survey_gave(made: Tables) -> None:
    survey = load_method("better-connected").model_copy(update={"minimum_coverage": 0.0})
    rated = {**made, "ratings": rate(made, load_services(), survey)}
    plan = plans(rated, survey, load_services())["near"]
    gains = {action.id: action.gain for action in plan.actions if action.kind == "service"}
    # Only tasks were measured: from three to four stars in one task of six.
    assert gains == {str(lgsl): pytest.approx(100 / 4 / len(LGSL)) for lgsl in LGSL}


def test_a_stage_gains_no_star_while_an_essential_question_is_answered_by_no(made: Tables) -> None:
    survey = load_method("better-connected").model_copy(update={"minimum_coverage": 0.0})
    service, question = next(
        (each, own)
        for each in load_services()
        for own in load_questions().of(each.id)
        if own.essential and each.ceiling == 4
    )
    rows = [
        {"slug": "near", "lgsl": lgsl, "service": "S", "stage": 3, "status": "measured"}
        for lgsl in (service.lgsl, next(lgsl for lgsl in LGSL if lgsl != service.lgsl))
    ]
    asked = {"slug": "near", "lgsl": service.lgsl, "question": question.id, "answer": "no"}
    stars = [measure_row("near", "services.task-stars", Result((1 + 3) / 2 / 4, ""))]
    tables = {
        **made,
        "services": table("services", rows),
        "questions": table("questions", [asked]),
        "measures": table("measures", stars),
    }
    rated = {**tables, "ratings": rate(tables, load_services(), survey)}
    plan = plans(rated, survey, load_services())["near"]
    assert [each.id for each in plan.actions if each.kind == "service"] == [str(rows[1]["lgsl"])]
    reviewed = tables["services"].assign(reasons="reviewed: seen")
    again = plans({**rated, "services": reviewed}, survey, load_services())["near"]
    assert {each.id for each in again.actions} == {str(row["lgsl"]) for row in rows}


def test_a_plan_can_be_pasted_as_markdown_and_opened_as_a_table(low: Plan) -> None:
    text, frame = plan_markdown(low), pd.read_csv(StringIO(plan_csv(low)))
    assert text.startswith("# Planning the Route: Low\n")
    assert text.count("- [ ] ") >= len(low.actions)
    assert "[Near](<https://near.example/trust.hsts>)" in text
    assert len(frame) >= len(low.actions)
    assert frame["change"].is_unique
    assert "no" in frame["now"].tolist()
    assert frame["gain"].max() == pytest.approx(max(each.gain for each in low.actions), abs=0.01)


def test_a_name_that_looks_like_a_formula_is_made_harmless_in_the_table(low: Plan) -> None:
    named = Alike("low", '=HYPERLINK("https://evil.test/")', None)
    action = replace(low.actions[0], alike=(named,))
    text = plan_csv(replace(low, actions=(action,)))
    assert "\"'=HYPERLINK" in text


def test_all_that_a_method_counts_can_be_planned(method: Method) -> None:
    counted = {line.measure for pillar in method.pillars.values() for line in pillar.lines}
    counted |= {gate.measure for gate in method.gates}
    summed = {"services.points", "services.online", "services.complete"}
    assert counted - summed <= set(load_actions().measures)
    assert set(load_actions().stages) == {1, 2, 3, 4}
