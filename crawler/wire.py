"""Below Scrapy's limits: how long the head of a response may be, no retries of Twisted's own, and
an end without noise.

Scrapy bounds a response's body, and Twisted each line of its head, but not their number: a server
that sends header lines without end would fill the memory until the time is up.
"""

from __future__ import annotations

import asyncio
from typing import Any

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from twisted.internet.defer import Deferred
from twisted.python.failure import Failure
from twisted.web._newclient import HEADER, STATUS


class HeadTooLong(Exception):
    """The status line and headers of a response are longer than allowed."""


class LimitedHandler(HTTP11DownloadHandler):
    """Scrapy's own handler, with a limit on heads: the setting DOWNLOAD_MAXHEADSIZE, in bytes."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        # A request sent anew at once, as Twisted does by itself, would break the promised pause.
        self._pool.retryAutomatically = False
        most = crawler.settings.getint("DOWNLOAD_MAXHEADSIZE")
        build: Any = self._pool._factory

        def build_limited(*args: Any) -> Any:
            factory = build(*args)
            build_protocol = factory.buildProtocol
            factory.buildProtocol = lambda address: _limited(build_protocol(address), most)
            return factory

        self._pool._factory = build_limited  # type: ignore[assignment]  # it is only ever called

    async def close(self) -> None:
        """Close the connections that are kept; those of servers that hang on are left.

        Scrapy's own way ends in a traceback where the process is too busy to stop its clock.
        """
        closing: Deferred[None] = self._pool.closeCachedConnections()  # type: ignore[no-untyped-call]
        closed = closing.asFuture(asyncio.get_running_loop())
        await asyncio.wait([closed], timeout=self._disconnect_timeout)


def _limited(protocol: Any, most: int) -> Any:
    """Twisted's client protocol, made to give up on a head of more than so many bytes."""
    receive = protocol.dataReceived
    length = 0

    def receive_limited(data: bytes) -> None:
        nonlocal length
        receive(data)
        parser = protocol._parser
        is_still_head = parser is not None and parser.state in (STATUS, HEADER)
        length = length + len(data) if is_still_head else 0
        if length > most:
            length = 0
            error = HeadTooLong(f"a head of more than {most} bytes")
            protocol._giveUp(Failure(error))  # type: ignore[no-untyped-call]  # Twisted's

    protocol.dataReceived = receive_limited
    return protocol
