"""robots.txt by RFC 9309: who may fetch what, and how often."""

from __future__ import annotations

from dataclasses import dataclass

from protego import Protego

from crawler.archive import Capture

# The product token that a site's robots.txt can name us by.
TOKEN = "digitalfirst"


@dataclass(frozen=True, slots=True)
class Robots:
    """What a host's robots.txt lets us do.

    `rules` is None where a blanket answer applies: everything (`open`) or nothing.
    """

    rules: Protego | None
    open: bool = True

    def allows(self, url: str) -> bool:
        """Whether this address may be fetched."""
        return self.open if self.rules is None else bool(self.rules.can_fetch(url, TOKEN))

    @property
    def crawl_delay(self) -> float:
        """Seconds that the host wants between two requests; 0 where it does not say."""
        if self.rules is None:
            return 0.0
        rate = self.rules.request_rate(TOKEN)
        per_request = rate.seconds / rate.requests if rate and rate.requests else 0.0
        return max(float(self.rules.crawl_delay(TOKEN) or 0), per_request)

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """The site maps that it names."""
        return () if self.rules is None else tuple(self.rules.sitemaps)


def robots_from(capture: Capture, max_bytes: int) -> Robots:
    """The rules in a captured robots.txt.

    By RFC 9309, 2.3.1: a 4xx answer lets everything be fetched; an unreachable file (no answer,
    5xx, or 429, which asks us to stay away) nothing.
    """
    if capture.status == 200:
        return Robots(Protego.parse(capture.body[:max_bytes].decode("utf-8", "replace")))
    if 400 <= capture.status < 500 and capture.status != 429:
        return Robots(None)
    return Robots(None, open=False)
