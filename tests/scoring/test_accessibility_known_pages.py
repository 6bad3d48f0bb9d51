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
TYPES = {".html": "text/html", ".xhtml": "application/xhtml+xml", ".svg": "image/svg+xml"}


def failed_rules(path: Path) -> dict[str, int]:
    headers = (("content-type", TYPES.get(path.suffix, "application/xml")),)
    page = Page(Capture("response", "https://x.test/", "", 0, 200, headers, path.read_bytes()))
    return {finding.rule: finding.count for finding in check_page(page)}


@pytest.mark.skipif(not ACT.exists(), reason=f"the W3C's ACT test cases are not in {ACT}")
def test_rules_agree_with_the_test_cases_of_the_act_rules_they_implement() -> None:
    listed = json.loads((ACT / "testcases.json").read_text("utf-8"))["testcases"]
    implementing: dict[str, set[str]] = {}
    for rule in all_rules():
        for act in rule.act:
            implementing.setdefault(act, set()).add(rule.id)
    wrong, missed = [], set()
    for case in listed:
        ours = implementing.get(case["ruleId"], set())
        found = ours & set(failed_rules(ACT / case["relativePath"])) if ours else set()
        if case["expected"] != "failed" and found:
            wrong.append((case["ruleId"], case["testcaseTitle"], found))
        if case["expected"] == "failed" and ours and not found:
            missed.add(case["ruleId"])
    judged = {case["ruleId"] for case in listed} & set(implementing)
    print(f"{len(judged - missed)} of {len(judged)} ACT rules wholly consistent")
    assert wrong == []
    assert missed == set()
    assert len(judged) >= 20


@pytest.mark.skipif(not CITY.exists(), reason=f"the W3C's demonstration is not in {CITY}")
@pytest.mark.parametrize("name", ["home", "news", "survey", "tickets"])
def test_the_inaccessible_pages_have_many_more_faults_than_the_accessible(name: str) -> None:
    before = failed_rules(CITY / "before" / f"{name}.html")
    after = failed_rules(CITY / "after" / f"{name}.html")
    assert before["image-alt"] >= 20
    assert {"html-has-lang", "link-name", "select-name"} <= set(before)
    assert sum(after.values()) <= 1 < 20 < sum(before.values())
    assert not {rule.id for rule in all_rules() if rule.wcag} & set(after)
