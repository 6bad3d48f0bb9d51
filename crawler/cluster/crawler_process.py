"""A worker's crawling process: `python -m crawler.cluster.crawler_process`.

Scrapy's reactor cannot be started twice in a process, so each worker has one process beside it that
crawls whatever councils its tasks bring, side by side. It reads a line of JSON for each task on
standard input and writes what it has to tell on standard output; where the input ends, its worker
is gone: it puts what it has in the store, and ends.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shutil
import sys
import tempfile
import threading
import time
from collections import defaultdict
from pathlib import Path
from typing import Any
from uuid import uuid4

from twisted.internet.error import ReactorNotRunning

from config import Council
from crawler.cluster.connecting import BoardCalls, id_of
from crawler.cluster.leases import Leases
from crawler.cluster.parts import Attempt, ended_attempt, fetch_latest
from crawler.cluster.sample import Sampler
from crawler.crawls import Crawls, crawling_process
from crawler.news import Progress
from crawler.run import Run
from crawler.store import folder_at
from crawler.turns import Turns
from crawler.window import closed_for

NEWS = 0.5  # seconds between two lines of progress
LAST_WORDS = 90.0  # seconds after which a process that should have ended is ended
TRIES = 6  # to put a council's whole evidence, each twice as long after the last
Result = dict[str, Any]


class CrawlerProcess:
    """What the process does: `run` is the one in the store, `spool` one of this machine."""

    def __init__(self, run: Run, spool: Run, scheduler: str, checkpoint: float) -> None:
        self.run, self.spool, self.checkpoint = run, spool, checkpoint
        self.record = spool.read()
        self.process = crawling_process(spool, self.record)
        self.calls = BoardCalls(scheduler)
        self.leases = Leases(id_of(run), f"crawler-{uuid4()}", self.calls.sync)
        settings = self.record.settings
        turns = Turns(settings.delay, self.leases, closed_for(settings.between))
        self.crawls = Crawls(self.process, spool, self.record, turns, self.note)
        self.sampler = Sampler(spool, settings, turns)
        self.councils = {council.slug: council for council in self.record.councils}
        self.pages: dict[str, int] = {}
        self.locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self.tasks: set[asyncio.Task[None]] = set()
        self.ending = asyncio.Event()
        self.closed = False

    def note(self, progress: Progress) -> None:
        """Keep news of a council for the next line of progress."""
        self.pages[progress.slug] = progress.pages

    def hear(self, line: str) -> None:
        """Take in a line from the worker: a task, or nothing more to come."""
        if not line:
            self.ending.set()
            return
        asked = json.loads(line)
        if self.closed:
            tell({"task": asked["task"], "error": "the crawling process was ending"})
            return
        task = asyncio.ensure_future(self.crawl_group(asked["task"], asked["slugs"]))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def work(self) -> None:
        """Crawl what is brought until we are to stop; then finish what is in flight, and end."""
        keeping = asyncio.create_task(self.leases.keep())
        telling = asyncio.create_task(self.tell_of_pages())
        while not (self.ending.is_set() or self.leases.lost or self.leases.stopped):
            await asyncio.sleep(0.1)
        if self.leases.lost:
            say(f"stops: {self.leases.lost}")
        threading.Timer(LAST_WORDS, os._exit, [1]).start()
        await self.stop_crawls()
        while self.tasks:
            await asyncio.gather(*self.tasks, return_exceptions=True)
        self.closed = True
        await self.sampler.close()
        keeping.cancel()
        telling.cancel()
        await self.calls.leave(self.leases.owner)

    async def stop_crawls(self) -> None:
        """Ask for nothing more; exchanges in flight are finished and written."""
        self.crawls.interrupted = self.leases.stopped = True
        self.sampler.stop()
        await self.process.stop()

    async def crawl_group(self, task: str, slugs: list[str]) -> None:
        """The councils of one site; tells how each ended, or what went wrong."""
        told: dict[str, Any] = {"task": task}
        try:
            results = await asyncio.gather(*(self.crawl_one(slug) for slug in slugs))
            told["results"] = dict(zip(slugs, results, strict=True))
        except Exception as error:
            told["error"] = f"{type(error).__name__}: {error}"
        if self.leases.lost:  # whoever has the councils now says what came of them
            told["error"] = self.leases.lost
        tell(told)

    async def crawl_one(self, slug: str) -> Result | None:
        """One council, by this process alone; None where it was not begun, or not finished.

        Another process that was at it ends, or falls silent, before it is ours.
        """
        async with self.locks[slug]:
            key = f"council {self.leases.run} {slug}"
            if not await self.leases.acquire(key):
                return None
            try:
                if ended := await asyncio.to_thread(ended_attempt, self.run, slug):
                    return {"attempt": ended[0], "ending": ended[1]}
                return await self.attempt(self.councils[slug])
            finally:
                self.leases.give_back(key, 0.0)

    async def attempt(self, council: Council) -> Result | None:
        """Go on from what the store has; put parts on the way, and the whole at the end."""
        slug = council.slug
        name = f"{time.strftime('%Y%m%d%H%M%S', time.gmtime())}-{uuid4().hex[:8]}"
        attempt = Attempt(self.run, slug, name)
        await asyncio.to_thread(self.fetch, slug)
        ended = asyncio.Event()
        putting = asyncio.create_task(self.put_parts(attempt, ended))
        try:
            await self.crawls.one(council)
            ending = self.spool.read_ending(slug)
            note = ""
            if self.wants_sample(ending):
                note = await self.sampler.open_sample(council, self.crawls.one)
                ending = self.spool.read_ending(slug)
                if self.crawls.interrupted:  # its sample was not finished
                    ending |= {"state": "partial", "reason": "interrupted", "interrupted": True}
        finally:
            ended.set()
            await putting
        if not ending:
            return None
        await asyncio.to_thread(self.put_whole, attempt, ending)
        return {"attempt": name, "ending": ending, "note": note}

    def wants_sample(self, ending: dict[str, Any]) -> bool:
        """Whether a browser is to open pages of a council whose crawl ended so."""
        is_whole = bool(ending) and not ending.get("interrupted")
        return is_whole and self.record.settings.render != "none"

    def fetch(self, slug: str) -> None:
        """Bring a council's evidence and how it ended, if it did, into the spool."""
        fetch_latest(self.run, slug, self.spool)
        self.spool.ending(slug).unlink(missing_ok=True)
        if (before := self.run.read_ending(slug)) and before.get("state") == "failed":
            text = json.dumps(before)
            self.spool.ending(slug).write_text(text, encoding="utf-8")

    async def put_parts(self, attempt: Attempt, ended: asyncio.Event) -> None:
        """Put what was gathered since the last time, again and again until the attempt ended."""
        evidence = self.spool.evidence(attempt.slug)
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(ended.wait(), self.checkpoint)
                return
            # Taken between two exchanges: the writer is on this thread.
            size = evidence.stat().st_size if evidence.exists() else 0
            try:
                await asyncio.to_thread(attempt.put_more, evidence, size)
            except Exception as error:  # tried again: the end of the council insists
                say(f"{attempt.slug}: a part could not be put yet: {error}")

    def put_whole(self, attempt: Attempt, ending: dict[str, Any]) -> None:
        """Put all of a council's evidence, trying for a while where the store does not answer."""
        evidence = self.spool.evidence(attempt.slug)
        for number in range(TRIES):
            try:
                attempt.put_whole(evidence, ending)
                break
            except Exception as error:
                say(f"{attempt.slug}: could not be put: {error}")
                if number == TRIES - 1:
                    kept = _kept(evidence)
                    raise OSError(f"the store does not take it: kept in {kept}") from error
                time.sleep(2**number)
        evidence.unlink(missing_ok=True)

    async def tell_of_pages(self) -> None:
        """Tell how many pages each council has, where that changed."""
        while True:
            await asyncio.sleep(NEWS)
            if self.pages:
                tell({"pages": self.pages})
                self.pages = {}


def _kept(evidence: Path) -> Path:
    """Evidence that could not be put, kept on this machine when the spool goes."""
    folder = Path(tempfile.mkdtemp(prefix="digitalfirst-kept-"))
    shutil.copy(evidence, folder)
    return folder / evidence.name


def tell(line: dict[str, Any]) -> None:
    """A line to the worker, who may be gone."""
    with contextlib.suppress(OSError):
        TO_WORKER.write(json.dumps(line) + "\n")
        TO_WORKER.flush()


def say(words: str) -> None:
    """A line into the worker's log."""
    with contextlib.suppress(OSError):
        print(f"digitalfirst: {words}", file=sys.stderr, flush=True)


def open_spool(run: Run, folder: Path) -> Run:
    """A run of this machine, asked for as the one in the store."""
    spool = Run(folder)
    for name in ("record_path", "services_file", "rules_file", "links_file"):
        source: Path = getattr(run, name)
        if source.exists():
            target: Path = getattr(spool, name)
            target.write_bytes(source.read_bytes())
    spool.ending("x").parent.mkdir()
    return spool


def main() -> None:
    """Crawl for the run that the first line of input names."""
    asked = json.loads(sys.stdin.readline())
    run = Run(folder_at(asked["run"]))
    with tempfile.TemporaryDirectory(prefix="digitalfirst-spool-") as folder:
        spool = open_spool(run, Path(folder))
        loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)  # Azure's library may have left its own, which runs already
        here = CrawlerProcess(run, spool, asked["scheduler"], asked["checkpoint"])

        def read() -> None:
            for line in sys.stdin:
                loop.call_soon_threadsafe(here.hear, line)
            loop.call_soon_threadsafe(here.hear, "")

        async def work() -> None:
            try:
                await here.work()
            finally:
                from twisted.internet import reactor

                with contextlib.suppress(ReactorNotRunning):
                    reactor.stop()  # type: ignore[misc]  # Twisted types its reactor as a module

        threading.Thread(target=read, daemon=True).start()
        loop.create_task(work())
        here.process.start(stop_after_crawl=False, install_signal_handlers=False)
    os._exit(0)  # the timer of last words waits for nobody


if __name__ == "__main__":
    # What anything prints must not come between our lines.
    TO_WORKER = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    main()
