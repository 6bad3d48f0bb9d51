"""A page that takes too much memory is ended: its process, one of those that we started."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

PROC = Path("/proc")
EVERY = 0.5  # seconds
MB = 1024 * 1024


@contextlib.asynccontextmanager
async def memory_bound(most: int) -> AsyncIterator[None]:
    """End every page process of our browsers that holds more than `most` MB, as long as it lasts.

    Where the system has no /proc, only the bound of the browser's own on scripts holds.
    """
    watch = asyncio.create_task(_watch(most)) if PROC.is_dir() else None
    try:
        yield
    finally:
        if watch is not None:
            watch.cancel()


async def _watch(most: int) -> None:
    while True:
        for pid in _renderers():
            with contextlib.suppress(OSError, ValueError):
                if resident(pid) > most * MB:
                    os.kill(pid, signal.SIGKILL)
        await asyncio.sleep(EVERY)


def _renderers() -> Iterator[int]:
    """The page processes among our descendants."""
    return (pid for pid in descendants() if b"--type=renderer" in command_line(pid))


def descendants() -> list[int]:
    """The processes that this one, or one of those, has started."""
    parents = dict(_parents())
    return [pid for pid in parents if _is_ours(pid, parents)]


def command_line(pid: int) -> bytes:
    """What a process was started with, its words parted by NUL; nothing if it has ended."""
    try:
        return (PROC / str(pid) / "cmdline").read_bytes()
    except OSError:
        return b""


def _parents() -> Iterator[tuple[int, int]]:
    for folder in PROC.iterdir():
        if folder.name.isdecimal():
            with contextlib.suppress(OSError, IndexError, ValueError):
                after_name = (folder / "stat").read_text().rpartition(")")[2].split()
                yield int(folder.name), int(after_name[1])


def _is_ours(pid: int, parents: dict[int, int]) -> bool:
    own = os.getpid()
    while pid := parents.get(pid, 0):
        if pid == own:
            return True
    return False


def resident(pid: int) -> int:
    """Bytes of a process that are in memory."""
    return int((PROC / str(pid) / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
