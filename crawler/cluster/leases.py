"""A crawling process's side of the board: the keys that it has, and for how long it may use them.

Keys are leased before a host is asked and kept while nobody else wants them, so that a council's
own host costs the scheduler nothing. Where the board has not answered for most of a lease, no key
may be used: a process that is cut off falls silent before its keys go to another.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from crawler.cluster.board import Answer

# Told the board: calls its `sync` with these arguments.
Call = Callable[..., Awaitable[Answer]]
# The share of a lease, counted from when it was asked for, in which its keys are used.
SAFE = 0.75
# After so many leases without an answer the board is taken to be gone.
LOST = 3.0
TICK = 1.0  # seconds between two signs of life
POLL = 0.25  # the same while a key is waited for
AT_ONCE = 0.02  # seconds in which news for the board is gathered
FIRST = 60.0  # seconds in which the board must have answered for the first time
IDLE = 60.0  # a key that was not used for so many seconds is given back
FORGOTTEN = 5.0  # a key that was not asked for again is no longer wanted


@dataclass
class _Lease:
    """A key of ours: when its host is free, whether it is being asked, whether others wait."""

    free_at: float
    since: float
    in_use: bool = False
    used: bool = False
    wanted: bool = False
    pause: float = 0.0


@dataclass
class Leases:
    """The leases of the process called `owner` in a run. Use `keep()` as a task beside the crawl.

    `lost` says why nothing may be asked any more: another has our keys, or the board is gone.
    """

    run: str
    owner: str
    call: Call
    clock: Callable[[], float] = time.monotonic
    lost: str = ""
    stopped: bool = False
    _leases: dict[str, _Lease] = field(default_factory=dict)
    _wants: dict[str, float] = field(default_factory=dict)
    _giving: dict[str, float] = field(default_factory=dict)
    _pauses: dict[str, float] = field(default_factory=dict)
    _safe_until: float = 0.0
    _lost_at: float = 0.0
    _begun: bool = False
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self._lost_at = self.clock() + FIRST

    def free_at(self, key: str) -> float | None:
        """When a key of ours is free; None, and it is asked for, where we do not have it."""
        lease = self._leases.get(key)
        if lease is None:
            if key not in self._wants:
                self._news.set()
            self._wants[key] = self.clock()
            return None
        return lease.free_at if self.clock() < self._safe_until and not self.lost else None

    def take(self, key: str) -> float | None:
        """Use a key: when it is free; None where it is not ours, or the board has not answered."""
        free_at = self.free_at(key)
        if free_at is None or self._leases[key].in_use:
            return None
        lease = self._leases[key]
        lease.in_use = lease.used = True
        return free_at

    def give_back(self, key: str, free_at: float) -> None:
        """End the use of a key: whoever has it next may ask from then on."""
        lease = self._leases.get(key)
        if lease is not None:
            now = self.clock()
            lease.in_use, lease.since = False, now
            lease.free_at = max(lease.free_at, free_at)
            self._note_pause(key, lease, lease.free_at - now)
            if lease.wanted:
                self._news.set()

    def hold(self, key: str, free_at: float) -> None:
        """A host asked to be left alone: kept with its key, and told to who has it next."""
        lease = self._leases.get(key)
        if lease is not None:
            lease.free_at = max(lease.free_at, free_at)
            self._note_pause(key, lease, lease.free_at - self.clock())

    async def acquire(self, key: str) -> bool:
        """Wait for a key that is no host's; False where we are to stop first."""
        while self.take(key) is None:
            if self.lost or self.stopped:
                return False
            await asyncio.sleep(0.05)
        return True

    async def keep(self) -> None:
        """Tell the board that we are there, until our leases are lost."""
        while not self.lost:
            self._news.clear()
            if not await self.sync():
                await asyncio.sleep(POLL)
            seconds = POLL if self._wants or self._giving else TICK
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), seconds)
                await asyncio.sleep(AT_ONCE)

    async def sync(self) -> bool:
        """One exchange with the board; False where it did not answer: what was told is kept."""
        now = self.clock()
        self._gather(now)
        try:
            answer = await self.call(**self._message(now))
        except (OSError, TimeoutError) as error:
            if self.clock() >= self._lost_at:
                self.lost = f"the scheduler does not answer: {error}"
            return False
        self._take_in(answer, now)
        return True

    def _gather(self, now: float) -> None:
        """See which keys go back and which are no longer wanted."""
        for key, lease in list(self._leases.items()):
            unused = now - max(lease.since, lease.free_at)
            due = lease.wanted and (lease.used or unused > FORGOTTEN)
            if not lease.in_use and (due or unused > IDLE):
                self._giving[key] = lease.free_at
                del self._leases[key]
        self._wants = {key: at for key, at in self._wants.items() if now - at < FORGOTTEN}

    def _message(self, now: float) -> dict[str, Any]:
        return {
            "run": self.run,
            "owner": self.owner,
            "begins": not self._begun,
            "wants": list(self._wants),
            "gives": {key: max(0.0, free_at - now) for key, free_at in self._giving.items()},
            "pauses": dict(self._pauses),
        }

    def _take_in(self, answer: Answer, asked: float) -> None:
        if answer["lapsed"]:
            self.lost = "was cut off from the scheduler: its councils have gone to others"
            return
        now = self.clock()
        self._begun = True
        self._safe_until = asked + SAFE * answer["lease"]
        self._lost_at = asked + LOST * answer["lease"]
        self._giving.clear()
        self._pauses.clear()
        for key, seconds in answer["granted"].items():
            self._wants.pop(key, None)
            self._leases.setdefault(key, _Lease(now + seconds, now))
        for key in answer["wanted"]:
            if key in self._leases:
                self._leases[key].wanted = True
        self.stopped = self.stopped or answer["stop"]

    def _note_pause(self, key: str, lease: _Lease, seconds: float) -> None:
        if seconds > lease.pause:
            lease.pause = self._pauses[key] = seconds
