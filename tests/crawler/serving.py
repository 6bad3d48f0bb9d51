"""A web server on loopback whose pages are given by the test."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Answer:
    """An answer: `body` may be made piece by piece; `pause` is in seconds, before it begins."""

    body: bytes | Callable[[], Iterator[bytes]] = b""
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    pause: float = 0


@dataclass
class Served:
    """A running server: its address, and the paths that it was asked for with the time of each."""

    url: str = ""
    asked: list[tuple[str, float]] = field(default_factory=list)

    @property
    def paths(self) -> list[str]:
        """The paths asked for, in order."""
        return [path for path, _ in self.asked]


Pages = Mapping[str, str | Answer]


@contextmanager
def serving(pages: Pages) -> Iterator[Served]:
    """Serve pages by their path; what is not among them is not found."""
    served = Served()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # noqa: N802
            served.asked.append((self.path, time.monotonic()))
            found = pages.get(self.path, Answer(b"Not found", status=404))
            with suppress(OSError):
                self._send(found if isinstance(found, Answer) else Answer(found.encode()))

        def _send(self, answer: Answer) -> None:
            time.sleep(answer.pause)
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.kind)
            for name, value in answer.headers:
                self.send_header(name, value)
            if isinstance(answer.body, bytes):
                self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            for piece in [answer.body] if isinstance(answer.body, bytes) else answer.body():
                self.wfile.write(piece)

        def log_message(self, format: str, *args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    served.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
