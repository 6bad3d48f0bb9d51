"""Our accessibility rules on a page's markup against axe-core in Chromium on the same bytes."""

from __future__ import annotations

import asyncio
import mimetypes
import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

import pandas as pd
from axe_playwright_python.base import AXE_SCRIPT
from lxml.html import HtmlElement
from playwright.async_api import BrowserContext, Error, Route

from crawler.archive import RESPONSE, Capture, now
from crawler.browser import axe_version, find_browser
from crawler.chromium import Chromium
from crawler.page import Page
from digitalfirst.estate import Estate, EstateRequest
from scoring.accessibility.document import Document
from scoring.accessibility.linked import LinkedSheets
from scoring.accessibility.place import selector
from scoring.accessibility.registry import all_rules, failing
from tests.bench.harness import Figure, Note, Result, benchmark
from tests.bench.workshop import SHARED, Workshop

SEED, COUNCILS, PAGES = 7601, 12, 150
AT_ONCE = 2
PAGE_SECONDS = 60
# Scripts do not run, so that both judge the markup as it was sent; style sheets apply.
AS_SENT = {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": "script-src 'none'",
}
COMPARE = Path(__file__).with_name("compare_axe.js").read_text(encoding="utf-8")
# What a browser does not take for elements of the page.
NOT_IN_PAGE = ("noscript", "template")
# Rules for which the two name different elements of one fault (axe-core the table, the link or the
# outermost element, we the cell, the page or what stands in it): these are compared by page.
BY_PAGE = frozenset({"region", "skip-link", "td-headers-attr"})

Answer = Callable[[str], tuple[str, bytes] | None]


class Source(NamedTuple):
    """A page to compare, what answers for it: media type and body; and its style sheets."""

    url: str
    answer: Answer
    sheets: LinkedSheets


class Named(NamedTuple):
    """An element that fails a rule, as both sides name it; `selector` is ours."""

    rule: str
    element: str
    selector: str = ""


@dataclass
class Tally:
    """What was compared: how often each rule agreed, and on what it did not.

    `unsure` are findings of ours that axe-core leaves to a person. `exact` of so many `selectors`
    select their element and no other.
    """

    both: Counter[str] = field(default_factory=Counter)
    ours: Counter[str] = field(default_factory=Counter)
    theirs: Counter[str] = field(default_factory=Counter)
    unsure: Counter[str] = field(default_factory=Counter)
    rules: set[str] = field(default_factory=set)
    pages: int = 0
    failed: int = 0
    selectors: int = 0
    exact: int = 0
    examples: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def add(self, url: str, ours: Iterable[Named], theirs: dict[str, Any]) -> None:
        """Take a page in: what our rules name there, and what axe-core does."""
        listed = [each for each in ours if each.rule in theirs["ran"]]
        named = {_place(each.rule, each.element) for each in listed}
        violations = {_place(*each) for each in theirs["violations"]}
        unsure = {_place(*each) for each in theirs["unsure"]} & named
        alone = named - violations - unsure
        self.pages += 1
        self.rules.update(theirs["ran"])
        self.both.update(rule for rule, _ in named & violations)
        self.unsure.update(rule for rule, _ in unsure - violations)
        for side, counter, only in (
            ("ours", self.ours, alone),
            ("axe", self.theirs, violations - named),
        ):
            counter.update(rule for rule, _ in only)
            for rule, key in only:
                self.examples.setdefault((rule, side), []).append(f"{url} {key}")
        self.selectors += len(listed)
        self.exact += sum(each.element == theirs["selected"][each.selector] for each in listed)


def _place(rule: str, key: str) -> tuple[str, str]:
    return rule, "" if rule in BY_PAGE else key


@benchmark("axe-agreement")
def axe_agreement(workshop: Workshop) -> Iterator[Result]:
    """Precision and recall against axe-core, of each (page, element), for the rules of both."""
    path = find_browser()
    if path is None:
        yield Note("no Chromium here: nothing to compare with")
        return
    sources = [*_estate_pages(40 if workshop.quick else 240), *_real_pages(workshop.quick)]
    tally = compare(path, sources)
    yield Note(
        f"axe-core {axe_version()}, {len(tally.rules)} rules that both have, by rule:", table(tally)
    )
    yield Figure("pages compared", tally.pages, "pages")
    yield Figure("pages that could not be compared", tally.failed, "pages", most=0)
    both, ours, theirs = (sum(each.values()) for each in (tally.both, tally.ours, tally.theirs))
    yield Figure("elements named by both", both)
    yield Figure("precision", both / max(both + ours, 1), least=0.98)
    yield Figure("recall", both / max(both + theirs, 1), least=0.95)
    yield Figure(
        "our selectors that select exactly their element", tally.exact / max(tally.selectors, 1)
    )
    yield Note("examples of what only one side names:", examples(tally))


def compare(path: Path, sources: Iterable[Source]) -> Tally:
    """Compare all these pages in the browser at this path."""
    return asyncio.run(_compare(path, list(sources)))


async def _compare(path: Path, sources: list[Source]) -> Tally:
    tally = Tally()
    waiting = iter(sources)
    async with Chromium(path) as chromium:

        async def work() -> None:
            context = await chromium.context()
            for source in waiting:
                await _compare_page(context, source, tally)
            await context.close()

        await asyncio.gather(*(work() for _ in range(AT_ONCE)))
    return tally


async def _compare_page(context: BrowserContext, source: Source, tally: Tally) -> None:
    page = await context.new_page()
    try:
        async with asyncio.timeout(PAGE_SECONDS):
            ours = our_findings(source)
            await page.route("**/*", lambda route: _fulfil(route, source.answer))
            await page.goto(source.url)
            await page.evaluate(AXE_SCRIPT)
            asked = [all_ids(), [(each.element, each.selector) for each in ours]]
            tally.add(source.url, ours, await page.evaluate(COMPARE, asked))
    except (Error, TimeoutError) as error:
        tally.failed += 1
        tally.examples.setdefault(("none", "failed"), []).append(f"{source.url} {error}")
    finally:
        await page.close()


async def _fulfil(route: Route, answer: Answer) -> None:
    found = answer(route.request.url)
    if found is None:
        await route.abort()
    elif route.request.resource_type == "document":
        await route.fulfill(body=found[1], headers=AS_SENT | {"content-type": found[0]})
    else:
        await route.fulfill(body=found[1], headers={"content-type": found[0]})


def all_ids() -> list[str]:
    """The ids of our rules whose findings are failures."""
    return [rule.id for rule in all_rules() if not rule.needs_review]


def our_findings(source: Source) -> list[Named]:
    """Every element that fails a rule of ours on a page."""
    kind, body = source.answer(source.url) or ("text/html", b"")
    page = Page(Capture(RESPONSE, source.url, now(), 0, 200, (("Content-Type", kind),), body))
    if page.root is None:
        return []
    document, keys = Document(page.root, page.base, source.sheets), _keys(page.root)
    return [
        Named(rule.id, keys.get(element, ""), selector(document, element))
        for rule in all_rules()
        if not rule.needs_review
        for element in failing(document, rule)
        if element in keys
    ]


def _keys(root: HtmlElement) -> dict[HtmlElement, str]:
    """Each element by its opening tag, and the how-many-th with that very tag it is."""
    found: dict[HtmlElement, str] = {}
    seen: Counter[str] = Counter()
    for element in root.iter("*"):
        if next(element.iterancestors(*NOT_IN_PAGE), None) is None:
            pairs = (" ".join(f"{name}={value}".split()) for name, value in element.items())
            tag = "|".join([element.tag, *sorted(pairs)])
            seen[tag] += 1
            found[element] = f"{tag}#{seen[tag]}"
    return found


def _estate_pages(count: int) -> Iterator[Source]:
    """So many pages of a simulated estate, drawn by a seed."""
    estate = Estate(SEED, COUNCILS, PAGES)

    def answer(url: str) -> tuple[str, bytes] | None:
        response = estate.respond(EstateRequest(url))
        kind = dict(response.headers).get("Content-Type", "")
        return (kind, response.body) if response.status == 200 else None

    sheets = LinkedSheets(lambda url: _text(answer(url)))
    urls = [page.url for one in estate.councils for page in estate.site(one.slug).html_pages]
    for url in random.Random(SEED).sample(urls, count):
        yield Source(url, answer, sheets)


def _real_pages(quick: bool) -> Iterator[Source]:
    """The real pages beside the project, every fourth of them if quick; none where they are not."""
    sites = SHARED / "sites"
    pages = sorted(sites.rglob("*.html"))

    def answer(url: str) -> tuple[str, bytes] | None:
        return _file(sites, url)

    sheets = LinkedSheets(lambda url: _text(answer(url)))
    for page in pages[:: 4 if quick else 1]:
        path = page.relative_to(sites).as_posix()
        yield Source(f"https://sites.test/{path}", answer, sheets)


def _text(found: tuple[str, bytes] | None) -> str | None:
    return None if found is None else found[1].decode("utf-8", "replace")


def _file(folder: Path, url: str) -> tuple[str, bytes] | None:
    parts = urlsplit(url)
    file = folder / unquote(parts.path).lstrip("/")
    if parts.hostname != "sites.test" or not file.is_file():
        return None
    return mimetypes.guess_type(file.name)[0] or "application/octet-stream", file.read_bytes()


def table(tally: Tally) -> pd.DataFrame:
    """What was found of each rule that either side found anything of."""
    counts = {
        "both": tally.both,
        "only ours": tally.ours,
        "only axe": tally.theirs,
        "axe unsure": tally.unsure,
    }
    frame = pd.DataFrame(counts).fillna(0).astype(int).sort_index()
    both, ours, theirs = frame["both"], frame["only ours"], frame["only axe"]
    shares = {"precision": both / (both + ours), "recall": both / (both + theirs)}
    return frame.assign(**{name: each.map(_share) for name, each in shares.items()})


def _share(value: float) -> str:
    return "" if pd.isna(value) else f"{value:.3f}"


def examples(tally: Tally) -> pd.DataFrame:
    """An element for each rule and side that stands alone."""
    return pd.DataFrame(
        [(rule, side, found[0][:150]) for (rule, side), found in sorted(tally.examples.items())],
        columns=["rule", "only", "for example"],
    )
