"""A survey of many councils: side by side in a process of its own, resumable, with progress.

Scrapy's reactor cannot be started twice in one process, so each crawl runs in a fresh one; it tells
this one of its progress through a queue.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import multiprocessing
import os
import queue
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from config import ConfigError, Council
from crawler.lock_folder import LockFolder
from crawler.news import Progress
from crawler.run import Run, RunRecord
from crawler.store import files_in
from crawler.turns import Turns
from crawler.urls import host_of, site_of
from crawler.window import closed_for


@dataclass(frozen=True, slots=True)
class Status:
    """How far a council's crawl has come: done, partial, failed or waiting."""

    slug: str
    state: str
    reason: str
    pages: int


class CrawlFailed(Exception):
    """Not every council's crawl came to its end; what was gathered is kept."""


def status(run: Run) -> Iterator[Status]:
    """How far each council of a run has come, in the run's order."""
    councils = run.read().councils
    endings = run.read_endings([council.slug for council in councils])
    evidence = (Path(name) for name in files_in(run.folder / "evidence") if ".warc" in name)
    gathered = {file.name.partition(".warc")[0] for file in evidence}
    gathered |= {Path(name).parts[0] for name in files_in(run.parts)}
    for council, ending in zip(councils, endings, strict=True):
        begun = council.slug in gathered
        state = ending.get("state") or ("partial" if begun else "waiting")
        reason = ending.get("reason") or ("cut off" if state == "partial" else "")
        yield Status(council.slug, state, reason, ending.get("pages", 0))


def crawl(
    run: Run,
    on_progress: Callable[[Progress], None],
    processes: int | None = None,
    only: frozenset[str] | None = None,
) -> None:
    """Crawl every council of a run that is not done yet. May be called again to resume.

    `only` names those to go on with instead, done or not.

    The councils are dealt out to so many `processes` (else one a core); those on one site stay
    together, and what they meet in common off their sites is asked by turns.

    Raises:
        CrawlFailed: councils were cut off: a process died, or evidence could not be written.
        ConfigError: another crawl is at work in the run's folder.
        KeyboardInterrupt: after the exchanges in flight were finished and written.
    """
    record = run.read()
    left = set(only or ()) or {each.slug for each in status(run) if each.state != "done"}
    shards = _shards([each for each in record.councils if each.slug in left], processes)
    if not shards:
        return
    context = multiprocessing.get_context("spawn")
    news: multiprocessing.Queue[Progress] = context.Queue()
    with _alone(run), TemporaryDirectory(prefix="digitalfirst-turns-") as folder:
        locks = Path(folder) if len(shards) > 1 else None
        workers = [
            context.Process(target=_crawl_here, args=(run, record, shard, locks, news))
            for shard in shards
        ]
        for worker in workers:
            worker.start()
        interrupted = _listen(workers, news, on_progress)
    if interrupted:
        raise KeyboardInterrupt
    if reasons := [reason for slug in sorted(left) if (reason := _cut_off(run, slug))]:
        raise CrawlFailed(f"the crawl ended early: {reasons[0]}; run it again to go on")


@contextlib.contextmanager
def _alone(run: Run) -> Iterator[None]:
    """Hold the run's folder, so that two crawls never write to the same evidence."""
    with (run.folder / ".crawling").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise ConfigError(f"{run.folder}: another crawl is at work in this folder") from error
        yield


def _cut_off(run: Run, slug: str) -> str:
    """Why a council's crawl did not come to its end; empty where it did."""
    ending = run.read_ending(slug)
    if not ending:
        return f"{slug} was cut off"
    return str(ending["reason"]) if ending.get("interrupted") else ""


def by_site(councils: Iterable[Council]) -> list[list[Council]]:
    """The councils, those of one site together: only one process may ask it."""
    groups: dict[str, list[Council]] = {}
    for council in councils:
        groups.setdefault(site_of(host_of(council.homepage)), []).append(council)
    return list(groups.values())


def _shards(councils: list[Council], processes: int | None) -> list[list[Council]]:
    """The councils dealt out to processes, those of one site together, the larger groups first."""
    groups = by_site(councils)
    count = min(processes or os.cpu_count() or 1, len(groups))
    shards: list[list[Council]] = [[] for _ in range(count)]
    for group in sorted(groups, key=len, reverse=True):
        min(shards, key=len).extend(group)
    return shards


def _listen(
    workers: Sequence[BaseProcess], news: Any, on_progress: Callable[[Progress], None]
) -> bool:
    """Pass on the processes' news until all have ended; returns whether we were interrupted."""
    interrupted = False
    while any(worker.is_alive() for worker in workers):
        try:
            on_progress(news.get(timeout=0.2))
        except queue.Empty:
            continue
        except KeyboardInterrupt:
            interrupted = True  # the processes were told too: let them finish what is in flight
    while True:
        try:
            on_progress(news.get(timeout=0.05))
        except queue.Empty:
            return interrupted


def _crawl_here(
    run: Run, record: RunRecord, councils: list[Council], locks: Path | None, news: Any
) -> None:
    """The whole of one process's crawl; this process alone needs Scrapy."""
    from twisted.internet.error import ReactorNotRunning

    from crawler.crawls import Crawls, crawling_process

    process = crawling_process(run, record)
    others = LockFolder(locks) if locks else None
    turns = Turns(record.settings.delay, others, closed_for(record.settings.between))
    crawls = Crawls(process, run, record, turns, news.put)

    async def all_of_them() -> None:
        await crawls.all(councils)
        from twisted.internet import reactor

        with contextlib.suppress(ReactorNotRunning):
            reactor.stop()  # type: ignore[misc]  # Twisted types its reactor as a module

    asyncio.get_event_loop().create_task(all_of_them())
    process.start(stop_after_crawl=False)
