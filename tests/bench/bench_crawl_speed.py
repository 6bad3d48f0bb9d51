"""Pages a second of a whole crawl, against Scrapy without us on the same sites.

The estate answers over loopback, through its proxy and TLS, from a process of its own. No delay is
kept.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from statistics import fmean

from config import Council
from digitalfirst.estate import Estate, EstateRequest
from tests.bench.harness import Figure, Note, Result, benchmark
from tests.bench.workshop import (
    Asked,
    Crawl,
    Workshop,
    apart,
    crawl_apart,
    estate_of,
    estate_server,
    typical_councils,
)

SEED = 7203
SITE_PAGES = 400
COUNCILS = 24
BUDGET = 50  # pages a council
# Pages after which the slow and the quick spider to compare with are stopped.
ENOUGH = {"plain": 500, "lean": 1500}


@benchmark("crawl-speed")
def crawl_speed(workshop: Workshop) -> Iterator[Result]:
    """One process with all features on, against a plain and the leanest Scrapy spider."""
    asked = Asked(SEED, 400, SITE_PAGES, 20 if workshop.quick else BUDGET)
    councils = typical_councils(estate_of(asked))[:COUNCILS]
    size, links = _size_and_links(estate_of(asked), councils)
    cores = os.cpu_count() or 1
    yield Note(
        f"{cores} cores; {len(councils)} councils, pages of {size:.0f} KB with {links:.0f} links"
    )
    with estate_server(asked) as env:
        rounds = [_round(workshop, councils, asked, env) for _ in range(1 if workshop.quick else 2)]
    ours, two, plain, lean = (
        max((each[name] for each in rounds), key=lambda crawl: crawl.rate)
        for name in ("ours", "two", "plain", "lean")
    )
    for name, crawl in (("ours", ours), ("plain Scrapy", plain), ("leanest Scrapy", lean)):
        yield Figure(f"{name}, one process", crawl.rate, "pages/s")
        yield Figure(f"{name}, processor time a page", 1000 * crawl.cpu / crawl.pages, "ms")
    yield Figure("ours against plain Scrapy", ours.rate / plain.rate, "x", least=3.0)
    yield Figure("ours against the leanest Scrapy", ours.rate / lean.rate, "x", least=0.6)
    yield Figure("ours, two processes", two.rate, "pages/s")
    # The server needs a core too: where there are only two, two processes cannot be twice as fast.
    bar = 1.7 if cores > 2 else None
    yield Figure("two processes against one", two.rate / ours.rate, "x", least=bar)
    by_processor = 2 * (ours.cpu / ours.pages) / (two.cpu / two.pages)
    yield Figure("the same by processor time, each on its own core", by_processor, "x", least=1.7)


def _round(
    workshop: Workshop, councils: Sequence[Council], asked: Asked, env: Mapping[str, str]
) -> dict[str, Crawl]:
    """Each of the crawls once, one after the other."""
    homes = [council.homepage for council in councils]
    few = 5 if workshop.quick else 1
    found = {
        name: crawl_apart(workshop.new_run(councils, asked.max_pages), env, processes)
        for name, processes in (("ours", 1), ("two", 2))
    }
    for name, enough in ENOUGH.items():
        found[name] = apart("tests.bench.spiders", [name, enough // few, *homes], env)
    return found


def _size_and_links(estate: Estate, councils: Sequence[Council]) -> tuple[float, float]:
    """The mean size of a page, uncompressed, in KB, and its mean number of links."""
    urls = (page.url for each in councils for page in estate.site(each.slug).html_pages[:40])
    bodies = [estate.respond(EstateRequest(url)).body for url in urls]
    return fmean(map(len, bodies)) / 1000, fmean(body.count(b"<a ") for body in bodies)
