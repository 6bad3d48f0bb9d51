"""The main job on the simulated estate."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from digitalfirst.estate import Estate, serve

PROXIES = ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY")
NO_PROXIES = ("no_proxy", "NO_PROXY")


@contextmanager
def served(estate: Estate) -> Iterator[None]:
    """Serve an estate and send this process and its children there, for as long as it lasts."""
    before = {name: os.environ.get(name) for name in (*PROXIES, *NO_PROXIES)}
    with serve(estate) as server:
        os.environ.update(dict.fromkeys(PROXIES, server.proxy_url))
        for name in NO_PROXIES:
            os.environ.pop(name, None)
        try:
            yield
        finally:
            for name, value in before.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value
