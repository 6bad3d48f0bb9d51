"""The browser for what markup cannot tell: which one is there."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_CHROME = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")


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


if __name__ == "__main__":
    found = find_browser()
    print(found or "no browser")
    raise SystemExit(found is None)
