"""The tabs of one site: a context of its own, whose tabs are used again while their pages behave.

A new tab is a new process, which takes longer to start than most pages take to load.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import NamedTuple

from playwright.async_api import BrowserContext, CDPSession, Dialog, Error, Page

from crawler.chromium import CLOSE_SECONDS

EMPTY = "about:blank"


class Tab(NamedTuple):
    """A tab as Playwright drives it, and its own line to the browser."""

    page: Page
    client: CDPSession


class Tabs:
    """Opens tabs in a context that is made when the first one is wanted.

    `new_context` makes one, `prepare` is done to each new tab, which opens `most` pages at most:
    what they leave in its process's memory goes with it.
    """

    def __init__(
        self,
        new_context: Callable[[], Awaitable[BrowserContext]],
        prepare: Callable[[Tab], Awaitable[None]],
        most: int,
    ) -> None:
        self.new_context, self.prepare, self.most = new_context, prepare, most
        self._context: BrowserContext | None = None
        self._idle: list[Tab] = []
        self._opened: dict[Tab, int] = {}
        self._opening = asyncio.Lock()

    @contextlib.asynccontextmanager
    async def tab(self) -> AsyncIterator[Tab]:
        """An empty tab. It is closed afterwards if what was done with it raises, or if the page
        that is in it does not let itself be left.

        Raises:
            Error: the browser, started anew if need be, does not open one.
            NoBrowser: it does not start.
        """
        tab = await self._take()
        is_left = False
        try:
            yield tab
            is_left = self._opened.get(tab, self.most) < self.most and await _left(tab.page)
        finally:
            if is_left:
                self._idle.append(tab)
            else:
                await self._close(tab)

    async def close(self) -> None:
        """Forget the site: its context, cookies and cache."""
        context, self._context = self._context, None
        self._idle.clear()
        self._opened.clear()
        if context is not None:
            with contextlib.suppress(Error, TimeoutError):
                async with asyncio.timeout(CLOSE_SECONDS):
                    await context.close()

    async def _take(self) -> Tab:
        async with self._opening:
            while self._idle and not await _answers(self._idle[-1].page):
                await self._close(self._idle.pop())
            tab = self._idle.pop() if self._idle else await self._new()
            self._opened[tab] = self._opened.get(tab, 0) + 1
            return tab

    async def _new(self) -> Tab:
        try:
            return await self._open()
        except Error:  # the browser crashed since: another one, with another context
            await self.close()
            return await self._open()

    async def _open(self) -> Tab:
        if self._context is None:
            self._context = await self.new_context()
        page = await self._context.new_page()
        tab = Tab(page, await self._context.new_cdp_session(page))
        await self.prepare(tab)
        return tab

    async def _close(self, tab: Tab) -> None:
        self._opened.pop(tab, None)
        try:
            async with asyncio.timeout(CLOSE_SECONDS):
                await tab.page.close()
        except (Error, TimeoutError):
            await self.close()


async def _answers(page: Page) -> bool:
    """Whether a tab's process still lives."""
    try:
        async with asyncio.timeout(CLOSE_SECONDS):
            await page.evaluate("0")
    except (Error, TimeoutError):
        return False
    return True


async def _left(page: Page) -> bool:
    """Whether a tab's page could be left, whatever it asks before it goes."""
    page.on("dialog", _accept)
    try:
        await page.goto(EMPTY, timeout=CLOSE_SECONDS * 1000)
    except Error:
        return False
    page.remove_listener("dialog", _accept)
    return True


async def _accept(dialog: Dialog) -> None:
    with contextlib.suppress(Error):
        await dialog.accept()
