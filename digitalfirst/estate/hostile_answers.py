"""Hostile sites by what they answer: bodies, headers, connections, robots.txt, site maps."""

from __future__ import annotations

import gzip
import itertools
from collections.abc import Callable, Iterable
from functools import cache

from digitalfirst.estate.hostile_site import Ask, Response, attack, honest, links, page
from digitalfirst.estate.messages import EstateResponse, RawResponse, html, redirect, text

HTML_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
FILLER = b"<p>Bins, council tax, planning, parking and libraries.</p>\n"
LINKS, ELEMENTS, NESTED = 100_000, 200_000, 100_000
LOCATIONS = 1_000_000


def raw(
    pieces: Callable[[], Iterable[bytes]], pause_s: float = 0.0, reset: bool = False
) -> Response:
    """An answer with status 200, byte for byte."""
    return RawResponse(200, pieces, pause_s, reset)


def bad_page(name: str) -> Callable[[Callable[[Ask], Response]], None]:
    """Register a site whose page `/bad`, linked from its home page, the function answers."""

    def register(function: Callable[[Ask], Response]) -> None:
        def answer(ask: Ask) -> Response | None:
            return function(ask) if ask.path == "/bad" else honest(ask, links("/bad"))

        answer.__name__ = name
        attack(answer)

    return register


@bad_page("huge_page")
def _(ask: Ask) -> Response:
    return html("<html><body>" + (FILLER * 210_000).decode())


@bad_page("slow_drip")
def _(ask: Ask) -> Response:
    drip = (bytes([byte]) for byte in itertools.cycle(FILLER))
    return raw(lambda: itertools.chain([HTML_HEAD + b"\r\n"], drip), pause_s=1.0)


@bad_page("endless_body")
def _(ask: Ask) -> Response:
    block = FILLER * 1000
    chunk = f"{len(block):x}\r\n".encode() + block + b"\r\n"
    head = HTML_HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
    return raw(lambda: itertools.chain([head], itertools.repeat(chunk)))


@bad_page("gzip_bomb")
def _(ask: Ask) -> Response:
    kind = (("Content-Type", "application/xhtml+xml"), ("Content-Encoding", "gzip"))
    return EstateResponse(200, kind, _bomb())


@bad_page("wrong_charset")
def _(ask: Ask) -> Response:
    body = "<html><title>Caf\xe9</title><body>Ty\u0302 Gwydr".encode("utf-16")
    return EstateResponse(200, (("Content-Type", "text/html; charset=klingon"),), body)


@bad_page("pdf_as_html")
def _(ask: Ask) -> Response:
    return EstateResponse(200, (("Content-Type", "text/html"),), b"%PDF-1.7\n" + bytes(5000))


@bad_page("html_as_image")
def _(ask: Ask) -> Response:
    return EstateResponse(200, (("Content-Type", "image/png"),), page(ask, "No picture").body)


@bad_page("binary_as_html")
def _(ask: Ask) -> Response:
    return EstateResponse(200, (("Content-Type", "text/html"),), bytes(range(1, 256)) * 400)


@bad_page("many_links")
def _(ask: Ask) -> Response:
    anchors = "".join(f'<a href="/link-{n}">{n}</a>' for n in range(LINKS))
    return html(f"<html><body><main>{anchors}</main></body></html>")


@bad_page("deep_page")
def _(ask: Ask) -> Response:
    return html("<html><body>" + "<div>" * NESTED + "bins" + "</div>" * NESTED)


@bad_page("many_elements")
def _(ask: Ask) -> Response:
    return html("<html><body>" + "<p>Bins<b>!</b></p>" * (ELEMENTS // 2))


@bad_page("huge_headers")
def _(ask: Ask) -> Response:
    found = page(ask, "A page with much above it")
    many = ((f"X-Filler-{n}", "x" * 1000) for n in range(200))
    return EstateResponse(200, (*found.headers, *many), found.body)


@bad_page("huge_header")
def _(ask: Ask) -> Response:
    found = page(ask, "A page with one long line above it")
    return EstateResponse(200, (*found.headers, ("X-Filler", "x" * 200_000)), found.body)


@bad_page("endless_headers")
def _(ask: Ask) -> Response:
    line = b"X-Filler: " + b"x" * 1000 + b"\r\n"
    return raw(lambda: itertools.chain([HTML_HEAD], itertools.repeat(line)))


@bad_page("reset_in_body")
def _(ask: Ask) -> Response:
    head = HTML_HEAD + b"Content-Length: 1000000\r\n\r\n"
    return raw(lambda: [head, FILLER], pause_s=0.05, reset=True)


@bad_page("short_body")
def _(ask: Ask) -> Response:
    return raw(lambda: [HTML_HEAD + b"Content-Length: 1000000\r\n\r\n", FILLER])


@bad_page("no_http")
def _(ask: Ask) -> Response:
    return raw(lambda: [b"SSH-2.0-OpenSSH_9.2\r\n" * 3])


@bad_page("always_busy_page")
def _(ask: Ask) -> Response:
    return EstateResponse(503, (("Retry-After", "0"), ("Content-Type", "text/html")), b"busy")


@bad_page("odd_retry_after")
def _(ask: Ask) -> Response:
    kind = ("Content-Type", "text/html")
    return EstateResponse(503, (("Retry-After", "\xb2"), kind), b"busy")


@attack
def inner_addresses(ask: Ask) -> Response | None:
    """Links and redirects to addresses of the machine, the network and the cloud."""
    private = [
        ask.canary,
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://10.0.0.1/missed-bin",
        "http://2130706433/missed-bin",
        "http://localhost/missed-bin",
        "file:///etc/passwd",
        "javascript:location='/missed-bin'",
        "data:text/html,missed-bin",
        "gopher://127.0.0.1/missed-bin",
    ]
    if ask.path.startswith("/go/"):
        return redirect(private[int(ask.path.rpartition("/")[2])], 302)
    return honest(ask, links(*private, *(f"/go/{number}" for number in range(len(private)))))


@attack
def home_at_metadata(ask: Ask) -> Response | None:
    """The home page itself leads to the cloud's metadata."""
    return redirect("http://169.254.169.254/latest/meta-data/") if ask.path == "/" else None


@attack
def home_at_loopback(ask: Ask) -> Response | None:
    """The home page itself leads to a server on this machine."""
    return redirect(ask.canary) if ask.path == "/" else None


@attack
def home_at_file(ask: Ask) -> Response | None:
    """The home page itself leads to a file."""
    return redirect("file:///etc/passwd") if ask.path == "/" else None


@attack
def odd_addresses(ask: Ask) -> Response | None:
    """Links that are no addresses, or only nearly."""
    return honest(
        ask,
        links(
            "http://[::1",
            "http://.",
            "http://..gov.test/",
            "http://a b.hostile.gov.test/missed-bin",
            f"http://{'a' * 80}.hostile.gov.test/missed-bin",
            f"http://{'a.' * 150}hostile.gov.test/missed-bin",
            "http://user:word@odd-addresses.hostile.gov.test:99999/",
            "http://odd-addresses.hostile.gov.test:0/missed-bin",
            "http://b\u00fccher-\u2603.hostile.gov.test/missed-bin",
            "http://-.hostile.gov.test/missed-bin",
            "http://%00.hostile.gov.test/missed-bin",
            "http://a_b..hostile.gov.test/missed-bin",
            "/%00/%ff/missed-bin",
            "/\u202e/missed-bin",
            "/" + "x" * 5000,
        ),
    )


@attack
def tls_refused(ask: Ask) -> Response | None:
    """Nobody gets this far: its handshakes fail."""
    return None


@attack
def firewall(ask: Ask) -> Response | None:
    """A firewall's page in place of every page."""
    if ask.path == "/robots.txt":
        return None
    return html("<html><title>Access Denied</title><h1>Access Denied</h1>Reference 18.2f", 403)


@attack
def polite_firewall(ask: Ask) -> Response | None:
    """The same with status 200."""
    if ask.path == "/robots.txt":
        return None
    return html(
        "<html><title>Just a moment...</title><h1>Verify you are human</h1><script></script>"
    )


@attack
def script_only(ask: Ask) -> Response | None:
    """Every page is empty until its scripts have run."""
    if ask.path == "/robots.txt":
        return None
    return html(
        '<html><title>Council</title><body><div id="root"></div>'
        '<noscript>Please enable JavaScript.</noscript><script src="/app.js"></script>'
    )


@attack
def busy_for_ever(ask: Ask) -> Response | None:
    """Asks to be left alone for a day, each time."""
    if ask.path == "/robots.txt":
        return None
    return EstateResponse(429, (("Retry-After", "86400"), ("Content-Type", "text/html")), b"later")


@attack
def busy_within(ask: Ask) -> Response | None:
    """The same, from the third page on."""
    if ask.path in ("/robots.txt", "/", "/missed-bin"):
        return honest(ask)
    return EstateResponse(429, (("Retry-After", "86400"), ("Content-Type", "text/html")), b"later")


def robots(name: str) -> Callable[[Callable[[Ask], Response]], None]:
    """Register an honest site whose robots.txt is as the function says."""

    def register(function: Callable[[Ask], Response]) -> None:
        def answer(ask: Ask) -> Response | None:
            return function(ask) if ask.path.startswith("/robots.txt") else None

        answer.__name__ = name
        attack(answer)

    return register


@robots("robots_of_5_mb")
def _(ask: Ask) -> Response:
    return text("User-agent: *\n" + "".join(f"Disallow: /no/{n:06}/*/x$\n" for n in range(200_000)))


@robots("robots_of_garbage")
def _(ask: Ask) -> Response:
    return EstateResponse(200, (("Content-Type", "text/plain"),), bytes(range(256)) * 200)


@robots("robots_of_stars")
def _(ask: Ask) -> Response:
    return text("User-agent: *\n" + "Disallow: /" + "*a" * 2000 + "$\nCrawl-delay: nan\n")


@robots("robots_redirected_for_ever")
def _(ask: Ask) -> Response:
    return redirect(f"/robots.txt/{ask.path.count('/')}{ask.path.removeprefix('/robots.txt')}", 302)


@robots("robots_broken")
def _(ask: Ask) -> Response:
    return text("broken", status=503)


@robots("robots_slow")
def _(ask: Ask) -> Response:
    return text("User-agent: *\nCrawl-delay: 1000000\n")


@attack
def sitemap_bomb(ask: Ask) -> Response | None:
    """Indexes of indexes, each entry a million addresses, gzipped."""
    if ask.path == "/sitemap.xml" or ask.path.startswith("/index-"):
        near = "".join(
            f"<sitemap><loc>{ask.home}{kind}-{n}{ask.path.strip('/')}</loc></sitemap>"
            for n in range(300)
            for kind in ("index", "map")
        )
        return text(f"<sitemapindex>{near}</sitemapindex>", "application/xml")
    if ask.path.startswith("/map-"):
        return EstateResponse(200, (("Content-Type", "application/x-gzip"),), _million(ask.home))
    return honest(ask)


@attack
def sitemap_of_laughs(ask: Ask) -> Response | None:
    """Entities that grow without bound, and one that reads a file."""
    if ask.path != "/sitemap.xml":
        return honest(ask)
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    return text(
        f'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY a0 "aaaaaaaaaa">{entities}]>'
        f"<urlset><url><loc>{ask.home}&a11;</loc></url><url><loc>{ask.home}&f;</loc></url></urlset>",
        "application/xml",
    )


@cache
def _bomb() -> bytes:
    """200 MB of nothing in 200 KB."""
    return gzip.compress(b"<html><body>" + bytes(200_000_000), compresslevel=9)


@cache
def _million(home: str) -> bytes:
    locations = "".join(f"<url><loc>{home}p-{n}</loc></url>" for n in range(LOCATIONS))
    return gzip.compress(f"<urlset>{locations}</urlset>".encode(), compresslevel=1)
