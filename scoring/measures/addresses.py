"""Findability: do titles and addresses say to a person what a page is about?"""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import unquote, urlsplit

from config.words import plain, segments, stems
from crawler.page import Page
from scoring.measures import Result, measure, share
from scoring.measures.criteria import CRITERIA
from scoring.site import Site


@measure(
    "findability.titles-specific",
    question="How many titles say what the page is about?",
    unit="share",
    source="WCAG 2.2, 2.4.2, technique G88; GOV.UK Design System, page titles",
)
def titles_specific(site: Site) -> Result:
    """The share of the own pages below the home page whose title has a word of the page's heading,
    or where there is no heading more than the council's name."""
    assert site.home is not None
    pages = [page for page in site.own_pages if page is not site.home]
    vague = [page for page in pages if not _is_specific(site, page)]
    note = f"for instance {vague[0].title!r}" if vague else ""
    evidence = vague[0].url if vague else ""
    return share(len(pages) - len(vague), len(pages), evidence, note[:200])


def _is_specific(site: Site, page: Page) -> bool:
    council = set(stems(" ".join((site.council.name, *CRITERIA.addresses.council_words))))
    parts = [" ".join(plain(part).split()) for part in segments(page.title)]
    told = {
        word
        for part in parts
        if part not in CRITERIA.addresses.generic_titles
        for word in stems(part)
        if word not in council
    }
    heading = set(stems(page.heading)) - council
    return bool(told & heading) if heading else bool(told)


@measure(
    "findability.readable-urls",
    question="How many addresses can a person read?",
    unit="share",
    source="GOV.UK content design: URL standards; Google Search Central, URL structure",
)
def readable_urls(site: Site) -> Result:
    """The share of the own pages' addresses that are made of words: none of their parts is a
    number or a code of the system behind, and the whole is not too long."""
    assert site.home is not None
    pages = [page for page in site.own_pages if page is not site.home]
    coded = [page.url for page in pages if not is_readable(page.url)]
    return share(len(pages) - len(coded), len(pages), coded[0] if coded else "")


def is_readable(url: str) -> bool:
    """Whether an address is made of words.

    >>> is_readable("https://www.barchester.gov.test/bins/missed-bin")
    True
    >>> is_readable("https://www.barchester.gov.test/index.php?articleid=3312")
    False
    """
    parts = urlsplit(url)
    path = [part for part in parts.path.lower().split("/") if part]
    names = [name for pair in parts.query.lower().split("&") for name in pair.split("=")]
    length = len(unquote(parts.path)) + len(parts.query)
    is_coded = any(_codes().search(part) for part in (*path, *names) if part)
    return length <= CRITERIA.addresses.longest and not is_coded


@cache
def _codes() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{code})" for code in CRITERIA.addresses.codes))
