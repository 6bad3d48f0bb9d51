"""Captured pages a second that scoring gets through on one core."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import lxml.html

from config import load_platforms, load_services
from crawler.archive import RESPONSE, Capture, now, read_archive
from crawler.page import Page
from crawler.run import Run
from scoring.accessibility.linked import LinkedSheets
from scoring.accessibility.registry import Rule, check_page, surveyed_rules
from scoring.audit import audit_run
from scoring.services.rate import Rater
from scoring.site import read_site
from tests.bench.harness import Figure, Note, Result, benchmark
from tests.bench.workshop import (
    SHARED,
    Asked,
    Workshop,
    crawl_apart,
    estate_of,
    estate_server,
    typical_councils,
)

ASKED = Asked(seed=7501, councils=150, pages=400, max_pages=120)
COUNCILS = 6  # of these, with pages as real ones are
SAMPLE = 200  # pages on which the accessibility rules are timed
SITE = "https://www.example.test/"
TESTS = ("@id", "@class", "@lang", "@title", "@role", "@aria-label", "not(@alt)", "not(@href)")
# Thirty plain questions about a page, as a set of simple rules would ask them.
XPATHS = (
    "//html[not(@lang)]",
    "//head/title",
    "//meta[@name='viewport']",
    "//h1",
    "//main",
    "//table[not(.//th)]",
    *(f"//{tag}[{test}]" for tag in ("a", "img", "input") for test in TESTS),
)


@benchmark("score-speed")
def score_speed(workshop: Workshop) -> Iterator[Result]:
    """The whole audit, the services alone, and the accessibility rules against plain XPath."""
    run = _crawled(workshop)
    captures = [each for each in _captures(run) if each.status == 200 and Page(each).is_html]
    size = sum(len(each.body) for each in captures) / len(captures) / 1000
    yield Note(f"{len(captures)} pages of {size:.0f} KB")
    seconds = _seconds(lambda: audit_run(run, lambda slug: None, workers=1))
    yield Figure("everything", len(captures) / seconds, "pages/s", least=60)
    seconds = _seconds(lambda: _rate_services(run))
    yield Figure("reading and rating services alone", len(captures) / seconds, "pages/s", least=150)
    yield from _accessibility("the estate's", captures[:: max(1, len(captures) // SAMPLE)])
    if real := [_from_file(file) for file in sorted(SHARED.glob("sites/*/**/*.html"))]:
        yield from _accessibility("real", real)
        yield from _with_sheets(real)


def _crawled(workshop: Workshop) -> Run:
    councils = typical_councils(estate_of(ASKED))[: 2 if workshop.quick else COUNCILS]
    run = workshop.new_run(councils, ASKED.max_pages)
    with estate_server(ASKED) as env:
        crawl_apart(run, env)
    return run


def _accessibility(kind: str, pages: list[Capture]) -> Iterator[Result]:
    """The rules against plain XPath: page by page in turn, since the machine's speed may change."""
    rules = surveyed_rules()
    check_page(Page(pages[0]), rules)  # what is made once is made
    times = [_both(each, rules) for each in pages]
    ours, plain = (sum(each) / len(pages) for each in zip(*times, strict=True))
    yield Figure(f"accessibility of {kind} pages, parse included", 1000 * ours, "ms")
    yield Figure(f"lxml's parse of them and {len(XPATHS)} plain XPaths", 1000 * plain, "ms")
    yield Figure("the former against the latter", ours / plain, "x", most=3.0)


def _both(page: Capture, rules: Sequence[Rule]) -> tuple[float, float]:
    """Seconds of the rules on a page, and of plain XPath on it."""
    return _seconds(lambda: check_page(Page(page), rules)), _seconds(lambda: _ask(page.body))


def _with_sheets(pages: list[Capture]) -> Iterator[Result]:
    """The same rules with the pages' linked style sheets, the reading of the sheets told apart."""
    sheets = LinkedSheets(_sheet_text)
    first = _seconds(lambda: _check_with(pages, sheets))
    again = _seconds(lambda: _check_with(pages, sheets))
    yield Figure("with their linked style sheets", 1000 * again / len(pages), "ms")
    yield Figure("reading these sheets, once for all pages", first - again, "s")


def _check_with(pages: list[Capture], sheets: LinkedSheets) -> None:
    for each in pages:
        check_page(Page(each), surveyed_rules(), sheets)


def _sheet_text(url: str) -> str | None:
    file = SHARED / url.removeprefix(SITE)
    return file.read_text("utf-8", "replace") if file.is_file() else None


def _from_file(file: Path) -> Capture:
    headers = (("Content-Type", "text/html"),)
    url = f"{SITE}{file.relative_to(SHARED).as_posix()}"
    return Capture(RESPONSE, url, now(), 0, 200, headers, file.read_bytes())


def _captures(run: Run) -> Iterator[Capture]:
    for council in run.read().councils:
        archive = read_archive(run.evidence(council.slug))
        yield from (each for each in archive if each.kind == RESPONSE)


def _rate_services(run: Run) -> None:
    for council in run.read().councils:
        site = read_site(council, run.evidence(council.slug))
        Rater(site, load_services(), load_platforms()).rows()


def _ask(body: bytes) -> list[object]:
    root = lxml.html.document_fromstring(body)
    return [root.xpath(xpath) for xpath in XPATHS]


def _seconds(work: Callable[[], object]) -> float:
    """Processor seconds of this process: other work on the machine does not count."""
    begun = time.process_time()
    work()
    return time.process_time() - begun
