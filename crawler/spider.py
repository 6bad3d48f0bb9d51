"""One council: the spider asks what the frontier says, when its host's turn has come."""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import scrapy
from scrapy import Request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Response
from twisted.internet.ssl import Certificate
from twisted.python.failure import Failure

from crawler.archive import (
    CERTIFICATE,
    NOT_VISITED,
    RESOURCE,
    RESPONSE,
    ArchiveWriter,
    Capture,
    now,
    read_archive,
)
from crawler.extras import STYLE
from crawler.frontier import Frontier
from crawler.members import cut_back
from crawler.middlewares import REFUSED, PrivateAddress, is_public
from crawler.portals import PORTAL
from crawler.queues import Visit
from crawler.run import CrawlSettings, Run, write_whole
from crawler.turns import Turns
from crawler.urls import host_of

# What an exchange that brought no response is called.
OUTCOMES: tuple[tuple[type[BaseException], str], ...] = (
    (PrivateAddress, "private-address"),
    (CannotResolveHostError, "no-such-host"),
    (DownloadConnectionRefusedError, "refused"),
    (DownloadTimeoutError, "timed-out"),
    (DownloadCancelledError, "too-large"),
    (IgnoreRequest, "too-large"),
    (ResponseDataLossError, "cut-off"),
    (DownloadFailedError, "broken-connection"),
)
WORTH_RETRYING = frozenset({"timed-out", "cut-off", "broken-connection", "failed"})
BUSY = frozenset({429, 503})
INTERRUPTED = "interrupted"

# Only what one exchange needs: order, redirects, retries and robots.txt are the frontier's.
SCRAPY_SETTINGS: dict[str, Any] = {
    "DOWNLOADER_MIDDLEWARES_BASE": {
        "crawler.middlewares.AddressGuard": 100,
        "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
        "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": 500,
        "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": 590,
        "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": 700,
        "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": 750,
        "crawler.middlewares.Evidence": 950,
    },
    "SPIDER_MIDDLEWARES_BASE": {},
    "EXTENSIONS_BASE": {},
    "DEFAULT_REQUEST_HEADERS": {
        "Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.5",
        "Accept-Language": "en-GB,en;q=0.9,cy;q=0.5",
        "Accept-Encoding": "gzip, deflate, br",
    },
    "DOWNLOAD_HANDLERS": dict.fromkeys(("http", "https"), "crawler.wire.LimitedHandler"),
    "DUPEFILTER_CLASS": "scrapy.dupefilters.BaseDupeFilter",
    "TWISTED_DNS_RESOLVER": "crawler.middlewares.GuardedResolver",
    "DOWNLOAD_DELAY": 0,
    "DOWNLOAD_WARNSIZE": 0,
    "CONCURRENT_REQUESTS": 100,
    "CONCURRENT_ITEMS": 1,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 2,
    "REACTOR_THREADPOOL_MAXSIZE": 20,
    "DNS_TIMEOUT": 20,
    "LOG_ENABLED": False,
    "LOG_INSTALL_ROOT_HANDLER": False,
    "TELNETCONSOLE_ENABLED": False,
}


class CouncilSpider(scrapy.Spider):
    """Crawls one council's site into its archive; what is there already is read, not fetched."""

    name = "council"

    def __init__(
        self,
        run: Run,
        frontier: Frontier,
        settings: CrawlSettings,
        turns: Turns,
        on_page: Callable[[str, int], None],
    ) -> None:
        super().__init__()
        self.run_folder = run
        self.frontier = frontier
        self.crawl_settings = settings
        self.turns = turns
        self.on_page = on_page
        self.slug = frontier.council.slug
        self.tries: Counter[str] = Counter()
        self.outcomes: Counter[str] = Counter()
        self.answered = asyncio.Event()
        self.given_up = ""
        self.began = now()
        self.certificates: set[str] = set()
        path = run.evidence(self.slug)
        cut_back(path)
        if path.exists():
            self._read_back(path)
        self.archive = ArchiveWriter(path, settings.user_agent)

    async def start(self) -> AsyncIterator[Request]:
        """Requests, one after another in the frontier's order, each when its host's turn has come.

        A council has one request under way at a time, so that the order, and with it what is
        captured, never hangs on who answers first; the other councils keep the machine busy.
        """
        while not self.given_up and (visit := self.frontier.pop()):
            await self.turns.take_when_free(host_of(visit.url))
            self.answered.clear()
            yield self._request(visit)
            await self.answered.wait()

    def parse(self, response: Response) -> None:
        """Take a response in, and go on whatever came of it."""
        try:
            self._take_in(response)
        finally:
            self.answered.set()

    def _take_in(self, response: Response) -> None:
        """Learn from a response; a busy host is left alone as long as it asks, then tried again."""
        request = response.request
        assert request is not None
        visit: Visit = request.meta["visit"]
        asked = self._retry_after(response) if response.status in BUSY else 0.0
        too_long = asked > self.frontier.rules.limits.retry_after_most
        if response.status in BUSY and not too_long:
            self.turns.hold(host_of(visit.url), asked)
        self._note_address(response)
        self._ended(visit, request.meta.get("download_latency"))
        if response.status in BUSY and not too_long and self._may_try_again(visit):
            self.frontier.retry(visit)
            return
        self.learn(
            Capture(
                RESPONSE,
                visit.url,
                now(),
                offset=0,
                status=response.status,
                headers=tuple(_headers(response)),
                body=response.body,
                depth=visit.depth,
                via=visit.via,
                anchor=visit.anchor,
            )
        )
        if too_long:
            self.frontier.leave(host_of(visit.url))
        self.on_page(self.slug, self.frontier.pages)

    def failed(self, failure: Failure) -> None:
        """Take in that a request brought no response, and go on whatever came of it."""
        try:
            self._take_in_failure(failure)
        finally:
            self.answered.set()

    def _take_in_failure(self, failure: Failure) -> None:
        """Note what came of a request without a response, or put it back for another try."""
        request: Request = failure.request  # type: ignore[attr-defined]  # set by Scrapy
        visit: Visit = request.meta["visit"]
        outcome = _outcome(failure, visit)
        self._ended(visit)
        if self.given_up:
            return
        if outcome in WORTH_RETRYING and self._may_try_again(visit):
            self.frontier.retry(visit)
            return
        reason = failure.getErrorMessage()
        self.archive.write_attempt(visit.url, outcome, reason, self.notes(request))
        self.learn(Capture("attempt", visit.url, now(), 0, outcome=outcome, reason=reason))

    def give_up(self, reason: str) -> None:
        """Ask for nothing more: what is gathered could not be kept."""
        self.given_up = reason

    def learn(self, capture: Capture) -> None:
        """Take a capture in: into the frontier, the counts and the host's pace."""
        self.frontier.absorb(capture)
        self.outcomes[str(capture.status) if capture.kind == RESPONSE else capture.outcome] += 1
        host = host_of(capture.url)
        if robots := self.frontier.hosts.robots.get(host):
            self.turns.slow_down(host, robots.crawl_delay)

    def notes(self, request: Request) -> dict[str, str]:
        """What the archive keeps about an exchange beside its bytes."""
        visit: Visit = request.meta["visit"]
        elapsed = request.meta.get("download_latency")
        return {
            "via": visit.via,
            "anchor": visit.anchor,
            "depth": str(visit.depth),
            "fetchTimeMs": "" if elapsed is None else str(round(elapsed * 1000)),
        }

    def keep_certificate(self, host: str, certificate: Certificate) -> None:
        """Write the certificate that a host showed, the first time that it is seen."""
        urn = f"{CERTIFICATE}{host}"
        if urn not in self.certificates:
            self.certificates.add(urn)
            self.archive.write_resource(urn, "application/pkix-cert", certificate.dump())

    def closed(self, reason: str) -> None:
        """Write what was met and not visited, and how the crawl ended."""
        interrupted = self.given_up or (INTERRUPTED if reason != "finished" else "")
        if not interrupted:
            left = json.dumps(self.frontier.leftovers(), indent=0, sort_keys=True)
            self.archive.write_resource(NOT_VISITED, "application/json", left.encode())
        self.archive.close()
        ending = json.dumps(self.ending(interrupted), indent=1)
        write_whole(self.run_folder.ending(self.slug), ending)

    def ending(self, interrupted: str) -> dict[str, Any]:
        """How the crawl ended: state, reason (why, where it was interrupted), counts and times."""
        if interrupted:
            state, reason = "partial", interrupted
        else:
            state, reason = self.frontier.ending()
        return {
            "slug": self.slug,
            "state": state,
            "reason": reason,
            "interrupted": bool(interrupted),
            "pages": self.frontier.pages,
            "exchanges": self.frontier.exchanges,
            "outcomes": dict(sorted(self.outcomes.items())),
            "not_visited": len(self.frontier.leftovers()),
            "began": self.began,
            "ended": now(),
        }

    def _read_back(self, path: Path) -> None:
        """Learn from an earlier crawl's evidence, so that nothing is fetched twice.

        Where no page was had, what failed may be tried again.
        """
        had_nothing = self.run_folder.read_ending(self.slug).get("state") == "failed"
        for capture in read_archive(path):
            if capture.kind == RESOURCE:
                self.frontier.absorb(capture)
                if capture.url.startswith(CERTIFICATE):
                    self.certificates.add(capture.url)
            elif not (had_nothing and (capture.kind != RESPONSE or capture.status >= 400)):
                self.learn(capture)

    def _request(self, visit: Visit) -> Request:
        self.tries[visit.url] += 1
        limits = self.frontier.rules.limits
        largest = {
            "sample": limits.sampled_bytes,
            STYLE: limits.style_sheet_bytes,
            PORTAL: self.frontier.rules.portals.bytes,
        }
        return Request(
            visit.url,
            callback=self.parse,
            errback=self.failed,
            dont_filter=True,
            meta={
                "visit": visit,
                "download_timeout": limits.response_seconds,
                "download_maxsize": largest.get(visit.role, limits.response_bytes),
            },
        )

    def _note_address(self, response: Response) -> None:
        """Councils that share a server share its limit. A proxy's address is nobody's server."""
        assert response.request is not None
        if response.ip_address is None or response.request.meta.get("proxy"):
            return
        address = str(response.ip_address)
        if is_public(address):
            self.turns.at_address(host_of(response.url), address)

    def _ended(self, visit: Visit, took: float | None = None) -> None:
        self.turns.give_back(host_of(visit.url), took)

    def _may_try_again(self, visit: Visit) -> bool:
        return self.tries[visit.url] < self.frontier.rules.limits.tries

    def _retry_after(self, response: Response) -> float:
        """Seconds that a busy host asks for, at most what the rules allow."""
        asked = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
        if asked.isdecimal():
            seconds = float(asked)
        else:
            try:
                seconds = parsedate_to_datetime(asked).timestamp() - time.time()
            except ValueError:
                seconds = 10 * max(self.crawl_settings.delay, 0.1)
        return max(seconds, 0.0)


def _outcome(failure: Failure, visit: Visit) -> str:
    if host_of(visit.url) in REFUSED:
        return "private-address"
    error = failure.value
    if "CONNECT" in str(error):
        return "unreachable"
    return next((name for kind, name in OUTCOMES if isinstance(error, kind)), "failed")


def _headers(response: Response) -> list[tuple[str, str]]:
    return [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    ]
