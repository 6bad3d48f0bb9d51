"""What was checked on pages, as W3C EARL 1.0 in JSON-LD: a report that can be sent to the W3C.

The form is that of reports on implementations of ACT rules: an assertion a page and rule, whose
outcome is failed, passed, inapplicable, or cantTell where a person has to judge. A rule is taken
as inapplicable where the page has none of the elements that it looks at. One that looks closer
(only at buttons with text, say) is told as passed where it did not apply: ACT counts both alike.
To what is no HTML page no rule applies.
https://www.w3.org/TR/EARL10-Schema/ https://www.w3.org/WAI/standards-guidelines/act/report/earl
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from crawler.page import Page
from crawler.run import TOOL_VERSION
from scoring.accessibility.document import Document
from scoring.accessibility.registry import Finding, Rule, all_rules, looks_at
from scoring.accessibility.wcag import load_criteria

Node = dict[str, Any]


ASSERTOR = "urn:digitalfirst"
# Spelled out, so that a reader needs no network.
CONTEXT: Node = {
    "@vocab": "http://www.w3.org/ns/earl#",
    "earl": "http://www.w3.org/ns/earl#",
    "ACT": "https://www.w3.org/WAI/standards-guidelines/act/rules/",
    "WCAG2": "https://www.w3.org/TR/WCAG22/#",
    "dct": "http://purl.org/dc/terms/",
    "doap": "http://usefulinc.com/ns/doap#",
    "ptr": "http://www.w3.org/2009/pointers#",
    "assertedBy": {"@type": "@id"},
    "isPartOf": {"@type": "@id", "@container": "@set"},
    "mode": {"@type": "@id"},
    "outcome": {"@type": "@id"},
    "source": "dct:source",
    "title": "dct:title",
    "description": "dct:description",
    "expression": "ptr:expression",
    "relation": {"@id": "dct:relation", "@type": "@id", "@container": "@set"},
}


def report(pages: Iterable[tuple[str, Page, Sequence[Finding]]]) -> Node:
    """The report on pages: each with its name (an address, or a file's) and what was found."""
    assertor = {
        "@id": ASSERTOR,
        "@type": ["Assertor", "Software", "doap:Project"],
        "name": "digitalfirst",
        "doap:name": "digitalfirst",
        "release": {"@type": "doap:Version", "revision": TOOL_VERSION},
    }
    made = (each for name, page, found in pages for each in _assertions(name, page, found))
    return {"@context": CONTEXT, "@graph": [assertor, *made]}


def _assertions(name: str, page: Page, findings: Sequence[Finding]) -> Iterator[Node]:
    by_rule = {finding.rule: finding for finding in findings}
    document = None if page.root is None else Document(page.root)
    for rule in all_rules():
        yield {
            "@type": "Assertion",
            "subject": {"@type": "TestSubject", "source": name},
            "test": _test(rule),
            "mode": "earl:automatic",
            "assertedBy": ASSERTOR,
            "result": _result(document, rule, by_rule.get(rule.id)),
        }


def _test(rule: Rule) -> Node:
    return {
        "@type": "TestCase",
        "title": rule.id,
        "description": rule.help,
        "isPartOf": [f"WCAG2:{load_criteria()[number].anchor}" for number in rule.wcag],
        "relation": [f"ACT:{act}" for act in rule.act],
    }


def _result(document: Document | None, rule: Rule, finding: Finding | None) -> Node:
    if finding is None:
        applies = document is not None and any(True for _ in looks_at(document, rule))
        outcome = "earl:passed" if applies else "earl:inapplicable"
        return {"@type": "TestResult", "outcome": outcome}
    return {
        "@type": "TestResult",
        "outcome": "earl:cantTell" if finding.needs_review else "earl:failed",
        "pointer": {"@type": "ptr:CSSSelectorPointer", "expression": finding.selector},
        "info": finding.snippet,
    }
