"""What is known of one council's site so far: what its captures taught, and which links wait."""

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
from crawler.portals import PORTAL, Portals
from crawler.promise import NOWHERE, Offer, Promises, Setting
from crawler.queues import Queues, Visit
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
class Knowledge:
    """What captures taught of one council's site, and what has been spent of its budget.

    It is fed with captures (`absorb`), whether they just came or are read back from an earlier
    crawl's evidence. `links` are addresses that came with the run: they are visited wherever they
    lead.
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
        self._portals = Portals(self.rules.portals)
        self._sample = DocumentSample(self.seed, self.rules.limits.sampled_documents)
        self.offer(Visit(self.scope.home, 0), promise=float("inf"))
        for url in filter(None, map(canonical, self.links)):
            self.offer(Visit(url, 1, GOVUK), self.rules.promise.given_link)

    def absorb(self, capture: Capture) -> None:
        """Learn from a capture: the links of a page, where a redirect leads, a robots.txt."""
        if capture.kind == RESOURCE:
            if capture.url.startswith(DOM):
                self._learn_rendered(page_of_dom(capture))
            return
        role = STYLE if capture.url in self._sheets else "page"
        role = PORTAL if capture.url in self._portals else role
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

    def _learn_from(self, visit: Visit, capture: Capture) -> None:
        if visit.role == PORTAL:
            self._portals.learn(capture)
        if visit.role in ("well-known", "sample", STYLE, PORTAL):
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
        if host_of(link.url) != host_of(self.scope.home):
            self._portals.meet(link, visit.url, self.scope.is_own(link.url))
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
        if visit.role in (STYLE, PORTAL):
            met = self._sheets if visit.role == STYLE else self._portals
            met.meet_instead(target, capture.url)
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

    def _refuse(self, visit: Visit, reason: str) -> None:
        self.not_visited[visit.url] = reason
        if visit.url == self.scope.home:
            self.home_outcome = reason
