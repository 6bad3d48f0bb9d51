"""Portals of open data: told by what their API answers, which is asked for once."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

from config.crawl import PortalApi, PortalRules
from config.hosts import host_matches
from config.page_kinds import is_named
from crawler.archive import Capture
from crawler.page import Link
from crawler.urls import host_of

PORTAL = "portal"  # the role of visits to the API of a portal
OPEN_DATA = "openness.open-data"  # the kind of page that a portal is


class Portals:
    """The hosts of portals that pages link to: at most so many are asked.

    A host that is known to be of a kind is asked for that kind's address, any other for one after
    the other, until one answers as its kind does.
    """

    def __init__(self, rules: PortalRules) -> None:
        self._rules = rules
        self._via: dict[str, str] = {}
        self._left: dict[str, list[str]] = {}
        self._addresses: set[str] = set()

    def meet(self, link: Link, via: str, own: bool) -> None:
        """Take a link in, where it leads to a portal: one of a known kind, or a host that is the
        council's `own` and is called so."""
        host = host_of(link.url)
        known = [api for api in self._rules.apis if _is_at(host, api)]
        if not known and not (own and is_named(link.text, OPEN_DATA)):
            return
        if host not in self._left and len(self._left) < self._rules.most:
            root = f"{urlsplit(link.url).scheme}://{urlsplit(link.url).netloc}"
            self._left[host] = [root + api.path for api in known or self._rules.apis]
            self._via[host] = via
            self._addresses.update(self._left[host])

    def __contains__(self, url: str) -> bool:
        return url in self._addresses

    def learn(self, capture: Capture) -> None:
        """Ask a host nothing more that answered as its kind does."""
        api = api_at(capture.url, self._rules)
        if api and datasets_in(capture, api) is not None:
            self._left[host_of(capture.url)] = []

    def meet_instead(self, url: str, former: str) -> None:
        """Take in where an address of an API leads, if it is on a host met."""
        if host_of(url) in self._left:
            self._left[host_of(url)].insert(0, url)
            self._addresses.add(url)

    def draw(self, asked: set[str]) -> tuple[str, str] | None:
        """The next address and what leads there; None where there is none left to ask."""
        for host, addresses in self._left.items():
            if url := next((each for each in addresses if each not in asked), None):
                return url, self._via[host]
        return None


def api_at(url: str, rules: PortalRules) -> PortalApi | None:
    """The kind of API that an address belongs to, by its path and query."""
    parts = urlsplit(url)
    asked = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return next((api for api in rules.apis if api.path == asked), None)


def datasets_in(capture: Capture, api: PortalApi) -> int | None:
    """How many datasets an answer tells of; None where it is not that of such an API."""
    if capture.status != 200:
        return None
    try:
        found = json.loads(capture.body)
    except (ValueError, RecursionError):
        return None
    for name in api.count.split("."):
        found = found.get(name) if isinstance(found, dict) else None
    if isinstance(found, list):
        return len(found)
    return found if type(found) is int and found >= 0 else None


def _is_at(host: str, api: PortalApi) -> bool:
    return any(host_matches(host, pattern) for pattern in api.hosts)
