"""The routes to a service: home page, its section's landing page, the site's search, the A to Z.

Better Connected 2016-17 asked of every service whether each of them leads to it, and whether all
lead to one page.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from config.site_search import load_search_rules
from config.vocabulary import is_a_to_z, is_hub, is_noise
from config.words import starts_with_action
from crawler.page import Link, Page
from crawler.text import FURNITURE
from scoring.services.answer import NOT_APPLICABLE, NOT_ASSESSED, Answer
from scoring.services.rate import Rater
from scoring.services.signals import load_rules
from scoring.site import Site
from scoring.tables import Row


class Step(NamedTuple):
    """A link that a route offers: where it stands, what it says and where it leads."""

    page: Page
    link: Link
    target: str

    @property
    def answer(self) -> Answer:
        """The yes that it bears out."""
        return Answer("yes", self.page.url, self.link.text, target=self.target)


class Route(NamedTuple):
    """The links of a route by the address they lead to, by what it is about, by their words alone.

    `named` are links whose words name a service and whose page was not seen.
    """

    to: dict[str, Step]
    about: dict[int, list[Step]]
    named: dict[int, Step]


class Section(NamedTuple):
    """A page whose own text leads to several services, mostly of one group."""

    page: Page
    group: str
    targets: frozenset[str]


class Routes:
    """The routes of one site."""

    def __init__(self, site: Site, rater: Rater) -> None:
        self.site = site
        self.rater = rater
        self.groups = {service.lgsl: service.group for service in rater.services}
        self.actions = {service.lgsl: service.action for service in rater.services}
        self._by_page: dict[str, Route] = {}
        self._by_action: dict[str, Route] = {}

    def answers(self, row: Row) -> dict[str, Answer]:
        """The answers about a service by the ids of their questions."""
        routes = {
            "home-link": self._from_home(row),
            "landing-link": self._from_landing_pages(row),
            "site-search": self._from_search(row),
            "a-z": self._from_a_to_z(row),
        }
        return {**routes, "one-page": self._one_page(list(routes.values()))}

    def _from_home(self, row: Row) -> Answer:
        home = self.site.home
        return self._from_pages(row, [home]) if home else NOT_ASSESSED

    def _from_landing_pages(self, row: Row) -> Answer:
        """The pages that the service's breadcrumbs name; else, for a yes, those of its group."""
        page = self.site.by_url.get(row.get("evidence_url") or "")
        above = list(self._breadcrumb_pages(page)) if page else []
        if above:
            return self._from_pages(row, above)
        found = self._from_pages(row, self._landings[self.groups[row["lgsl"]]])
        return found if found.said == "yes" else NOT_ASSESSED

    def _from_pages(self, row: Row, pages: Sequence[Page]) -> Answer:
        """Whether one of some pages leads to a service; not assessed where there are none."""
        for page in pages:
            if page.url not in self._by_page:
                links = page.links if page is self.site.home else _own_links(page)
                self._by_page[page.url] = self._route(_steps(self.site, page, links))
            if found := self._leading(self._by_page[page.url], row):
                return found
        return Answer("no", pages[0].url, pages[0].heading) if pages else NOT_ASSESSED

    def _from_search(self, row: Row) -> Answer:
        """The first results of the site's own search, given the action word."""
        page = self.site.page_at(self.site.searches.get(row["lgsl"], ""))
        if page is None or row["status"] != "measured":
            return NOT_ASSESSED
        route = self._route(_steps(self.site, page, _results(self.site, page)))
        return self._leading(route._replace(named={}), row) or Answer("no", page.url)

    def _from_a_to_z(self, row: Row) -> Answer:
        """The A to Z, without the action word; a site that has none is not asked."""
        pages, is_whole = self._a_to_z
        action = self.actions[row["lgsl"]]
        if action not in self._by_action:
            steps = (step for page in pages for step in _steps(self.site, page, _own_links(page)))
            by_name = (each for each in steps if not starts_with_action(each.link.text, action))
            self._by_action[action] = self._route(by_name)
        if found := self._leading(self._by_action[action], row):
            return found
        if not pages:
            return NOT_APPLICABLE if is_whole and self.site.home else NOT_ASSESSED
        return Answer("no", pages[0].url) if is_whole else NOT_ASSESSED

    def _leading(self, route: Route, row: Row) -> Answer | None:
        """The yes of the link that leads to a service most surely; None where none does."""
        start, lgsl = row.get("evidence_url") or "", row["lgsl"]
        step = (
            route.to.get(start)
            or route.to.get(row.get("action_url") or "")
            or next((s for s in route.about.get(lgsl, ()) if not self._is_above(s, start)), None)
            or route.named.get(lgsl)
        )
        return step.answer if step else None

    def _is_above(self, step: Step, start: str) -> bool:
        """Whether a link leads to the page of a section, which leads on to the service's own."""
        return step.target in self._sections and start in self._sections[step.target].targets

    def _route(self, steps: Iterable[Step]) -> Route:
        route = Route({}, defaultdict(list), {})
        for step in steps:
            if step.target not in route.to:
                for lgsl, score in self.rater.about.get(step.target, {}).items():
                    if score >= self._surest[lgsl] * load_rules().recognise.close:
                        route.about[lgsl].append(step)
            route.to.setdefault(step.target, step)
            named = None if step.target in self.site.by_url else self._named(step.link)
            if named is not None and not is_noise(step.link.text) and not is_noise(step.target):
                route.named.setdefault(named, step)
        return route

    @cached_property
    def _surest(self) -> dict[int, float]:
        """How surely (0-1) the surest page about each service is about it."""
        found: dict[int, float] = {}
        for about in self.rater.about.values():
            for lgsl, score in about.items():
                found[lgsl] = max(score, found.get(lgsl, 0.0))
        return found

    def _named(self, link: Link) -> int | None:
        """The service that a link's words name before all others."""
        spoken_of = self.rater.recogniser.vocabulary.match(link.text, limit=1)
        return spoken_of[0].lgsl if spoken_of else None

    @cached_property
    def _a_to_z(self) -> tuple[list[Page], bool]:
        """The pages that are the A to Z, and whether all that is linked as such was asked for."""
        urls = {link.url for link in self.site.find_links(lambda link: is_a_to_z(link.text))}
        fronts = [page for page in self.site.own_pages if is_a_to_z(page.heading or page.title)]
        fronts += [page for url in sorted(urls) if (page := self._own_page_at(url))]
        letters = {link.url for page in fronts for link in page.links if len(link.text) == 1}
        further = [page for url in sorted(letters) if (page := self._own_page_at(url))]
        is_whole = all(self.site.status_of(url) is not None for url in urls | letters)
        return list({page.url: page for page in (*fronts, *further)}.values()), is_whole

    def _own_page_at(self, url: str) -> Page | None:
        page = self.site.page_at(url)
        return page if page and page is not self.site.home and self.site.is_own(page.url) else None

    def _breadcrumb_pages(self, page: Page) -> Iterator[Page]:
        trail = {
            link.url: link for link in page.links if link.text and link.text in page.breadcrumbs
        }
        for link in trail.values():
            goal = self.site.page_at(link.url)
            is_above = goal is not None and goal not in (page, self.site.home)
            if goal and is_above and self.site.is_own(goal.url) and not is_hub(link.text):
                yield goal

    @cached_property
    def _sections(self) -> dict[str, Section]:
        """The pages of sections by their addresses."""
        found: dict[str, Section] = {}
        for page in self.site.own_pages:
            steps = list(_steps(self.site, page, _own_links(page)))
            named = {self._leads_to(step) for step in steps}
            groups = Counter(self.groups[lgsl] for lgsl in named if lgsl is not None)
            for group, count in groups.most_common(1):
                if count >= load_rules().landing_services and count * 2 > groups.total():
                    targets = frozenset(step.target for step in steps)
                    found[page.url] = Section(page, group, targets)
        return found

    @cached_property
    def _landings(self) -> dict[str, list[Page]]:
        """The pages of sections, and of no service, by the group of their services."""
        found: dict[str, list[Page]] = defaultdict(list)
        for url, (page, group, _) in self._sections.items():
            is_other = page is self.site.home or is_hub(page.heading or page.title)
            if not is_other and self.rater.main_service(url) is None:
                found[group].append(page)
        return found

    def _leads_to(self, step: Step) -> int | None:
        return self.rater.main_service(step.target) or self._named(step.link)

    def _one_page(self, routes: Sequence[Answer]) -> Answer:
        """Whether all routes that lead to a service lead to one page of it."""
        found = [route for route in routes if route.said == "yes"]
        if len(found) < 2:
            unknown = any(route.status == "not_assessed" for route in routes)
            return NOT_ASSESSED if unknown else NOT_APPLICABLE
        targets = list(dict.fromkeys(self._in_english(route.target) for route in found))
        return Answer("yes" if len(targets) == 1 else "no", targets[0], " | ".join(targets))

    def _in_english(self, url: str) -> str:
        """The English version of a page that has one, else the page: both are one page."""
        page = self.site.by_url.get(url)
        return (
            self.site.final_url(page.alternates["en"]) if page and "en" in page.alternates else url
        )


def _steps(site: Site, page: Page, links: Iterable[Link]) -> Iterator[Step]:
    return (Step(page, link, site.final_url(link.url)) for link in links)


def _own_links(page: Page) -> list[Link]:
    """The links of a page's main part or, where it marks none, those outside menus and the like."""
    main = [link for link in page.links if link.region == "main"]
    return main or [link for link in page.links if link.region not in FURNITURE]


def _results(site: Site, page: Page) -> list[Link]:
    """The first results of a search: links of its own text to pages of the site, each once."""
    inside = (link for link in page.links if link.region not in FURNITURE and link.text)
    results = {
        link.url: link for link in inside if site.is_own(link.url) and not _is_search(page, link)
    }
    return list(results.values())[: load_search_rules().results]


def _is_search(page: Page, link: Link) -> bool:
    """Whether a link leads to the same search again: further results, other filters."""
    return link.url.partition("?")[0] == page.url.partition("?")[0]
