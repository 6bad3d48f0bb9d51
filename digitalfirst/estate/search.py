"""A site's own search: good ones put services first, poor ones the news."""

from __future__ import annotations

import re
from functools import lru_cache

from digitalfirst.estate.blocks import Block, Field, Form, Heading, Links, Para
from digitalfirst.estate.content.common import href
from digitalfirst.estate.page import Page
from digitalfirst.estate.site import Site

BEST_FIRST = {
    "service": 4.0,
    "councillors": 4.0,
    "hub": 1.5,
    "section": 2.0,
    "topic": 1.8,
    "step": 1.0,
}
NEWEST_FIRST = {"news": 4.0, "minutes": 3.0, "policy": 2.0, "event": 2.0}
STOP_WORDS = frozenset(
    {
        "a",
        "an",
        "and",
        "for",
        "of",
        "or",
        "the",
        "to",
        "your",
        "you",
        "in",
        "on",
        "i",
        "my",
        "is",
        "what",
        "how",
    }
)
SHOWN = 10


def results(site: Site, query: str) -> list[Page]:
    """The pages that search finds, best first by its lights."""
    wanted = _tokens(query)
    weights = NEWEST_FIRST if site.profile.search == "poor" else BEST_FIRST
    scored = []
    for tokens, page in _index(site):
        common = len(wanted & tokens)
        if common:
            score = (
                common / len(wanted) * 3 + common / len(tokens) + weights.get(page.kind, 0.0) / 2
            )
            scored.append((-score, page.url, page))
    return [page for _, _, page in sorted(scored, key=lambda one: one[:2])][:SHOWN]


def result_blocks(site: Site, query: str) -> list[Block]:
    """The page of results."""
    found = results(site, query)
    method = "post" if site.profile.search == "post" else "get"
    again = Form("/search", (Field("q", "Search again"),), "Search", method)
    if not found:
        return [Heading("Search results", 1), again, Para("Nothing was found. Try other words.")]
    links = tuple((page.title, href(site, page.url)) for page in found)
    return [Heading("Search results", 1), again, Para(f"{len(found)} results"), Links(links)]


@lru_cache(maxsize=256)
def _index(site: Site) -> tuple[tuple[frozenset[str], Page], ...]:
    pages = [page for page in site.html_pages if page.lang == "en" and page.kind != "search"]
    return tuple((frozenset(_page_tokens(site, page)), page) for page in pages)


def _page_tokens(site: Site, page: Page) -> set[str]:
    plan = site.plans.get(page.key)
    about = f"{plan.task.noun} {plan.label} {plan.task.index}" if plan else ""
    return _tokens(f"{page.title} {about}") or {"page"}


def _tokens(text: str) -> set[str]:
    """The words of a text, without their plural `s`; hyphens part words and join them as well."""
    joined = text.lower().replace("-", "")
    found = re.findall(r"[a-z0-9']+", f"{text.lower().replace('-', ' ')} {joined}")
    return {word.removesuffix("s") for word in found} - STOP_WORDS
