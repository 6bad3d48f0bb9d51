"""What is below Scrapy ends without noise, in a process of its own: a reactor runs once."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

# Closes its kept connection, and is too busy to hear of it before Scrapy's own time is up.
BUSY_END = """
import asyncio, sys, time
from scrapy import Request
from scrapy.utils.reactor import install_reactor
from scrapy.utils.test import get_crawler
install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
from twisted.internet import reactor
from crawler.wire import LimitedHandler

async def busy_end():
    crawler = get_crawler(settings_dict={"DOWNLOAD_MAXHEADSIZE": 10000, "LOG_ENABLED": False})
    crawler._apply_settings()
    handler = LimitedHandler(crawler)
    await handler.download_request(Request(sys.argv[1]))
    closing = asyncio.ensure_future(handler.close())
    await asyncio.sleep(0)
    time.sleep(handler._disconnect_timeout + 0.5)
    await closing
    await asyncio.sleep(0.5)
    reactor.stop()
    print("closed")

asyncio.get_event_loop().create_task(busy_end())
reactor.run()
"""

# Asks for a page and is busy for longer than the server may take; then for one that never comes.
BUSY_MEANWHILE = """
import asyncio, sys, time
from scrapy import Request
from scrapy.exceptions import DownloadTimeoutError
from scrapy.utils.reactor import install_reactor
from scrapy.utils.test import get_crawler
install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
from twisted.internet import reactor
from crawler.clock import count_only_listening
from crawler.wire import LimitedHandler

async def busy_meanwhile():
    crawler = get_crawler(settings_dict={"DOWNLOAD_MAXHEADSIZE": 10000, "LOG_ENABLED": False})
    crawler._apply_settings()
    handler = LimitedHandler(crawler)
    meta = {"download_timeout": 2}
    soon, never = (Request(sys.argv[1] + path, meta=meta) for path in ("", "never"))
    asked = asyncio.ensure_future(handler.download_request(soon))
    await asyncio.sleep(0)
    time.sleep(4)
    print((await asked).status)
    began = time.monotonic()
    try:
        await handler.download_request(never)
    except DownloadTimeoutError:
        print("late", 2 <= time.monotonic() - began)
    reactor.stop()

count_only_listening(asyncio.get_event_loop())
asyncio.get_event_loop().create_task(busy_meanwhile())
reactor.run()
"""


class _KeepsOpen(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.path == "/never":
            time.sleep(30)
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def url() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _KeepsOpen) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def run_apart(program: str, url: str) -> tuple[str, str, int]:
    """What a program that asks this address printed on stdout and stderr, and its exit code."""
    command = [sys.executable, "-c", program, url]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    return ended.stdout, ended.stderr, ended.returncode


def test_a_busy_process_closes_its_connections_without_a_traceback(url: str) -> None:
    assert run_apart(BUSY_END, url) == ("closed\n", "", 0)


def test_a_server_is_not_late_because_the_process_was_busy(url: str) -> None:
    assert run_apart(BUSY_MEANWHILE, url) == ("200\nlate True\n", "", 0)
