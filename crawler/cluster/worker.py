"""What a worker does: give a task's councils to its crawling process, and wait for how they ended.

Dask's workers may have no children by `multiprocessing`, so the process is started by its own
command and talked with in lines of JSON. All tasks of a worker share one: a worker of a hundred
threads crawls a hundred councils at a time in a single process, as on one machine.
"""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
from dataclasses import dataclass
from typing import IO, Any
from uuid import uuid4

from distributed import get_worker

IDLE = 20.0  # seconds after which a process without a task is ended


@dataclass(frozen=True)
class Work:
    """What a task needs to know of its run: its folder or URL, how often parts are put (seconds),
    and the topic under which news of it is told."""

    run: str
    checkpoint: float
    topic: str


class CrawlerDied(Exception):
    """The crawling process ended before its task did."""


class Crawler:
    """The crawling process of this worker for one run."""

    def __init__(self, work: Work) -> None:
        self._worker = get_worker()
        self._topic = work.topic
        self._waiting: dict[str, queue.SimpleQueue[dict[str, Any]]] = {}
        self._lock = threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "crawler.cluster.crawler_process"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._write(
            {
                "run": work.run,
                "scheduler": self._worker.scheduler.address,
                "checkpoint": work.checkpoint,
            }
        )
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def is_alive(self) -> bool:
        """Whether it can be given tasks."""
        return self._process.poll() is None

    def expect(self) -> str:
        """The name of a task to come, for which the process stays."""
        task = uuid4().hex
        with self._lock:
            self._waiting[task] = queue.SimpleQueue()
        return task

    def crawl(self, task: str, slugs: tuple[str, ...]) -> dict[str, Any]:
        """Crawl these councils; returns what came of each.

        Raises:
            CrawlerDied: the process ended, or could not do it.
        """
        try:
            self._write({"task": task, "slugs": slugs})
            told = self._waiting[task].get()
        except OSError as error:
            raise CrawlerDied(f"the crawling process does not listen: {error}") from error
        finally:
            self._let_go(task)
        if "error" in told:
            raise CrawlerDied(str(told["error"]))
        return dict(told["results"])

    def _let_go(self, task: str) -> None:
        with self._lock:
            self._waiting.pop(task, None)
            idle = not self._waiting
        if idle:
            timer = threading.Timer(IDLE, self._end_if_idle)
            timer.daemon = True
            timer.start()

    def _end_if_idle(self) -> None:
        with _CHOOSING:
            if not self._waiting and self._process.stdin and not self._process.stdin.closed:
                _forget(self)
                self._process.stdin.close()

    def _write(self, line: dict[str, Any]) -> None:
        stdin: IO[str] = self._process.stdin  # type: ignore[assignment]  # a pipe, as asked for
        with self._lock:
            stdin.write(json.dumps(line) + "\n")
            stdin.flush()

    def _listen(self) -> None:
        stdout: IO[str] = self._process.stdout  # type: ignore[assignment]  # a pipe, as asked for
        for text in stdout:
            line = json.loads(text)
            if "pages" in line:
                self._worker.log_event(self._topic, {"pages": line["pages"]})
            elif line["task"] in self._waiting:
                self._waiting[line["task"]].put(line)
        code = self._process.wait()
        with _CHOOSING:
            _forget(self)
            for answer in list(self._waiting.values()):
                answer.put({"error": f"the crawling process ended (exit code {code})"})


_CRAWLERS: dict[Work, Crawler] = {}
_CHOOSING = threading.Lock()


def _forget(crawler: Crawler) -> None:
    for work in [work for work, each in _CRAWLERS.items() if each is crawler]:
        _CRAWLERS.pop(work, None)


def crawl_councils(work: Work, slugs: tuple[str, ...]) -> dict[str, Any]:
    """The task of Dask: crawl the councils of one site.

    Returns by slug the attempt whose evidence is in the store and how it ended; None for a council
    that was not begun because the crawl was interrupted.

    Raises:
        CrawlerDied: the crawling process ended; what it had put is gone on from.
    """
    with _CHOOSING:
        crawler = _CRAWLERS.get(work)
        if crawler is None or not crawler.is_alive:
            crawler = _CRAWLERS[work] = Crawler(work)
        task = crawler.expect()
    return crawler.crawl(task, slugs)
