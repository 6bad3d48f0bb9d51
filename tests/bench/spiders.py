"""Two spiders to compare with, each a program: what Scrapy does without us.

`python -m tests.bench.spiders plain|lean PAGES HOME …` crawls the sites of these home pages until
it has so many, and prints a `workshop.Crawl` as JSON.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import lxml.html
import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.exceptions import CloseSpider
from scrapy.http import HtmlResponse, Response
from scrapy.linkextractors import LinkExtractor

# Scrapy's own defaults, but for what would only slow it down.
SETTINGS: dict[str, Any] = {
    "DOWNLOAD_DELAY": 0,
    "ROBOTSTXT_OBEY": False,
    "LOG_ENABLED": False,
    "TELNETCONSOLE_ENABLED": False,
}


class Counting(scrapy.Spider):
    """Counts answers with status 200, and stops when there are enough."""

    def __init__(self, enough: int, homes: list[str]) -> None:
        super().__init__()
        self.enough = enough
        self.start_urls = homes
        self.hosts = {urlsplit(home).hostname or "" for home in homes}
        self.moments: list[float] = []

    def parse(self, response: Response) -> Iterator[scrapy.Request]:
        """Count an answer and follow its links."""
        self.moments.append(time.perf_counter())
        if len(self.moments) >= self.enough:
            raise CloseSpider("enough")
        if isinstance(response, HtmlResponse):
            yield from self.follow_links(response)

    def follow_links(self, response: HtmlResponse) -> Iterator[scrapy.Request]:
        """A request for each link that is worth one."""
        raise NotImplementedError


class Plain(Counting):
    """Follows every link, with the stock LinkExtractor."""

    name = "plain"

    def __init__(self, enough: int, homes: list[str]) -> None:
        super().__init__(enough, homes)
        self.extractor = LinkExtractor(allow_domains=self.hosts)

    def follow_links(self, response: HtmlResponse) -> Iterator[scrapy.Request]:
        """A request for every link; Scrapy leaves out those it made before."""
        for link in self.extractor.extract_links(response):
            yield scrapy.Request(link.url)


class Lean(Counting):
    """Parses a page once and makes no request for an address that it has seen."""

    name = "lean"

    def __init__(self, enough: int, homes: list[str]) -> None:
        super().__init__(enough, homes)
        self.seen = set(homes)

    def follow_links(self, response: HtmlResponse) -> Iterator[scrapy.Request]:
        """A request for every address not seen before."""
        for href in lxml.html.document_fromstring(response.body).xpath("//a/@href"):
            url = urldefrag(urljoin(response.url, href)).url
            if url not in self.seen:
                self.seen.add(url)
                if urlsplit(url).hostname in self.hosts:
                    yield scrapy.Request(url, dont_filter=True)


def main() -> None:
    """Run one of the spiders."""
    kinds: dict[str, type[Counting]] = {"plain": Plain, "lean": Lean}
    kind, enough, homes = kinds[sys.argv[1]], int(sys.argv[2]), sys.argv[3:]
    process = CrawlerProcess(SETTINGS)
    crawler = process.create_crawler(kind)
    process.crawl(crawler, enough=enough, homes=homes)
    process.start()
    spider = crawler.spider
    assert isinstance(spider, Counting)
    used = resource.getrusage(resource.RUSAGE_SELF)
    found = {
        "pages": len(spider.moments),
        "seconds": spider.moments[-1] - spider.moments[0],
        "cpu": used.ru_utime + used.ru_stime,
        "peak": used.ru_maxrss / 1024,
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
