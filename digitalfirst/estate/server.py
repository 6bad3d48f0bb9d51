"""The estate on loopback: one proxy through which all its hosts are reached, with real TLS."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import gzip
import socket
import ssl
import struct
import tempfile
import threading
import time
from collections.abc import Iterator
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path
from typing import Generic, NamedTuple, Protocol, TypeVar
from urllib.parse import urlsplit

import trustme

from digitalfirst.estate.messages import EstateRequest, EstateResponse, RawResponse

IDLE_S = 60.0  # a connection that says nothing for so long is closed
MOST_BODY = 10_000_000  # bytes of a request's body that are read
GZIP_FROM = 500  # bytes of a body from which it is worth compressing
READABLE = ("text/", "application/xml", "application/json")


class Served(Protocol):
    """What can be served: an estate."""

    def answers(self, host: str, *, tls: bool) -> bool:
        """Whether a host answers at all, in the clear or over TLS."""

    def respond(self, request: EstateRequest) -> EstateResponse | RawResponse:
        """The answer to a request."""

    def certificate_days(self, host: str) -> int:
        """For how many days a host's certificate is still good."""


ServedT = TypeVar("ServedT", bound=Served)


class Exchange(NamedTuple):
    """A request that was answered; `time` is `time.monotonic()` in seconds."""

    time: float
    host: str
    method: str
    path: str
    status: int


class _Head(NamedTuple):
    method: str
    target: str
    headers: dict[str, str]


class EstateServer(Generic[ServedT]):
    """A running estate. `log` grows by one `Exchange` a request, tunnels (CONNECT) included."""

    def __init__(
        self, estate: ServedT, delay_s: float, broken_tls: frozenset[str], folder: Path
    ) -> None:
        self.estate = estate
        self.delay_s = delay_s
        self.broken_tls = broken_tls
        self.log: list[Exchange] = []
        self.port = 0
        self.ca_file = folder / "ca.pem"
        self._authority = trustme.CA()
        self._authority.cert_pem.write_to_path(str(self.ca_file))
        self._context_for = lru_cache(maxsize=5000)(self._new_context)
        self._connections: set[asyncio.Task[None]] = set()

    @property
    def proxy_url(self) -> str:
        """The proxy's address, for `http_proxy` and `https_proxy`."""
        return f"http://127.0.0.1:{self.port}"

    async def listen(self, port: int) -> asyncio.Server:
        """Start to listen on loopback; port 0 takes a free one."""
        server = await asyncio.start_server(self._serve_connection, "127.0.0.1", port, limit=2**18)
        self.port = server.sockets[0].getsockname()[1]
        return server

    async def hang_up(self) -> None:
        """Close every connection that is still open."""
        for task in self._connections:
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    async def _serve_connection(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        try:
            await self._converse(reader, writer)
        except (TimeoutError, OSError, EOFError, ValueError, asyncio.LimitOverrunError):
            pass  # a client that hangs up or talks nonsense is its own loss
        finally:
            self._connections.discard(task)
            with contextlib.suppress(OSError, RuntimeError):
                writer.close()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer requests one after the other; after CONNECT the same, over TLS, for one host."""
        tunnel = ""
        while head := await _read_head(reader):
            if head.method == "CONNECT":
                tunnel = await self._connect(head, writer)
                if not tunnel:
                    return
                continue
            body = await _read_body(reader, head)
            goes_on = await self._answer(head, body, tunnel, writer)
            if not goes_on or head.headers.get("connection", "").lower() == "close":
                return

    async def _connect(self, head: _Head, writer: asyncio.StreamWriter) -> str:
        """Open a tunnel to a host; empty if there is no such host to open one to."""
        host, _, port = head.target.rpartition(":")
        if port != "443" or not self.estate.answers(host.lower(), tls=True):
            self._note(host, "CONNECT", head.target, 502)
            writer.write(
                b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            )
            await writer.drain()
            return ""
        self._note(host, "CONNECT", head.target, 200)
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await writer.drain()
        if host.lower() in self.broken_tls:
            return ""
        await writer.start_tls(self._context_for(host.lower()))
        return host.lower()

    async def _answer(
        self, head: _Head, body: bytes, tunnel: str, writer: asyncio.StreamWriter
    ) -> bool:
        """Answer one request; returns whether the connection may go on."""
        url = _absolute(head, tunnel)
        request = EstateRequest(url, head.method, tuple(head.headers.items()), body)
        parts = urlsplit(url)
        response = self.estate.respond(request)
        if self.delay_s:
            await asyncio.sleep(self.delay_s)
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        self._note(parts.hostname or "", head.method, path, response.status)
        if isinstance(response, RawResponse):
            await _send(response, writer)
            return False
        writer.write(_as_bytes(response, head))
        await writer.drain()
        return True

    def _note(self, host: str, method: str, path: str, status: int) -> None:
        self.log.append(Exchange(time.monotonic(), host, method, path, status))

    def _new_context(self, host: str) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.set_alpn_protocols(["http/1.1"])
        days = self.estate.certificate_days(host)
        ends = dt.datetime.now(dt.UTC) + dt.timedelta(days=days, hours=1)
        begins = ends - dt.timedelta(days=400)
        issued = self._authority.issue_cert(host, not_before=begins, not_after=ends)
        issued.configure_cert(context)
        return context


async def _read_head(reader: asyncio.StreamReader) -> _Head | None:
    """The next request's line and headers (names in lower case); None at the end."""
    try:
        block = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), IDLE_S)
    except asyncio.IncompleteReadError:
        return None
    first, *lines = block.decode("latin-1").strip().split("\r\n")
    method, target, _ = first.split(" ", 2)
    pairs = (line.partition(":") for line in lines)
    return _Head(
        method.upper(), target, {name.strip().lower(): value.strip() for name, _, value in pairs}
    )


async def _read_body(reader: asyncio.StreamReader, head: _Head) -> bytes:
    length = int(head.headers.get("content-length", "0"))
    if length > MOST_BODY:
        raise ValueError("a request body is too long")
    return await asyncio.wait_for(reader.readexactly(length), IDLE_S)


def _absolute(head: _Head, tunnel: str) -> str:
    """The address asked for: in full by a proxy's client, by path and host within a tunnel."""
    if tunnel:
        return f"https://{tunnel}{head.target}"
    if head.target.startswith("/"):
        return f"http://{head.headers.get('host', '').partition(':')[0]}{head.target}"
    return head.target


async def _send(response: RawResponse, writer: asyncio.StreamWriter) -> None:
    for piece in response.pieces():
        writer.write(piece)
        await writer.drain()
        await asyncio.sleep(response.pause_s)
    if response.is_reset:
        stop_at_once = struct.pack("ii", 1, 0)
        writer.get_extra_info("socket").setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, stop_at_once
        )
        writer.transport.abort()


def _as_bytes(response: EstateResponse, head: _Head) -> bytes:
    """A response as it goes over the wire, compressed if the client takes it and it is text."""
    body = response.body
    headers = list(response.headers)
    kind = next((value for name, value in headers if name == "Content-Type"), "")
    takes_gzip = "gzip" in head.headers.get("accept-encoding", "")
    if response.packs and takes_gzip and len(body) >= GZIP_FROM and kind.startswith(READABLE):
        body = gzip.compress(body, compresslevel=1, mtime=0)
        headers += [("Content-Encoding", "gzip"), ("Vary", "Accept-Encoding")]
    headers.append(("Content-Length", str(len(body))))
    if head.headers.get("connection", "").lower() == "close":
        headers.append(("Connection", "close"))
    reason = HTTPStatus(response.status).phrase
    lines = [
        f"HTTP/1.1 {response.status} {reason}",
        *(f"{name}: {value}" for name, value in headers),
    ]
    start = "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n"
    return start if head.method == "HEAD" else start + body


@contextlib.contextmanager
def serve(
    estate: ServedT,
    port: int = 0,
    delay_s: float = 0.0,
    broken_tls: frozenset[str] = frozenset(),
) -> Iterator[EstateServer[ServedT]]:
    """Serve an estate on loopback, from a thread of its own, until the block ends.

    Every answer is held back by `delay_s` seconds. Clients that verify TLS trust `ca_file`. The
    hosts in `broken_tls` accept a tunnel and hang up on its handshake.

    Raises:
        OSError: the port is taken.
    """
    with tempfile.TemporaryDirectory(prefix="estate-") as folder:
        server = EstateServer(estate, delay_s, broken_tls, Path(folder))
        loop = asyncio.new_event_loop()
        loop.set_exception_handler(lambda _loop, _context: None)
        listening = loop.run_until_complete(server.listen(port))
        thread = threading.Thread(target=loop.run_forever, name="estate", daemon=True)
        thread.start()
        try:
            yield server
        finally:
            asyncio.run_coroutine_threadsafe(_stop(server, listening), loop).result(timeout=10)
            loop.call_soon_threadsafe(loop.stop)
            thread.join(timeout=10)
            loop.close()


async def _stop(server: EstateServer[ServedT], listening: asyncio.Server) -> None:
    listening.close()
    await server.hang_up()
