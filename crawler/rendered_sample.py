"""Which pages of a site the browser opens: the ones that matter to citizens, and a few by chance.

As GOV.UK's monitors choose them: home, search results, statement, contact, a page with a form, the
page of each service, and some drawn at random.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from config import Council, Service
from config.crawl import Likeness
from config.page_kinds import is_named
from config.rendering import SampleSizes
from config.vocabulary import Vocabulary, is_noise
from crawler.archive import RESOURCE, RESPONSE, Capture, read_archive
from crawler.asked import IMPOSSIBLE
from crawler.likeness import is_shell
from crawler.page import Page
from crawler.rendered import INFO
from crawler.robots import robots_from
from crawler.run import Run
from crawler.search import is_site_search, searches
from crawler.text import FURNITURE
from crawler.urls import absolute, host_of, site_of

# Why a page is in the sample; those of services are `service:LGSL`.
HOME, SEARCH, STATEMENT, CONTACT, FORM, RANDOM = (
    "home",
    "search",
    "statement",
    "contact",
    "form",
    "random",
)
SHELL, ALL = "shell", "all"
NAMED = {STATEMENT: "accessibility.statement", CONTACT: "leads.contact"}
# A form with fewer fields asks for little more than a word.
LEAST_FIELDS = 2


@dataclass(frozen=True, slots=True)
class Seen:
    """A captured page, as far as the choice needs it."""

    url: str
    heading: str
    title: str
    has_form: bool
    is_shell: bool


@dataclass
class Captured:
    """What of a council's evidence the sample is chosen from.

    `pages` are the own HTML pages in the order of capture, `results` those of the site's search,
    `rendered` the addresses that a browser opened already, `delays` the seconds that each host asks
    for between two requests.
    """

    home: str = ""
    pages: dict[str, Seen] = field(default_factory=dict)
    results: set[str] = field(default_factory=set)
    rendered: set[str] = field(default_factory=set)
    delays: dict[str, float] = field(default_factory=dict)

    @property
    def shells(self) -> list[str]:
        """The pages that scripts make, and that were not read after script yet."""
        seen = self.pages.items()
        return [url for url, page in seen if page.is_shell and url not in self.rendered]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A page to open, and why."""

    url: str
    kinds: tuple[str, ...]


def read_captured(run: Run, council: Council, services: Iterable[Service]) -> Captured:
    """What a council's evidence has to choose from.

    Raises:
        OSError: there is none.
    """
    found = Captured()
    rules = run.load_crawl_rules()
    own = {site_of(host_of(council.homepage))}
    for capture in read_archive(run.evidence(council.slug)):
        if capture.kind == RESOURCE:
            _note_rendered(found, capture)
        elif capture.kind == RESPONSE and capture.url.endswith("/robots.txt"):
            robots = robots_from(capture, rules.limits.robots_bytes)
            found.delays[host_of(capture.url)] = robots.crawl_delay
        elif site_of(host_of(capture.url)) not in own:
            continue
        elif capture.location and not found.home:
            own.add(site_of(host_of(absolute(capture.url, capture.location) or "")))
        elif _is_page(capture):
            _note_page(found, Page(capture), services, rules.likeness)
    return found


def _is_page(capture: Capture) -> bool:
    is_answer = capture.kind == RESPONSE and capture.status == 200
    return is_answer and not capture.url.endswith(IMPOSSIBLE)


def _note_rendered(found: Captured, capture: Capture) -> None:
    if capture.url.startswith(INFO):
        found.rendered.add(capture.url.removeprefix(INFO))


def _note_page(
    found: Captured, page: Page, services: Iterable[Service], likeness: Likeness
) -> None:
    if not page.is_html:
        return
    if not found.home:
        found.home = page.url
        found.results.update(searches(page, services).values())
    found.pages.setdefault(
        page.url,
        Seen(page.url, page.heading, page.title, _has_form(page), is_shell(page, likeness)),
    )


def _has_form(page: Page) -> bool:
    """Whether the page's own content asks for something, a search left aside."""
    return any(
        len(form.fields) >= LEAST_FIELDS
        and form.region not in FURNITURE
        and not is_site_search(form)
        for form in page.forms
    )


def choose(
    found: Captured, services: Iterable[Service], sizes: SampleSizes, size: int, seed: int
) -> list[Wanted]:
    """At most `size` pages to open, the most telling first; a page is there once, for all reasons.

    The same evidence and seed give the same pages.
    """
    kinds: dict[str, list[str]] = {}
    spare = min(sizes.random, size // 4)
    for kind, url in _telling(found, services, sizes):
        if url in kinds or len(kinds) < size - spare:
            kinds.setdefault(url, []).append(kind)
    left = sorted(set(found.pages) - set(kinds) - found.results)
    drawn = random.Random(seed).sample(left, min(size - len(kinds), spare, len(left)))
    kinds |= {url: [RANDOM] for url in drawn}
    return [Wanted(url, tuple(named)) for url, named in kinds.items()]


def _telling(
    found: Captured, services: Iterable[Service], sizes: SampleSizes
) -> Iterator[tuple[str, str]]:
    pages = [page for page in found.pages.values() if page.url not in found.results]
    results = [url for url in found.pages if url in found.results]
    yield from ((HOME, url) for url in [found.home][: sizes.home] if url in found.pages)
    yield from ((SEARCH, url) for url in results[: sizes.search])
    for kind, most in ((STATEMENT, sizes.statement), (CONTACT, sizes.contact)):
        named = [page.url for page in pages if is_named(page.heading or page.title, NAMED[kind])]
        yield from ((kind, url) for url in named[:most])
    forms = [page.url for page in pages if page.has_form and page.url != found.home]
    yield from ((FORM, url) for url in forms[: sizes.form])
    for lgsl, url in _best_pages(pages, services).items():
        yield f"service:{lgsl}", url


def _best_pages(pages: list[Seen], services: Iterable[Service]) -> dict[int, str]:
    """The page whose heading speaks of each service most surely, in the services' order."""
    listed = tuple(services)
    match = Vocabulary.of(listed).match
    best: dict[int, tuple[float, str]] = {}
    for page in pages:
        if is_noise(page.url) or is_noise(page.heading):
            continue
        for lgsl, score in match(page.heading or page.title, limit=1):
            if score > best.get(lgsl, (0.0, ""))[0]:
                best[lgsl] = (score, page.url)
    return {each.lgsl: best[each.lgsl][1] for each in listed if each.lgsl in best}
