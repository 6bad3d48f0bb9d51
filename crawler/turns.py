"""Whose turn it is: one request at a time per host, and the promised pause between two.

All spiders of a process share one `Turns`, so that two councils on one host share its limit. The
pause runs from the end of one exchange to the start of the next: however the network delays either,
the host never sees two requests closer together.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Turns:
    """When each host may be asked again. `delay` is the least pause in seconds."""

    delay: float
    clock: Callable[[], float] = time.monotonic
    _pauses: dict[str, float] = field(default_factory=dict)
    _free_at: dict[str, float] = field(default_factory=dict)
    _busy: set[str] = field(default_factory=set)

    def wait(self, host: str) -> float:
        """Seconds until the host may be asked; 0 for now, infinite while it is being asked."""
        if host in self._busy:
            return float("inf")
        return max(0.0, self._free_at.get(host, 0.0) - self.clock())

    def take(self, host: str) -> None:
        """A request to the host begins."""
        self._busy.add(host)

    def give_back(self, host: str) -> None:
        """The host's exchange ended, well or not."""
        self._busy.discard(host)
        self._hold_until(host, self.clock() + self.pause(host))

    def pause(self, host: str) -> float:
        """Seconds between two requests to the host."""
        return max(self.delay, self._pauses.get(host, 0.0))

    def slow_down(self, host: str, seconds: float) -> None:
        """The host asked for at least this pause (Crawl-delay)."""
        self._pauses[host] = max(seconds, self._pauses.get(host, 0.0))
        self._hold_until(host, self.clock() + self.pause(host))

    def hold(self, host: str, seconds: float) -> None:
        """The host asked to be left alone for so long (Retry-After)."""
        self._hold_until(host, self.clock() + seconds)

    def _hold_until(self, host: str, moment: float) -> None:
        self._free_at[host] = max(moment, self._free_at.get(host, 0.0))
