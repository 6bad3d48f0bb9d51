"""What stands between the spider and the network: the address guard and the evidence."""

from __future__ import annotations

import ipaddress
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit
from urllib.request import getproxies

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares import cookies
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.error import DNSLookupError

from crawler.urls import host_of, suffixes

if TYPE_CHECKING:
    from twisted.internet.base import ReactorBase
    from twisted.internet.defer import Deferred

    from crawler.spider import CouncilSpider

# Scrapy's own would fetch the Public Suffix List at run time, unguarded.
cookies._split_domain = suffixes

# Headers that are about us and our proxy, not about the council.
PRIVATE_HEADERS = frozenset({"proxy-authorization", "authorization"})


class PrivateAddress(IgnoreRequest):
    """A request would have gone to an address that is not public."""


class EvidenceLost(IgnoreRequest):
    """An exchange could not be written to the archive."""


def is_public(address: str) -> bool:
    """Whether an IP address is one that a public crawl may visit.

    >>> is_public("192.168.1.1"), is_public("169.254.169.254"), is_public("::ffff:127.0.0.1")
    (False, False, False)
    >>> is_public("51.140.0.1")
    True
    """
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    return ip.is_global and not ip.is_multicast


def is_literal_address(host: str) -> bool:
    """Whether a host is written as an IP address, not a name."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def is_named_private(host: str) -> bool:
    """Whether a host is, by how it is written, one that a public crawl must not visit."""
    is_local = host == "localhost" or host.endswith(".localhost")
    return is_local or (is_literal_address(host) and not is_public(host))


class GuardedResolver(CachingThreadedResolver):
    """Resolves names, and refuses those that lead to an address which is not public.

    The address checked is the one connected to, so an answer that changes is caught too.
    """

    refused: set[str]

    def __init__(self, reactor: ReactorBase, cache_size: int, timeout: float) -> None:
        super().__init__(reactor, cache_size, timeout)
        self.allow_private = False
        self.refused = REFUSED
        self.proxies = {urlsplit(url).hostname for url in getproxies().values()}

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> Self:
        """Build from settings; ALLOW_PRIVATE lets every address pass."""
        resolver = super().from_crawler(crawler, reactor)
        resolver.allow_private = crawler.settings.getbool("ALLOW_PRIVATE")
        return resolver

    def getHostByName(self, name: str, timeout: Any = ()) -> Deferred[str]:  # noqa: N802
        """The address of a name, unless it is not public."""
        found = super().getHostByName(name, timeout)
        if not self.allow_private and name not in self.proxies:
            found.addCallback(self._checked, name)
        return found

    def _checked(self, address: str, name: str) -> str:
        if not is_public(address):
            self.refused.add(name)
            raise DNSLookupError(f"{name} leads to {address}, which is not public")
        return address


# The names refused in this process: how the spider tells them from names that do not exist.
REFUSED: set[str] = set()


class AddressGuard:
    """Refuses addresses written as numbers that are not public, and anything but http and https."""

    def __init__(self, allow_private: bool) -> None:
        self.allow_private = allow_private

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build from settings; ALLOW_PRIVATE lets every address pass."""
        return cls(crawler.settings.getbool("ALLOW_PRIVATE"))

    def process_request(self, request: Request) -> None:
        """Let a request pass, or refuse it.

        Raises:
            PrivateAddress: it would go where a public crawl must not.
        """
        if not request.url.startswith(("http://", "https://")):
            raise PrivateAddress(f"not a web address: {request.url}")
        host = host_of(request.url)
        if not self.allow_private and is_named_private(host):
            raise PrivateAddress(f"not a public address: {host}")


class Evidence:
    """Writes each exchange to the spider's archive as it came, before anything is decoded."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build for one spider's crawl."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """Write the exchange and let the response pass.

        Raises:
            EvidenceLost: it could not be written: the disk is full, or gone. The crawl stops.
        """
        try:
            self._write(request, response)
        except OSError as error:
            spider: CouncilSpider = self.crawler.spider  # type: ignore[assignment]  # the only one
            spider.give_up(f"evidence cannot be written: {error.strerror}")
            raise EvidenceLost(str(error)) from error
        return response

    def _write(self, request: Request, response: Response) -> None:
        spider: CouncilSpider = self.crawler.spider  # type: ignore[assignment]  # the only spider
        parts = urlsplit(request.url)
        target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        spider.archive.write_exchange(
            url=request.url,
            request_line=f"{request.method} {target} HTTP/1.1",
            request_headers=[("Host", parts.netloc), *_pairs(request)],
            status_line=f"{response.status} {_reason(response.status)}",
            response_headers=_pairs(response),
            payload=response.body,
            notes=spider.notes(request),
        )
        if response.certificate is not None:
            spider.keep_certificate(parts.hostname or "", response.certificate)


def _pairs(message: Request | Response) -> list[tuple[str, str]]:
    return [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in message.headers.items()
        for value in values
        if name.decode("latin-1").lower() not in PRIVATE_HEADERS
    ]


def _reason(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
