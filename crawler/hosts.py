"""What the hosts of a council said of being asked: robots.txt, and being told to leave."""

from __future__ import annotations

from collections import Counter

from config.crawl import Limits
from config.outcomes import load_outcomes
from crawler.archive import RESPONSE, Capture
from crawler.robots import Robots, robots_from
from crawler.urls import absolute, host_of

# Why an address was not visited: ids of config/outcomes.yaml.
BY_ROBOTS, ROBOTS_UNREACHABLE, TOLD_TO_LEAVE = (
    "forbidden-by-robots",
    "robots-unreachable",
    "told-to-leave",
)


class Hosts:
    """The rules of the hosts that were asked for them; `left` are those to be left alone."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.robots: dict[str, Robots] = {}
        self.left: set[str] = set()
        self._robots_at: dict[str, str] = {}
        self._hops: Counter[str] = Counter()
        self._shut: dict[str, str] = {}

    def learn(self, capture: Capture, asked: set[str]) -> Robots | None:
        """Take a host's rules from its robots.txt; None where a redirect is to be followed first.

        A redirect on the host itself is followed; one to another host means that this one has no
        rules of its own: its pages lead there too, where rules are asked for.
        """
        host = host_of(capture.url)
        target = absolute(capture.url, capture.location) if capture.location else None
        if target is not None and target not in asked and host_of(target) == host:
            self._hops[host] += 1
            if self._hops[host] <= self.limits.robots_redirects:
                self._robots_at[host] = target
                return None
        rules = Robots(None) if target else robots_from(capture, self.limits.robots_bytes)
        self.robots[host] = rules
        if rules.rules is None and not rules.open:
            is_gone = capture.kind != RESPONSE and load_outcomes()[capture.outcome].of_host
            self._shut[host] = capture.outcome if is_gone else ROBOTS_UNREACHABLE
        return rules

    def robots_url(self, url: str) -> str:
        """Where the robots.txt for an address is."""
        return self._robots_at.get(host_of(url)) or absolute(url, "/robots.txt") or url

    def refusal(self, url: str) -> str:
        """Why an address must not be asked, by rules that are known; empty where it may."""
        host = host_of(url)
        if host in self.left:
            return TOLD_TO_LEAVE
        return "" if self.robots[host].allows(url) else self._shut.get(host, BY_ROBOTS)
