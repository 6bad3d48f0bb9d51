"""W3C's test cases of the ACT rules: by markup alone, and with a browser."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from crawler.archive import RESPONSE, Capture, now
from crawler.browser import find_browser
from crawler.page import Page
from crawler.run import CrawlSettings
from digitalfirst.checking import findings_of
from digitalfirst.errors import UserError
from digitalfirst.places import TYPES
from digitalfirst.rendering import Renderer, rendering
from scoring.accessibility.registry import Finding, check_page
from tests.bench.harness import Figure, Note, Result, benchmark
from tests.bench.workshop import SHARED, Workshop

ACT = SHARED / "data" / "act"


@dataclass
class Tally:
    """The approved rules, and of which test cases they were not consistent: title by rule."""

    rules: set[str]
    false: dict[str, list[str]] = field(default_factory=dict)
    missed: dict[str, list[str]] = field(default_factory=dict)

    def add(self, case: dict[str, str], findings: Iterable[Finding]) -> None:
        """Take in what was found of a test case: it is right or goes into one of the lists."""
        act, expected = case["ruleId"], case["expected"]
        is_found = any(act in each.act and not each.needs_review for each in findings)
        if is_found != (expected == "failed"):
            wrong = self.false if is_found else self.missed
            wrong.setdefault(act, []).append(case["testcaseTitle"])

    @property
    def consistent(self) -> int:
        """How many rules are wholly consistent."""
        return len(self.rules - self.false.keys() - self.missed.keys())


@benchmark("act")
def act(workshop: Workshop) -> Iterator[Result]:
    """Approved ACT rules wholly consistent with their test cases, of those in `../shared`."""
    if not ACT.is_dir():
        yield Note("the W3C's test cases are not beside the project: nothing to judge")
        return
    listed = json.loads((ACT / "testcases.json").read_text("utf-8"))["testcases"]
    cases = [case for case in listed if case["approved"]]
    by_markup = Tally({case["ruleId"] for case in cases})
    for case in cases:
        by_markup.add(case, check_page(_page(ACT / case["relativePath"])))
    yield Figure(f"consistent by markup, of {len(by_markup.rules)}", by_markup.consistent, least=30)
    yield Figure("false findings", _count(by_markup.false), most=0)
    yield Note("not found by markup:", _listed(by_markup.missed))
    if workshop.quick or find_browser() is None:
        yield Note("with a browser: only in full, and where there is Chromium")
        return
    rendered = Tally(by_markup.rules)
    with rendering(CrawlSettings(delay=0)) as renderer:
        for case in cases:
            rendered.add(case, _both(renderer, ACT / case["relativePath"]))
    yield Figure("consistent with a browser", rendered.consistent, least=34)
    yield Figure("false findings with a browser", _count(rendered.false), most=0)
    yield Note("not found:", _listed(rendered.missed))
    yield Note("found and not there:", _listed(rendered.false))


def _page(file: Path) -> Page:
    headers = (("Content-Type", TYPES.get(file.suffix, "application/xml")),)
    return Page(Capture(RESPONSE, str(file), now(), 0, 200, headers, file.read_bytes()))


def _both(renderer: Renderer, file: Path) -> list[Finding]:
    """What the markup shows, and what the browser does."""
    page = _page(file)
    if not page.is_html:
        return []
    kind = page.capture.header("content-type")
    try:
        seen = findings_of(file.name, renderer.render_html(page.capture.body, file.parent, kind))
    except UserError:
        seen = []
    return [*check_page(page), *seen]


def _count(wrong: dict[str, list[str]]) -> int:
    return sum(map(len, wrong.values()))


def _listed(wrong: dict[str, list[str]]) -> pd.DataFrame:
    rows = [(act, ", ".join(titles)) for act, titles in sorted(wrong.items())]
    return pd.DataFrame(rows, columns=["rule", "test cases"])
