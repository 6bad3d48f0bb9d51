"""What a crawl of one council may visit: its own sites, platforms one hop away, no mere files."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlsplit

from config import Platform
from config.crawl import CrawlRules
from config.platforms import platform_at
from crawler.page import Link
from crawler.urls import host_of, site_of

_EXTENSION = re.compile(r"\.([a-z0-9]{2,5})$")

# Why an address was not visited: ids of config/outcomes.yaml.
OFF_SITE, NOT_A_PAGE, TOO_DEEP = "off-site", "not-a-page", "too-deep"


class Scope:
    """The bounds of a crawl from `home`; `is_telling` says whether a document's link text matters.

    The registered domain of the home page is the council's own; where it redirects elsewhere, that
    one too.
    """

    def __init__(
        self,
        home: str,
        platforms: tuple[Platform, ...],
        rules: CrawlRules,
        is_telling: Callable[[str], bool],
    ) -> None:
        self.home = home
        self._platforms, self._rules, self._is_telling = platforms, rules, is_telling
        self._own_sites = {site_of(host_of(home))}

    def move(self, home: str) -> None:
        """The home page is elsewhere: so is the site."""
        self.home = home
        self._own_sites.add(site_of(host_of(home)))

    def is_own(self, url: str) -> bool:
        """Whether an address is on one of the council's own sites."""
        return site_of(host_of(url)) in self._own_sites

    def secured(self, link: Link) -> Link:
        """A link to the own site by HTTPS where its home page is so: one page, one address."""
        is_plain = self.home.startswith("https:") and link.url.startswith("http:")
        if is_plain and self.is_own(link.url):
            return replace(link, url="https:" + link.url.removeprefix("http:"))
        return link

    def judge(self, link: Link, depth: int) -> tuple[str, str]:
        """What role (page or document) a link's address would have, or why it is not visited."""
        extension = _extension(link.url)
        if extension in self._rules.skipped_extensions:
            return "", NOT_A_PAGE
        if depth > self._rules.limits.depth:
            return "", TOO_DEEP
        if not self.is_own(link.url) and not self._is_worth_a_hop(link.url):
            return "", OFF_SITE
        if extension in self._rules.document_extensions:
            return ("document", "") if self._is_telling(link.text) else ("", NOT_A_PAGE)
        return "page", ""

    def is_sampled(self, url: str) -> bool:
        """Whether an address is of one of the council's own documents of a kind that is sampled."""
        return self.is_own(url) and _extension(url) in self._rules.sampled_extensions

    def _is_worth_a_hop(self, url: str) -> bool:
        """Whether an address off the site is on a platform where the council's own pages may be."""
        platform = platform_at(host_of(url), self._platforms)
        return platform is not None and platform.kind in self._rules.offsite_kinds


def _extension(url: str) -> str:
    found = _EXTENSION.search(urlsplit(url).path.lower())
    return found[1] if found else ""
