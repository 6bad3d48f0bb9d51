"""What is asked of the estate and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class EstateRequest:
    """A request; `url` is absolute, `body` is what a POST carries."""

    url: str
    method: str = "GET"
    headers: Headers = ()
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class EstateResponse:
    """A response. The server adds Content-Length, takes the body away for HEAD, and compresses text
    where it `packs`."""

    status: int
    headers: Headers = ()
    body: bytes = b""
    packs: bool = True


@dataclass(frozen=True, slots=True)
class RawResponse:
    """A response that goes over the wire byte for byte, after which the connection ends.

    `pieces` makes its parts, sent `pause_s` seconds apart; `is_reset` cuts the connection off in
    the midst instead of closing it.
    """

    status: int
    pieces: Callable[[], Iterable[bytes]]
    pause_s: float = 0.0
    is_reset: bool = False


def html(body: str, status: int = 200, headers: Headers = ()) -> EstateResponse:
    """A page of HTML in UTF-8."""
    kind = ("Content-Type", "text/html; charset=utf-8")
    return EstateResponse(status, (kind, *headers), body.encode())


def text(body: str, kind: str = "text/plain", status: int = 200) -> EstateResponse:
    """A text file in UTF-8."""
    return EstateResponse(status, (("Content-Type", f"{kind}; charset=utf-8"),), body.encode())


def redirect(url: str, status: int = 301) -> EstateResponse:
    """A redirect to `url`."""
    return EstateResponse(status, (("Location", url), ("Content-Type", "text/html")), b"")
