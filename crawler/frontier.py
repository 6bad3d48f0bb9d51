"""Which address next: the most promising first, within the budget.

The frontier is fed with captures (`absorb`), whether they just came or are read back from an
earlier crawl's evidence, and asked for the next visit (`pop`). It decides; it fetches nothing.
"""

from __future__ import annotations

import heapq
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from urllib.parse import urlsplit

from lxml import etree

from config import Council, Platform, Service
from config.crawl import CrawlRules
from config.page_kinds import is_looked_for
from config.platforms import platform_at
from config.vocabulary import Vocabulary, begins, is_hub, is_noise, speaks_of_action
from crawler.archive import RESOURCE, RESPONSE, Capture
from crawler.page import FURNITURE, Link, Page, squeezed
from crawler.robots import Robots, robots_from
from crawler.search import searches
from crawler.urls import absolute, host_of, site_of

_NUMBER = re.compile(r"\d+")
_EXTENSION = re.compile(r"\.([a-z0-9]{2,5})$")

# Why an address was not visited.
BY_ROBOTS, OFF_SITE, NOT_A_PAGE = "forbidden-by-robots", "off-site", "not-a-page"
OUT_OF_BUDGET, TOO_DEEP, QUEUE_FULL = "out-of-budget", "too-deep", "queue-full"


@dataclass(frozen=True, slots=True)
class Visit:
    """An address to ask: `depth` clicks from the home page, by a link `anchor` on the page `via`.

    `role` says what for: page, search, robots, sitemap, well-known or document.
    """

    url: str
    depth: int
    via: str = ""
    anchor: str = ""
    role: str = "page"
    redirects: int = 0


@dataclass(order=True, slots=True)
class _Waiting:
    cost: float
    tie: bytes
    visit: Visit = field(compare=False)
    pattern: str = field(compare=False, default="")


@dataclass
class Frontier:
    """The links waiting for one council, and what has been spent of its budget."""

    council: Council
    services: tuple[Service, ...]
    platforms: tuple[Platform, ...]
    rules: CrawlRules
    max_pages: int
    seed: int = 0

    def __post_init__(self) -> None:
        self.vocabulary = Vocabulary.of(self.services)
        self.home = absolute(self.council.homepage, "") or self.council.homepage
        self.own_sites = {site_of(host_of(self.home))}
        self.robots: dict[str, Robots] = {}
        self.pages = self.exchanges = self.documents = self.offsite_pages = self.sitemaps = 0
        self.not_visited: dict[str, str] = {}
        self._met: dict[str, Visit] = {}
        self._asked: set[str] = set()
        self._robots_at: dict[str, str] = {}
        self._queues: dict[str, list[_Waiting]] = {}
        self._searches: dict[int, Visit] = {}
        self._waiting = 0
        self._patterns: Counter[str] = Counter()
        self._seen_services: Counter[int] = Counter()
        self.offer(Visit(self.home, 0), promise=float("inf"))

    # -- what comes in ---------------------------------------------------------------------------

    def absorb(self, capture: Capture) -> None:
        """Learn from a capture: the links of a page, where a redirect leads, a robots.txt."""
        if capture.kind == RESOURCE:
            return
        visit = self._met.get(capture.url) or Visit(
            capture.url, capture.depth or 0, capture.via, capture.anchor
        )
        self._met[capture.url] = visit
        self._asked.add(capture.url)
        self.exchanges += 1
        self.documents += visit.role == "document"
        if visit.role == "search":
            self._searches = {
                lgsl: search for lgsl, search in self._searches.items() if search.url != visit.url
            }
        self._patterns[_pattern(visit.url)] += 1
        if visit.role == "robots" or urlsplit(capture.url).path == "/robots.txt":
            self._learn_robots(capture)
        elif capture.kind != RESPONSE:
            return
        elif capture.location:
            self._follow_redirect(visit, capture)
        elif capture.status == 200:
            self._learn_from(visit, capture)

    def offer(self, visit: Visit, promise: float) -> None:
        """Put an address into the queue unless it was met before."""
        if visit.url in self._met:
            return
        self._met[visit.url] = visit
        if self._waiting >= self.rules.limits.queue:
            self.not_visited[visit.url] = QUEUE_FULL
            return
        self._push(visit, promise)

    def put_back(self, visit: Visit) -> None:
        """Put back a visit whose host's turn was lost to another process, before all others."""
        self._push(visit, promise=float("inf"))

    def retry(self, visit: Visit) -> None:
        """Put an address back that brought no answer, behind all that promise something."""
        self._asked.discard(visit.url)
        self._push(visit, promise=-1000.0)

    # -- what goes out ---------------------------------------------------------------------------

    def pop(self, wait: Callable[[str], float]) -> Visit | None:
        """The most promising visit whose host can be asked now; None where there is none now.

        `wait(host)` gives the seconds until a host may be asked.
        """
        if search := self._next_search(wait):
            return search
        while not self._links_spent:
            ready = [host for host, queue in self._queues.items() if queue and wait(host) <= 0]
            if not ready:
                return None
            visit = self._take(min(ready, key=lambda host: self._queues[host][0]))
            if visit is not None:
                return visit
        return None

    def hosts(self) -> list[str]:
        """The hosts with visits waiting."""
        of_searches = {host_of(visit.url) for visit in self._searches.values()}
        return [*{host for host, queue in self._queues.items() if queue} | of_searches]

    @property
    def spent(self) -> bool:
        """Whether the budget is used up or nothing is left to ask."""
        return self._links_spent and (not self._searches or self._out_of_exchanges)

    @property
    def _links_spent(self) -> bool:
        return self.pages >= self.max_pages or self._out_of_exchanges or not self._waiting

    @property
    def _out_of_exchanges(self) -> bool:
        return self.exchanges >= self.max_pages * self.rules.limits.exchanges_per_page + 50

    def leftovers(self) -> dict[str, str]:
        """Every address met and not visited, with its reason."""
        waiting = {
            item.visit.url: OUT_OF_BUDGET
            for queue in self._queues.values()
            for item in queue
            if item.visit.url not in self._asked
        }
        waiting |= {visit.url: OUT_OF_BUDGET for visit in self._searches.values()}
        return self.not_visited | waiting

    def _next_search(self, wait: Callable[[str], float]) -> Visit | None:
        """The next search: for services not met while links promise more, then for all the rest."""
        if not self._searches or self._out_of_exchanges:
            return None
        best = max((-queue[0].cost for queue in self._queues.values() if queue), default=None)
        done_with_links = self._links_spent
        if not done_with_links and best is not None and best >= self.rules.promise.search:
            return None
        for lgsl, visit in self._searches.items():
            host = host_of(visit.url)
            robots = self.robots.get(host)
            wanted = done_with_links or not self._seen_services[lgsl]
            if wanted and wait(host) <= 0:
                if robots is None:
                    return self._robots_visit(host, visit)
                del self._searches[lgsl]
                if visit.url not in self._asked and self._may_visit(visit, robots):
                    return visit
                return self._next_search(wait)
        return None

    # -- how it decides --------------------------------------------------------------------------

    def promise(self, link: Link, depth: int) -> float:
        """How much a link promises, in points (see `config/crawl.yaml`)."""
        weigh = self.rules.promise
        matches = self.vocabulary.match(link.text) or self.vocabulary.match(link.url)
        points = weigh.click * depth
        if matches:
            best = matches[0]
            seen = self._seen_services[best.lgsl]
            value = weigh.known_service * 0.5**seen if seen else weigh.new_service
            points += value * best.score
            points += weigh.action if speaks_of_action(link.text) else 0
        if is_looked_for(link.text):
            points += weigh.page_kind
        elif is_noise(link.text) or is_noise(link.url):
            points += weigh.noise
        elif is_hub(link.text):
            points += weigh.hub
        points += weigh.query if "?" in link.url else 0
        points += {"main": weigh.main, "footer": weigh.footer}.get(link.region, 0)
        crowd = weigh.pattern * self._patterns[_pattern(link.url)]
        return points + max(crowd, weigh.pattern_most)

    def _learn_from(self, visit: Visit, capture: Capture) -> None:
        page = Page(capture)
        if visit.role == "well-known":
            return
        if not page.is_html:
            if visit.role == "sitemap" or capture.url.endswith(".xml"):
                self._learn_sitemap(capture)
            return
        if visit.role == "search":
            for link in page.links:
                self._offer_link(link, visit, visit.depth + 1)
            return
        self.pages += 1
        own = self._is_own(capture.url)
        self.offsite_pages += not own
        spoken_of = self.vocabulary.match(page.heading or page.title, limit=1)
        self._seen_services.update(match.lgsl for match in spoken_of)
        of_noise = is_noise(page.url) or is_noise(page.heading)
        about = spoken_of[0].lgsl if spoken_of and not of_noise else None
        if visit.depth == 0:
            self._ask_well_known(capture.url)
            self._plan_searches(page)
        if page.refresh:
            self._offer_link(Link(page.refresh, page.title, "main", ""), visit, visit.depth)
        if own:
            for link in page.links:
                self._offer_link(link, visit, visit.depth + 1, about)

    def _offer_link(self, link: Link, visit: Visit, depth: int, about: int | None = None) -> None:
        link = self._upgraded(link)
        if link.url in self._met:
            return
        role, refusal = self._judge(link, depth)
        if refusal:
            self._met[link.url] = Visit(link.url, depth, visit.url, link.text)
            self.not_visited[link.url] = refusal
            return
        promise = self.promise(link, depth)
        promise += self.rules.promise.next_step if self._steps_on(link, about) else 0
        self.offer(Visit(link.url, depth, visit.url, link.text, role), promise)

    def _upgraded(self, link: Link) -> Link:
        """A link to the own site by HTTPS where its home page is so: one page, one address."""
        if (
            self.home.startswith("https:")
            and link.url.startswith("http:")
            and self._is_own(link.url)
        ):
            return replace(link, url="https:" + link.url.removeprefix("http:"))
        return link

    def _steps_on(self, link: Link, about: int | None) -> bool:
        """Whether a link in the text of a page about a service leads on to the service's form."""
        if about is None or link.region in FURNITURE or is_noise(link.text):
            return False
        spoken_of = self.vocabulary.match(link.text, limit=1)
        if spoken_of:
            return spoken_of[0].lgsl == about
        return begins(link.text) or speaks_of_action(link.text) is not None

    def _judge(self, link: Link, depth: int) -> tuple[str, str]:
        """What role a link's address would have, or why it is not visited."""
        extension = _extension(link.url)
        if extension in self.rules.skipped_extensions:
            return "", NOT_A_PAGE
        if depth > self.rules.limits.depth:
            return "", TOO_DEEP
        if not self._is_own(link.url) and not self._is_worth_a_hop(link.url):
            return "", OFF_SITE
        if extension in self.rules.document_extensions:
            telling = is_looked_for(link.text) or self.vocabulary.match(link.text)
            return ("document", "") if telling else ("", NOT_A_PAGE)
        return "page", ""

    def _follow_redirect(self, visit: Visit, capture: Capture) -> None:
        target = absolute(capture.url, capture.location)
        if target is None or visit.redirects >= self.rules.limits.redirects:
            return
        if visit.depth == 0 and visit.role == "page" and capture.url == self.home:
            self.own_sites.add(site_of(host_of(target)))
            self.home = target
        link = Link(target, visit.anchor, "main", "")
        _, refusal = self._judge(link, visit.depth)
        if refusal:
            self.not_visited.setdefault(target, refusal)
            return
        step = Visit(target, visit.depth, visit.via, visit.anchor, visit.role, visit.redirects + 1)
        self.offer(step, promise=1000.0)

    def _plan_searches(self, home: Page) -> None:
        provided = [each for each in self.services if each.is_provided_by(self.council)]
        for lgsl, url in searches(home, provided).items():
            if url not in self._asked:
                self._met[url] = Visit(url, 1, home.url, "", "search")
                self._searches[lgsl] = self._met[url]

    def _ask_well_known(self, home: str) -> None:
        for path in self.rules.well_known:
            role = "sitemap" if path.endswith(".xml") else "well-known"
            self.offer(Visit(absolute(home, path) or home, 1, home, "", role), promise=500.0)
        if home.startswith("https:"):
            plain = "http:" + home.removeprefix("https:")
            self.offer(Visit(plain, 1, "", "", "well-known"), promise=490.0)

    def _learn_robots(self, capture: Capture) -> None:
        """Take a host's rules.

        A redirect on the host itself is followed; one to another host means that this one has no
        rules of its own: its pages lead there too, where rules are asked for.
        """
        host = host_of(capture.url)
        target = absolute(capture.url, capture.location) if capture.location else None
        if target is not None and target not in self._asked and host_of(target) == host:
            self._robots_at[host] = target
            return
        rules = Robots(None) if target else robots_from(capture, self.rules.limits.robots_bytes)
        self.robots[host] = rules
        for url in rules.sitemaps[: self.rules.limits.sitemaps]:
            sitemap = absolute(capture.url, url)
            if sitemap and self._is_own(sitemap):
                self.offer(Visit(sitemap, 1, capture.url, "", "sitemap"), promise=500.0)

    def _learn_sitemap(self, capture: Capture) -> None:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
        try:
            root = etree.fromstring(capture.body, parser)
        except (etree.LxmlError, ValueError):
            return
        if root is None:
            return
        visit = Visit(capture.url, 1)
        is_index = root.tag.endswith("sitemapindex")
        for number, loc in enumerate(root.iter("{*}loc")):
            url = absolute(capture.url, squeezed(loc.text or ""))
            if url is None or number >= self.rules.limits.sitemap_links or not self._is_own(url):
                continue
            if is_index:
                self.sitemaps += 1
                if self.sitemaps <= self.rules.limits.sitemaps:
                    self.offer(Visit(url, 1, capture.url, "", "sitemap"), promise=450.0)
            elif url not in self._met:
                self._offer_from_sitemap(url, visit)

    def _offer_from_sitemap(self, url: str, visit: Visit) -> None:
        link = Link(url, "", "", "")
        role, refusal = self._judge(link, 2)
        if not refusal and role == "page":
            promise = self.promise(link, 2) + self.rules.promise.sitemap_only
            self.offer(Visit(url, 2, visit.url), promise)

    def _push(self, visit: Visit, promise: float) -> None:
        tie = blake2b(f"{self.seed} {visit.url}".encode(), digest_size=8).digest()
        item = _Waiting(-promise, tie, visit, _pattern(visit.url))
        heapq.heappush(self._queues.setdefault(host_of(visit.url), []), item)
        self._waiting += 1

    def _take(self, host: str) -> Visit | None:
        """A host's best visit; its robots.txt first; None where it may not be asked."""
        robots = self.robots.get(host)
        if robots is None:
            return self._robots_visit(host, self._queues[host][0].visit)
        visit = heapq.heappop(self._queues[host]).visit
        self._waiting -= 1
        return visit if visit.url not in self._asked and self._may_visit(visit, robots) else None

    def _robots_visit(self, host: str, sought: Visit) -> Visit:
        url = self._robots_at.get(host) or absolute(sought.url, "/robots.txt") or sought.url
        self._met[url] = visit = Visit(url, sought.depth, role="robots")
        return visit

    def _may_visit(self, visit: Visit, robots: Robots) -> bool:
        limits = self.rules.limits
        if not robots.allows(visit.url):
            self.not_visited[visit.url] = BY_ROBOTS
            return False
        is_over = (visit.role == "document" and self.documents >= limits.documents) or (
            not self._is_own(visit.url) and self.offsite_pages >= limits.offsite_pages
        )
        if is_over:
            self.not_visited[visit.url] = OUT_OF_BUDGET
            return False
        return True

    def _is_worth_a_hop(self, url: str) -> bool:
        """Whether an address off the site is on a platform where the council's own pages may be."""
        platform = platform_at(host_of(url), self.platforms)
        return platform is not None and platform.kind in self.rules.offsite_kinds

    def _is_own(self, url: str) -> bool:
        return site_of(host_of(url)) in self.own_sites


def _pattern(url: str) -> str:
    """An address without what tells siblings apart: numbers, and the last part of its path."""
    parts = urlsplit(url)
    folder = parts.path.rpartition("/")[0]
    names = ",".join(sorted(part.partition("=")[0] for part in parts.query.split("&")))
    return f"{parts.hostname}{_NUMBER.sub('0', folder)}?{names}"


def _extension(url: str) -> str:
    found = _EXTENSION.search(urlsplit(url).path.lower())
    return found[1] if found else ""
