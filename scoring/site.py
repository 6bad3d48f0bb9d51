"""One council's evidence, read once: its pages, how they hang together, what was met besides."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from config import Council
from config.crawl import load_crawl_rules
from config.services import LANGUAGES
from crawler.archive import RESOURCE, RESPONSE, Capture, read_archive
from crawler.asked import IMPOSSIBLE
from crawler.likeness import is_shell
from crawler.page import Link, Page
from crawler.rendered import DOM, IMAGES, INFO, Rendered, from_info, page_of_dom
from crawler.urls import absolute, host_of, site_of
from scoring.documents.reader import DocumentFacts, DocumentReader
from scoring.markup import Markup, markup_of
from scoring.tables import Row

if TYPE_CHECKING:
    from scoring.accessibility.registry import Finding

# Bodies of other than HTML are kept for the measures that read them, up to this size in bytes.
KEPT_BODY = 256 * 1024
MAX_REDIRECTS = 10


@dataclass(eq=False)
class Site:
    """What was seen of one council's site, its platforms' pages included.

    `by_url` holds the HTML pages that answered 200, settled, in the order of capture; `markup` what
    else each of them loads and shows; `not_found` what the council's own host showed, with
    whatever status, for an address that cannot exist, None where that was no page; `captures`
    every response by its URL (the last where there are several), HTML bodies left out; `attempts`
    those that brought no response; `sizes` the decoded length in bytes of each response;
    `documents` the facts of each document that answered 200; `resources` what the crawler itself
    noted, by URN, screenshots without their bytes; `rendered` what a browser found on the pages
    that it opened; `shells` are pages that are empty without script, `from_browser` those of them
    that were read after it. `findings` is what the accessibility rules found on each page checked,
    `needs_review` what a person has to judge; `searches` the address of the site's own search for
    each service by LGSL id; `services` and `questions` are the rows of these tables; `ceilings`
    each service's ceiling; `coverage` the share (0-1) of the site that was seen. `state` is done,
    partial or failed, with its `reason`.
    """

    council: Council
    state: str
    reason: str
    by_url: dict[str, Page] = field(default_factory=dict)
    markup: dict[str, Markup] = field(default_factory=dict)
    not_found: Page | None = None
    captures: dict[str, Capture] = field(default_factory=dict)
    attempts: dict[str, Capture] = field(default_factory=dict)
    resources: dict[str, Capture] = field(default_factory=dict)
    documents: dict[str, DocumentFacts] = field(default_factory=dict)
    rendered: dict[str, Rendered] = field(default_factory=dict)
    shells: set[str] = field(default_factory=set)
    from_browser: set[str] = field(default_factory=set)
    sizes: dict[str, int] = field(default_factory=dict)
    findings: dict[str, list[Finding]] = field(default_factory=dict)
    needs_review: dict[str, list[Finding]] = field(default_factory=dict)
    searches: dict[int, str] = field(default_factory=dict)
    services: list[Row] = field(default_factory=list)
    questions: list[Row] = field(default_factory=list)
    ceilings: dict[int, int] = field(default_factory=dict)
    coverage: float | None = None

    @property
    def pages(self) -> list[Page]:
        """The HTML pages that answered 200, in the order of capture."""
        return list(self.by_url.values())

    @cached_property
    def home(self) -> Page | None:
        """The home page, redirects followed; None where it was not captured."""
        start = absolute(self.council.homepage, "") or self.council.homepage
        return self.by_url.get(self.final_url(start))

    @cached_property
    def own_sites(self) -> frozenset[str]:
        """The registered domains that are the council's: its homepage's, redirected or not."""
        urls = [self.council.homepage] + ([self.home.url] if self.home else [])
        return frozenset(site_of(host_of(url)) for url in urls)

    def is_own(self, url: str) -> bool:
        """Whether an address is on one of the council's own domains."""
        return site_of(host_of(url)) in self.own_sites

    @cached_property
    def own_pages(self) -> list[Page]:
        """The pages on the council's own domains, results of its search left out."""
        results = set(self.searches.values())
        return [page for page in self.pages if self.is_own(page.url) and page.url not in results]

    @cached_property
    def is_in_known_language(self) -> bool:
        """Whether most pages are in a language whose words are known, or do not say in which."""
        claimed = [page.lang for page in self.own_pages if page.lang]
        return sum(lang in LANGUAGES for lang in claimed) * 2 >= len(claimed)

    def final_url(self, url: str) -> str:
        """Where an address leads after the redirects that were captured."""
        for _ in range(MAX_REDIRECTS):
            if url not in self.captures and (secure := _by_https(url)) in self.captures:
                url = secure
            capture = self.captures.get(url)
            target = absolute(url, capture.location) if capture and capture.location else None
            if target is None:
                page = self.by_url.get(url)
                target = page.refresh if page and page.refresh != url else None
            if target is None:
                return url
            url = target
        return url

    def page_at(self, url: str) -> Page | None:
        """The page that an address leads to; None where it was not captured or is no HTML page."""
        return self.by_url.get(self.final_url(url))

    def status_of(self, url: str) -> int | None:
        """The HTTP status that an address ends with; None where it was never asked."""
        capture = self.captures.get(self.final_url(url))
        return capture.status if capture else None

    @cached_property
    def clicks(self) -> dict[str, int]:
        """The fewest clicks from the home page to each address that pages link to."""
        if self.home is None:
            return {}
        found = {self.home.url: 0}
        queue = deque([self.home.url])
        while queue:
            page = self.page_at(url := queue.popleft())
            for link in page.links if page else ():
                for target in {link.url, self.final_url(link.url)}:
                    if target not in found:
                        found[target] = found[url] + 1
                        queue.append(target)
        return found

    @cached_property
    def links_to(self) -> dict[str, list[tuple[Page, Link]]]:
        """Each address linked to, after redirects, with the pages and links that lead there."""
        found: dict[str, list[tuple[Page, Link]]] = {}
        for page in self.pages:
            for link in page.links:
                found.setdefault(self.final_url(link.url), []).append((page, link))
        return found

    @cached_property
    def own_links(self) -> list[list[tuple[Page, Link]]]:
        """The links on the council's own pages, home page first, those of one text and address
        together: a menu's links, which every page has, are looked at once."""
        alike: dict[tuple[str, str], list[tuple[Page, Link]]] = {}
        for page in sorted(self.own_pages, key=lambda page: page is not self.home):
            for link in page.links:
                alike.setdefault((link.text, link.url), []).append((page, link))
        return list(alike.values())

    def find_links(self, wanted: Callable[[Link], bool]) -> Iterator[Link]:
        """The links on the council's own pages that are wanted for their text or address, home page
        first; of those of one text and address only the first."""
        firsts = (alike[0][1] for alike in self.own_links)
        return (link for link in firsts if wanted(link))


def read_site(
    council: Council, evidence: Path, each_page: Callable[[Page], None] = lambda page: None
) -> Site:
    """A council's evidence as a `Site`; `each_page` sees every page while it has its tree.

    Raises:
        OSError: the evidence cannot be read.
        warcio.exceptions.ArchiveLoadFailed: it is no WARC file.
    """
    site = Site(council, *_ending(evidence))
    with DocumentReader() as reader:
        for capture in read_archive(evidence):
            if capture.kind == RESOURCE:
                _take_resource(site, capture, each_page)
            elif capture.kind != RESPONSE:
                site.attempts[capture.url] = capture
            else:
                _take(site, capture, each_page, reader)
    return site


def _take_resource(site: Site, capture: Capture, each_page: Callable[[Page], None]) -> None:
    """Keep what the crawler noted; read the browser's page where the one sent was empty."""
    if capture.url.startswith(INFO) and (rendered := from_info(capture)):
        site.rendered[rendered.url] = rendered
    elif capture.url.startswith(DOM):
        page = Page(page_of_dom(capture))
        if page.url in site.shells and page.is_html:
            each_page(page)
            page.settle()
            site.by_url[page.url] = page
            site.from_browser.add(page.url)
    is_kept = not capture.url.startswith((INFO, DOM, *IMAGES))
    site.resources[capture.url] = capture if is_kept else replace(capture, body=b"")


def _take(
    site: Site, capture: Capture, each_page: Callable[[Page], None], reader: DocumentReader
) -> None:
    page = Page(capture)
    if page.is_html:
        seen = capture.url in site.by_url or _by_https(capture.url) in site.by_url
        is_probe = urlsplit(capture.url).path == IMPOSSIBLE
        if is_probe and site.is_own(capture.url):
            page.settle()
            site.not_found = site.not_found or page
        elif capture.status == 200 and not seen and not is_probe:
            each_page(page)
            if is_shell(page, load_crawl_rules().likeness):
                site.shells.add(page.url)
            site.markup[page.url] = markup_of(page)
            page.settle()
            site.by_url[page.url] = page
        body = b""
    else:
        body = capture.body[:KEPT_BODY]
        if capture.status == 200 and (facts := reader.read(capture)):
            site.documents[capture.url] = facts
    site.sizes[capture.url] = len(capture.body)
    site.captures[capture.url] = replace(capture, body=body)


def _by_https(url: str) -> str:
    return "https:" + url.removeprefix("http:") if url.startswith("http:") else url


def _ending(evidence: Path) -> tuple[str, str]:
    """How the crawl ended, from the file beside the evidence that says so."""
    path = evidence.with_name(evidence.name.split(".warc")[0] + ".json")
    if not path.exists():
        return "partial", "another crawler's evidence: whether it is complete is not known"
    ending = json.loads(path.read_text("utf-8"))
    return ending.get("state", "partial"), ending.get("reason", "")
