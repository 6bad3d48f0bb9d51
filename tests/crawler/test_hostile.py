"""A hostile estate, every trap and attack on a host of its own, crawled in one run."""

from __future__ import annotations

import json
import multiprocessing
import re
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest

from config import Council
from config.councils import HERE
from config.outcomes import load_outcomes
from crawler.archive import RESPONSE, Capture, read_archive
from crawler.page import Page
from crawler.run import CrawlSettings, Run, new_record
from crawler.survey import crawl
from digitalfirst.estate import serve
from digitalfirst.estate.hostile import REAL, Hostile, home_of

MAX_PAGES = 40
SECONDS, MEGABYTES, EVIDENCE = 60, 400, 2_500_000
HEALTHY = 3

# How a council ends whose home page cannot be had, or which cannot be read through.
ENDINGS = {
    "home-at-metadata": ("failed", "private-address"),
    "home-at-loopback": ("failed", "private-address"),
    "home-at-file": ("failed", "broken-redirect"),
    "tls-refused": ("failed", "broken-connection"),
    "firewall": ("failed", "blocked"),
    "polite-firewall": ("failed", "firewall"),
    "busy-for-ever": ("failed", "told-to-leave"),
    "busy-within": ("partial", "told-to-leave"),
    "robots-broken": ("failed", "robots-unreachable"),
    "robots-slow": ("failed", "told-to-leave"),
    "redirect-loop": ("failed", "redirect-loop"),
    "cookie-for-ever": ("failed", "too-many-redirects"),
    "script-only": ("partial", "script-only"),
}
# What becomes of the page /bad.
BAD_PAGES = {
    "huge-page": "too-large",
    "slow-drip": "timed-out",
    "endless-body": "too-large",
    "gzip-bomb": "too-large",
    "pdf-as-html": "not-html",
    "binary-as-html": "not-html",
    "endless-headers": "broken-connection",
    "huge-header": "broken-connection",
    "reset-in-body": "cut-off",
    "short-body": "cut-off",
    "no-http": "broken-connection",
}
# Pages that traps may cost besides the honest ones; all others have none, or one at /bad.
TRAP_PAGES = {"calendar": 6, "dated-folders": 6, "endless-folders": 18, "facets": MAX_PAGES}


class Crawled(NamedTuple):
    """The run, what the hosts were asked, how long it took and the most memory of a process."""

    run: Run
    hostile: Hostile
    hosts: set[str]
    canary: list[str]
    seconds: float
    megabytes: float

    def ending(self, slug: str) -> dict[str, object]:
        return self.run.read_ending(slug)

    def captures(self, slug: str) -> list[Capture]:
        return list(read_archive(self.run.evidence(slug)))

    def pages(self, slug: str) -> set[str]:
        """The paths of a council's pages that answered 200."""
        found = (each for each in self.captures(slug) if each.kind == RESPONSE)
        return {urlsplit(each.url).path for each in found if each.status == 200}

    def outcomes(self, slug: str) -> dict[str, str]:
        """What the crawler noted of addresses, and what came of attempts, by path and query."""
        found: dict[str, str] = {}
        for each in self.captures(slug):
            if each.kind == "attempt":
                found[each.url] = each.outcome
            elif each.kind == "resource":
                found |= json.loads(each.body)
        return found


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    with canary() as (home, contacted), pytest.MonkeyPatch.context() as patch:
        hostile = Hostile(seed=7, councils=HEALTHY, canary=home)
        run = begin(tmp_path_factory.mktemp("hostile"), hostile.councils)
        began = time.monotonic()
        with serve(hostile, broken_tls=hostile.broken_tls) as server, peak_memory() as peak:
            use_proxy(patch, server.proxy_url)
            crawl(run, lambda news: None)
        hosts = {asked.host for asked in server.log}
        yield Crawled(run, hostile, hosts, contacted, time.monotonic() - began, peak())


def begin(folder: Path, councils: tuple[Council, ...]) -> Run:
    """A run with the crawl's own rules but for the patience: four seconds a response."""
    run = Run(folder)
    settings = CrawlSettings(max_pages=MAX_PAGES, delay=0, contact="test@digitalfirst.test")
    run.write(new_record("hostile", councils, settings))
    rules = (HERE / "crawl.yaml").read_text()
    impatient, count = re.subn(r"response_seconds: \d+", "response_seconds: 4", rules)
    assert count == 1
    (folder / "crawl.yaml").write_text(impatient)
    return run


def use_proxy(patch: pytest.MonkeyPatch, url: str) -> None:
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        patch.setenv(name, url)
    for name in ("no_proxy", "NO_PROXY"):
        patch.delenv(name, raising=False)


@contextmanager
def canary() -> Iterator[tuple[str, list[str]]]:
    """A server on loopback that nobody may contact, and the list of those that did."""
    contacted: list[str] = []

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            contacted.append(str(self.client_address))

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/", contacted
        server.shutdown()


@contextmanager
def peak_memory() -> Iterator[Callable[[], float]]:
    """The most memory, in megabytes, that any child process had; 0 where /proc does not say."""
    most = [0]
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.1):
            for child in multiprocessing.active_children():
                try:
                    said = Path(f"/proc/{child.pid}/status").read_text()
                except OSError:  # it has just ended
                    continue
                if found := re.search(r"VmHWM:\s+(\d+)", said):
                    most[0] = max(most[0], int(found[1]))

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield lambda: most[0] / 1024
    finally:
        done.set()
        thread.join()


def test_the_crawl_ends_in_time_with_an_ending_for_every_council(crawled: Crawled) -> None:
    assert crawled.seconds < SECONDS
    states = {each.slug: crawled.ending(each.slug)["state"] for each in crawled.hostile.councils}
    wanted = {slug: ENDINGS.get(slug, ("done", ""))[0] for slug in states}
    assert states == wanted
    assert len(states) > 50


@pytest.mark.parametrize("slug", ENDINGS)
def test_what_cannot_be_had_says_why(crawled: Crawled, slug: str) -> None:
    ending = crawled.ending(slug)
    state, outcome = ENDINGS[slug]
    assert ending["state"] == state
    assert outcome in str(ending["reason"])
    assert outcome in load_outcomes()


def test_no_private_address_is_contacted(crawled: Crawled) -> None:
    assert crawled.canary == []
    assert {host for host in crawled.hosts if not host.endswith(".test")} == set()


def test_memory_and_evidence_stay_small(crawled: Crawled) -> None:
    assert crawled.megabytes < MEGABYTES
    sizes = {
        each.slug: crawled.run.evidence(each.slug).stat().st_size
        for each in crawled.hostile.councils
    }
    assert max(sizes.values()) < EVIDENCE


def test_healthy_councils_get_the_pages_that_they_get_alone(
    crawled: Crawled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    healthy = crawled.hostile.healthy
    alone = begin(tmp_path, healthy.councils)
    with serve(healthy) as server:
        use_proxy(monkeypatch, server.proxy_url)
        crawl(alone, lambda news: None)
    for council in healthy.councils:
        beside = [(each.kind, each.url, each.status) for each in crawled.captures(council.slug)]
        evidence = read_archive(alone.evidence(council.slug))
        assert beside == [(each.kind, each.url, each.status) for each in evidence]
        assert crawled.ending(council.slug)["pages"] == MAX_PAGES


def test_honest_pages_are_found_in_spite_of_the_traps(crawled: Crawled) -> None:
    wanted = {f"/{name}" for name in REAL} | {"/"}
    for council in crawled.hostile.councils[HEALTHY:]:
        if council.slug not in ENDINGS:
            assert wanted <= crawled.pages(council.slug), council.slug


@pytest.mark.parametrize(("slug", "outcome"), BAD_PAGES.items())
def test_a_bad_page_has_its_outcome(crawled: Crawled, slug: str, outcome: str) -> None:
    assert crawled.outcomes(slug)[home_of(slug) + "bad"] == outcome


def test_traps_do_not_eat_the_budget(crawled: Crawled) -> None:
    honest = len(REAL) + 1
    for council in crawled.hostile.councils[HEALTHY:]:
        ending = crawled.ending(council.slug)
        most = honest + TRAP_PAGES.get(council.slug, 6)
        assert int(str(ending["pages"])) <= most, council.slug
        assert int(str(ending["exchanges"])) <= 60, council.slug


@pytest.mark.parametrize("slug", ["calendar", "dated-folders", "endless-folders", "many-links"])
def test_what_was_left_of_a_trap_is_told(crawled: Crawled, slug: str) -> None:
    assert "trap" in crawled.outcomes(slug).values()


@pytest.mark.parametrize(
    "slug", ["session-in-query", "session-in-path", "print-versions", "one-page-many-addresses"]
)
def test_one_page_under_many_addresses_counts_once(crawled: Crawled, slug: str) -> None:
    assert "duplicate" in crawled.outcomes(slug).values()
    assert int(str(crawled.ending(slug)["pages"])) <= len(REAL) + 2


def test_error_pages_that_say_200_are_known_for_what_they_are(crawled: Crawled) -> None:
    outcomes = crawled.outcomes("soft-404")
    assert outcomes.pop("http://soft-404.hostile.gov.test/digitalfirst-is-there-no-such-page")
    assert "soft-404" in outcomes.values()
    assert not any("/gone/" not in url for url, each in outcomes.items() if each == "soft-404")


@pytest.mark.parametrize("slug", ["cookie-wall", "cookie-in-place"])
def test_a_cookie_that_is_asked_for_is_shown(crawled: Crawled, slug: str) -> None:
    statuses = [each.status for each in crawled.captures(slug) if each.url == home_of(slug)]
    assert statuses == [302, 200]


def test_a_page_in_another_encoding_than_it_says_is_read(crawled: Crawled) -> None:
    found = {each.url: each for each in crawled.captures("wrong-charset")}
    assert Page(found[home_of("wrong-charset") + "bad"]).title == "Café"
