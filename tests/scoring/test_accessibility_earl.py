"""EARL reports: every term has a meaning, and they say what the findings say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from crawler.archive import RESPONSE, Capture, now
from crawler.page import Page
from scoring.accessibility.earl import CONTEXT, report
from scoring.accessibility.registry import all_rules, check_page
from tests.scoring.sites import html

ABSOLUTE = ("http", "urn:", "@")


def page_of_bytes(name: str, body: bytes, content_type: str = "text/html") -> Page:
    headers = (("Content-Type", content_type),)
    return Page(Capture(RESPONSE, name, now(), 0, 200, headers, body))


def terms(node: Any) -> Iterator[str]:
    """Every key of a JSON-LD node, and every value that is an address."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield key
            is_address = key == "@type" or "@type" in (CONTEXT.get(key) or ())
            yield from _texts(value) if is_address else terms(value)
    elif isinstance(node, list):
        for each in node:
            yield from terms(each)


def _texts(value: Any) -> list[str]:
    return list(value) if isinstance(value, list) else [value]


def expanded(term: str) -> str:
    """The address that a term stands for, by the context."""
    prefix, colon, rest = term.partition(":")
    if colon and prefix in CONTEXT:
        return f"{CONTEXT[prefix]}{rest}"
    return term if term.startswith(ABSOLUTE) else f"{CONTEXT['@vocab']}{term}"


def test_every_term_of_a_report_expands_to_an_address_without_a_network() -> None:
    page = page_of_bytes("a.html", html('<img src="a.png">').encode())
    made = report([("a.html", page, check_page(page))])
    assert made["@context"] == CONTEXT
    found = {expanded(term) for term in terms(made["@graph"])}
    assert {"http://www.w3.org/ns/earl#Assertion", "http://www.w3.org/ns/earl#failed"} <= found
    assert "https://www.w3.org/TR/WCAG22/#non-text-content" in found
    assert all(each.startswith(ABSOLUTE) and " " not in each for each in found)
    json.dumps(made)


def test_every_rule_is_in_a_report_whatever_the_page() -> None:
    page = page_of_bytes("a.svg", b"<svg/>", "image/svg+xml")
    _, *assertions = report([("a.svg", page, check_page(page))])["@graph"]
    assert [each["test"]["title"] for each in assertions] == [rule.id for rule in all_rules()]
    assert {each["result"]["outcome"] for each in assertions} == {"earl:inapplicable"}


def test_consistency_with_act_is_the_same_by_the_report_as_by_the_findings(shared: Path) -> None:
    folder = shared / "data" / "act"
    cases = json.loads((folder / "testcases.json").read_text("utf-8"))["testcases"]
    cases = [each for each in cases if each["relativePath"].endswith(".html")]
    pages = {
        path: page_of_bytes(path, (folder / path).read_bytes())
        for path in {case["relativePath"] for case in cases}
    }
    found = {path: check_page(page) for path, page in pages.items()}
    made = report((path, page, found[path]) for path, page in pages.items())
    failed = {
        (each["subject"]["source"], act.removeprefix("ACT:"))
        for each in made["@graph"][1:]
        if each["result"]["outcome"] == "earl:failed"
        for act in each["test"]["relation"]
    }
    implemented = {act for rule in all_rules() for act in rule.act}
    wrong_by_report, wrong_by_findings = set(), set()
    for case in cases:
        act, path = case["ruleId"], case["relativePath"]
        should_fail = case["expected"] == "failed"
        if act in implemented and ((path, act) in failed) != should_fail:
            wrong_by_report.add(act)
        fails = any(act in each.act and not each.needs_review for each in found[path])
        if act in implemented and fails != should_fail:
            wrong_by_findings.add(act)
    consistent = implemented - wrong_by_report
    print(f"{len(consistent)} of {len(implemented)} ACT rules wholly consistent, by EARL")
    assert wrong_by_report == wrong_by_findings
    assert consistent
