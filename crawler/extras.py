"""What is asked when all else was: the style sheets of the pages, and a few documents."""

from __future__ import annotations

from collections import Counter
from hashlib import blake2b

STYLE = "style"  # the role of visits to style sheets
# Addresses of style sheets that are remembered: no site for people has more.
MOST_MET = 1_000


class StyleSheets:
    """The style sheets that pages link to: at most so many, those of most pages first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._pages: Counter[str] = Counter()
        self._via: dict[str, str] = {}

    def meet(self, url: str, via: str, pages: int = 1) -> None:
        """Take an address in, what leads there, and on how many pages."""
        if url in self or len(self._pages) < MOST_MET:
            self._pages[url] += pages
            self._via.setdefault(url, via)

    def __contains__(self, url: str) -> bool:
        return url in self._pages

    def meet_instead(self, url: str, former: str) -> None:
        """Take in where a sheet's address leads, or what a sheet takes in: on as many pages."""
        self.meet(url, former, self._pages[former])

    def draw(self, asked: set[str]) -> tuple[str, str] | None:
        """The next address and what leads there; None where enough were `asked`."""
        left = [url for url in self._pages if url not in asked]
        if not left or len(self._pages) - len(left) >= self._most:
            return None
        url = max(left, key=lambda each: (self._pages[each], each))
        return url, self._via[url]


class DocumentSample:
    """Draws at most so many documents out of those that a site links to and no service asks for.

    The seed and the addresses settle which.
    """

    def __init__(self, seed: int, most: int) -> None:
        self._seed, self._most = seed, most
        self._met: dict[str, tuple[bytes, str]] = {}

    def meet(self, url: str, via: str) -> None:
        """Take an address in, and the page that links to it."""
        if url not in self._met:
            lot = blake2b(f"{self._seed} {url}".encode(), digest_size=8).digest()
            self._met[url] = (lot, via)

    def draw(self, asked: set[str]) -> tuple[str, str] | None:
        """The next address and the page that links to it; None where enough were `asked`."""
        left = [url for url in self._met if url not in asked]
        if not left or len(self._met) - len(left) >= self._most:
            return None
        url = min(left, key=lambda each: self._met[each][0])
        return url, self._met[url][1]
