"""How few pages it takes to find the services: the frontier against breadth-first.

No network: estates answer from memory, a real site is read from its folder.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

import pandas as pd

from config import Council, load_platforms, load_services
from config.crawl import load_crawl_rules
from crawler.archive import RESPONSE, Capture, now
from crawler.frontier import Frontier
from crawler.page import Page
from crawler.urls import absolute, host_of
from digitalfirst.estate import Estate, EstateRequest
from tests.bench.harness import Figure, Note, Result, benchmark
from tests.bench.workshop import SHARED, Workshop

BUDGETS = (40, 80, 150)
SITE_PAGES = 800
FEW = 50  # service pages of a council that leave room in 80 pages for the way to them
SEEDS = (7101, 7102, 7103)  # no rule, word or weight was chosen by looking at these
COMUNI = SHARED / "sites" / "it-design-comuni"
COMUNI_HOME = "https://www.comune.gov.test/index.html"

Fetch = Callable[[str], Capture]
# Which page, counted from 1, each address was captured as; and where each page's links lead.
Order = dict[str, int]
Graph = dict[str, list[str]]


@benchmark("focus")
def focus(workshop: Workshop) -> Iterator[Result]:
    """The share of service pages captured within so many pages, and what breadth-first needs."""
    seeds, councils = (SEEDS[:1], 4) if workshop.quick else (SEEDS, 8)
    estates = [Estate(seed, councils, SITE_PAGES) for seed in seeds]
    visits = [each for estate in estates for each in _visits(estate)]
    yield Note(f"{len(visits)} estate councils of {SITE_PAGES} pages, seeds {seeds}")
    for budget in BUDGETS:
        ours, plain = _shares(visits, budget)
        bar = 0.95 if budget == 80 else None
        yield Figure(f"share of service pages within {budget} pages", ours, least=bar)
        yield Figure(f"the same, breadth-first, {budget} pages", plain)
    needed = _pages_needed(visits, "plain", _shares(visits, 80)[0])
    yield Figure("pages breadth-first needs for what ours has at 80", needed, "pages")
    yield Figure("the same, as a multiple of 80", needed / 80, "x", least=3.0)
    few = [each for each in visits if len(each.wanted) <= FEW]
    many = [each for each in visits if len(each.wanted) > FEW]
    for name, some in ((f"at most {FEW}", few), (f"more than {FEW}", many)):
        yield Figure(
            f"share within 80, councils with {name} service pages", _share(some, "ours", 80)
        )
        known = _share(some, "omniscient", 80)
        yield Figure("the same, of one that knew every page's links beforehand", known)
    yield Figure("pages ours needs for 95%", _pages_needed(visits, "ours", 0.95), "pages")
    yield Figure("pages breadth-first needs for 95%", _pages_needed(visits, "plain", 0.95), "pages")
    yield from _on_a_real_site()


Way = Literal["ours", "plain", "omniscient"]


class Visited(NamedTuple):
    """A site visited each way: the service pages there are, and when each way captured them."""

    wanted: set[str]
    ours: Order
    plain: Order
    omniscient: Order


def _visits(estate: Estate) -> Iterator[Visited]:
    services = estate.truth()["services"]
    linked = services[(services["reachable"] == "links") & (services["page_url"] != "")]
    urls = linked.groupby("slug")["page_url"].agg(set)
    for council in estate.councils:

        def fetch(url: str) -> Capture:
            answer = estate.respond(EstateRequest(url))
            return Capture(RESPONSE, url, now(), 0, answer.status, answer.headers, answer.body)

        own = host_of(council.homepage)
        wanted = {url for url in urls[council.slug] if host_of(url) == own}
        yield _visited(council, fetch, wanted)


def _visited(council: Council, fetch: Fetch, wanted: set[str]) -> Visited:
    plain, graph = _breadth_first(council.homepage, fetch)
    return Visited(wanted, _ours(council, fetch), plain, _omniscient(graph, wanted))


def _ours(council: Council, fetch: Fetch) -> Order:
    """What the frontier captures within the largest budget."""
    frontier = Frontier(
        council, load_services(), load_platforms(), load_crawl_rules(), max_pages=max(BUDGETS)
    )
    order: Order = {}
    while (visit := frontier.pop()) is not None:
        before = frontier.pages
        frontier.absorb(fetch(visit.url))
        if frontier.pages > before:
            order[visit.url] = frontier.pages
    return order


def _breadth_first(home: str, fetch: Fetch) -> tuple[Order, Graph]:
    """Every page of the site's own host, links followed in the order in which they were met.

    With it, the links of each page: where they lead after redirects.
    """
    order: Order = {}
    graph: Graph = {}
    moved: dict[str, str] = {}
    waiting = [home]
    met = set(waiting)
    for url in waiting:
        capture = fetch(url)
        page = Page(capture)
        if capture.location:
            found = [absolute(url, capture.location) or url]
            moved[url] = found[0]
        elif capture.status == 200 and page.is_html:
            order[url] = len(order) + 1
            graph[url] = found = [link.url for link in page.links]
        else:
            continue
        for target in found:
            if target not in met and host_of(target) == host_of(home):
                met.add(target)
                waiting.append(target)
    return order, {url: [moved.get(one, one) for one in found] for url, found in graph.items()}


def _omniscient(graph: Graph, wanted: set[str]) -> Order:
    """Service pages as soon as a page read leads to them, else the page that leads to most of them.

    Greedy: the best there is may be a little better.
    """
    home = next(iter(graph))
    order, known, unknown = {home: 1}, set(graph[home]), wanted - set(graph[home])
    while len(order) < max(BUDGETS):
        ready = sorted(url for url in wanted & known if url not in order)
        others = [url for url in known if url in graph and url not in order]
        lists = {url: len(unknown.intersection(graph[url])) for url in others}
        best = max(sorted(lists), key=lambda url: lists[url], default="")
        room = max(BUDGETS[1], len(order)) - len(order)
        opens = bool(best) and lists[best] > 0 and (len(ready) < room or not ready)
        if not opens and not ready:
            break
        url = best if opens else ready[0]
        order[url] = len(order) + 1
        known.update(graph.get(url, ()))
        unknown -= known
    return order


def _shares(visits: list[Visited], budget: int) -> tuple[float, float]:
    """The share of all service pages captured within a budget: by ours, by breadth-first."""
    return _share(visits, "ours", budget), _share(visits, "plain", budget)


def _share(visits: list[Visited], way: Way, budget: int) -> float:
    found = 0
    for each in visits:
        order: Order = getattr(each, way)
        found += sum(order.get(url, budget + 1) <= budget for url in each.wanted)
    return found / sum(len(each.wanted) for each in visits)


def _pages_needed(visits: list[Visited], way: Way, share: float) -> int:
    """The budget a site with which a share is captured; the largest site's pages where never."""
    largest = max(len(getattr(each, way)) for each in visits)
    enough = (budget for budget in range(1, largest) if _share(visits, way, budget) >= share)
    return next(enough, largest)


def _on_a_real_site() -> Iterator[Result]:
    """The same on a model municipality's site; in Italian, so that our words are of no help."""
    if not COMUNI.is_dir():
        yield Note("skipped on a real site: ../shared/sites/it-design-comuni is not there")
        return
    base = COMUNI_HOME.removesuffix("index.html")
    wanted = {f"{base}servizi/{file.name}" for file in COMUNI.glob("servizi/*.html")}

    def fetch(url: str) -> Capture:
        file = COMUNI / url.removeprefix(base)
        if not file.is_file():
            return Capture(RESPONSE, url, now(), 0, 404)
        kind = "text/html" if file.suffix == ".html" else "application/octet-stream"
        return Capture(RESPONSE, url, now(), 0, 200, (("Content-Type", kind),), file.read_bytes())

    council = Council(
        slug="comune", name="Comune", type="unitary", nation="England", homepage=COMUNI_HOME
    )
    site = _visited(council, fetch, wanted)
    table = pd.DataFrame(
        {budget: _shares([site], budget) for budget in (20, 40, 60, 80)},
        index=pd.Index(["ours", "breadth-first"], name="pages"),
    )
    yield Note(f"a real site (it-design-comuni, {len(wanted)} service pages):", table.round(2))
