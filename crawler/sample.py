"""A few of the documents that a site links to and that no service asks for: drawn by lot."""

from __future__ import annotations

from hashlib import blake2b


class DocumentSample:
    """Draws at most so many addresses out of those met; the seed and the addresses settle which."""

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
