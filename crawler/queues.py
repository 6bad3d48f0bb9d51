"""The addresses that wait to be asked: a queue for each host, and in it one for what can wait."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import NamedTuple

from crawler.promise import Offer
from crawler.urls import host_of


@dataclass(frozen=True, slots=True)
class Visit:
    """An address to ask: `depth` clicks from the home page, by a link `anchor` on the page `via`.

    `role` says what for: page, search, robots, sitemap, well-known, impossible, document, style,
    portal or sample.
    """

    url: str
    depth: int
    via: str = ""
    anchor: str = ""
    role: str = "page"
    redirects: int = 0


class Lane(NamedTuple):
    """A queue: of a host, for what comes first or for what can wait."""

    host: str
    can_wait: bool = False


@dataclass(order=True, slots=True)
class Waiting:
    """A visit in a queue: the least cost is the first, `tie` decides between equals."""

    cost: float
    tie: bytes
    visit: Visit = field(compare=False)
    offer: Offer | None = field(compare=False, default=None)


class Queues:
    """Visits by host, the most promising first; ties by a hash of the address and the seed."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._lanes: dict[Lane, list[Waiting]] = {}
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[Visit]:
        return (item.visit for queue in self._lanes.values() for item in queue)

    def push(self, visit: Visit, promise: float, offer: Offer | None, can_wait: bool) -> None:
        """Put a visit in."""
        tie = blake2b(f"{self._seed} {visit.url}".encode(), digest_size=8).digest()
        lane = Lane(host_of(visit.url), can_wait)
        heapq.heappush(self._lanes.setdefault(lane, []), Waiting(-promise, tie, visit, offer))
        self._size += 1

    def lanes(self) -> list[Lane]:
        """The queues in which something waits."""
        return [lane for lane, queue in self._lanes.items() if queue]

    def first(self, lane: Lane) -> Waiting | None:
        """What is first in a queue; None where nothing waits there."""
        queue = self._lanes[lane]
        return queue[0] if queue else None

    def take(self, lane: Lane) -> Visit:
        """Take the first visit out of a queue."""
        self._size -= 1
        return heapq.heappop(self._lanes[lane]).visit

    def sink(self, lane: Lane, promise: float) -> None:
        """Put the first of a queue where its promise, less than it was, now belongs."""
        queue = self._lanes[lane]
        heapq.heapreplace(queue, replace(queue[0], cost=-promise))

    def drop(self, host: str) -> list[Visit]:
        """Take everything out that waits for a host."""
        gone = [
            item.visit for wait in (False, True) for item in self._lanes.pop(Lane(host, wait), [])
        ]
        self._size -= len(gone)
        return gone
