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
from crawler.browser import Chromium, axe_version, find_browser
from crawler.page import Page
from digitalfirst.estate import Estate, EstateRequest
from scoring.accessibility.document import Document
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
# Rules for which the two name different elements of one fault (axe-core the table or the link, we
# the cell or the page): these are compared by page.
BY_PAGE = frozenset({"skip-link", "td-headers-attr"})
# Rules about colours: where a page links to style sheets, its markup does not tell them. What
# axe-core alone finds there is counted apart, as beyond markup.
OF_COLOURS = frozenset({"color-contrast", "color-contrast-enhanced"})

Answer = Callable[[str], tuple[str, bytes] | None]


class Source(NamedTuple):
    """A page to compare, and what answers for it and its style sheets: media type and body."""

    url: str
    answer: Answer


class Named(NamedTuple):
    """An element that fails a rule, as both sides name it; `selector` is ours."""

    rule: str
    element: str
    selector: str = ""


@dataclass
class Tally:
    """What was compared: how often each rule agreed, and on what it did not.

    `unsure` are findings of ours that axe-core leaves to a person; `unseen` those of ours alone on
    elements that a style sheet hides, which markup does not tell; `beyond` those of axe-core alone
    about colours on pages with style sheets elsewhere: they are not among `theirs`. `exact` of so
    many `selectors` select their element and no other.
    """

    both: Counter[str] = field(default_factory=Counter)
    ours: Counter[str] = field(default_factory=Counter)
    theirs: Counter[str] = field(default_factory=Counter)
    unsure: Counter[str] = field(default_factory=Counter)
    unseen: Counter[str] = field(default_factory=Counter)
    beyond: Counter[str] = field(default_factory=Counter)
    rules: set[str] = field(default_factory=set)
    pages: int = 0
    failed: int = 0
    selectors: int = 0
    exact: int = 0
    examples: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def add(self, url: str, ours: Iterable[Named], theirs: dict[str, Any], whole: bool) -> None:
        """Take a page in: what our rules name there, and what axe-core does.

        `whole` says that all its styles are in its markup.
        """
        listed = [each for each in ours if each.rule in theirs["ran"]]
        named = {_place(each.rule, each.element) for each in listed}
        violations = {_place(*each) for each in theirs["violations"]}
        unsure = {_place(*each) for each in theirs["unsure"]} & named
        alone = named - violations - unsure
        beyond = {e for e in violations - named if e[0] in OF_COLOURS and not whole}
        self.beyond.update(rule for rule, _ in beyond)
        self.pages += 1
        self.rules.update(theirs["ran"])
        self.both.update(rule for rule, _ in named & violations)
        self.unsure.update(rule for rule, _ in unsure - violations)
        for side, counter, only in (
            ("ours", self.ours, alone),
            ("axe", self.theirs, violations - named - beyond),
        ):
            counter.update(rule for rule, _ in only)
            for rule, key in only:
                self.examples.setdefault((rule, side), []).append(f"{url} {key}")
        self.unseen.update(rule for rule, key in alone if key in theirs["unseen"])
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
    shown = ours - sum(tally.unseen.values())
    yield Figure("precision, elements hidden by style sheets left out", both / max(both + shown, 1))
    yield Figure("recall", both / max(both + theirs, 1), least=0.95)
    beyond = sum(tally.beyond.values())
    yield Figure("contrast that axe-core finds in style sheets elsewhere, left out", beyond)
    yield Figure("recall, with that contrast", both / max(both + theirs + beyond, 1))
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
            document = document_of(source)
            ours = [] if document is None else our_findings(document)
            whole = document is not None and document.styles.is_complete
            await page.route("**/*", lambda route: _fulfil(route, source.answer))
            await page.goto(source.url)
            await page.evaluate(AXE_SCRIPT)
            asked = [all_ids(), [(each.element, each.selector) for each in ours]]
            tally.add(source.url, ours, await page.evaluate(COMPARE, asked), whole)
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


def document_of(source: Source) -> Document | None:
    """A page as our rules see it; None for what is no HTML."""
    kind, body = source.answer(source.url) or ("text/html", b"")
    root = Page(Capture(RESPONSE, source.url, now(), 0, 200, (("Content-Type", kind),), body)).root
    return None if root is None else Document(root)


def our_findings(document: Document) -> list[Named]:
    """Every element that fails a rule of ours on a page."""
    keys = _keys(document.root)
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

    urls = [page.url for one in estate.councils for page in estate.site(one.slug).html_pages]
    for url in random.Random(SEED).sample(urls, count):
        yield Source(url, answer)


def _real_pages(quick: bool) -> Iterator[Source]:
    """The real pages beside the project, every fourth of them if quick; none where they are not."""
    sites = SHARED / "sites"
    pages = sorted(sites.rglob("*.html"))
    for page in pages[:: 4 if quick else 1]:
        path = page.relative_to(sites).as_posix()
        yield Source(f"https://sites.test/{path}", lambda url: _file(sites, url))


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
        "of these unseen": tally.unseen,
        "only axe": tally.theirs,
        "axe unsure": tally.unsure,
        "beyond markup": tally.beyond,
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
