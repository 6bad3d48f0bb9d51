"""The rendered sample on a worker: opened by its crawling process once a council is crawled."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack

from config import Council
from crawler.browser import NoBrowser, find_browser
from crawler.chromium import Chromium
from crawler.gate import Gate
from crawler.memory import memory_bound
from crawler.news import Opened
from crawler.rendering_run import Rendering, first_error
from crawler.run import CrawlSettings, Run
from crawler.turns import Turns


class Sampler:
    """A browser for all councils of a process, started when the first sample is wanted."""

    def __init__(self, run: Run, settings: CrawlSettings, turns: Turns) -> None:
        self.run, self.settings, self.turns = run, settings, turns
        self._open = AsyncExitStack()
        self._starting = asyncio.Lock()
        self._ready: tuple[Rendering, Chromium, Gate] | None = None
        self._without = ""
        self._stopped = False
        self._at_work: set[asyncio.Task[bool]] = set()

    async def open_sample(
        self, council: Council, go_on: Callable[[Council], Awaitable[None]]
    ) -> str:
        """Open a crawled council's sample; `go_on` crawls on from pages read after script.

        Returns what is to be told of it: why pages were not opened; empty where they were.
        """
        async with self._starting:
            ready = await self._start()
        while ready is not None and not self._stopped:
            rendering, chromium, gate = ready
            task = asyncio.ensure_future(rendering.one(council, chromium, gate))
            self._at_work.add(task)
            try:
                if not await task:
                    break
            except asyncio.CancelledError:
                break
            except Exception as error:
                return f"the sample was cut short: {first_error(error)}"
            finally:
                self._at_work.discard(task)
            await go_on(council)
        return self._without

    def stop(self) -> None:
        """Open no more pages."""
        self._stopped = True
        for task in self._at_work:
            task.cancel()

    async def close(self) -> None:
        """End the browser."""
        await self._open.aclose()

    async def _start(self) -> tuple[Rendering, Chromium, Gate] | None:
        if self._ready is not None or self._without:
            return self._ready
        browser = await asyncio.to_thread(find_browser)
        if browser is None:
            self._without = "no page is rendered: no Chromium there"
            return None
        rendering = Rendering(self.run, self.settings, _unheard, self.turns)
        limits = rendering.rules.limits
        try:
            gate = await self._open.enter_async_context(Gate(self.settings.allow_private))
            chromium = await self._open.enter_async_context(
                Chromium(browser, gate.url, limits.heap_mb)
            )
            await self._open.enter_async_context(memory_bound(limits.process_mb))
        except NoBrowser as error:
            self._without = f"no page is rendered: {error}"
            return None
        self._ready = rendering, chromium, gate
        return self._ready


def _unheard(opened: Opened) -> None:
    """Pages opened are not told of one by one on a cluster."""
