"""The way to a cluster: its scheduler, the board of turns there, and whether all speak the same.

Whoever has a scheduler's address can run code on it: keep it in a network of your own.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

import dask
from distributed import Client, Scheduler, SchedulerPlugin
from distributed.core import rpc
from distributed.security import Security

import crawler
from config import ConfigError
from crawler.cluster.board import Answer, Board
from crawler.run import TOOL_VERSION, Run

# Settings of Dask's own kind: in its files, or DASK_DIGITALFIRST__LEASE and so on.
dask.config.update_defaults(
    {
        "digitalfirst": {
            # Seconds after which a process that was not heard of has lost its turns.
            "lease": 30.0,
            # Seconds between two times that a council's new evidence is put in the store.
            "checkpoint": 30.0,
            # How often a task is given to a worker again after an error of its own.
            "retries": 3,
            # Seconds to wait for the scheduler, at first or again, before it is given up.
            "patience": 20.0,
        }
    }
)
BOARD = "digitalfirst-board"
CODE = {".py", ".yaml", ".csv", ".json"}


class SchedulerLost(Exception):
    """The scheduler does not answer any more; what was gathered is kept."""


class BoardPlugin(SchedulerPlugin):  # type: ignore[misc]  # Dask is taken as untyped
    """The board of turns on the scheduler; the first client that comes puts it there."""

    idempotent = True
    name = BOARD

    def __init__(self, lease: float) -> None:
        self.board = Board(lease)

    async def start(self, scheduler: Scheduler) -> None:
        """Answer to the board's calls."""
        for call in ("sync", "leave", "stop", "begin"):
            scheduler.handlers[f"digitalfirst_{call}"] = getattr(self.board, call)


class BoardCalls:
    """The board as another process calls it, on its own asynchronous loop. `wait` is in seconds."""

    def __init__(self, scheduler: str, wait: float = 5.0) -> None:
        secured = Security().get_connection_args("client")
        self._scheduler = rpc(scheduler, timeout=wait, connection_args=secured)
        self._wait = wait

    async def sync(self, **told: Any) -> Answer:
        """See `Board.sync`.

        Raises:
            OSError: the scheduler cannot be reached.
            TimeoutError: it does not answer.
        """
        answer: Answer = await asyncio.wait_for(
            self._scheduler.digitalfirst_sync(**told), self._wait
        )
        return answer

    async def leave(self, owner: str) -> None:
        """See `Board.leave`; a scheduler that is not there is left as well."""
        with suppress(OSError, TimeoutError):
            await asyncio.wait_for(self._scheduler.digitalfirst_leave(owner=owner), self._wait)


@contextmanager
def reached(scheduler: str) -> Iterator[Client]:
    """A client of the scheduler at an address (`tcp://host:8786`).

    Raises:
        ConfigError: no scheduler answers there.
    """
    _silence()
    try:
        client = Client(scheduler, timeout=dask.config.get("digitalfirst.patience"))
    except (OSError, TimeoutError, ValueError) as error:
        raise ConfigError(f"--scheduler {scheduler}: no scheduler answers: {error}") from error
    try:
        yield client
    finally:
        with suppress(Exception):  # a scheduler that is gone cannot be said goodbye to
            client.close(timeout=1)


@contextmanager
def connected(scheduler: str) -> Iterator[Client]:
    """A client of a scheduler that has the board, with workers that are of our version.

    Raises:
        ConfigError: no scheduler answers there, it has no workers, or one is of another version.
    """
    with reached(scheduler) as client:
        check_same(client, scheduler)
        client.register_plugin(BoardPlugin(float(dask.config.get("digitalfirst.lease"))))
        yield client


def _silence() -> None:
    """Log nothing here: what Dask has to say of lost connections is told by us, in a line."""
    for name in ("distributed", "tornado", *logging.Logger.manager.loggerDict):
        if name.partition(".")[0] in ("distributed", "tornado"):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def check_same(client: Client, scheduler: str) -> None:
    """Make sure that there are workers, and that none reads sites by other rules than we.

    Raises:
        ConfigError: there are none, or one is of another version.
    """
    found = versions(client)
    if not found:
        raise ConfigError(f"--scheduler {scheduler}: it has no workers: start some first")
    ours = version()
    if others := sorted(address for address, each in found.items() if each != ours):
        other = found[others[0]]
        raise ConfigError(
            f"--scheduler {scheduler}: the worker at {others[0]} has digitalfirst {other}, "
            f"this is {ours}: install the same everywhere"
        )


def id_of(run: Run) -> str:
    """What a run is called on a cluster: another begun anew in the same place is another."""
    return f"{run.folder} {run.read().created}"


def versions(client: Client) -> dict[str, str]:
    """The version of digitalfirst that each worker has, by its address."""
    found: dict[str, str] = client.run(version)
    return found


def version() -> str:
    """This version, with a hash of the code and the rules that it reads sites by."""
    digest = sha256()
    home = Path(crawler.__path__[0]).parent
    for package in ("config", "crawler", "scoring"):
        for file in sorted(each for each in (home / package).rglob("*") if each.suffix in CODE):
            digest.update(f"{file.relative_to(home)}\n".encode() + file.read_bytes())
    return f"{TOOL_VERSION}+{digest.hexdigest()[:8]}"
