"""The accessibility rules, and a page checked against them.

A rule is a function with its facts beside it: axe-core's id and impact for what it checks, the WCAG
success criteria it bears on (none: a best practice) and the W3C's ACT rules it implements.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Literal

from lxml.html import HtmlElement

from crawler.page import Page
from scoring.accessibility import rules
from scoring.accessibility.document import Document
from scoring.accessibility.linked import LinkedSheets
from scoring.accessibility.place import fingerprint, selector, snippet
from scoring.accessibility.wcag import Level, is_required, load_criteria

Impact = Literal["critical", "serious", "moderate", "minor"]
Check = Callable[[Document, HtmlElement], bool]
Trigger = str | Callable[[Document], Iterable[HtmlElement]]
# What table `findings` calls these rules' findings, beside those of a rendered page.
SOURCE = "markup"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule and its facts.

    `on` are the elements it looks at: tags (`img`), attributes (`[role]`) or a function that finds
    them; `html` is the whole page. `check` is True for an element that passes or to which the rule
    does not apply. An element for which it is False fails, or where the rule `needs_review` is for
    a person to judge.
    """

    id: str
    impact: Impact
    wcag: tuple[str, ...]
    act: tuple[str, ...]
    on: tuple[Trigger, ...]
    help: str
    source: str
    check: Check
    needs_review: bool = False

    @property
    def is_best_practice(self) -> bool:
        """Whether no success criterion of WCAG fails with it."""
        return not self.wcag

    @property
    def level(self) -> Level | None:
        """The strictest level of WCAG that it bears on; None for a best practice."""
        levels = (load_criteria()[criterion].level for criterion in self.wcag)
        return max(levels, key=len, default=None)

    @property
    def required(self) -> tuple[str, ...]:
        """Those of its success criteria that the regulations require: levels A and AA."""
        return tuple(filter(is_required, self.wcag))


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that a page fails, or where it `needs_review` may fail: how often, where first.

    `wcag` are success criteria of levels A and AA: beyond them a rule counts as a best practice.
    """

    rule: str
    impact: Impact
    wcag: tuple[str, ...]
    act: tuple[str, ...]
    source: str
    count: int
    selector: str
    snippet: str
    fingerprint: str
    needs_review: bool = False

    @property
    def row(self) -> dict[str, str | int]:
        """The finding as columns of its table; several success criteria one space apart."""
        left_out = ("act", "needs_review")
        row = {name: getattr(self, name) for name in self.__slots__ if name not in left_out}
        return row | {"wcag": " ".join(self.wcag)}


_rules: dict[str, Rule] = {}


def rule(
    id: str,
    *,
    impact: Impact,
    on: tuple[Trigger, ...],
    help: str,
    source: str,
    wcag: tuple[str, ...] = (),
    act: tuple[str, ...] = (),
    needs_review: bool = False,
) -> Callable[[Check], Check]:
    """Register a check as the rule of this id. `source` says where the requirement is from.

    What only a person can decide `needs_review`: it is told apart and never counts as a failure.
    """

    def register(check: Check) -> Check:
        _rules[id] = Rule(id, impact, wcag, act, on, help, source, check, needs_review)
        return check

    return register


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, by id."""
    for module in pkgutil.iter_modules(rules.__path__):
        import_module(f"{rules.__name__}.{module.name}")
    return tuple(_rules[id] for id in sorted(_rules))


@cache
def surveyed_rules() -> tuple[Rule, ...]:
    """The rules that every page of a survey is checked for: what is of level AAA alone is not."""
    return tuple(rule for rule in all_rules() if rule.level != "AAA")


def check_page(
    page: Page, rules: Sequence[Rule] | None = None, sheets: LinkedSheets | None = None
) -> list[Finding]:
    """What these rules, else all, find on a page; none for what is no HTML. It must have its tree.

    `sheets` are the style sheets at hand. Findings that need review are among what is found.
    """
    if page.root is None:
        return []
    document = Document(page.root, page.base, sheets)
    asked = all_rules() if rules is None else rules
    findings = (_finding(document, each) for each in asked)
    return [each for each in findings if each is not None]


def failing(document: Document, rule: Rule) -> list[HtmlElement]:
    """The elements that fail a rule, each once."""
    check = rule.check
    failed: list[HtmlElement] = []
    for trigger in rule.on:
        if looked_at := _elements(document, trigger):
            failed += [e for e in looked_at if not check(document, e)]
    return list(dict.fromkeys(failed)) if failed else failed


def looks_at(document: Document, rule: Rule) -> Iterator[HtmlElement]:
    """The elements that a rule looks at; some may come twice."""
    for trigger in rule.on:
        yield from _elements(document, trigger)


def _elements(document: Document, trigger: Trigger) -> Iterable[HtmlElement]:
    return document.elements(trigger) if isinstance(trigger, str) else trigger(document)


def _finding(document: Document, rule: Rule) -> Finding | None:
    failed = failing(document, rule)
    if not failed:
        return None
    first = failed[0]
    return Finding(
        rule.id,
        rule.impact,
        rule.required,
        rule.act,
        SOURCE,
        len(failed),
        selector(document, first),
        snippet(first),
        fingerprint(rule.id, first),
        rule.needs_review,
    )
