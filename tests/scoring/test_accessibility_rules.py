"""Each rule against snippets that pass it, fail it, and have nothing to do with it."""

from __future__ import annotations

import re
import time
from itertools import chain

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.archive import Capture
from crawler.page import Page
from scoring.accessibility.registry import Finding, all_rules, check_page
from tests.scoring.snippets import SNIPPETS

RULES = {rule.id: rule for rule in all_rules()}
IMPACTS = ("critical", "serious", "moderate", "minor")


def parsed(source: str) -> Page:
    headers = (("content-type", "text/html; charset=utf-8"),)
    body = source.encode()
    return Page(Capture("response", "https://x.test/", "", 0, 200, headers, body))


def whole(snippet: str) -> str:
    """A snippet as a page; one that brings its own html element is left as it is."""
    if snippet.startswith("<html") or "<frameset" in snippet:
        return f"<!DOCTYPE html>{snippet}"
    head, bar, body = snippet.rpartition("<head/>")
    return f'<!DOCTYPE html><html lang="en"><head>{head}</head><body>{body}</body></html>'


def finding_of(rule: str, snippet: str) -> Finding | None:
    findings = check_page(parsed(whole(snippet)))
    return next((finding for finding in findings if finding.rule == rule), None)


def cases(outcome: str) -> list[tuple[str, str]]:
    return [
        (rule, snippet)
        for rule, snippets in SNIPPETS.items()
        for snippet in snippets.get(outcome, ())
    ]


@pytest.mark.parametrize(("rule", "snippet"), cases("passes"))
def test_a_passing_snippet_has_no_finding(rule: str, snippet: str) -> None:
    assert finding_of(rule, snippet) is None


@pytest.mark.parametrize(("rule", "snippet"), cases("not_applicable"))
def test_a_snippet_the_rule_is_not_for_has_no_finding(rule: str, snippet: str) -> None:
    assert finding_of(rule, snippet) is None


@pytest.mark.parametrize(("rule", "snippet"), cases("fails"))
def test_a_failing_snippet_has_a_finding_whose_selector_selects_it(rule: str, snippet: str) -> None:
    finding = finding_of(rule, snippet)
    assert finding is not None
    root = lxml.html.document_fromstring(whole(snippet))
    selected = root.cssselect(finding.selector)
    assert len(selected) == 1
    assert finding.snippet.startswith(f"<{selected[0].tag}")


def test_every_rule_has_snippets_of_all_three_kinds() -> None:
    assert set(SNIPPETS) == set(RULES)
    whole_page = {"html-has-lang", "document-title", "landmark-one-main", "page-has-heading-one"}
    for rule, snippets in SNIPPETS.items():
        wanted = {"passes", "fails"} | (set() if rule in whole_page else {"not_applicable"})
        assert wanted <= {kind for kind, listed in snippets.items() if listed}, rule


def test_rules_state_their_facts() -> None:
    for rule in RULES.values():
        assert rule.impact in IMPACTS
        assert all(re.fullmatch(r"[1-4]\.\d\.\d{1,2}", criterion) for criterion in rule.wcag)
        assert all(re.fullmatch(r"[a-z0-9]{6}", act) for act in rule.act)
        assert rule.help
        assert rule.source
        assert rule.check.__doc__, rule.id


def test_findings_count_every_failing_element() -> None:
    finding = finding_of("image-alt", "<img src=a><p><img src=b alt=x></p><img src=c>")
    assert finding is not None
    assert finding.count == 2
    assert finding.row["wcag"] == "1.1.1"


def test_a_fault_of_a_template_has_one_fingerprint_whatever_the_words() -> None:
    first = finding_of("link-name", '<div id=a1><a class=x href="/one"></a></div>')
    second = finding_of("link-name", '<p>News!</p><div id=b2><a class=x href="/two"></a></div>')
    other = finding_of("link-name", '<div id=b2><em><a class=x href="/two"></a></em></div>')
    assert first is not None
    assert second is not None
    assert other is not None
    assert first.fingerprint == second.fingerprint != other.fingerprint


def test_a_snippet_is_cut_to_200_characters() -> None:
    finding = finding_of("image-alt", f'<img src="{"x" * 500}">')
    assert finding is not None
    assert len(finding.snippet) == 200


@pytest.mark.parametrize(
    "source",
    ["", "plain text", "<html>", "<", "<!-- -->", "<frameset><frame></frameset>", "\x00\x01"],
)
def test_any_page_can_be_checked(source: str) -> None:
    assert isinstance(check_page(parsed(source)), list)


@given(st.text(alphabet="<>/ =\"'abimgulrole#-&;\n", max_size=200))
def test_no_markup_makes_a_rule_fall_over(body: str) -> None:
    for finding in check_page(parsed(whole(body))):
        assert finding.count >= 1


def test_a_very_deep_and_a_very_long_page_can_be_checked() -> None:
    deep = "<div>" * 200 + '<a href="/x"></a>'
    long = "<h2>One</h2><h4>Two</h4><a href=/x></a>" * 2000
    for body in (deep, long):
        assert any(f.rule == "link-name" for f in check_page(parsed(whole(body))))


def test_old_html_without_a_doctype_is_checked_like_any_other() -> None:
    old = (
        "<HTML><HEAD><TITLE>Barchester</TITLE></HEAD><BODY BGCOLOR=#FFFFFF><BLINK>New!</BLINK>"
        '<MARQUEE>Hello</MARQUEE><TABLE><TR><TD><IMG SRC=a.gif><A HREF="b.htm"><IMG SRC=b.gif></A>'
    )
    found = {finding.rule for finding in check_page(parsed(old))}
    assert {"blink", "marquee", "image-alt", "link-name", "html-has-lang"} <= found


def test_no_rule_is_registered_twice_for_the_same_thing() -> None:
    triggers = list(chain.from_iterable(rule.on for rule in RULES.values()))
    assert "html" in triggers
    assert len({rule.check for rule in RULES.values()}) == len(RULES)


def test_references_that_lead_in_a_circle_end() -> None:
    circle = (
        "<label for=i><b id=a aria-labelledby='a i'>x</b></label><input id=i aria-labelledby=a>"
    )
    assert isinstance(check_page(parsed(whole(circle))), list)


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 100_000 + "<a href=/x></a>",
        "<label>" * 200 + "<input>" * 5_000,
        "<table><tr>" + "<td>a<th>b" * 10_000,
        "<style>.a .a .a *{color:red}</style>" + "<p class=a>" * 200 + "<i>x</i>" * 10_000,
        "<fieldset disabled>" + "<input><button>x</button>" * 5_000,
    ],
)
def test_a_page_of_hostile_size_is_checked_within_seconds(body: str) -> None:
    begun = time.process_time()
    check_page(parsed(whole(body)))
    assert time.process_time() - begun < 10
