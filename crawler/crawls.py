"""The crawls of many councils side by side in one process, whose reactor can be started once."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable

from scrapy.crawler import AsyncCrawlerProcess

from config import Council, load_platforms
from crawler.clock import count_only_listening
from crawler.frontier import Frontier
from crawler.news import Progress
from crawler.run import Run, RunRecord, write_whole
from crawler.spider import SCRAPY_SETTINGS, CouncilSpider
from crawler.turns import Turns


def crawling_process(run: Run, record: RunRecord) -> AsyncCrawlerProcess:
    """Scrapy's part of a process that crawls for a run; it installs the reactor."""
    limits = run.load_crawl_rules().limits
    process = AsyncCrawlerProcess(
        {
            **SCRAPY_SETTINGS,
            "USER_AGENT": record.settings.user_agent,
            "ALLOW_PRIVATE": record.settings.allow_private,
            "DOWNLOAD_MAXSIZE": limits.response_bytes,
            "DOWNLOAD_MAXHEADSIZE": limits.head_bytes,
        },
    )
    count_only_listening(asyncio.get_event_loop())
    return process


class Crawls:
    """The councils' crawls in this process, so many at once; an interrupt starts no new ones."""

    def __init__(
        self,
        process: AsyncCrawlerProcess,
        run: Run,
        record: RunRecord,
        turns: Turns,
        on_progress: Callable[[Progress], None],
    ) -> None:
        self.process, self.run, self.record = process, run, record
        self.turns, self.on_progress = turns, on_progress
        self.places = asyncio.Semaphore(record.settings.at_once)
        self.interrupted = False

    async def all(self, councils: list[Council]) -> None:
        """Crawl all of them."""
        await asyncio.gather(*map(self.one, councils), return_exceptions=True)

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
                    on_page=lambda slug, pages: self.on_progress(Progress(slug, pages)),
                )
            except Exception as error:
                self._note_failure(council, error)
            ending = self.run.read_ending(council.slug)
            state = ending.get("state", "failed")
            self.interrupted = self.interrupted or ending.get("interrupted", False)
            self.on_progress(Progress(council.slug, ending.get("pages", 0), state))

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
