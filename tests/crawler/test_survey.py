"""Crawls of real servers on loopback, in the crawler's own process."""

import fcntl
import http.server
import json
import random
import resource
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from config import ConfigError, Council
from crawler.archive import RESPONSE, read_archive
from crawler.news import Progress
from crawler.run import CrawlSettings, Run, new_record
from crawler.survey import CrawlFailed, crawl, status
from digitalfirst.demo import served
from digitalfirst.estate import Estate


class Asked(NamedTuple):
    """A request as the server saw it."""

    when: float
    path: str
    agent: str


class Server(http.server.ThreadingHTTPServer):
    """A site whose pages are given by path: a body, or a status with headers and a body."""

    daemon_threads = True

    def __init__(self, pages: dict[str, Any]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.pages = pages
        self.log: list[Asked] = []

    @property
    def home(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"


class Handler(http.server.BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:  # noqa: N802
        agent = self.headers.get("User-Agent", "")
        self.server.log.append(Asked(time.monotonic(), self.path, agent))
        answer = self.server.pages.get(self.path, (404, {}, "not here"))
        answer = answer() if callable(answer) else answer
        status, headers, body = answer if isinstance(answer, tuple) else (200, {}, answer)
        self.send_response(status)
        for name, value in {"Content-Type": "text/html", **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body.encode())))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def site(pages: dict[str, Any]) -> Iterator[Server]:
    with Server(pages) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def html(*links: str) -> str:
    anchors = "".join(f'<a href="{link}">Bins {link}</a>' for link in links)
    return f"<html><head><title>Barchester</title></head><body>{anchors}</body></html>"


def run_of(folder: Path, *homepages: str, **settings: Any) -> Run:
    councils = tuple(
        Council(slug=f"council-{number}", name="Council", type="unitary", homepage=home)
        for number, home in enumerate(homepages)
    )
    run = Run(folder / "run")
    asked = CrawlSettings(**{"delay": 0, "allow_private": True, "contact": "a@b.test", **settings})
    run.write(new_record("run", councils, asked))
    return run


def crawled(run: Run) -> list[Progress]:
    news: list[Progress] = []
    crawl(run, news.append)
    return news


def urls(run: Run, slug: str = "council-0") -> list[str]:
    return [each.url for each in read_archive(run.evidence(slug)) if each.kind == RESPONSE]


def test_a_site_is_crawled_into_evidence_and_its_end_is_told(tmp_path: Path) -> None:
    with site({"/": html("/a", "/b"), "/a": html("/"), "/b": html("/missing")}) as server:
        run = run_of(tmp_path, server.home)
        news = crawled(run)
    ending = json.loads(run.ending("council-0").read_text())
    assert (ending["state"], ending["pages"]) == ("done", 3)
    assert ending["outcomes"]["404"] >= 1
    assert news[-1] == Progress("council-0", 3, "done")
    assert server.home + "b" in urls(run)
    assert "a@b.test" in server.log[0].agent
    assert server.log[0].path == "/robots.txt"


def test_no_gap_between_two_requests_is_shorter_than_promised(tmp_path: Path) -> None:
    robots = (200, {"Content-Type": "text/plain"}, "User-agent: *\nCrawl-delay: 0.3\n")
    with site({"/robots.txt": robots, "/": html("/a", "/b"), "/a": "<html>a</html>"}) as server:
        crawled(run_of(tmp_path, server.home, delay=0.1))
    times = [asked.when for asked in server.log]
    gaps = [later - earlier for earlier, later in zip(times, times[1:], strict=False)]
    assert len(gaps) >= 4
    assert gaps[0] >= 0.1
    assert min(gaps[1:]) >= 0.3


def test_a_busy_host_is_left_alone_for_as_long_as_it_asks(tmp_path: Path) -> None:
    answers = iter([(503, {"Retry-After": "1"}, "busy"), html()])
    with site({"/": lambda: next(answers, html())}) as server:
        run = run_of(tmp_path, server.home)
        crawled(run)
    home = [asked.when for asked in server.log if asked.path == "/"]
    assert home[1] - home[0] >= 1
    assert run.read_ending("council-0")["pages"] == 1


def test_a_crawl_that_is_done_is_not_done_again(tmp_path: Path) -> None:
    with site({"/": html("/a"), "/a": html()}) as server:
        run = run_of(tmp_path, server.home)
        crawled(run)
        asked = len(server.log)
        assert crawled(run) == []
    assert len(server.log) == asked


def test_a_crawl_that_was_cut_off_goes_on_and_fetches_nothing_twice(tmp_path: Path) -> None:
    pages = {"/": html(*(f"/{number}" for number in range(20)))}
    pages |= {f"/{number}": html() for number in range(20)}
    with site(pages) as server:
        run = run_of(tmp_path, server.home)
        crawled(run)
        whole = sorted(urls(run))
        evidence = run.evidence("council-0")
        evidence.write_bytes(evidence.read_bytes()[: evidence.stat().st_size // 2])
        run.ending("council-0").unlink()
        kept = {"/" + url.removeprefix(server.home) for url in urls(run)}
        server.log.clear()
        crawled(run)
        asked_again = [asked.path for asked in server.log]
    assert sorted(urls(run)) == whole
    assert len(kept) > 3
    assert kept.isdisjoint(asked_again)
    assert len(set(asked_again)) == len(asked_again)


def test_a_council_that_fails_says_why_and_stops_no_other(tmp_path: Path) -> None:
    with site({"/": html()}) as server, site({"/": (500, {}, "broken")}) as broken:
        run = run_of(tmp_path, broken.home, server.home, "http://127.0.0.1:9/")
        crawled(run)
    states = {each.slug: (each.state, each.reason) for each in status(run)}
    assert states["council-0"][0] == "failed"
    assert states["council-1"] == ("done", "")
    assert states["council-2"][0] == "failed"
    assert all(reason for state, reason in states.values() if state == "failed")


def test_private_addresses_are_never_contacted_unless_allowed(tmp_path: Path) -> None:
    with site({"/": html()}) as server:
        port = server.server_port
        # The last is a name to us, and to the resolver another spelling of 127.0.0.1.
        hosts = ("127.0.0.1", "localhost", "2130706433")
        homes = [f"http://{host}:{port}/" for host in hosts]
        run = run_of(tmp_path, *homes, allow_private=False)
        crawled(run)
    assert server.log == []
    for number in range(len(hosts)):
        ending = run.read_ending(f"council-{number}")
        assert (ending["state"], ending["pages"]) == ("failed", 0)
        assert ending["outcomes"] == {"private-address": 1}


def test_a_redirect_to_an_unknown_host_off_the_site_is_not_followed(tmp_path: Path) -> None:
    with site({"/secret": html()}) as inner:
        target = f"http://localhost:{inner.server_port}/secret"
        away = {"/": html("/away"), "/away": (302, {"Location": target}, "")}
        with site(away) as server:
            crawled(run_of(tmp_path, server.home))
    assert inner.log == []


def test_a_redirect_to_another_address_is_followed_within_bounds(tmp_path: Path) -> None:
    loop = {f"/loop{n}": (302, {"Location": f"/loop{n + 1}"}, "") for n in range(50)}
    pages = {"/": html("/old", "/loop0"), "/old": (301, {"Location": "/new"}, ""), "/new": html()}
    with site(pages | loop) as server:
        run = run_of(tmp_path, server.home)
        crawled(run)
    asked = [each.path for each in server.log]
    assert "/new" in asked
    assert sum(path.startswith("/loop") for path in asked) <= 10


def test_two_crawls_never_write_to_one_folder(tmp_path: Path) -> None:
    with site({"/": html()}) as server:
        run = run_of(tmp_path, server.home)
        with (run.folder / ".crawling").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            with pytest.raises(ConfigError, match="another crawl is at work"):
                crawled(run)
    assert server.log == []


def test_a_full_disk_stops_the_crawl_and_making_room_lets_it_go_on(tmp_path: Path) -> None:
    pages = {"/": html(*(f"/{number}" for number in range(30)))}
    pages |= {
        f"/{number}": html() + random.Random(number).randbytes(3000).hex() for number in range(30)
    }
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    with site(pages) as server:
        run = run_of(tmp_path, server.home)
        resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, before[1]))
        try:
            with pytest.raises(CrawlFailed, match="evidence cannot be written"):
                crawled(run)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        assert [each.state for each in status(run)] == ["partial"]
        had = urls(run)
        assert len(had) > 2
        crawled(run)
    assert run.read_ending("council-0")["state"] == "done"
    assert urls(run)[: len(had)] == had
    assert len(set(urls(run))) == len(urls(run))


def test_hosts_in_common_are_never_asked_too_soon_by_any_process(tmp_path: Path) -> None:
    estate = Estate(seed=5, councils=6, pages=60)
    run = Run(tmp_path / "run")
    asked = CrawlSettings(max_pages=15, delay=0.15, contact="a@b.test")
    run.write(new_record("run", estate.councils, asked))
    with served(estate) as server:
        crawl(run, lambda news: None, processes=2)
    by_host: dict[str, list[float]] = {}
    for exchange in server.log:
        if exchange.method != "CONNECT":
            by_host.setdefault(exchange.host, []).append(exchange.time)
    gaps = [
        later - earlier
        for times in by_host.values()
        for earlier, later in zip(times, times[1:], strict=False)
    ]
    assert len(gaps) > 60
    assert min(gaps) >= 0.15


@pytest.mark.parametrize("kind", ["text/html", "application/pdf"])
def test_a_body_that_is_too_large_is_not_kept(tmp_path: Path, kind: str) -> None:
    huge = (200, {"Content-Type": kind}, "x" * 11_000_000)
    with site({"/": html("/huge"), "/huge": huge}) as server:
        run = run_of(tmp_path, server.home)
        crawled(run)
    assert run.read_ending("council-0")["outcomes"]["too-large"] == 1
    assert run.evidence("council-0").stat().st_size < 100_000


def test_a_document_drawn_by_lot_may_be_only_so_large(tmp_path: Path) -> None:
    kind = {"Content-Type": "application/pdf"}
    home = html("/a.pdf", "/b.pdf").replace("Bins", "Menu")
    pages = {"/": home, "/a.pdf": (200, kind, "%PDF-1.7")}
    with site(pages | {"/b.pdf": (200, kind, "x" * 3_000_001)}) as server:
        run = run_of(tmp_path, server.home)
        crawled(run)
    assert server.home + "a.pdf" in urls(run)
    assert run.read_ending("council-0")["outcomes"]["too-large"] == 1
