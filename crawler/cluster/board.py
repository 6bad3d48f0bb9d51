"""The cluster's board of turns: which crawling process may ask which host, and from when.

It stands on the scheduler. A process leases keys (a host, an address, a council) and tells the
board every second that it is there; what others wait for it gives back after its exchange, with the
seconds for which the host is to be left alone. A process that has not been heard of for as long as
a lease lasts has lost all its keys; it knows so by its own clock, and has fallen silent before.

Only spans of time go between machines: their clocks need not agree.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypedDict

# What was known of a host that nobody asked for so many seconds is forgotten.
FORGET = 600.0


class Answer(TypedDict):
    """What the board tells a process.

    `granted` are keys that are now its own, with the seconds until the host may be asked; `wanted`
    those of its keys that others wait for. `lapsed`: its lease ran out, others have its keys.
    `stop`: the run's crawl was interrupted. `lease` is for how many seconds it may count on this.
    """

    granted: dict[str, float]
    wanted: list[str]
    lapsed: bool
    stop: bool
    lease: float


@dataclass
class Board:
    """Who has which key. `lease` is in seconds."""

    lease: float
    clock: Callable[[], float] = time.monotonic
    _seen: dict[str, float] = field(default_factory=dict)
    _keys: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _wants: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _untold: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _holder: dict[str, str] = field(default_factory=dict)
    # Those who wait for a key, in the order in which they came.
    _queues: dict[str, dict[str, None]] = field(default_factory=dict)
    _free_at: dict[str, float] = field(default_factory=dict)
    _pauses: dict[str, float] = field(default_factory=dict)
    _stopped: set[str] = field(default_factory=set)
    _looked: float = 0.0
    _swept: float = 0.0

    def sync(
        self,
        run: str,
        owner: str,
        begins: bool,
        wants: list[str],
        gives: Mapping[str, float],
        pauses: Mapping[str, float],
    ) -> Answer:
        """Take in what a process tells, and answer it.

        `wants` are all the keys that it waits for; `gives` those it gives back, with the seconds
        until the host may be asked; `pauses` the seconds between two requests to its hosts, for the
        case that it is not heard of again.
        """
        self._sweep()
        if owner not in self._seen and not begins:
            return Answer(granted={}, wanted=[], lapsed=True, stop=True, lease=self.lease)
        self._seen[owner] = self.clock()
        self._pauses.update(pauses)
        for key, seconds in gives.items():
            if self._holder.get(key) == owner:
                self._give_back(key, owner, seconds)
        self._want(owner, set(wants))
        told = (self._wants[owner] & self._keys[owner]) | self._untold.pop(owner, set())
        return Answer(
            granted={key: self._seconds(key) for key in told},
            wanted=[key for key in self._keys[owner] if self._queues.get(key)],
            lapsed=False,
            stop=run in self._stopped,
            lease=self.lease,
        )

    def leave(self, owner: str) -> None:
        """A process has ended: its keys are free after their pauses."""
        self._seen.pop(owner, None)
        self._want(owner, set())
        for key in list(self._keys[owner]):
            self._give_back(key, owner, self._pauses.get(key, 0.0))
        for each in (self._keys, self._wants, self._untold):
            each.pop(owner, None)

    def stop(self, run: str) -> None:
        """Tell every process of a run to finish what is in flight, and no more."""
        self._stopped.add(run)

    def begin(self, run: str) -> None:
        """A run is crawled (on): its processes may work."""
        self._stopped.discard(run)

    def _want(self, owner: str, wants: set[str]) -> None:
        for key in self._wants[owner] - wants:
            self._queues.get(key, {}).pop(owner, None)
        self._wants[owner] = wants
        for key in wants - self._keys[owner]:
            self._queues.setdefault(key, {})[owner] = None
            self._pass_on(key)

    def _give_back(self, key: str, owner: str, seconds: float) -> None:
        self._keys[owner].discard(key)
        self._untold[owner].discard(key)
        del self._holder[key]
        self._free_at[key] = max(self.clock() + seconds, self._free_at.get(key, 0.0))
        self._pass_on(key)

    def _pass_on(self, key: str) -> None:
        """Give a key that nobody has to who waits for it longest."""
        queue = self._queues.get(key, {})
        if key not in self._holder and queue:
            owner = next(iter(queue))
            del queue[owner]
            self._holder[key] = owner
            self._keys[owner].add(key)
            self._untold[owner].add(key)
        if not queue:
            self._queues.pop(key, None)

    def _seconds(self, key: str) -> float:
        return max(0.0, self._free_at.get(key, 0.0) - self.clock())

    def _sweep(self) -> None:
        """End the leases that ran out, and forget hosts that nobody asked for long."""
        now = self.clock()
        gap = now - self._looked
        if gap < self.lease / 20:
            return
        self._looked = now
        if gap > self.lease / 4:  # the scheduler was too busy to hear anybody
            self._seen = {owner: min(now, seen + gap) for owner, seen in self._seen.items()}
        for owner in [each for each, seen in self._seen.items() if seen + self.lease < now]:
            self.leave(owner)
        if now - self._swept > FORGET / 10:
            self._swept = now
            for key in [each for each, free in self._free_at.items() if free + FORGET < now]:
                if key not in self._holder:
                    del self._free_at[key]
                    self._pauses.pop(key, None)
