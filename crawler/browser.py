"""Chromium: which one is there, and how it is started, and started anew when it crashes."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from axe_playwright_python.base import AXE_SCRIPT
from playwright.async_api import Browser, BrowserContext, Error, Playwright, async_playwright
from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_CHROME = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
# Nothing but the page speaks to the network, and nothing goes around the proxy.
ARGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
)
START_SECONDS = 30
CLOSE_SECONDS = 5


class NoBrowser(Exception):
    """There is no Chromium on this machine, or it does not start."""


def find_browser() -> Path | None:
    """The Chromium to use: DIGITALFIRST_BROWSER, one installed, else Playwright's own; or None."""
    if named := os.environ.get("DIGITALFIRST_BROWSER"):
        return Path(named) if Path(named).exists() else None
    for name in NAMES:
        if found := shutil.which(name):
            return Path(found)
    if MAC_CHROME.exists():
        return MAC_CHROME
    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
    return own if own.exists() else None


@cache
def axe_version() -> str:
    """The version of axe-core that runs in the pages, as its file says it."""
    found = re.search(r"axe v([\d.]+)", AXE_SCRIPT[:200])
    return found[1] if found else "unknown"


class Chromium:
    """A browser for many contexts, started when the first is asked for and anew after a crash.

    `memory` bounds the heap of each page's scripts, in MB. Use as an async context manager.
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
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()
        if self._playwright is not None:
            await self._playwright.stop()

    @property
    def version(self) -> str:
        """The browser's version; empty before its first start."""
        return self._browser.version if self._browser else ""

    async def context(self, **options: Any) -> BrowserContext:
        """A fresh context: no cookies, no cache, nothing kept.

        Options are those of Playwright's `new_context`.

        Raises:
            NoBrowser: the browser does not start.
        """
        options = {
            "service_workers": "block",
            "accept_downloads": False,
            "ignore_https_errors": True,
            "locale": "en-GB",
            **options,
        }
        try:
            return await (await self._running()).new_context(**options)
        except Error:  # it died between two contexts
            await self.stop()
            return await (await self._running()).new_context(**options)

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


async def run_axe(page: Any, options: dict[str, Any]) -> dict[str, Any]:
    """axe-core's results for a page or frame, in its own words.

    Raises:
        playwright.async_api.Error: the page crashed, went away or was closed.
    """
    await page.evaluate(AXE_SCRIPT)
    found: dict[str, Any] = await page.evaluate("options => axe.run(document, options)", options)
    return found


if __name__ == "__main__":
    found = find_browser()
    print(found or "no browser")
    raise SystemExit(found is None)
