"""Whose turn it is: one request at a time per host, and the promised pause between two.

All spiders of a crawl share its turns: two councils on one host or one address share its limit.
The pause runs from the end of one exchange to the start of the next: however the network delays
either, the host never sees two requests closer together. Where several processes crawl, they agree
through a folder of lock files; the system frees the locks of a process that dies.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

BUSY = float("inf")
PATIENCE = 0.05  # seconds between looks while another is at the host we wait for
# A pause follows the host's own speed up to this many seconds.
SLOWEST = 30.0
# What the latest exchange counts for in a host's mean time to answer.
FRESH = 0.3


@dataclass
class Turns:
    """When each host may be asked again.

    `delay` is the least pause in seconds; `folder`, where given, is shared with other processes;
    `closed_for` gives the seconds until crawling is allowed at all, 0 for now.
    """

    delay: float
    folder: Path | None = None
    closed_for: Callable[[], float] = lambda: 0.0
    clock: Callable[[], float] = time.monotonic
    _pauses: dict[str, float] = field(default_factory=dict)
    _took: dict[str, float] = field(default_factory=dict)
    _addresses: dict[str, str] = field(default_factory=dict)
    _free_at: dict[str, float] = field(default_factory=dict)
    _held: dict[str, list[tuple[str, int | None]]] = field(default_factory=dict)
    _busy: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        if self.folder is not None:
            self.folder.mkdir(parents=True, exist_ok=True)

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
        held: list[tuple[str, int | None]] = []
        for key in self._keys(host):
            lock = self._lock(key)
            if lock is False:
                self._release(held)
                return False
            held.append((key, lock))
            self._busy.add(key)
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
            self._free_at[key] = max(self.clock() + seconds, self._free_at.get(key, 0.0))

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
        if here > 0 or self.folder is None:
            return max(0.0, here)
        return self._wait_elsewhere(key)

    def _wait_elsewhere(self, key: str) -> float:
        """Seconds until other processes leave the key free."""
        lock = self._lock(key)
        if lock is False:
            return BUSY
        if lock is not None:
            os.close(lock)
        return max(0.0, self._free_at.get(key, 0.0) - self.clock())

    def _lock(self, key: str) -> int | None | bool:
        """The open, locked file of a key; None where no other process counts; False where it is
        locked elsewhere. What the file says of when the key is free is taken in."""
        if self.folder is None:
            return None
        name = blake2b(key.encode(), digest_size=12).hexdigest()
        file = os.open(self.folder / name, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(file)
            return False
        said = os.pread(file, 40, 0)
        self._free_at[key] = max(float(said or 0), self._free_at.get(key, 0.0))
        return file

    def _release(self, held: list[tuple[str, int | None]], free_at: float = 0.0) -> None:
        for key, lock in held:
            self._busy.discard(key)
            self._free_at[key] = max(free_at, self._free_at.get(key, 0.0))
            if lock is not None:
                os.pwrite(lock, f"{self._free_at[key]:<40.6f}".encode(), 0)
                os.close(lock)
