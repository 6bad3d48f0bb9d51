"""Whose turn it is: one request at a time per host, and the promised pause between two.

All spiders of a crawl share its turns: two councils on one host or one address share its limit.
The pause runs from the end of one exchange to the start of the next: however the network delays
either, the host never sees two requests closer together. Where several processes crawl, they agree
through something that they share: a folder of lock files, or a cluster's board.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

BUSY = float("inf")
PATIENCE = 0.05  # seconds between looks while another is at the host we wait for
# A pause follows the host's own speed up to this many seconds.
SLOWEST = 30.0
# What the latest exchange counts for in a host's mean time to answer.
FRESH = 0.3


class Others(Protocol):
    """The other processes that crawl, by the keys of hosts and addresses; times are our clock's."""

    def free_at(self, key: str) -> float | None:
        """When they leave a key free; None while one of them is at it."""

    def take(self, key: str) -> float | None:
        """Keep them from a key: when it is free to be asked; None where one of them has it."""

    def give_back(self, key: str, free_at: float) -> None:
        """Let them have a key that was taken, to be asked from then on."""

    def hold(self, key: str, free_at: float) -> None:
        """A host asked to be left alone until then while its key was not taken."""


@dataclass
class Turns:
    """When each host may be asked again.

    `delay` is the least pause in seconds; `others`, where given, are processes to agree with;
    `closed_for` gives the seconds until crawling is allowed at all, 0 for now.
    """

    delay: float
    others: Others | None = None
    closed_for: Callable[[], float] = lambda: 0.0
    clock: Callable[[], float] = time.monotonic
    _pauses: dict[str, float] = field(default_factory=dict)
    _took: dict[str, float] = field(default_factory=dict)
    _addresses: dict[str, str] = field(default_factory=dict)
    _free_at: dict[str, float] = field(default_factory=dict)
    _held: dict[str, list[str]] = field(default_factory=dict)
    _busy: set[str] = field(default_factory=set)

    def wait(self, host: str) -> float:
        """Seconds until the host may be asked; 0 for now, infinite while it is being asked."""
        waits = (self._wait(key) for key in self._keys(host))
        return max(self.closed_for(), *waits)

    async def take_when_free(self, host: str) -> None:
        """Wait for the host's turn and take it."""
        while (seconds := self.wait(host)) > 0 or not self.take(host):
            await asyncio.sleep(PATIENCE if seconds == BUSY else seconds)

    def take(self, host: str) -> bool:
        """Take the host's turn; False where another process was quicker."""
        held: list[str] = []
        for key in self._keys(host):
            if not self._take(key):
                self._release(held)
                return False
            held.append(key)
        self._held[host] = held
        return True

    def give_back(self, host: str, took: float | None = None) -> None:
        """The host's exchange ended, well or not; `took` are the seconds until it answered."""
        if took is not None:
            before = self._took.get(host, took)
            self._took[host] = before + FRESH * (took - before)
        self._release(self._held.pop(host, []), self.clock() + self.pause(host))

    def pause(self, host: str) -> float:
        """Seconds between two requests to the host: ours, what it asks for, or as slow as it is."""
        own_speed = min(self._took.get(host, 0.0), SLOWEST) if self.delay else 0.0
        return max(self.delay, self._pauses.get(host, 0.0), own_speed)

    def slow_down(self, host: str, seconds: float) -> None:
        """The host asked for at least this pause (Crawl-delay)."""
        if seconds > self._pauses.get(host, 0.0):
            self._pauses[host] = seconds
            self.hold(host, self.pause(host))

    def hold(self, host: str, seconds: float) -> None:
        """The host asked to be left alone for so long (Retry-After)."""
        for key in self._keys(host):
            self._learn(key, self.clock() + seconds)
            if self.others is not None and key not in self._busy:
                self.others.hold(key, self._free_at[key])

    def at_address(self, host: str, address: str) -> None:
        """The host answered from this address: hosts on one address share their turns."""
        self._addresses.setdefault(host, address)

    def _keys(self, host: str) -> tuple[str, ...]:
        address = self._addresses.get(host)
        return (host,) if address is None else (host, address)

    def _wait(self, key: str) -> float:
        if key in self._busy:
            return BUSY
        here = self._free_at.get(key, 0.0) - self.clock()
        if here > 0 or self.others is None:
            return max(0.0, here)
        free_at = self.others.free_at(key)
        return BUSY if free_at is None else max(0.0, self._learn(key, free_at) - self.clock())

    def _take(self, key: str) -> bool:
        """Take a key from the others; False where one of them has it, or just asked the host."""
        if self.others is not None:
            free_at = self.others.take(key)
            if free_at is None:
                return False
            if self._learn(key, free_at) > self.clock():
                self.others.give_back(key, self._free_at[key])
                return False
        self._busy.add(key)
        return True

    def _release(self, held: list[str], free_at: float = 0.0) -> None:
        for key in held:
            self._busy.discard(key)
            latest = self._learn(key, free_at)
            if self.others is not None:
                self.others.give_back(key, latest)

    def _learn(self, key: str, free_at: float) -> float:
        """Take in when a key is free; returns the latest time known."""
        self._free_at[key] = max(free_at, self._free_at.get(key, 0.0))
        return self._free_at[key]
