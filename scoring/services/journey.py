"""A service's journey, step by step: on whose hosts it is, and whether it fits a telephone."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.page import Page
from crawler.text import FURNITURE
from crawler.urls import host_of
from scoring.measures.mobile import fits_device
from scoring.services.answer import NOT_APPLICABLE, NOT_ASSESSED, Answer
from scoring.site import Site
from scoring.tables import Row


@dataclass(frozen=True)
class Journey:
    """The addresses from a service's page to where it is done, and their pages as captured."""

    site: Site
    urls: tuple[str, ...]

    @property
    def pages(self) -> list[Page]:
        """Its pages that were captured, in order."""
        return [page for url in self.urls if (page := self.site.page_at(url))]

    def hosts(self) -> Answer:
        """The host of each step, and whether it is the council's own."""
        if not self.urls:
            return NOT_APPLICABLE
        hosts = {host_of(url): self.site.is_own(url) for url in self.urls}
        named = (f"{host} ({'own' if own else 'third party'})" for host, own in hosts.items())
        return Answer(", ".join(named), self.urls[0], " | ".join(self.urls))

    def responsive(self) -> Answer:
        """Whether every page fits itself to the width of the device; all must have been seen."""
        if not self.urls:
            return NOT_APPLICABLE
        pages = self.pages
        if unfit := next((page for page in pages if not fits_device(page)), None):
            return Answer("no", unfit.url, unfit.meta.get("viewport", ""))
        if len(pages) < len(self.urls):
            return NOT_ASSESSED
        return Answer("yes", pages[-1].url, pages[-1].meta["viewport"])


def journey_of(site: Site, row: Row) -> Journey:
    """The journey of a rated service; without steps where none of its pages is known."""
    start, end = row.get("evidence_url"), row.get("action_url")
    if not start:
        return Journey(site, ())
    steps = [start, *([] if end is None else [*_between(site, start, end), end])]
    return Journey(site, tuple(dict.fromkeys(map(site.final_url, steps))))


def _between(site: Site, start: str, end: str) -> list[str]:
    """The page over which one reaches the end of a journey; none where its start leads there."""
    first, goal = site.page_at(start), site.final_url(end)
    if first is None or _leads_to(site, first, goal):
        return []
    pages = (site.page_at(link.url) for link in first.links if link.region not in FURNITURE)
    return next(([page.url] for page in pages if page and _leads_to(site, page, goal)), [])


def _leads_to(site: Site, page: Page, goal: str) -> bool:
    links = (link.url for link in page.links if link.region not in FURNITURE)
    return any(site.final_url(url) == goal for url in (*page.frames, *links))
