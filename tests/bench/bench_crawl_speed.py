"""Pages a second of a whole crawl, against Scrapy without us on the same sites.

The estate answers over loopback, through its proxy and TLS, from a process of its own. No delay is
kept, and only councils that ask for none are crawled; of these, those with a menu of all services
on every page, which have about as many links and bytes as real councils' pages.
"""

from __future__ import annotations

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
)

SEED = 7203
SITE_PAGES = 400
COUNCILS = 8
BUDGET = 150  # pages a council
# Pages after which the slow and the quick spider to compare with are stopped.
ENOUGH = {"plain": 500, "lean": 1500}


@benchmark("crawl-speed")
def crawl_speed(workshop: Workshop) -> Iterator[Result]:
    """One process with all features on, against a plain and the leanest Scrapy spider."""
    asked = Asked(SEED, 60, SITE_PAGES, 60 if workshop.quick else BUDGET)
    councils = _fit(estate_of(asked))
    size, links = _typical(estate_of(asked), councils)
    yield Note(f"{len(councils)} councils, pages of {size:.0f} KB with {links:.0f} links")
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
    yield Figure("two processes against one", two.rate / ours.rate, "x", least=1.7)


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


def _fit(estate: Estate) -> list[Council]:
    """The councils with full menus that ask for no delay."""
    return [
        council
        for council, profile in zip(estate.councils, estate.profiles, strict=True)
        if profile.template == "mega" and profile.robots != "delay"
    ][:COUNCILS]


def _typical(estate: Estate, councils: Sequence[Council]) -> tuple[float, float]:
    """The mean size of a page, uncompressed, in KB, and its mean number of links."""
    urls = (page.url for each in councils for page in estate.site(each.slug).html_pages[:40])
    bodies = [estate.respond(EstateRequest(url)).body for url in urls]
    return fmean(map(len, bodies)) / 1000, fmean(body.count(b"<a ") for body in bodies)
