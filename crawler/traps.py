"""Addresses without end: calendars, filters, repeated folders, patterns that bring nothing new."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import urlsplit

from config.crawl import TrapRules

# Numbers, and what looks like the id of a visit or a record: long, with a digit in it.
_NUMBER = re.compile(r"(?=[a-z]*[0-9])[a-z0-9]{16,}|\d+", re.IGNORECASE)


class Traps:
    """What the addresses read so far brought, by what they have in common.

    `read` counts the exchanges by `pattern_of` their address.
    """

    def __init__(self, rules: TrapRules) -> None:
        self.rules = rules
        self.read: Counter[str] = Counter()
        self._alike: Counter[str] = Counter()
        self._listed: Counter[str] = Counter()
        self._combined: Counter[str] = Counter()
        self._parts: dict[str, set[str]] = {}

    def is_endless(self, url: str) -> bool:
        """Whether an address is of the kind that a broken link makes: a folder in itself, again."""
        folders = [part for part in urlsplit(url).path.split("/") if part]
        if len(folders) > self.rules.folders:
            return True
        most = self.rules.repeated_folder
        return len(folders) - len(set(folders)) >= most - 1 and any(
            folders.count(part) >= most for part in folders
        )

    def is_sprung(self, url: str) -> bool:
        """Whether enough was read of what an address is one of."""
        rules = self.rules
        if self._alike[pattern_of(url)] >= rules.alike:
            return True
        place = _place_of(url)
        if self._listed[place] >= rules.listed and self._is_listing(url):
            return True
        return self._combined[place] >= rules.combined and self._is_combination(url)

    def met(self, url: str) -> None:
        """An address was asked."""
        self.read[pattern_of(url)] += 1
        place = _place_of(url)
        if self._is_listing(url):
            self._listed[place] += 1
        if self._is_combination(url):
            self._combined[place] += 1
        if parameters := _parameters(url):
            self._parts.setdefault(place, set()).update(parameters)

    def brought(self, url: str, outcome: str) -> None:
        """What came of asking for a page: its outcome, empty for a page of worth."""
        pattern = pattern_of(url)
        if not outcome:
            self._alike[pattern] = 0
        elif outcome in self.rules.nothing_new:
            self._alike[pattern] += 1

    def _is_listing(self, url: str) -> bool:
        return any(listing.search(url) for listing in self.rules.listings)

    def _is_combination(self, url: str) -> bool:
        """Whether each of several parameters was met before, though not together."""
        parameters = _parameters(url)
        known = self._parts.get(_place_of(url), set())
        return len(parameters) > 1 and known.issuperset(parameters)


def pattern_of(url: str) -> str:
    """An address without what tells siblings apart: numbers, and the last part of its path.

    >>> pattern_of("https://www.barchester.gov.test/news/2026/fete?id=7")
    'www.barchester.gov.test/news/0?id'
    """
    parts = urlsplit(url)
    folder = parts.path.rpartition("/")[0]
    names = ",".join(sorted(part.partition("=")[0] for part in parts.query.split("&")))
    return f"{parts.hostname}{_NUMBER.sub('0', folder)}?{names}"


def _place_of(url: str) -> str:
    """An address without its query and its numbers."""
    parts = urlsplit(url)
    return f"{parts.hostname}{_NUMBER.sub('0', parts.path)}"


def _parameters(url: str) -> list[str]:
    return [part for part in urlsplit(url).query.split("&") if part]
