"""The browser's only way to the web: a proxy on loopback that refuses addresses not public.

It resolves each name itself and connects to the very address that it checked, so that redirects,
frames, scripts, sockets and names whose answers change are all caught. A proxy of the environment
(HTTP_PROXY, HTTPS_PROXY, NO_PROXY) is gone through, as the crawler does.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple, Self
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from crawler.middlewares import is_named_private, is_public

CONNECT_SECONDS = 15
IDLE_SECONDS = 60
HEAD_BYTES = 2**17
CHUNK = 2**16
REFUSED, UNREACHABLE = "403 Forbidden", "502 Bad Gateway"
# Headers about the connection to the proxy, which end here (RFC 9110, 7.6.1).
OWN_HEADERS = ("connection", "proxy-connection", "proxy-authorization", "keep-alive")

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Refused(Exception):
    """A request would have gone to an address that is not public."""


class Target(NamedTuple):
    """What a request to the proxy asks for."""

    method: str
    host: str
    port: int
    address: str
    headers: tuple[str, ...]


@dataclass
class Gate:
    """The proxy. `refused` are the hosts that it let nobody reach. An async context manager."""

    allow_private: bool
    resolve: Callable[[str, int], list[str]] | None = None
    refused: set[str] = field(default_factory=set)
    url: str = ""
    _conversations: set[asyncio.Task[None]] = field(default_factory=set)

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=HEAD_BYTES)
        port = self._server.sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        return self

    async def __aexit__(self, *raised: object) -> None:
        self._server.close()
        for task in self._conversations:
            task.cancel()
        await asyncio.gather(*self._conversations, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._conversations.add(task)
        try:
            await self._converse(reader, writer)
        except (OSError, EOFError, ValueError, TimeoutError, asyncio.LimitOverrunError):
            pass  # either side hung up or talked nonsense: the browser sees a broken connection
        except asyncio.CancelledError:
            pass  # the gate is closed
        finally:
            self._conversations.discard(task)
            writer.close()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        target = _target(head)
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                onward, proxied = await self._open(target)
        except Refused:
            self.refused.add(target.host)
            writer.write(f"HTTP/1.1 {REFUSED}\r\nContent-Length: 0\r\n\r\n".encode())
            return
        except (OSError, TimeoutError):
            writer.write(f"HTTP/1.1 {UNREACHABLE}\r\nContent-Length: 0\r\n\r\n".encode())
            return
        if target.method != "CONNECT":
            onward[1].write(_request(target, proxied).encode("latin-1"))
        elif not proxied:
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        else:
            onward[1].write(_connect(target).encode("latin-1"))
        try:
            await _relay((reader, writer), onward)
        finally:
            onward[1].close()

    async def _open(self, target: Target) -> tuple[Streams, bool]:
        """A connection towards a host, and whether it is to the environment's proxy.

        Raises:
            Refused: the host's address is not public.
            OSError: it cannot be reached.
        """
        if not self.allow_private and is_named_private(target.host):
            raise Refused(target.host)
        scheme = "https" if target.method == "CONNECT" else "http"
        proxy = "" if proxy_bypass(target.host) else getproxies().get(scheme, "")
        if proxy:
            parts = urlsplit(proxy)
            return await asyncio.open_connection(parts.hostname, parts.port or 80), True
        address = await self._public_address(target)
        return await asyncio.open_connection(address, target.port), False

    async def _public_address(self, target: Target) -> str:
        look_up = self.resolve or _addresses
        found = await asyncio.to_thread(look_up, target.host, target.port)
        allowed = [each for each in found if self.allow_private or is_public(each)]
        if not allowed:
            raise Refused(f"{target.host} leads to {', '.join(found)}")
        return allowed[0]


def _addresses(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


def _target(head: str) -> Target:
    """What the head of a request asks for.

    Raises:
        ValueError: it is no request to a proxy.
    """
    first, *lines = head.rstrip("\r\n").split("\r\n")
    method, address, _ = first.split(" ", 2)
    parts = urlsplit(f"//{address}" if method == "CONNECT" else address)
    if not parts.hostname or (method != "CONNECT" and parts.scheme != "http"):
        raise ValueError(f"no request to a proxy: {first[:100]}")
    port = parts.port or (443 if method == "CONNECT" else 80)
    return Target(method, parts.hostname, port, address, tuple(lines))


def _request(target: Target, proxied: bool) -> str:
    """A plain request as it is passed on: one a connection."""
    parts = urlsplit(target.address)
    path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    kept = [line for line in target.headers if line.partition(":")[0].lower() not in OWN_HEADERS]
    first = f"{target.method} {target.address if proxied else path} HTTP/1.1"
    return "\r\n".join([first, *kept, "Connection: close", "", ""])


def _connect(target: Target) -> str:
    return f"CONNECT {target.address} HTTP/1.1\r\nHost: {target.address}\r\n\r\n"


async def _relay(inner: Streams, outer: Streams) -> None:
    """Pass bytes on both ways until the far side has ended or both are silent for too long."""
    sending = asyncio.create_task(_pass_on(inner[0], outer[1]))
    try:
        await _pass_on(outer[0], inner[1])
    finally:
        sending.cancel()
        with contextlib.suppress(asyncio.CancelledError, OSError, TimeoutError):
            await sending


async def _pass_on(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    while data := await asyncio.wait_for(source.read(CHUNK), IDLE_SECONDS):
        sink.write(data)
        await sink.drain()
