"""A clock for Twisted's timers that stands still while the process is too busy to listen.

Reading a site map of many thousand addresses takes seconds, in which the answers of all other sites
lie unread: their servers must not be told to have been late.
"""

from __future__ import annotations

import asyncio
from typing import Any

TICK = 0.5  # seconds; the longest that counts of a time in which the process did not listen


class ListeningClock:
    """Counts the seconds in which an event loop came round: `TICK` at most between two beats."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._counted, self._last_beat = 0.0, loop.time()
        self._beat()

    def seconds(self) -> float:
        """The seconds that count, since the clock was made."""
        return self._counted + min(self._loop.time() - self._last_beat, TICK)

    def _beat(self) -> None:
        self._counted, self._last_beat = self.seconds(), self._loop.time()
        self._loop.call_later(TICK / 2, self._beat)


def count_only_listening(loop: asyncio.AbstractEventLoop) -> None:
    """Make the timers of Twisted's reactor, which is installed and runs in this loop, go by it."""
    from twisted.internet import reactor

    clock: Any = reactor  # which mypy takes for a module
    clock.seconds = ListeningClock(loop).seconds
