"""What a captured page is worth: like one already seen, an error page in disguise, an empty shell.

Pages are compared by the set of different words in their own content. Order, numbers and furniture
do not count: a list sorted the other way, next month of an empty calendar, a print version or a
page with another session id in its address are the same page again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from hashlib import blake2b

from config.crawl import Likeness
from crawler.page import Page

# What a page that answered turned out to be: ids of config/outcomes.yaml.
DUPLICATE, SOFT_404 = "duplicate", "soft-404"
FIREWALL, SCRIPT_ONLY = "firewall", "script-only"

_WORD = re.compile(r"[^\W\d_]{2,}")
_MOST_TEXT = 200_000  # characters of a page's text that are compared

Words = frozenset[str]


@dataclass(frozen=True, slots=True)
class _Nothing:
    """What a host shows for an address that cannot exist; `echoed` are words in that address."""

    words: Words
    echoed: Words
    heading: str


@dataclass(slots=True)
class Likenesses:
    """What one council's pages were like so far: a few bytes a page are remembered."""

    rules: Likeness
    _seen: set[bytes] = field(default_factory=set)
    _nothing: dict[str, _Nothing] = field(default_factory=dict)

    def learn_nothing(self, host: str, page: Page) -> None:
        """Take in what a host shows, with status 200, for an address that cannot exist."""
        self._nothing[host] = _Nothing(words_of(page), _words_in(page.url), page.heading)

    def judge(self, host: str, page: Page) -> str:
        """What is the matter with a page; empty for a page of its own worth.

        The first page of several that are alike is the one of worth.
        """
        words = words_of(page)
        if self._is_of_firewall(page, words):
            return FIREWALL
        if self._is_nothing(host, page, words):
            return SOFT_404
        if self._is_seen(words):
            return DUPLICATE
        return SCRIPT_ONLY if is_shell(page, self.rules) else ""

    def _is_seen(self, words: Words) -> bool:
        if len(words) < self.rules.least_words:
            return False
        digest = blake2b(" ".join(sorted(words)).encode(), digest_size=8).digest()
        if digest in self._seen:
            return True
        self._seen.add(digest)
        return False

    def _is_nothing(self, host: str, page: Page, words: Words) -> bool:
        nothing = self._nothing.get(host)
        if nothing is None or not words or nothing.heading != page.heading:
            return False
        echoed = _words_in(page.url) | nothing.echoed
        both, either = (words & nothing.words) - echoed, (words | nothing.words) - echoed
        return len(both) >= self.rules.soft_404 * len(either)

    def _is_of_firewall(self, page: Page, words: Words) -> bool:
        if len(words) > self.rules.firewall_words:
            return False
        said = f"{page.title} {page.heading}".lower()
        return any(mark in said for mark in self.rules.firewall_marks)


def is_shell(page: Page, rules: Likeness) -> bool:
    """Whether a page has hardly any words or links of its own, and scripts that may make them."""
    if len(page.links) > rules.shell_links or len(words_of(page)) > rules.shell_words:
        return False
    return page.root is not None and next(page.root.iter("script"), None) is not None


def words_of(page: Page) -> Words:
    """The different words of a page's own content, lower case, numbers left out."""
    return _words_in(page.text[:_MOST_TEXT])


def _words_in(text: str) -> Words:
    return frozenset(_WORD.findall(text.lower()))
