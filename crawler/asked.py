"""What is asked of every site and host, beside the links of their pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from crawler.queues import Visit
from crawler.urls import absolute

# The path of an address that no site has: a host that shows a page there has soft 404s.
IMPOSSIBLE = "/digitalfirst-is-there-no-such-page"


def asked_of_a_site(home: str, well_known: Iterable[str]) -> Iterator[tuple[Visit, float]]:
    """The well-known addresses beside a home page, and itself over plain HTTP, with promises."""
    for path in well_known:
        role = "sitemap" if path.endswith(".xml") else "well-known"
        yield Visit(absolute(home, path) or home, 1, home, "", role), 500.0
    if home.startswith("https:"):
        plain = "http:" + home.removeprefix("https:")
        yield Visit(plain, 1, "", "", "well-known"), 490.0


def asked_of_a_host(url: str) -> tuple[Visit, float]:
    """What the host of an address cannot have, to know what it then shows, with its promise."""
    return Visit(absolute(url, IMPOSSIBLE) or url, 1, url, "", "impossible"), 495.0
