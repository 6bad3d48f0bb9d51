"""A survey of many councils on a cluster: councils as tasks, their ends taken in as they come."""

from __future__ import annotations

import queue
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import blake2b
from typing import Any
from uuid import uuid4

import dask
from distributed import Client, Future

from config import ConfigError, Council
from crawler.cluster.connecting import SchedulerLost, connected, id_of
from crawler.cluster.parts import accept, tidy
from crawler.cluster.worker import Work, crawl_councils
from crawler.news import Progress
from crawler.run import Run
from crawler.store import is_here
from crawler.survey import CrawlFailed, by_site, status

LOOK = 0.5  # seconds between two looks at whether the scheduler is still there


def crawl(run: Run, scheduler: str, on_progress: Callable[[Progress], None]) -> list[str]:
    """Crawl every council of a run that is not done yet, on the cluster of this scheduler.

    May be called again to resume. Returns what is to be told of, a line each: councils whose sample
    no browser opened.

    Raises:
        ConfigError: there is no such cluster, or another crawl of this run is at work on it.
        SchedulerLost: the scheduler does not answer any more; what was gathered is in the store.
        CrawlFailed: councils did not come to an end, after all tries.
        KeyboardInterrupt: after the exchanges in flight were finished and put in the store.
    """
    if is_here(run.folder):
        run = Run(run.folder.absolute())  # as the workers see it
    record = run.read()
    with connected(scheduler) as client, _alone(client, run):
        tidy(run, _undone(run))
        undone = _undone(run)
        councils = [each for each in record.councils if each.slug in undone]
        if not councils:
            return []
        groups = sorted(by_site(councils), key=lambda group: _length(group, undone), reverse=True)
        survey = _Survey(client, run, on_progress)
        notes = survey.crawl(groups)
        tidy(run, _undone(run))
        return notes


def _undone(run: Run) -> dict[str, int]:
    """The councils of a run that are not done, each with the pages that it has."""
    return {each.slug: each.pages for each in status(run) if each.state != "done"}


def _length(group: list[Council], pages: dict[str, int]) -> tuple[int, int]:
    """By what groups are ordered: how many councils share a site, and how few pages are had."""
    return len(group), -sum(pages[council.slug] for council in group)


@contextmanager
def _alone(client: Client, run: Run) -> Iterator[None]:
    """Hold the run on the cluster's board, so that two commands never crawl it at once.

    Raises:
        ConfigError: another does.
    """
    board, owner, key = client.scheduler, f"client-{uuid4()}", f"run {id_of(run)}"
    lease = float(dask.config.get("digitalfirst.lease"))

    def hold() -> bool:
        told: dict[str, Any] = {"owner": owner, "begins": True, "gives": {}, "pauses": {}}
        answer = client.sync(board.digitalfirst_sync, run=key, wants=[key], **told)
        return key in answer["granted"]

    # One that was killed holds the run until its lease ends.
    patience = time.monotonic() + lease + 1
    while not hold():
        if time.monotonic() > patience:
            raise ConfigError(f"{run.folder}: another crawl of this run is at work")
        time.sleep(min(1.0, lease / 5))
    client.sync(board.digitalfirst_begin, run=id_of(run))
    ended = threading.Event()

    def keep() -> None:
        while not ended.wait(lease / 5):
            with suppress(Exception):  # the crawl itself notices that the scheduler is gone
                hold()

    keeper = threading.Thread(target=keep, daemon=True)
    keeper.start()
    try:
        yield
    finally:
        ended.set()
        if client.status == "running":
            with suppress(Exception):  # else its lease runs out
                client.sync(board.digitalfirst_leave, owner=owner, callback_timeout=5)


class _Survey:
    """One command's crawl: tasks out, results in."""

    def __init__(self, client: Client, run: Run, on_progress: Callable[[Progress], None]) -> None:
        self.client, self.run, self.on_progress = client, run, on_progress
        self.id = blake2b(id_of(run).encode(), digest_size=6).hexdigest()
        self.news: queue.SimpleQueue[dict[str, int] | Future] = queue.SimpleQueue()
        self.failed: dict[str, str] = {}
        self.notes: defaultdict[str, list[str]] = defaultdict(list)
        self.interrupted = False

    def crawl(self, groups: list[list[Council]]) -> list[str]:
        """Crawl groups of councils that share a site, in this order; see `crawl`."""
        topic = f"digitalfirst-{self.id}"
        self.client.subscribe_topic(topic, lambda event: self.news.put(event[1]["pages"]))
        checkpoint = float(dask.config.get("digitalfirst.checkpoint"))
        work = Work(str(self.run.folder), checkpoint, topic)
        waiting: dict[Future, list[Council]] = {}
        for place, group in enumerate(groups):
            future = self.client.submit(
                crawl_councils,
                work,
                tuple(council.slug for council in group),
                key=(f"digitalfirst-crawl-{self.id}", group[0].slug),
                retries=int(dask.config.get("digitalfirst.retries")),
                priority=len(groups) - place,
                pure=False,
            )
            waiting[future] = group
            future.add_done_callback(self.news.put)
        try:
            self._listen(waiting)
        finally:
            self.client.unsubscribe_topic(topic)
        if self.interrupted:
            raise KeyboardInterrupt
        if self.failed:
            slug, reason = min(self.failed.items())
            raise CrawlFailed(f"the crawl ended early: {slug}: {reason}; run it again to go on")
        return [f"{min(of)} and {len(of) - 1} more: {note}" for note, of in self.notes.items()]

    def _listen(self, waiting: dict[Future, list[Council]]) -> None:
        """Take in news until every task has ended."""
        while waiting:
            try:
                self._hear(waiting)
            except queue.Empty:
                self._check_scheduler()
            except KeyboardInterrupt:
                self._interrupt(waiting)

    def _hear(self, waiting: dict[Future, list[Council]]) -> None:
        news = self.news.get(timeout=LOOK)
        if isinstance(news, dict):
            for slug, pages in news.items():
                self.on_progress(Progress(slug, pages))
        elif news in waiting:
            self._take_in(news, waiting.pop(news))

    def _take_in(self, future: Future, group: list[Council]) -> None:
        """A task ended: its attempts' evidence becomes the councils'."""
        if future.status == "finished":
            for slug, result in future.result().items():
                self._accept(slug, result)
        elif future.status == "error":
            for council in group:
                self.failed[council.slug] = _reason(future)
                self.on_progress(Progress(council.slug, 0, "failed"))
        elif not self.interrupted:
            raise SchedulerLost("the scheduler was lost")
        future.release()

    def _accept(self, slug: str, result: dict[str, Any] | None) -> None:
        if result is None:
            self.failed[slug] = "was cut off"
            return
        accept(self.run, slug, result["attempt"])
        ending = result["ending"]
        if note := result.get("note"):
            self.notes[note].append(slug)
        if ending.get("interrupted"):
            self.failed[slug] = str(ending.get("reason"))
        self.on_progress(Progress(slug, ending.get("pages", 0), ending.get("state", "failed")))

    def _interrupt(self, waiting: dict[Future, list[Council]]) -> None:
        """Have the processes finish what is in flight; what was not begun is not begun.

        A second interrupt ends at once.
        """
        if self.interrupted:
            raise KeyboardInterrupt
        self.interrupted = True
        try:
            self.client.sync(self.client.scheduler.digitalfirst_stop, run=id_of(self.run))
            begun = {key for keys in self.client.processing().values() for key in keys}
            self.client.cancel([future for future in waiting if future.key not in begun])
        except (OSError, TimeoutError) as error:
            raise SchedulerLost("the scheduler does not answer") from error

    def _check_scheduler(self) -> None:
        """Make sure that the scheduler is still there.

        Raises:
            SchedulerLost: it was not for a while.
        """
        patience = time.monotonic() + float(dask.config.get("digitalfirst.patience"))
        while self.client.status != "running":
            if time.monotonic() > patience or self.client.status == "closed":
                raise SchedulerLost("the scheduler does not answer")
            time.sleep(LOOK)


def _reason(future: Future) -> str:
    error = future.exception()
    return " ".join(str(error).split())[:200] or type(error).__name__
