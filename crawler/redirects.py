"""Where redirects lead, and whether they go round in a circle."""

from __future__ import annotations


class Redirects:
    """The redirects met on one crawl, followed for at most so many steps."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._targets: dict[str, str] = {}

    def lead(self, url: str, target: str) -> bool:
        """Note where an address redirects to; whether redirects lead from there back to it."""
        self._targets[url] = step = target
        for _ in range(self._most):
            if step == url or step not in self._targets:
                break
            step = self._targets[step]
        return step == url
