"""Small runs set side by side, worked out by hand, and what must hold for any two."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config import Method, load_method, load_services
from config.reorganisations import Reorganisation
from scoring.comparing import Side, compare, same_councils
from scoring.mending import finding_changes
from scoring.tables import table
from tests.scoring.method_head import METHOD_HEAD

SERVICES = load_services()[:4]
METHOD = (
    METHOD_HEAD
    + """
pillars:
  services: {title: Services, weight: 3, lines: [{measure: services.points}]}
  trust: {title: Trust, weight: 1, lines: [{measure: trust.hsts}, {measure: mobile.viewport}]}
stars: [{stars: 1, at_least: 0}]
"""
)
Stages = list[int | None]
Facts = dict[str, tuple[float | None, int]]


@pytest.fixture(scope="module")
def method(tmp_path_factory: pytest.TempPathFactory) -> Method:
    path = tmp_path_factory.mktemp("method") / "test.yaml"
    path.write_text(METHOD)
    return load_method(path)


def side(stages: dict[str, Stages], facts: dict[str, Facts], **state: str) -> Side:
    """A run of councils with these stages of the first services, and measures: value and n."""
    services = [
        {
            "slug": slug,
            "lgsl": service.lgsl,
            "service": service.name,
            "stage": stage,
            "status": "not_assessed" if stage is None else "measured",
        }
        for slug, found in stages.items()
        for service, stage in zip(SERVICES, found, strict=True)
    ]
    measures = [
        {"slug": slug, "measure": name, "value": value, "n": n, "status": "measured"}
        for slug, found in facts.items()
        for name, (value, n) in found.items()
    ]
    councils = [
        {"slug": slug, "name": slug.title(), "type": "unitary", "state": state.get(slug, "done")}
        for slug in stages
    ]
    return Side(
        {
            "councils": table("councils", councils),
            "services": table("services", services),
            "questions": table("questions", []),
            "measures": table("measures", measures),
        },
        {},
    )


def councils(before: Side, after: Side, method: Method, *ended: Reorganisation) -> Any:
    return compare(before, after, SERVICES, method, ended).councils.set_index("slug")


HIGH: Stages = [4, 4, 4, 4]
LOW: Stages = [0, 0, 0, 0]
PLAIN: Facts = {"trust.hsts": (0.0, 1), "mobile.viewport": (0.5, 100)}


def test_a_score_rises_by_what_rose_in_both(method: Method) -> None:
    before = side({"a": LOW}, {"a": {"trust.hsts": (0.0, 1)}})
    after = side({"a": HIGH}, {"a": {"trust.hsts": (0.0, 1)}})
    row = councils(before, after, method).loc["a"]
    # Services count for three quarters: from 0 to 100 is 75 points.
    assert (row["change"], row["before"], row["after"], row["site"]) == ("up", 0, 75, 75)


def test_the_same_evidence_shows_no_change_whatever_was_published(method: Method) -> None:
    made = side({"a": HIGH}, {"a": PLAIN})
    before, after = Side(made.tables, {"a": 40.0}), Side(made.tables, {"a": 60.0})
    row = councils(before, after, method).loc["a"]
    assert (row["change"], row["site"], row["ours"]) == ("same", 0, 20)


def test_a_measure_that_only_one_run_has_changes_nothing(method: Method) -> None:
    before = side({"a": HIGH}, {"a": {"trust.hsts": (0.0, 1)}})
    after = side({"a": HIGH}, {"a": {"trust.hsts": (0.0, 1), "mobile.viewport": (1.0, 1)}})
    assert councils(before, after, method).loc["a", "site"] == 0


def test_what_only_one_run_measured_is_told_apart_from_what_is_ours(method: Method) -> None:
    both: Facts = {"services.points": (4.0, 4), "trust.hsts": (0.0, 1)}
    old = side({"a": HIGH}, {"a": both})
    new = side({"a": HIGH}, {"a": both | {"mobile.viewport": (1.0, 1)}})
    row = councils(Side(old.tables, {"a": 80.0}), Side(new.tables, {"a": 90.0}), method).loc["a"]
    # Services count for three quarters, all there: 75; the window is half of the rest: 12.5.
    assert (row["site"], row["unshared"], row["ours"]) == (0, 12.5, -2.5)


def test_a_service_that_only_one_run_rated_changes_nothing(method: Method) -> None:
    before = side({"a": [4, 4, 4, None]}, {"a": PLAIN})
    after = side({"a": [4, 4, 4, 0]}, {"a": PLAIN})
    compared = compare(before, after, SERVICES, method, ())
    assert compared.councils["site"][0] == 0
    assert compared.services["change"].to_list().count("not_assessed") == 1


def test_a_change_that_other_pages_might_have_shown_is_none(method: Method) -> None:
    before = side({"a": HIGH}, {"a": {"mobile.viewport": (0.5, 10)}})
    after = side({"a": HIGH}, {"a": {"mobile.viewport": (0.6, 10)}})
    assert councils(before, after, method).loc["a", "change"] == "same"
    before = side({"a": HIGH}, {"a": {"mobile.viewport": (0.5, 10_000)}})
    after = side({"a": HIGH}, {"a": {"mobile.viewport": (0.6, 10_000)}})
    assert councils(before, after, method).loc["a", "change"] == "up"


def test_pillars_change_each_by_itself(method: Method) -> None:
    before = side({"a": HIGH}, {"a": {"trust.hsts": (0.0, 1)}})
    after = side({"a": LOW}, {"a": {"trust.hsts": (1.0, 1)}})
    pillars = compare(before, after, SERVICES, method, ()).pillars.set_index("pillar")
    assert list(pillars.loc[["services", "trust"], "change"]) == ["down", "up"]
    assert list(pillars.loc["trust", ["low", "high"]]) == [100, 100]


def test_services_go_up_down_come_and_go(method: Method) -> None:
    before, after = side({"a": [0, 4, 3, 1]}, {}), side({"a": [3, 1, 3, 1]}, {})
    after.tables["services"] = after.tables["services"].iloc[:3]
    changes = compare(before, after, SERVICES, method, ()).services.set_index("lgsl")["change"]
    assert [changes[each.lgsl] for each in SERVICES] == ["up", "down", "same", "gone"]


def test_a_failed_crawl_is_no_fall(method: Method) -> None:
    before, after = side({"a": HIGH}, {"a": PLAIN}), side({"a": LOW}, {"a": PLAIN}, a="failed")
    row = councils(before, after, method).loc["a"]
    assert (row["change"], row["reason"]) == (
        "not_assessed",
        "could not be crawled in the newer run",
    )
    assert pd.isna(row["site"])


def test_too_little_in_common_gives_no_change_but_a_reason(method: Method) -> None:
    before, after = side({"a": [None] * 4}, {"a": PLAIN}), side({"a": HIGH}, {"a": PLAIN})
    row = councils(before, after, method).loc["a"]
    assert row["reason"] == "only 25% of the method's weight was measured in both runs"


ENDED = Reorganisation(
    gss="E1", name="Old", ended=date(2023, 4, 1), successor_gss="E2", successor="New"
)


def test_a_merged_council_is_gone_and_its_successor_new(method: Method) -> None:
    before, after = side({"old": HIGH}, {}), side({"new": LOW}, {})
    before.tables["councils"]["gss"] = "E1"
    after.tables["councils"]["gss"] = "E2"
    found = councils(before, after, method, ENDED)
    assert found.loc["old", ["change", "reason"]].to_list() == [
        "gone",
        "ended on 2023-04-01; now New",
    ]
    assert found.loc["new", ["change", "reason"]].to_list() == [
        "new",
        "took over in 2023 from Old",
    ]


def test_a_successor_that_took_the_name_is_another_council() -> None:
    old = table("councils", [{"slug": "a", "gss": "E1"}, {"slug": "b", "gss": "E7"}])
    new = table("councils", [{"slug": "a", "gss": "E2"}, {"slug": "b", "gss": "E8"}])
    # The code of b changed with its bounds: it is on no record of councils that ended.
    assert same_councils(old, new, [ENDED]) == ["b"]


stages = st.lists(st.one_of(st.none(), st.integers(0, 4)), min_size=4, max_size=4)


@settings(max_examples=40)
@given(stages, stages, st.floats(0, 1), st.floats(0, 1))
def test_the_way_back_is_the_way_there_reversed(
    one: Stages, other: Stages, first: float, second: float
) -> None:
    method = load_method("digital-first").model_copy(update={"minimum_coverage": 0, "draws": 100})
    sides = [
        side({"a": stage}, {"a": {"trust.hsts": (value, 1)}})
        for stage, value in ((one, first), (other, second))
    ]
    there = councils(sides[0], sides[1], method).loc["a"]
    back = councils(sides[1], sides[0], method).loc["a"]
    turned = {"up": "down", "down": "up"}
    assert back["change"] == turned.get(there["change"], there["change"])
    assert back["site"] == pytest.approx(-there["site"])


def finding(url: str, fingerprint: str, source: str = "ours") -> dict[str, str]:
    return {"slug": "a", "url": url, "rule": "r", "source": source, "fingerprint": fingerprint}


def looked_at(urls: str, rendered: str, *findings: dict[str, str]) -> dict[str, pd.DataFrame]:
    opened = [{"slug": "a", "url": url, "outcome": "rendered"} for url in rendered]
    return {
        "pages": table("pages", [{"slug": "a", "url": url, "status": 200} for url in urls]),
        "rendered": table("rendered", opened),
        "findings": table("findings", findings),
    }


def test_findings_are_mended_new_or_still_there() -> None:
    before = looked_at("xy", "", finding("x", "1"), finding("x", "2"), finding("y", "2"))
    after = looked_at("xy", "", finding("y", "2"), finding("y", "3"))
    found = finding_changes(before, after, ["a"]).set_index("fingerprint")
    assert list(found.loc[["1", "2", "3"], "change"]) == ["mended", "still", "new"]
    assert list(found.loc["2", ["before", "after"]]) == [2, 1]


def test_a_page_that_one_run_did_not_see_tells_nothing_of_its_faults() -> None:
    before = looked_at("xy", "", finding("y", "1"))
    after = looked_at("xz", "", finding("z", "2"))
    found = finding_changes(before, after, ["a"])
    assert found["change"].to_list() == ["not_assessed", "not_assessed"]


def test_what_a_browser_found_is_not_mended_where_none_looked_again() -> None:
    before = looked_at("x", "x", finding("x", "1", "axe-core"))
    assert finding_changes(before, looked_at("x", ""), ["a"])["change"].to_list() == [
        "not_assessed"
    ]
    assert finding_changes(before, looked_at("x", "x"), ["a"])["change"].to_list() == ["mended"]
