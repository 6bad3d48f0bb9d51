"""The rules against pages that others have judged: the W3C's test cases and demonstration."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from crawler.archive import Capture
from crawler.page import Page
from scoring.accessibility.registry import all_rules, check_page

# Published pages too large for the repository: in a folder beside the checkout, or where this says.
BESIDE = Path(__file__).parents[3] / "shared"
SHARED = Path(os.environ.get("DIGITALFIRST_SHARED", BESIDE))
ACT = SHARED / "data" / "act"
CITY = SHARED / "sites" / "w3c-bad"
ACTS = {rule.id: rule.act for rule in all_rules()}
# Rules with a failed example that comes into being by a script, in a shadow tree.
BY_SCRIPT = {"09o5cg", "ff89c9"}
TYPES = {".html": "text/html", ".xhtml": "application/xhtml+xml", ".svg": "image/svg+xml"}


def failed_rules(path: Path) -> dict[str, int]:
    headers = (("content-type", TYPES.get(path.suffix, "application/xml")),)
    page = Page(Capture("response", "https://x.test/", "", 0, 200, headers, path.read_bytes()))
    return {finding.rule: finding.count for finding in check_page(page)}


@pytest.mark.skipif(not ACT.exists(), reason=f"the W3C's ACT test cases are not in {ACT}")
def test_rules_agree_with_the_test_cases_of_the_act_rules_they_implement() -> None:
    listed = json.loads((ACT / "testcases.json").read_text("utf-8"))["testcases"]
    implementing = {act for rule in all_rules() for act in rule.act}
    rules = {case["ruleId"]: case["ruleName"] for case in listed if case["approved"]}
    wrong, missed = [], {case["ruleId"] for case in listed} - implementing
    for case in listed:
        act = case["ruleId"]
        found = {rule for rule in failed_rules(ACT / case["relativePath"]) if act in ACTS[rule]}
        if case["expected"] != "failed" and found:
            wrong.append((act, case["testcaseTitle"], found))
        if case["expected"] == "failed" and act in implementing and not found:
            missed.add(act)
    consistent = sorted(set(rules) - missed)
    print(f"{len(consistent)} of {len(rules)} approved ACT rules wholly consistent")
    assert wrong == []
    assert missed & implementing == BY_SCRIPT
    assert len(consistent) >= 30


@pytest.mark.skipif(not ACT.exists(), reason=f"the W3C's ACT test cases are not in {ACT}")
def test_an_image_or_formula_of_its_own_is_no_page_whatever_its_server_calls_it() -> None:
    others = [*ACT.glob("testcases/*/*.svg"), *ACT.glob("testcases/*/*.xml")]
    assert len(others) > 5
    for path in others:
        headers = (("content-type", "text/html"),)
        page = Page(Capture("response", "https://x.test/", "", 0, 200, headers, path.read_bytes()))
        assert check_page(page) == []


@pytest.mark.skipif(not CITY.exists(), reason=f"the W3C's demonstration is not in {CITY}")
@pytest.mark.parametrize("name", ["home", "news", "survey", "tickets"])
def test_the_inaccessible_pages_have_many_more_faults_than_the_accessible(name: str) -> None:
    before = failed_rules(CITY / "before" / f"{name}.html")
    after = failed_rules(CITY / "after" / f"{name}.html")
    assert before["image-alt"] >= 20
    assert {"html-has-lang", "link-name", "select-name"} <= set(before)
    # The pages are older than landmarks: how many parts of them stand in none says nothing here.
    faults = [
        sum(count for rule, count in each.items() if rule != "region") for each in (after, before)
    ]
    assert faults[0] <= 4 < 20 < faults[1]
    assert not {rule.id for rule in all_rules() if rule.wcag} & set(after)
