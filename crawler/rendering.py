"""A visit of the browser's to a page: opened, measured, and left, whatever the page does."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from playwright.async_api import BrowserContext, Error, Route

from config.rendering import RenderRules
from crawler.browser import NoBrowser, axe_version
from crawler.chromium import Chromium
from crawler.gate import Gate
from crawler.measuring import Job, Measuring, Stopped, make_ready
from crawler.rendered import CRASHED, TIMED_OUT, Rendered
from crawler.tabs import Tab, Tabs
from crawler.turns import Turns
from crawler.urls import host_of


class Given(NamedTuple):
    """An answer that is given to the browser without asking anyone: media type and body."""

    kind: str
    body: bytes


@dataclass
class Visit:
    """What a visit gave: facts, the page after script, images by the prefix of their URN."""

    rendered: Rendered
    dom: bytes = b""
    images: dict[str, bytes] = field(default_factory=dict)


class SiteRenderer:
    """Renders pages of one site in a context of its own; several at once, each opened in turn.

    `measure` is False where only axe-core and the page after script are wanted; `places` bound how
    many pages are open at once, in all renderers that share them. With an `answer` nobody is asked
    for anything: it gives what is at an address, or None for nothing.
    """

    def __init__(
        self,
        chromium: Chromium,
        gate: Gate,
        rules: RenderRules,
        turns: Turns,
        agent: str = "",
        measure: bool = True,
        places: asyncio.Semaphore | None = None,
        answer: Callable[[str], Given | None] | None = None,
    ) -> None:
        self.chromium, self.gate, self.rules, self.turns = chromium, gate, rules, turns
        self.agent, self.measure = agent, measure
        self.answer = answer
        self.places = places or asyncio.Semaphore(1)
        self.sizes: dict[str, int] = {}
        self.tabs = Tabs(self._context, self._prepare, rules.limits.tab_pages)

    async def render(self, url: str, kinds: tuple[str, ...] = ()) -> Visit:
        """Open a page when its host's turn has come, and measure it.

        Whatever goes wrong is told in what it returns; what had been measured by then is kept.
        """
        host = host_of(url)
        await self.turns.take_when_free(host)
        turn = contextlib.ExitStack()
        turn.callback(lambda: self.turns.give_back(host))
        with turn:
            async with self.places:
                began = time.monotonic()
                measuring, ended = await self._measured(url, turn.close)
        found = measuring.found if measuring else {}
        if ended is not None:
            found |= {"outcome": ended.outcome, "reason": ended.reason}
        found |= {"browser": self.chromium.version, "seconds": round(time.monotonic() - began, 3)}
        facts = {"url": url, "kinds": kinds, "axe": axe_version(), **found}
        rendered = Rendered.model_validate(facts)
        return Visit(rendered, measuring.dom, measuring.images) if measuring else Visit(rendered)

    async def close(self) -> None:
        """Forget the site: its context, cookies and cache."""
        await self.tabs.close()

    async def _measured(
        self, url: str, loaded: Callable[[], None]
    ) -> tuple[Measuring | None, Stopped | None]:
        """A page as far as it could be measured, and why not to the end, where it could not."""
        over: asyncio.Future[Stopped] = asyncio.get_running_loop().create_future()

        def stop(outcome: str, reason: str) -> None:
            if not over.done():
                over.set_result(Stopped(outcome, reason))

        job = Job(stop, loaded, self.measure, self.sizes)
        measuring = None
        try:
            async with self.tabs.tab() as tab:
                measuring = Measuring(tab, self.rules, self.gate.refused, job)
                await self._within_bounds(measuring, url, over)
        except Stopped as stopped:
            return measuring, over.result() if over.done() else stopped
        except NoBrowser as error:
            return measuring, Stopped(CRASHED, str(error))
        except Error as error:
            return measuring, Stopped(CRASHED, error.message.splitlines()[0][:200])
        return measuring, None

    async def _within_bounds(
        self, measuring: Measuring, url: str, over: asyncio.Future[Stopped]
    ) -> None:
        """Measure a page until it is done, or breaks off by itself, or by a bound of ours.

        Raises:
            Stopped: it was broken off.
        """
        task = asyncio.create_task(measuring.all(url))
        waiting: set[asyncio.Future[None] | asyncio.Future[Stopped]] = {task, over}
        seconds = self.rules.limits.page_seconds
        await asyncio.wait(waiting, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            return task.result()
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError, Error, Stopped):
            await task
        raise (
            over.result() if over.done() else Stopped(TIMED_OUT, f"{measuring.step} took too long")
        )

    async def _context(self) -> BrowserContext:
        return await self.chromium.context(self.agent, self.rules.windows.wide)

    async def _prepare(self, tab: Tab) -> None:
        await make_ready(tab.client, self.rules)
        if self.answer is not None:
            await tab.page.route("**/*", self._give)

    async def _give(self, route: Route) -> None:
        found = self.answer(route.request.url) if self.answer else None
        if found is None:
            await route.abort()
        else:
            await route.fulfill(body=found.body, content_type=found.kind)
