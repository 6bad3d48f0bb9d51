"""Which address next: the most promising first, within the budget.

The frontier is fed with captures (`absorb`), whether they just came or are read back from an
earlier crawl's evidence, and asked for the next visit (`pop`). It decides; it fetches nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from config import Council, Platform, Service
from config.crawl import CrawlRules
from config.outcomes import outcome_of_status
from config.page_kinds import kinds_named
from config.vocabulary import Vocabulary
from crawler.archive import RESOURCE, RESPONSE, Capture
from crawler.asked import asked_of_a_host, asked_of_a_site
from crawler.extras import STYLE, DocumentSample, StyleSheets
from crawler.hosts import TOLD_TO_LEAVE, Hosts
from crawler.likeness import DUPLICATE, FIREWALL, SCRIPT_ONLY, SOFT_404, Likenesses
from crawler.page import HTML_TYPES, Link, Page
from crawler.promise import NOWHERE, Offer, Promises, Setting
from crawler.queues import Lane, Queues, Visit
from crawler.redirects import Redirects
from crawler.rendered import DOM, page_of_dom
from crawler.scope import NOT_A_PAGE, Scope
from crawler.search import searches
from crawler.sitemap import read_sitemap
from crawler.style_sheets import imports_in, text_of
from crawler.traps import Traps
from crawler.urls import absolute, canonical, host_of

# Said to have linked to the addresses that GOV.UK gives.
GOVUK = "urn:digitalfirst:govuk-links"
# Why an address was not visited, and what came of redirects: ids of config/outcomes.yaml.
TRAP = "trap"
OUT_OF_BUDGET, QUEUE_FULL = "out-of-budget", "queue-full"
REDIRECT_LOOP, TOO_MANY_REDIRECTS = "redirect-loop", "too-many-redirects"
BROKEN_REDIRECT, NOT_HTML = "broken-redirect", "not-html"
# What is told of an address that was captured, where its status alone does not say it.
JUDGEMENTS = frozenset(
    {DUPLICATE, SOFT_404, FIREWALL, SCRIPT_ONLY}
    | {REDIRECT_LOOP, TOO_MANY_REDIRECTS, BROKEN_REDIRECT, NOT_HTML}
)


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
        provided = [each for each in self.services if each.is_provided_by(self.council)]
        self.promises = Promises(self.rules.promise, provided)
        home = absolute(self.council.homepage, "") or self.council.homepage
        self.scope = Scope(home, self.platforms, self.rules, self._is_telling)
        self.hosts = Hosts(self.rules.limits)
        self.pages = self.exchanges = self.documents = self.offsite_pages = self.sitemaps = 0
        self.not_visited: dict[str, str] = {}
        self.verdicts: dict[str, str] = {}
        self.home_outcome = ""
        self._met: dict[str, Visit] = {}
        self._asked: set[str] = set()
        self._redirects = Redirects(self.rules.limits.redirects)
        self._queues = Queues(self.seed)
        self._searches: dict[int, Visit] = {}
        self._offered: set[tuple[str, str]] = set()
        self._best: dict[str, float] = {}
        self._traps = Traps(self.rules.traps)
        self._likenesses = Likenesses(self.rules.likeness)
        self._sheets = StyleSheets(self.rules.limits.style_sheets)
        self._sample = DocumentSample(self.seed, self.rules.limits.sampled_documents)
        self.offer(Visit(self.scope.home, 0), promise=float("inf"))
        for url in filter(None, map(canonical, self.links)):
            self.offer(Visit(url, 1, GOVUK), self.rules.promise.given_link)

    # -- what comes in ---------------------------------------------------------------------------

    def absorb(self, capture: Capture) -> None:
        """Learn from a capture: the links of a page, where a redirect leads, a robots.txt."""
        if capture.kind == RESOURCE:
            if capture.url.startswith(DOM):
                self._learn_rendered(page_of_dom(capture))
            return
        role = STYLE if capture.url in self._sheets else "page"
        visit = self._met.get(capture.url) or Visit(
            capture.url, capture.depth or 0, capture.via, capture.anchor, role
        )
        self._met[capture.url] = visit
        self._asked.add(capture.url)
        self.not_visited.pop(capture.url, None)
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

    def offer(
        self, visit: Visit, promise: float, offer: Offer | None = None, can_wait: bool = False
    ) -> None:
        """Put an address into the queue unless it was met before.

        With the `offer` it came by, its promise is weighed again when its turn comes. One that
        `can_wait` comes later the more of the budget is left.
        """
        if visit.url in self._met:
            return
        self._met[visit.url] = visit
        if len(self._queues) >= self.rules.limits.queue:
            self.not_visited[visit.url] = QUEUE_FULL
            return
        self._push(visit, promise, offer, can_wait)

    def retry(self, visit: Visit) -> None:
        """Put an address back that brought no answer, to be asked again when its turn comes."""
        self._asked.discard(visit.url)
        self._push(visit, promise=float("inf"))

    def leave(self, host: str) -> None:
        """Ask a host nothing more: it asked to be left alone for longer than we can wait."""
        self.hosts.left.add(host)
        for visit in self._queues.drop(host):
            if visit.url not in self._asked:
                self._refuse(visit, TOLD_TO_LEAVE)
        self._searches = {
            lgsl: visit for lgsl, visit in self._searches.items() if host_of(visit.url) != host
        }

    # -- what goes out ---------------------------------------------------------------------------

    def pop(self) -> Visit | None:
        """The most promising visit; None where the budget is spent or nothing is left to ask."""
        for lane in self._queues.lanes():
            self._settle(lane)
        if search := self._next_search():
            return search
        while not self._links_spent:
            visit = self._take(min(self._queues.lanes(), key=self._cost))
            if visit is not None:
                return visit
        return self._next_extra()

    def _next_extra(self) -> Visit | None:
        """The next style sheet or document of the sample: asked when all else was."""
        while not self._out_of_exchanges and (visit := self._drawn()):
            url = visit.url
            if host_of(url) not in self.hosts.robots:
                return self._robots_visit(visit)
            self._met[url] = visit
            if self._may_visit(visit):
                return visit
            self._asked.add(url)
        return None

    def _drawn(self) -> Visit | None:
        if drawn := self._sheets.draw(self._asked):
            return Visit(drawn[0], 1, drawn[1], "", STYLE)
        if drawn := self._sample.draw(self._asked):
            met = self._met[drawn[0]]
            return Visit(met.url, met.depth, drawn[1], met.anchor, "sample")
        return None

    @property
    def _links_spent(self) -> bool:
        return self.pages >= self.max_pages or self._out_of_exchanges or not self._queues

    @property
    def _out_of_exchanges(self) -> bool:
        limits = self.rules.limits
        most = self.max_pages * limits.exchanges_per_page + limits.exchanges_spare
        return self.exchanges >= most

    def ending(self) -> tuple[str, str]:
        """State (done, partial or failed) and reason of a crawl that came to its end by itself."""
        left = host_of(self.scope.home) in self.hosts.left
        if self.pages == 0:
            return "failed", f"home page: {TOLD_TO_LEAVE if left else self.home_outcome}"
        empty = sum(verdict == SCRIPT_ONLY for verdict in self.verdicts.values())
        if 2 * empty >= self.pages:
            return "partial", f"{empty} of {self.pages} pages are {SCRIPT_ONLY}"
        return ("partial", TOLD_TO_LEAVE) if left else ("done", "")

    def leftovers(self) -> dict[str, str]:
        """Every address met and not visited with its reason; those captured with a verdict too."""
        waiting = {
            visit.url: OUT_OF_BUDGET for visit in self._queues if visit.url not in self._asked
        }
        waiting |= {visit.url: OUT_OF_BUDGET for visit in self._searches.values()}
        return self.not_visited | waiting | self.verdicts

    def _next_search(self) -> Visit | None:
        """The next search: for services not met while links promise more, then for all the rest."""
        if not self._searches or self._out_of_exchanges:
            return None
        best = -min((self._cost(lane)[0] for lane in self._queues.lanes()), default=float("inf"))
        done_with_links = self._links_spent
        if not done_with_links and best >= self.rules.promise.search:
            return None
        for lgsl, visit in self._searches.items():
            host = host_of(visit.url)
            if not done_with_links and self.promises.seen[lgsl]:
                continue
            if host not in self.hosts.robots:
                return self._robots_visit(visit)
            del self._searches[lgsl]
            if visit.url not in self._asked and self._may_visit(visit):
                return visit
            return self._next_search()
        return None

    def _settle(self, lane: Lane) -> None:
        """Bring to the front of a queue what promises most by now and may be visited.

        The choice is so the same whether a crawl ran through or was taken up from its evidence.
        """
        while lane.host in self.hosts.robots and (first := self._queues.first(lane)):
            if first.visit.url in self._asked or not self._may_visit(first.visit):
                self._queues.take(lane)
            elif first.offer and (promise := self.promises.of(first.offer)) < -first.cost:
                self._queues.sink(lane, promise)
            else:
                return

    # -- how it decides --------------------------------------------------------------------------

    def _cost(self, lane: Lane) -> tuple[float, bytes]:
        """What is first in a queue, as it compares with other firsts: the least is best."""
        first = self._queues.first(lane)
        assert first is not None
        left = 1 - self.pages / self.max_pages
        return first.cost + lane.can_wait * self.rules.promise.patience * left, first.tie

    def _learn_from(self, visit: Visit, capture: Capture) -> None:
        if visit.role in ("well-known", "sample", STYLE):
            if visit.role == STYLE:
                for url in imports_in(text_of(capture), capture.url):
                    self._sheets.meet_instead(url, capture.url)
            return
        page = Page(capture)
        if visit.role == "sitemap" or not page.is_html:
            self._learn_file(visit, capture)
            return
        own = self.scope.is_own(capture.url)
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
            self.offer(*asked_of_a_host(capture.url))
        if verdict and verdict != SCRIPT_ONLY:
            return
        self.pages += 1
        self.offsite_pages += not own
        setting = self.promises.learn(page, visit.anchor)
        if visit.depth == 0:
            for asked in asked_of_a_site(capture.url, self.rules.well_known):
                self.offer(*asked)
            self._plan_searches(page)
        if page.refresh:
            self._offer_link(Link(page.refresh, page.title, "main", ""), visit, visit.depth)
        if own:
            for link in page.links:
                self._offer_link(link, visit, visit.depth + 1, setting)
            for url in page.sheets:
                self._sheets.meet(url, capture.url)

    def _learn_rendered(self, capture: Capture) -> None:
        """Read a page that scripts make as the browser had it; others were read before."""
        if self.verdicts.get(capture.url) != SCRIPT_ONLY:
            return
        del self.verdicts[capture.url]
        visit, page = self._met[capture.url], Page(capture)
        setting = self.promises.learn(page, visit.anchor)
        if visit.depth == 0:
            self._plan_searches(page)
        for link in page.links:
            self._offer_link(link, visit, visit.depth + 1, setting)

    def _learn_file(self, visit: Visit, capture: Capture) -> None:
        if visit.role == "sitemap" or capture.url.endswith(".xml"):
            self._learn_sitemap(capture)
        elif capture.content_type in HTML_TYPES or visit.url == self.scope.home:
            self._conclude(visit, NOT_HTML)

    def _conclude(self, visit: Visit, outcome: str) -> None:
        """Remember what came of a visit: that to the home page, or where its status is silent."""
        if visit.url == self.scope.home:
            self.home_outcome = outcome
        if outcome in JUDGEMENTS:
            self.verdicts[visit.url] = outcome
        if visit.role == "page":
            self._traps.brought(visit.url, outcome)

    def _offer_link(self, link: Link, visit: Visit, depth: int, setting: Setting = NOWHERE) -> None:
        """Put a link in; one met before again where what leads to it now promises more."""
        link = self.scope.secured(link)
        if len(self._offered) >= self.rules.limits.links:
            return
        if link.url in self._asked or (link.url, link.text) in self._offered:
            return
        self._offered.add((link.url, link.text))
        role, refusal = self._judge(link, depth)
        step = Visit(link.url, depth, visit.url, link.text, role)
        if refusal:
            if link.url not in self._met:
                self._met[link.url], self.not_visited[link.url] = step, refusal
            if refusal == NOT_A_PAGE and self.scope.is_sampled(link.url):
                self._sample.meet(link.url, visit.url)
            return
        self._offer(step, Offer(link, depth, setting, self.scope.is_own(link.url)))

    def _offer(self, step: Visit, offer: Offer) -> None:
        promise = self.promises.of(offer)
        if step.url not in self._met:
            self._best[step.url] = promise
            self.offer(step, promise, offer, self.promises.can_wait(offer))
        elif promise > self._best.get(step.url, float("inf")):
            self._met[step.url], self._best[step.url] = step, promise
            self._push(step, promise, offer, self.promises.can_wait(offer))

    def _judge(self, link: Link, depth: int) -> tuple[str, str]:
        """What role a link's address would have, or why it is not visited."""
        return ("", TRAP) if self._traps.is_endless(link.url) else self.scope.judge(link, depth)

    def _is_telling(self, text: str) -> bool:
        """Whether a link text speaks of a service or of a page that is looked for."""
        return bool(kinds_named(text) or self.vocabulary.match(text))

    def _follow_redirect(self, visit: Visit, capture: Capture) -> None:
        target = absolute(capture.url, capture.location)
        if target is None or visit.redirects >= self.rules.limits.redirects:
            self._conclude(visit, TOO_MANY_REDIRECTS if target else BROKEN_REDIRECT)
            return
        if visit.role == STYLE:
            self._sheets.meet_instead(target, capture.url)
            return
        step = Visit(target, visit.depth, visit.via, visit.anchor, visit.role, visit.redirects + 1)
        if self._redirects.lead(capture.url, target):
            self._go_round(visit, step, capture)
            return
        if visit.depth == 0 and visit.role == "page" and capture.url == self.scope.home:
            self.scope.move(target)
        link = Link(target, visit.anchor, "main", "")
        _, refusal = self._judge(link, visit.depth)
        if refusal:
            self.not_visited.setdefault(target, refusal)
            return
        if step.redirects > self.rules.traps.hops:
            self._traps.brought(visit.url, TOO_MANY_REDIRECTS)
        self.offer(step, promise=1000.0)

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

    def _learn_robots(self, capture: Capture) -> None:
        """Take a host's rules, and what site maps it names."""
        rules = self.hosts.learn(capture, self._asked)
        if rules is None:
            return
        if not rules.crawl_delay <= self.rules.limits.crawl_delay_most:
            self.leave(host_of(capture.url))
        for url in rules.sitemaps[: self.rules.limits.sitemaps]:
            sitemap = absolute(capture.url, url)
            if sitemap and self.scope.is_own(sitemap):
                self.offer(Visit(sitemap, 1, capture.url, "", "sitemap"), promise=500.0)

    def _learn_sitemap(self, capture: Capture) -> None:
        limits = self.rules.limits
        found = read_sitemap(capture.body, limits.sitemap_links, limits.response_bytes)
        visit = Visit(capture.url, 1)
        for loc in found.urls:
            url = absolute(capture.url, loc)
            if url is None or not self.scope.is_own(url):
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
            self._offer(Visit(url, 2, visit.url), Offer(link, 2, bare=True))

    def _push(
        self, visit: Visit, promise: float, offer: Offer | None = None, can_wait: bool = False
    ) -> None:
        if host_of(visit.url) in self.hosts.left:
            self._refuse(visit, TOLD_TO_LEAVE)
        else:
            self._queues.push(visit, promise, offer, can_wait)

    def _take(self, lane: Lane) -> Visit | None:
        """The best visit of a queue; robots.txt first; None where it may not be asked."""
        if lane.host not in self.hosts.robots:
            first = self._queues.first(lane)
            return self._robots_visit(first.visit) if first else None
        visit = self._queues.take(lane)
        return visit if visit.url not in self._asked and self._may_visit(visit) else None

    def _robots_visit(self, sought: Visit) -> Visit:
        url = self.hosts.robots_url(sought.url)
        self._met[url] = visit = Visit(url, sought.depth, role="robots")
        return visit

    def _may_visit(self, visit: Visit) -> bool:
        limits = self.rules.limits
        if refusal := self.hosts.refusal(visit.url):
            self._refuse(visit, refusal)
            return False
        if visit.role == "page" and visit.via != GOVUK and self._traps.is_sprung(visit.url):
            self._refuse(visit, TRAP)
            return False
        is_over = (visit.role == "document" and self.documents >= limits.documents) or (
            not self.scope.is_own(visit.url) and self.offsite_pages >= limits.offsite_pages
        )
        if is_over:
            self._refuse(visit, OUT_OF_BUDGET)
            return False
        return True

    def _refuse(self, visit: Visit, reason: str) -> None:
        self.not_visited[visit.url] = reason
        if visit.url == self.scope.home:
            self.home_outcome = reason
