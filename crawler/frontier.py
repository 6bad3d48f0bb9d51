"""Which address next: the most promising first, within the budget.

The frontier is fed with captures (`absorb`), whether they just came or are read back from an
earlier crawl's evidence, and asked for the next visit (`pop`). It decides; it fetches nothing.
"""

from __future__ import annotations

import heapq
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from urllib.parse import urlsplit

from config import Council, Platform, Service
from config.crawl import CrawlRules
from config.outcomes import load_outcomes, outcome_of_status
from config.page_kinds import is_looked_for
from config.platforms import platform_at
from config.vocabulary import Vocabulary
from crawler.archive import RESOURCE, RESPONSE, Capture
from crawler.likeness import DUPLICATE, FIREWALL, SCRIPT_ONLY, SOFT_404, Likenesses
from crawler.page import HTML_TYPES, Link, Page
from crawler.promise import NOWHERE, Offer, Promises, Setting
from crawler.robots import Robots, robots_from
from crawler.search import searches
from crawler.sitemap import read_sitemap
from crawler.traps import Traps, pattern_of
from crawler.urls import absolute, canonical, host_of, site_of

_EXTENSION = re.compile(r"\.([a-z0-9]{2,5})$")

# Said to have linked to the addresses that GOV.UK gives.
GOVUK = "urn:digitalfirst:govuk-links"
# Why an address was not visited, and what came of redirects: ids of config/outcomes.yaml.
BY_ROBOTS, ROBOTS_UNREACHABLE = "forbidden-by-robots", "robots-unreachable"
OFF_SITE, NOT_A_PAGE, TRAP = "off-site", "not-a-page", "trap"
OUT_OF_BUDGET, TOO_DEEP, QUEUE_FULL = "out-of-budget", "too-deep", "queue-full"
REDIRECT_LOOP, TOO_MANY_REDIRECTS = "redirect-loop", "too-many-redirects"
BROKEN_REDIRECT, NOT_HTML = "broken-redirect", "not-html"
TOLD_TO_LEAVE = "told-to-leave"
# What is told of an address that was captured, where its status alone does not say it.
JUDGEMENTS = frozenset(
    {DUPLICATE, SOFT_404, FIREWALL, SCRIPT_ONLY}
    | {REDIRECT_LOOP, TOO_MANY_REDIRECTS, BROKEN_REDIRECT, NOT_HTML}
)

# The path of an address that no site has: a host that shows a page there has soft 404s.
IMPOSSIBLE = "/digitalfirst-is-there-no-such-page"


@dataclass(frozen=True, slots=True)
class Visit:
    """An address to ask: `depth` clicks from the home page, by a link `anchor` on the page `via`.

    `role` says what for: page, search, robots, sitemap, well-known, impossible or document.
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
    offer: Offer | None = field(compare=False, default=None)


@dataclass
class Frontier:
    """The links waiting for one council, and what has been spent of its budget.

    `links` are addresses that came with the run: they are visited wherever they lead.
    """

    council: Council
    services: tuple[Service, ...]
    platforms: tuple[Platform, ...]
    rules: CrawlRules
    max_pages: int
    seed: int = 0
    links: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self.vocabulary = Vocabulary.of(self.services)
        self.promises = Promises(self.rules.promise, self.vocabulary)
        self.home = absolute(self.council.homepage, "") or self.council.homepage
        self.own_sites = {site_of(host_of(self.home))}
        self.robots: dict[str, Robots] = {}
        self.pages = self.exchanges = self.documents = self.offsite_pages = self.sitemaps = 0
        self.not_visited: dict[str, str] = {}
        self.verdicts: dict[str, str] = {}
        self.home_outcome = ""
        self._met: dict[str, Visit] = {}
        self._asked: set[str] = set()
        self._robots_at: dict[str, str] = {}
        self._robots_hops: Counter[str] = Counter()
        self._shut: dict[str, str] = {}
        self._left: set[str] = set()
        self._moved: dict[str, str] = {}
        self._queues: dict[str, list[_Waiting]] = {}
        self._searches: dict[int, Visit] = {}
        self._only_in_sitemap: set[str] = set()
        self._waiting = 0
        self._traps = Traps(self.rules.traps)
        self._likenesses = Likenesses(self.rules.likeness)
        self.offer(Visit(self.home, 0), promise=float("inf"))
        for url in filter(None, map(canonical, self.links)):
            self.offer(Visit(url, 1, GOVUK), self.rules.promise.given_link)

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
        self._traps.met(visit.url)
        if visit.role == "robots" or urlsplit(capture.url).path == "/robots.txt":
            self._learn_robots(capture)
        elif capture.kind != RESPONSE:
            self._conclude(visit, capture.outcome)
        elif capture.location:
            self._follow_redirect(visit, capture)
        elif capture.status == 200:
            self._learn_from(visit, capture)
        else:
            self._conclude(visit, outcome_of_status(capture.status))

    def offer(self, visit: Visit, promise: float, offer: Offer | None = None) -> None:
        """Put an address into the queue unless it was met before.

        With the `offer` it came by, its promise is weighed again when its turn comes.
        """
        if visit.url in self._met:
            return
        self._met[visit.url] = visit
        if self._waiting >= self.rules.limits.queue:
            self.not_visited[visit.url] = QUEUE_FULL
            return
        self._push(visit, promise, offer)

    def retry(self, visit: Visit) -> None:
        """Put an address back that brought no answer, to be asked again when its turn comes."""
        self._asked.discard(visit.url)
        self._push(visit, promise=float("inf"))

    def leave(self, host: str) -> None:
        """Ask a host nothing more: it asked to be left alone for longer than we can wait."""
        self._left.add(host)
        for item in self._queues.pop(host, []):
            self._waiting -= 1
            if item.visit.url not in self._asked:
                self._refuse(item.visit, TOLD_TO_LEAVE)
        self._searches = {
            lgsl: visit for lgsl, visit in self._searches.items() if host_of(visit.url) != host
        }

    # -- what goes out ---------------------------------------------------------------------------

    def pop(self) -> Visit | None:
        """The most promising visit; None where the budget is spent or nothing is left to ask."""
        for host in self._queues:
            self._settle_front(host)
        if search := self._next_search():
            return search
        while not self._links_spent:
            waiting = [host for host, queue in self._queues.items() if queue]
            visit = self._take(min(waiting, key=lambda host: self._queues[host][0]))
            if visit is not None:
                return visit
        return None

    @property
    def _links_spent(self) -> bool:
        return self.pages >= self.max_pages or self._out_of_exchanges or not self._waiting

    @property
    def _out_of_exchanges(self) -> bool:
        limits = self.rules.limits
        most = self.max_pages * limits.exchanges_per_page + limits.exchanges_spare
        return self.exchanges >= most

    def ending(self) -> tuple[str, str]:
        """State (done, partial or failed) and reason of a crawl that came to its end by itself."""
        left = host_of(self.home) in self._left
        if self.pages == 0:
            return "failed", f"home page: {TOLD_TO_LEAVE if left else self.home_outcome}"
        empty = sum(verdict == SCRIPT_ONLY for verdict in self.verdicts.values())
        if 2 * empty >= self.pages:
            return "partial", f"{empty} of {self.pages} pages are {SCRIPT_ONLY}"
        return ("partial", TOLD_TO_LEAVE) if left else ("done", "")

    def leftovers(self) -> dict[str, str]:
        """Every address met and not visited with its reason; those captured with a verdict too."""
        waiting = {
            item.visit.url: OUT_OF_BUDGET
            for queue in self._queues.values()
            for item in queue
            if item.visit.url not in self._asked
        }
        waiting |= {visit.url: OUT_OF_BUDGET for visit in self._searches.values()}
        return self.not_visited | waiting | self.verdicts

    def _next_search(self) -> Visit | None:
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
            if not done_with_links and self.promises.seen[lgsl]:
                continue
            if robots is None:
                return self._robots_visit(host, visit)
            del self._searches[lgsl]
            if visit.url not in self._asked and self._may_visit(visit, robots):
                return visit
            return self._next_search()
        return None

    def _settle_front(self, host: str) -> None:
        """Bring to the front of a host's queue what promises most by now and may be visited.

        The choice is so the same whether a crawl ran through or was taken up from its evidence.
        """
        queue, robots = self._queues[host], self.robots.get(host)
        while queue and robots is not None:
            first = queue[0]
            if first.visit.url in self._asked or not self._may_visit(first.visit, robots):
                heapq.heappop(queue)
                self._waiting -= 1
            elif first.offer and (promise := self._promise(first.offer)) < -first.cost:
                heapq.heapreplace(queue, replace(first, cost=-promise))
            else:
                return

    # -- how it decides --------------------------------------------------------------------------

    def _promise(self, offer: Offer) -> float:
        return self.promises.of(offer, self._traps.read[pattern_of(offer.link.url)])

    def _learn_from(self, visit: Visit, capture: Capture) -> None:
        page = Page(capture)
        if visit.role == "well-known":
            return
        if visit.role == "sitemap" or not page.is_html:
            self._learn_file(visit, capture)
            return
        own = self._is_own(capture.url)
        if visit.role == "impossible":
            self._likenesses.learn_nothing(host_of(capture.url), page)
            self._conclude(visit, SOFT_404)
            return
        if visit.role == "search":
            for link in page.links:
                self._offer_link(link, visit, visit.depth + 1)
            return
        verdict = self._likenesses.judge(host_of(capture.url), page) if own else ""
        self._conclude(visit, verdict)
        if own:
            self._ask_impossible(capture.url)
        if verdict and verdict != SCRIPT_ONLY:
            return
        self.pages += 1
        self.offsite_pages += not own
        setting = self.promises.learn(page)
        if visit.depth == 0:
            self._ask_well_known(capture.url)
            self._plan_searches(page)
        if page.refresh:
            self._offer_link(Link(page.refresh, page.title, "main", ""), visit, visit.depth)
        if own:
            for link in page.links:
                self._offer_link(link, visit, visit.depth + 1, setting)

    def _learn_file(self, visit: Visit, capture: Capture) -> None:
        if visit.role == "sitemap" or capture.url.endswith(".xml"):
            self._learn_sitemap(capture)
        elif capture.content_type in HTML_TYPES or visit.url == self.home:
            self._conclude(visit, NOT_HTML)

    def _conclude(self, visit: Visit, outcome: str) -> None:
        """Remember what came of a visit: that to the home page, or where its status is silent."""
        if visit.url == self.home:
            self.home_outcome = outcome
        if outcome in JUDGEMENTS:
            self.verdicts[visit.url] = outcome
        if visit.role == "page":
            self._traps.brought(visit.url, outcome)

    def _offer_link(self, link: Link, visit: Visit, depth: int, setting: Setting = NOWHERE) -> None:
        link = self._upgraded(link)
        if link.url in self._only_in_sitemap and link.url not in self._asked:
            self._only_in_sitemap.remove(link.url)
            del self._met[link.url]
        if link.url in self._met:
            return
        role, refusal = self._judge(link, depth)
        if refusal:
            self._met[link.url] = Visit(link.url, depth, visit.url, link.text)
            self.not_visited[link.url] = refusal
            return
        offer = Offer(link, depth, setting)
        step = Visit(link.url, depth, visit.url, link.text, role)
        self.offer(step, self._promise(offer), offer)

    def _upgraded(self, link: Link) -> Link:
        """A link to the own site by HTTPS where its home page is so: one page, one address."""
        if (
            self.home.startswith("https:")
            and link.url.startswith("http:")
            and self._is_own(link.url)
        ):
            return replace(link, url="https:" + link.url.removeprefix("http:"))
        return link

    def _judge(self, link: Link, depth: int) -> tuple[str, str]:
        """What role a link's address would have, or why it is not visited."""
        extension = _extension(link.url)
        if extension in self.rules.skipped_extensions:
            return "", NOT_A_PAGE
        if depth > self.rules.limits.depth:
            return "", TOO_DEEP
        if self._traps.is_endless(link.url):
            return "", TRAP
        if not self._is_own(link.url) and not self._is_worth_a_hop(link.url):
            return "", OFF_SITE
        if extension in self.rules.document_extensions:
            telling = is_looked_for(link.text) or self.vocabulary.match(link.text)
            return ("document", "") if telling else ("", NOT_A_PAGE)
        return "page", ""

    def _follow_redirect(self, visit: Visit, capture: Capture) -> None:
        target = absolute(capture.url, capture.location)
        if target is None or visit.redirects >= self.rules.limits.redirects:
            self._conclude(visit, TOO_MANY_REDIRECTS if target else BROKEN_REDIRECT)
            return
        step = Visit(target, visit.depth, visit.via, visit.anchor, visit.role, visit.redirects + 1)
        self._moved[capture.url] = target
        if self._leads_back(target, capture.url):
            self._go_round(visit, step, capture)
            return
        if visit.depth == 0 and visit.role == "page" and capture.url == self.home:
            self.own_sites.add(site_of(host_of(target)))
            self.home = target
        link = Link(target, visit.anchor, "main", "")
        _, refusal = self._judge(link, visit.depth)
        if refusal:
            self.not_visited.setdefault(target, refusal)
            return
        if step.redirects > self.rules.traps.hops:
            self._traps.brought(visit.url, TOO_MANY_REDIRECTS)
        self.offer(step, promise=1000.0)

    def _leads_back(self, target: str, url: str) -> bool:
        """Whether redirects lead from a target to the address that redirected to it."""
        for _ in range(self.rules.limits.redirects):
            if target == url or target not in self._moved:
                break
            target = self._moved[target]
        return target == url

    def _go_round(self, visit: Visit, step: Visit, capture: Capture) -> None:
        """A loop: gone round again with the cookie that it sets, else its end."""
        if not capture.header("set-cookie"):
            self._conclude(visit, REDIRECT_LOOP)
            return
        self._met[step.url] = step
        self._asked.discard(step.url)
        self._push(step, promise=1000.0)

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

    def _ask_impossible(self, url: str) -> None:
        """Ask a host, once, for what it cannot have, to know what it then shows."""
        impossible = absolute(url, IMPOSSIBLE) or url
        self.offer(Visit(impossible, 1, url, "", "impossible"), promise=495.0)

    def _learn_robots(self, capture: Capture) -> None:
        """Take a host's rules.

        A redirect on the host itself is followed; one to another host means that this one has no
        rules of its own: its pages lead there too, where rules are asked for.
        """
        host = host_of(capture.url)
        target = absolute(capture.url, capture.location) if capture.location else None
        if target is not None and target not in self._asked and host_of(target) == host:
            self._robots_hops[host] += 1
            if self._robots_hops[host] <= self.rules.limits.robots_redirects:
                self._robots_at[host] = target
                return
        rules = Robots(None) if target else robots_from(capture, self.rules.limits.robots_bytes)
        self.robots[host] = rules
        if not rules.crawl_delay <= self.rules.limits.crawl_delay_most:
            self.leave(host)
        if rules.rules is None and not rules.open:
            is_gone = capture.kind != RESPONSE and load_outcomes()[capture.outcome].of_host
            self._shut[host] = capture.outcome if is_gone else ROBOTS_UNREACHABLE
        for url in rules.sitemaps[: self.rules.limits.sitemaps]:
            sitemap = absolute(capture.url, url)
            if sitemap and self._is_own(sitemap):
                self.offer(Visit(sitemap, 1, capture.url, "", "sitemap"), promise=500.0)

    def _learn_sitemap(self, capture: Capture) -> None:
        limits = self.rules.limits
        found = read_sitemap(capture.body, limits.sitemap_links, limits.response_bytes)
        visit = Visit(capture.url, 1)
        for loc in found.urls:
            url = absolute(capture.url, loc)
            if url is None or not self._is_own(url):
                continue
            if found.is_index:
                self.sitemaps += 1
                if self.sitemaps <= limits.sitemaps:
                    self.offer(Visit(url, 1, capture.url, "", "sitemap"), promise=450.0)
            elif url not in self._met:
                self._offer_from_sitemap(url, visit)

    def _offer_from_sitemap(self, url: str, visit: Visit) -> None:
        link = Link(url, "", "", "")
        role, refusal = self._judge(link, 2)
        if not refusal and role == "page":
            self._only_in_sitemap.add(url)
            promise = self._promise(Offer(link, 2)) + self.rules.promise.sitemap_only
            self.offer(Visit(url, 2, visit.url), promise)

    def _push(self, visit: Visit, promise: float, offer: Offer | None = None) -> None:
        if host_of(visit.url) in self._left:
            self._refuse(visit, TOLD_TO_LEAVE)
            return
        tie = blake2b(f"{self.seed} {visit.url}".encode(), digest_size=8).digest()
        item = _Waiting(-promise, tie, visit, offer)
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
            self._refuse(visit, self._shut.get(host_of(visit.url), BY_ROBOTS))
            return False
        if visit.role == "page" and visit.via != GOVUK and self._traps.is_sprung(visit.url):
            self._refuse(visit, TRAP)
            return False
        is_over = (visit.role == "document" and self.documents >= limits.documents) or (
            not self._is_own(visit.url) and self.offsite_pages >= limits.offsite_pages
        )
        if is_over:
            self._refuse(visit, OUT_OF_BUDGET)
            return False
        return True

    def _refuse(self, visit: Visit, reason: str) -> None:
        self.not_visited[visit.url] = reason
        if visit.url == self.home:
            self.home_outcome = reason

    def _is_worth_a_hop(self, url: str) -> bool:
        """Whether an address off the site is on a platform where the council's own pages may be."""
        platform = platform_at(host_of(url), self.platforms)
        return platform is not None and platform.kind in self.rules.offsite_kinds

    def _is_own(self, url: str) -> bool:
        return site_of(host_of(url)) in self.own_sites


def _extension(url: str) -> str:
    found = _EXTENSION.search(urlsplit(url).path.lower())
    return found[1] if found else ""
