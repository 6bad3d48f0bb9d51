"""Which address next: the most promising first, within the budget.

The frontier knows what captures taught (`Knowledge.absorb`) and is asked for the next visit
(`pop`). It decides; it fetches nothing.
"""

from __future__ import annotations

from crawler.extras import STYLE
from crawler.hosts import TOLD_TO_LEAVE
from crawler.knowledge import GOVUK, OUT_OF_BUDGET, TRAP, Knowledge
from crawler.likeness import SCRIPT_ONLY
from crawler.portals import PORTAL
from crawler.queues import Lane, Visit
from crawler.urls import host_of


class Frontier(Knowledge):
    """Chooses among the links that wait for one council, as long as its budget lasts."""

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

    def _next_extra(self) -> Visit | None:
        """The next style sheet, portal or document of the sample: asked when all else was."""
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
        if drawn := self._portals.draw(self._asked):
            return Visit(drawn[0], 1, drawn[1], "", PORTAL)
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

    def _cost(self, lane: Lane) -> tuple[float, bytes]:
        """What is first in a queue, as it compares with other firsts: the least is best."""
        first = self._queues.first(lane)
        assert first is not None
        left = 1 - self.pages / self.max_pages
        return first.cost + lane.can_wait * self.rules.promise.patience * left, first.tie

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
            visit.role != PORTAL
            and not self.scope.is_own(visit.url)
            and self.offsite_pages >= limits.offsite_pages
        )
        if is_over:
            self._refuse(visit, OUT_OF_BUDGET)
            return False
        return True
