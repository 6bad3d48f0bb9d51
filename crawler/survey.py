"""A survey of many councils: side by side in a process of its own, resumable, with progress.

Scrapy's reactor cannot be started twice in one process, so each crawl runs in a fresh one; it tells
this one of its progress through a queue.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import json
import multiprocessing
import os
import queue
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess
from twisted.internet.error import ReactorNotRunning

from config import ConfigError, Council, load_platforms
from crawler.frontier import Frontier
from crawler.run import Run, RunRecord, write_whole
from crawler.spider import SCRAPY_SETTINGS, CouncilSpider
from crawler.turns import Turns
from crawler.urls import host_of, site_of
from crawler.window import closed_for


@dataclass(frozen=True, slots=True)
class Progress:
    """News of a council's crawl: its pages so far, and its state once it has ended."""

    slug: str
    pages: int
    state: str = ""


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
    for council in run.read().councils:
        ending = run.read_ending(council.slug)
        begun = run.evidence(council.slug).exists()
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
        turns = Path(folder) if len(shards) > 1 else None
        workers = [
            context.Process(target=_crawl_here, args=(run, record, shard, turns, news))
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


def _shards(councils: list[Council], processes: int | None) -> list[list[Council]]:
    """The councils dealt out to processes, those of one site together, the larger groups first."""
    groups: dict[str, list[Council]] = {}
    for council in councils:
        groups.setdefault(site_of(host_of(council.homepage)), []).append(council)
    count = min(processes or os.cpu_count() or 1, len(groups))
    shards: list[list[Council]] = [[] for _ in range(count)]
    for group in sorted(groups.values(), key=len, reverse=True):
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
    run: Run, record: RunRecord, councils: list[Council], turns: Path | None, news: Any
) -> None:
    """The whole of one process's crawl."""
    settings = record.settings
    limits = run.load_crawl_rules().limits
    process = AsyncCrawlerProcess(
        {
            **SCRAPY_SETTINGS,
            "USER_AGENT": settings.user_agent,
            "ALLOW_PRIVATE": settings.allow_private,
            "DOWNLOAD_MAXSIZE": limits.response_bytes,
            "DOWNLOAD_MAXHEADSIZE": limits.head_bytes,
        },
    )
    crawls = _Crawls(
        process, run, record, Turns(settings.delay, turns, closed_for(settings.between)), news
    )
    asyncio.get_event_loop().create_task(crawls.all(councils))
    process.start(stop_after_crawl=False)


class _Crawls:
    """The councils' crawls in this process, so many at once; an interrupt starts no new ones."""

    def __init__(
        self, process: AsyncCrawlerProcess, run: Run, record: RunRecord, turns: Turns, news: Any
    ) -> None:
        self.process, self.run, self.record, self.news = process, run, record, news
        self.turns = turns
        self.places = asyncio.Semaphore(record.settings.at_once)
        self.interrupted = False

    async def all(self, councils: list[Council]) -> None:
        """Crawl all of them, then stop the reactor."""
        await asyncio.gather(*map(self.one, councils), return_exceptions=True)
        from twisted.internet import reactor

        with contextlib.suppress(ReactorNotRunning):
            reactor.stop()  # type: ignore[misc]  # Twisted types its reactor as a module

    async def one(self, council: Council) -> None:
        """Crawl one council; what goes wrong with it ends it, not the others."""
        async with self.places:
            if self.interrupted:
                return
            try:
                await self.process.crawl(
                    self.process.create_crawler(CouncilSpider),
                    run=self.run,
                    frontier=_frontier(council, self.run, self.record),
                    settings=self.record.settings,
                    turns=self.turns,
                    on_page=lambda slug, pages: self.news.put(Progress(slug, pages)),
                )
            except Exception as error:
                self._note_failure(council, error)
            ending = self.run.read_ending(council.slug)
            state = ending.get("state", "failed")
            self.interrupted = self.interrupted or ending.get("interrupted", False)
            self.news.put(Progress(council.slug, ending.get("pages", 0), state))

    def _note_failure(self, council: Council, error: Exception) -> None:
        reason = f"the crawler failed: {type(error).__name__}: {error}"
        ending = {"slug": council.slug, "state": "failed", "reason": reason, "pages": 0}
        write_whole(self.run.ending(council.slug), json.dumps(ending, indent=1))


def _frontier(council: Council, run: Run, record: RunRecord) -> Frontier:
    return Frontier(
        council,
        run.load_services(),
        load_platforms(),
        run.load_crawl_rules(),
        max_pages=record.settings.max_pages,
        seed=record.settings.seed,
        links=tuple(link.url for link in run.load_links().get(council.gss, ())),
    )
