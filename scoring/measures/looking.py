"""Looking for a page of a kind: linked, captured, and really what it says?

The words by which each kind is told are in `config/page_kinds.yaml`. A page counts when its
heading, its title or a link to it is hardly more than one of the kind's names, and the page itself
holds words that the thing has: news about a thing is not the thing, and a mention is no page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from urllib.parse import urlsplit

from config import load_platforms
from config.page_kinds import PageKind, is_named, load_page_kinds
from config.platforms import platform_at
from config.words import is_in_other_language, plain, segments
from crawler.page import Link, Page
from crawler.text import FURNITURE
from crawler.urls import host_of
from scoring.measures import Result, not_assessed, yes_or_no
from scoring.measures.criteria import CRITERIA
from scoring.site import Site

_TOKEN = re.compile(r"[a-z0-9]+(?:[',-][a-z0-9]+)*")


def found_or_not(site: Site, id: str) -> Result:
    """Whether the site has a page of the kind that the measure of this id looks for."""
    kind = load_page_kinds()[id]
    url = next(find_pages(site, kind), None)
    return yes_or_no(True, url) if url else not_found(site, kind)


def not_found(site: Site, kind: PageKind) -> Result:
    """What can be said where no page of a kind was found."""
    named = (link.url for link in named_links(site, kind))
    leading = (
        link.url
        for each in kind.led_by
        for link in named_links(site, load_page_kinds()[each])
        if site.is_own(link.url) and not file_format(link)
    )
    return no_or_unknown(site, chain(named, leading))


def no_or_unknown(site: Site, links: Iterable[str]) -> Result:
    """No; or that it is not known, where a link was never followed or the crawl was cut short."""
    if unread := _unread(site, list(links)):
        return not_assessed(f"{unread} is linked but was not captured")
    if not site.is_in_known_language:
        return not_assessed("the site is in a language whose words are not known")
    seen = len(site.own_pages)
    if site.state != "done" and seen < CRITERIA.pages_enough_to_say_no:
        return not_assessed(f"not found among the {seen} pages of a crawl that was cut short")
    return yes_or_no(False)


def _unread(site: Site, links: list[str]) -> str:
    """The first link that was never followed; empty where there is none. What leads to pages in
    another language stands for nothing new, once one was followed in the site's own."""
    own = [url for url in links if not is_in_other_language(url)]
    followed = any(site.status_of(url) is not None for url in own)
    return next((url for url in (own if followed else links) if site.status_of(url) is None), "")


def find_pages(site: Site, kind: PageKind) -> Iterator[str]:
    """The addresses of pages of a kind: by their own headings first, then by links to them."""
    pages = site.pages if kind.platforms else site.own_pages
    for page in pages:
        if _calls_itself(page, kind) and _is_the_thing(site, page, kind):
            yield page.url
    for link in named_links(site, kind):
        if _leads_to_the_thing(site, link, kind):
            yield link.url


def named_links(site: Site, kind: PageKind) -> Iterator[Link]:
    """The links on the council's own pages that have a name of the kind; none to news."""
    return site.find_links(lambda link: is_named(link.text, kind.id) and not is_news(link.url))


def is_news(url: str) -> bool:
    """Whether an address is of news about things.

    >>> is_news("https://www.barchester.gov.test/news/2026/new-councillors")
    True
    """
    return not CRITERIA.news_paths.isdisjoint(urlsplit(url).path.lower().split("/"))


def says(text: str, words: tuple[str, ...]) -> int:
    """How many of some words or phrases a text holds, each counted once.

    >>> says("Contracts over £5,000, by supplier.", ("£5,000", "supplier", "tender"))
    2
    """
    padded = f" {_spoken(text)} "
    return sum(f" {_spoken(word)} " in padded for word in words)


def _spoken(text: str) -> str:
    """The words and sums of a text, one space apart; pounds are kept, as they tell sums apart."""
    return " ".join(_TOKEN.findall(plain(text.replace("£", "gbp"))))


def _calls_itself(page: Page, kind: PageKind) -> bool:
    title = segments(page.title)[-1] if page.title else ""
    return (
        _is_at_its_path(page, kind) or is_named(page.heading, kind.id) or is_named(title, kind.id)
    )


def _is_at_its_path(page: Page, kind: PageKind) -> bool:
    """Whether the address of a page ends as only that of such a page does, `.aspx` or not."""
    name = urlsplit(page.url).path.lower().rstrip("/").rpartition("/")[2]
    return name in kind.paths or name.removesuffix(".aspx") in kind.paths


def _is_the_thing(site: Site, page: Page, kind: PageKind) -> bool:
    if page is site.home or is_news(page.url):
        return False
    if kind.data and any(_is_file_of(page, link) for link in page.links):
        return True
    # The name itself proves nothing; an address that only such a page has needs little beside.
    least = 1 if _is_at_its_path(page, kind) else kind.least
    return says(page.text.replace(page.heading, "", 1), kind.about) >= least


def _is_file_of(page: Page, link: Link) -> bool:
    """Whether a link is to a file of data in the page's own content."""
    return link.region not in FURNITURE and file_format(link) != ""


def _leads_to_the_thing(site: Site, link: Link, kind: PageKind) -> bool:
    target = site.final_url(link.url)
    status = site.status_of(link.url)
    if status is not None and status >= 400 and status not in CRITERIA.refusals:
        return False
    if page := site.by_url.get(target):
        return _is_the_thing(site, page, kind)
    return (kind.data and file_format(link) in CRITERIA.data_formats) or _is_platform(target, kind)


def _is_platform(url: str, kind: PageKind) -> bool:
    platform = platform_at(host_of(url), load_platforms())
    return platform is not None and platform.kind in kind.platforms


def file_format(link: Link) -> str:
    """The format of the file a link leads to, by its address or its words; empty for a page."""
    path = urlsplit(link.url).path.lower()
    extension = path.rpartition(".")[2] if "." in path.rpartition("/")[2] else ""
    if extension in CRITERIA.data_formats:
        return extension
    words = plain(link.text).replace("(", " ").replace(")", " ").replace(",", " ").split()
    return next((form for form in CRITERIA.data_formats if form in words), "")
