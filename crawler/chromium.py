"""A running Chromium: how it is started, and started anew when it crashes."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Any, Self

from playwright.async_api import Browser, BrowserContext, Error, Playwright, async_playwright

from crawler.browser import NoBrowser

# Nothing but the page speaks to the network, and nothing goes around the proxy.
ARGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
    # A page's frames share its process, so that what they load and hold counts as the page's.
    "--disable-features=IsolateOrigins,site-per-process",
    "--disable-site-isolation-trials",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
)
# What sites are told: the browser, as it says itself but for its having no window.
AGENT = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/{major}.0.0.0 Safari/537.36"
)
WINDOW = (1280, 900)
START_SECONDS = 30
CLOSE_SECONDS = 5


class Chromium:
    """A browser for many contexts, started anew after a crash.

    `memory` bounds the heap of each page's scripts, in MB. Use as an async context manager.

    Raises:
        NoBrowser: it does not start.
    """

    def __init__(self, path: Path, proxy: str = "", memory: int = 512) -> None:
        self.path = path
        self.proxy = proxy
        self.memory = memory
        self.starts = 0
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None
        self._starting = asyncio.Lock()

    async def __aenter__(self) -> Self:
        self._playwright = await async_playwright().start()
        try:
            await self._running()
        except NoBrowser:
            await self._playwright.stop()
            raise
        return self

    async def __aexit__(self, *raised: object) -> None:
        await self.stop()
        if self._playwright is not None:
            await self._playwright.stop()

    @property
    def version(self) -> str:
        """The browser's version; empty while none runs."""
        return self._browser.version if self._browser else ""

    async def context(self, agent: str = "", window: tuple[int, int] = WINDOW) -> BrowserContext:
        """A fresh context: no cookies, no cache, nothing kept.

        `agent` is added to what the browser calls itself; `window` is its size in CSS pixels.

        Raises:
            NoBrowser: the browser does not start.
        """
        try:
            return await self._new_context(agent, window)
        except Error:  # it died between two contexts
            await self.stop()
            return await self._new_context(agent, window)

    async def _new_context(self, agent: str, window: tuple[int, int]) -> BrowserContext:
        browser = await self._running()
        named = AGENT.format(major=browser.version.partition(".")[0])
        return await browser.new_context(
            viewport={"width": window[0], "height": window[1]},
            user_agent=f"{named} {agent}".strip(),
            locale="en-GB",
            service_workers="block",
            accept_downloads=False,
            ignore_https_errors=True,
        )

    async def stop(self) -> None:
        """End the browser; the next context starts another."""
        browser, self._browser = self._browser, None
        if browser is not None:
            try:
                async with asyncio.timeout(CLOSE_SECONDS):
                    await browser.close()
            except (Error, TimeoutError):
                return

    async def _running(self) -> Browser:
        async with self._starting:
            if self._browser is None or not self._browser.is_connected():
                self._browser = await self._start()
            return self._browser

    async def _start(self) -> Browser:
        assert self._playwright is not None
        # All addresses go through the proxy, those of this machine too.
        proxy: Any = {"server": self.proxy, "bypass": "<-loopback>"} if self.proxy else None
        self.starts += 1
        try:
            return await self._playwright.chromium.launch(
                executable_path=self.path,
                args=[*ARGS, f"--js-flags=--max-old-space-size={self.memory}"],
                chromium_sandbox=os.geteuid() != 0,  # which root cannot have
                proxy=proxy,
                timeout=START_SECONDS * 1000,
                handle_sigint=False,
            )
        except Error as error:
            raise NoBrowser(
                f"{self.path} does not start: {error.message.splitlines()[0]}"
            ) from error
