"""Chromium: which one is there, and the axe-core that runs in its pages.

Playwright takes a quarter of a second to import: what only asks for a browser goes without.
"""

from __future__ import annotations

import os
import re
import shutil
from functools import cache
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_CHROME = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")


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
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
    return own if own.exists() else None


@cache
def axe_version() -> str:
    """The version of axe-core that runs in the pages, as its file says it."""
    found = re.search(r"axe v([\d.]+)", AXE_SCRIPT[:200])
    return found[1] if found else "unknown"


if __name__ == "__main__":
    found = find_browser()
    print(found or "no browser")
    raise SystemExit(found is None)
