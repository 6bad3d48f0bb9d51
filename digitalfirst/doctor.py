"""Is this machine ready?"""

from __future__ import annotations

import os
import platform
import shutil
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.request import getproxies

from crawler.browser import axe_version, find_browser
from crawler.run import TOOL_VERSION

# A national crawl: 380 councils of 150 pages at some 20 KB compressed, and as much again to spare.
ROOM_WANTED = 3 * 1024**3


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: whether it is well, and what to do where it is not."""

    name: str
    well: bool
    found: str
    needed: bool = True

    @property
    def row(self) -> dict[str, object]:
        """As a plain row."""
        return asdict(self)


def checks(folder: Path) -> Iterator[Check]:
    """What a run in this folder needs."""
    yield Check("digitalfirst", True, f"{TOOL_VERSION} on Python {platform.python_version()}")
    yield _browser()
    free = shutil.disk_usage(folder).free
    yield Check("disk", free >= ROOM_WANTED, f"{free / 1024**3:.0f} GB free in {folder}")
    yield Check("writable", os.access(folder, os.W_OK), str(folder.resolve()))
    proxies = getproxies()
    named = ", ".join(f"{scheme}: {url}" for scheme, url in sorted(proxies.items()))
    yield Check("proxy", True, named or "none set")
    yield _network(bool(proxies))
    contact = os.environ.get("DIGITALFIRST_CONTACT", "")
    yield Check(
        "contact", bool(contact), contact or "set DIGITALFIRST_CONTACT or give --contact", False
    )


def _browser() -> Check:
    path = find_browser()
    if path is None:
        return Check("browser", False, "no Chromium: the rendered sample is left out", False)
    try:
        answer = subprocess.run(
            [path, "--version"], capture_output=True, text=True, timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return Check("browser", False, f"{path} does not start: {error}", False)
    found = f"{answer.stdout.strip()} at {path}, with axe-core {axe_version()}"
    return Check("browser", answer.returncode == 0, found, False)


def _network(behind_proxy: bool) -> Check:
    if behind_proxy:
        return Check("network", True, "names are looked up by the proxy", False)
    try:
        socket.getaddrinfo("www.gov.uk", 443)
    except OSError as error:
        return Check("network", False, f"names cannot be looked up: {error}", False)
    return Check("network", True, "names can be looked up", False)
