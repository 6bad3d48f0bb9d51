"""Progress on long work, on stderr; quiet when stderr is no terminal."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from crawler.news import Opened
from crawler.news import Progress as News

console = Console(stderr=True)


class CrawlBar:
    """Councils done, pages, pages a second, failures and the time left of a crawl."""

    def __init__(self, progress: Progress, councils: int, done: int, max_pages: int) -> None:
        self._progress = progress
        self._max_pages = max_pages
        self._councils = councils
        self._pages: Counter[str] = Counter()
        self._earlier = done * max_pages
        self._states: Counter[str] = Counter({"done": done})
        self._task = progress.add_task(
            "crawl", total=councils * max_pages, completed=self._earlier, words=""
        )

    def hear(self, news: News) -> None:
        """Take in news of one council."""
        self._pages[news.slug] = news.pages
        if news.state:
            self._states[news.state] += 1
            self._pages[news.slug] = self._max_pages
        ended = sum(self._states.values())
        words = f"{ended}/{self._councils} councils"
        if failed := self._states["failed"]:
            words += f", {failed} failed"
        self._progress.update(self._task, completed=self._completed(), words=words)

    def _completed(self) -> int:
        return self._earlier + sum(self._pages.values())


@contextmanager
def crawl_bar(councils: int, done: int, max_pages: int) -> Iterator[CrawlBar]:
    """A bar for a crawl of so many councils, some done already."""
    with _progress("pages") as progress:
        yield CrawlBar(progress, councils, done, max_pages)


class RenderBar:
    """Pages opened in the browser, of those that are wanted as far as is known."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._news: dict[str, Opened] = {}
        self._task = progress.add_task("render", total=None, words="")

    def hear(self, news: Opened) -> None:
        """Take in news of one council."""
        self._news[news.slug] = news
        done, wanted = (
            sum(each)
            for each in zip(*((n.done, n.wanted) for n in self._news.values()), strict=True)
        )
        self._progress.update(self._task, completed=done, total=wanted)


@contextmanager
def render_bar() -> Iterator[RenderBar]:
    """A bar for the pages that a browser opens."""
    with _progress("pages") as progress:
        yield RenderBar(progress)


@contextmanager
def counting_bar(what: str, total: int) -> Iterator[Progress]:
    """A bar that counts to `total`; call `advance(0)` on it."""
    with _progress(what) as progress:
        progress.add_task(what, total=total, words="")
        yield progress


def say(words: str) -> None:
    """Tell a person at a terminal something; nothing where stderr is no terminal."""
    if sys.stderr.isatty():
        console.print(words, highlight=False)


def warn(words: str) -> None:
    """Tell a person, or who reads stderr, that something was left out."""
    print(f"digitalfirst: {words}", file=sys.stderr)


def _progress(what: str) -> Progress:
    return Progress(
        TextColumn("{task.description:>6}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn(what + " {task.fields[words]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=console,
        disable=not sys.stderr.isatty(),
    )
