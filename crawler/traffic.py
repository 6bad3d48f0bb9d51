"""What a page loads, as the browser tells it: counted, bounded, and waited for."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

from playwright.async_api import CDPSession, Page

from config.rendering import RenderRules
from crawler.rendered import NAVIGATED_AWAY, TOO_LARGE, Network
from crawler.urls import host_of, site_of

LOOK = 0.05  # seconds between two looks at whether a page is still


class Traffic:
    """The requests of one page.

    `sizes` are the bytes as sent of each address that the site's context has loaded, by which what
    comes from its cache counts too. `stop` is told why, when the page passes a bound, or goes
    elsewhere once it `is_there`. `document` is the address of the page itself, `frame` what the
    browser calls the frame it is in, `status` that of its answer.
    """

    def __init__(
        self, rules: RenderRules, sizes: dict[str, int], stop: Callable[[str, str], None]
    ) -> None:
        self.rules = rules
        self.sizes = sizes
        self.stop = stop
        self.document = ""
        self.status = 0
        self.is_there = False
        self.frame = ""
        self._urls: dict[str, str] = {}
        self._under_way: set[str] = set()
        self._cached: set[str] = set()
        self._hosts: set[str] = set()
        self._set: set[tuple[str, str, str]] = set()
        self._bytes = self._requests = self._failed = self._unpacked = 0
        self._changed = time.monotonic()
        self._hearing: dict[str, Callable[[dict[str, Any]], None]] = {
            "Network.requestWillBeSent": self._asked,
            "Network.responseReceived": self._answered,
            "Network.responseReceivedExtraInfo": self._told,
            "Network.requestServedFromCache": self._from_cache,
            "Network.dataReceived": self._received,
            "Network.loadingFinished": self._finished,
            "Network.loadingFailed": self._broke_off,
        }

    def watch(self, client: CDPSession) -> None:
        """Begin to listen."""
        for event, hear in self._hearing.items():
            client.on(event, hear)

    def watch_no_more(self, client: CDPSession) -> None:
        """What comes is another's to count."""
        for event, hear in self._hearing.items():
            client.remove_listener(event, hear)

    async def still(self) -> None:
        """Wait until nothing has been under way for a while, but not for ever."""
        limits = self.rules.limits
        end = time.monotonic() + limits.quiet_seconds
        while time.monotonic() < end:
            quiet = time.monotonic() - self._changed
            if not self._under_way and quiet >= limits.quiet_ms / 1000:
                return
            await asyncio.sleep(LOOK)

    async def network(self, page: Page) -> Network:
        """What was loaded so far, and the names of the cookies set."""
        own = site_of(host_of(self.document))
        others = {host for host in self._hosts if site_of(host) != own}
        cookies = {each.get("name", "") for each in await page.context.cookies()}
        setters = {(host_of(url or self._urls.get(id, "")), name) for id, url, name in self._set}
        foreign = {f"{host}: {name}" for host, name in setters if site_of(host) != own}
        return Network(
            bytes=self._bytes,
            requests=self._requests,
            third_parties=tuple(sorted(others)),
            failed=self._failed,
            cookies=tuple(sorted(cookies)),
            foreign_cookies=tuple(sorted(foreign)),
        )

    def _asked(self, event: dict[str, Any]) -> None:
        url = event["request"]["url"]
        if event.get("type") == "Document":
            self.frame = self.frame or event["frameId"]
            if event["frameId"] == self.frame:
                self.document = url
                if self.is_there:
                    self.stop(NAVIGATED_AWAY, f"it went to {url} by itself")
        if not url.startswith(("http:", "https:")):
            return
        self._requests += 1
        self._hosts.add(host_of(url))
        self._urls[event["requestId"]] = url
        self._under_way.add(event["requestId"])
        self._changed = time.monotonic()
        if self._requests > self.rules.limits.requests:
            self.stop(TOO_LARGE, f"more than {self.rules.limits.requests} requests")

    def _answered(self, event: dict[str, Any]) -> None:
        response = event["response"]
        if response["url"] == self.document:
            self.status = response["status"]
        if response.get("fromDiskCache") or response.get("fromPrefetchCache"):
            self._cached.add(event["requestId"])

    def _told(self, event: dict[str, Any]) -> None:
        """Note the cookies that an answer sets, whether the browser takes them or not."""
        request = event["requestId"]
        for name, value in event["headers"].items():
            if name.lower() == "set-cookie":
                names = (line.partition("=")[0].strip() for line in value.split("\n"))
                # This may be told before the request itself: its address is then looked up later.
                self._set.update((request, self._urls.get(request, ""), name) for name in names)

    def _from_cache(self, event: dict[str, Any]) -> None:
        self._cached.add(event["requestId"])

    def _received(self, event: dict[str, Any]) -> None:
        self._changed = time.monotonic()
        self._unpacked += event["dataLength"]
        if self._unpacked > self.rules.limits.bytes:
            self.stop(TOO_LARGE, f"more than {self.rules.limits.bytes} bytes")

    def _finished(self, event: dict[str, Any]) -> None:
        url = self._urls.get(event["requestId"], "")
        self._end(event["requestId"])
        if event["requestId"] in self._cached:
            self._bytes += self.sizes.get(url, 0)
        elif url:
            self._bytes += round(event["encodedDataLength"])
            self.sizes[url] = round(event["encodedDataLength"])

    def _broke_off(self, event: dict[str, Any]) -> None:
        self._end(event["requestId"])
        is_ours = event.get("blockedReason") == "inspector"
        self._failed += not (event.get("canceled") or is_ours)

    def _end(self, request: str) -> None:
        self._under_way.discard(request)
        self._changed = time.monotonic()
