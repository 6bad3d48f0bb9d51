"""How far each service goes online: the highest stage that the evidence supports, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import Any

from config import Platform, Service
from config.vocabulary import is_noise
from crawler.page import Link, Page
from crawler.text import FURNITURE
from scoring.services.confidence import Grounds, confidence
from scoring.services.evidence import Evidence, Gatherer
from scoring.services.recognise import Recogniser
from scoring.services.signals import Doubt, load_rules
from scoring.site import Site
from scoring.tables import Row

_FILE = re.compile(r"\.(?!html?$|aspx?$|php$|jsp$)[a-z0-9]{2,5}$", re.IGNORECASE)


class Rater:
    """Rates the services of one site.

    `grounds` has what each measured rating rests on, by LGSL id.
    """

    def __init__(
        self, site: Site, services: tuple[Service, ...], platforms: tuple[Platform, ...]
    ) -> None:
        self.site = site
        self.services = services
        self.rules = load_rules()
        self.grounds: dict[int, Grounds] = {}
        self.recogniser = Recogniser(site, services)
        results = set(site.searches.values())
        self.scores = {
            page.url: self.recogniser.scores(page) for page in site.pages if page.url not in results
        }
        self.about = {url: self.recogniser.about(scores) for url, scores in self.scores.items()}
        self.gatherer = Gatherer(site, self.recogniser, platforms, self.about)
        self.direct = self._direct_links()
        self.evidence: dict[int, list[Evidence]] = {}

    def rows(self) -> list[Row]:
        """The rows of table `services`, one a service; not applicable where it is not its duty."""
        return [self._row(service) for service in self.services]

    def main_service(self, url: str) -> int | None:
        """The service that a page is about before all others."""
        return next(iter(self.about.get(url, {})), None)

    @cached_property
    def coverage(self) -> float | None:
        """The share (0-1) of the site that was seen: of the own addresses to which the text of own
        pages leads, news and the like left out, those that were asked. None where there are none.
        """
        asked = self.site.captures.keys() | self.site.attempts.keys()
        met = {
            self.site.final_url(link.url)
            for page in self.site.own_pages
            if not self.recogniser.is_noise(page)
            for link in page.links
            if self._is_content(link)
        }
        return len(met & asked) / len(met) if met else None

    def _is_content(self, link: Link) -> bool:
        is_noise_or_file = is_noise(link.text) or is_noise(link.url) or _FILE.search(link.url)
        return self.site.is_own(link.url) and link.region not in FURNITURE and not is_noise_or_file

    def _row(self, service: Service) -> Row:
        row: dict[str, Any] = {
            "slug": self.site.council.slug,
            "lgsl": service.lgsl,
            "service": service.id,
        }
        if not service.is_provided_by(self.site.council):
            return {**row, "status": "not_applicable", "reasons": "not this council's duty"}
        evidence = self.evidence[service.lgsl] = self._evidence(service)
        if not evidence:
            return {**row, **self._absence(service.lgsl)}
        best = max(evidence, key=lambda each: (each.stage, each.surely))
        unread = next((each for each in evidence if each.kind == "not-read"), None)
        if best.stage == 1 and unread is not None:
            url = unread.page.url
            return {**row, "status": "not_assessed", "evidence_url": url, "reasons": unread.reason}
        doubts = frozenset(self._doubts(best, evidence, service))
        self.grounds[service.lgsl] = Grounds(best.kind, best.surely, doubts)
        return row | {
            "stage": best.stage,
            "stage_name": self.rules.stage_names[best.stage],
            "status": "measured",
            "confidence": confidence(self.grounds[service.lgsl], self.rules),
            "platform": best.platform or None,
            "clicks": self.site.clicks.get(best.page.url),
            "signed_in": best.signed_in,
            "evidence_url": best.page.url,
            "action_url": best.action_url or None,
            "reasons": " | ".join(_reasons(best, evidence)[: self.rules.reasons]),
        }

    def _doubts(
        self, best: Evidence, evidence: list[Evidence], service: Service
    ) -> Iterator[Doubt]:
        """What makes a rating less sure.

        It is disputed where a page of the service says that there is no way on, or leads nowhere.
        """
        about = self.about.get(best.page.url, {})
        if self.recogniser.belongs_elsewhere(service.lgsl, about):
            yield "elsewhere"
        if self.recogniser.is_unlinked(best.page):
            yield "unlinked"
        if best.stage > 1 and {each.kind for each in evidence} & {"withdrawn", "dead-link"}:
            yield "disputed"

    def _evidence(self, service: Service) -> list[Evidence]:
        found: list[Evidence] = []
        for page, surely in self._candidates(service):
            found.append(Evidence("information", page, words=page.heading, surely=surely))
            for each in self.gatherer.gather(page, service, self.rules.hops):
                found.append(replace(each, surely=surely))
        return found + self.direct.get(service.lgsl, [])

    def _candidates(self, service: Service) -> list[tuple[Page, float]]:
        """The pages about a service, surest first.

        Pages that are rather another service's count where there is none that is its own; so do
        those of a platform, to which otherwise a link of the service must lead.
        """
        about = [url for url, scores in self.about.items() if service.lgsl in scores]
        for belongs in (self._is_its_page, self._is_on_no_platform):
            about = [url for url in about if belongs(url, service.lgsl)] or about
        found = [(self.site.by_url[url], self.about[url][service.lgsl]) for url in about]
        return sorted(found, key=lambda each: (-each[1], each[0].url))[: self.rules.candidates]

    def _is_its_page(self, url: str, lgsl: int) -> bool:
        return not self.recogniser.belongs_elsewhere(lgsl, self.about[url])

    def _is_on_no_platform(self, url: str, lgsl: int) -> bool:
        return self.gatherer.platforms.of_url(url) is None

    def _direct_links(self) -> dict[int, list[Evidence]]:
        """What links on any own page, that name a service, lead to on a platform."""
        found: dict[int, list[Evidence]] = {}
        for page, link in self._platform_links():
            for match in self.recogniser.vocabulary.match(link.text, limit=1):
                service = next(each for each in self.services if each.lgsl == match.lgsl)
                offers = self.gatherer.leads_to(page, link, 0, service)
                for each in (each for each in offers if each.stage):
                    found.setdefault(match.lgsl, []).append(replace(each, surely=match.score))
        return found

    def _platform_links(self) -> Iterator[tuple[Page, Link]]:
        of_url = self.gatherer.platforms.of_url
        for alike in self.site.own_links:
            listed = (each for each in alike if not self.recogniser.is_noise(each[0]))
            if of_url(alike[0][1].url) is not None and (first := next(listed, None)):
                yield first

    def _absence(self, lgsl: int) -> Row:
        """Absent only where so much of the site was seen that a page would have been met."""
        coverage = self.coverage
        enough = coverage is not None and coverage >= self.rules.absent_coverage
        if self.site.home is not None and not self.site.is_in_known_language:
            return {"status": "not_assessed", "reasons": "no page found, in a language not known"}
        if self.site.home is None or not enough:
            seen = "no page was seen" if coverage is None else f"coverage {coverage:.0%}"
            return {"status": "not_assessed", "reasons": f"no page found, and {seen}"}
        if perhaps := self._perhaps(lgsl):
            said = f"unsure: {perhaps.heading[: self.rules.words_chars]}"
            return {"status": "not_assessed", "evidence_url": perhaps.url, "reasons": said}
        self.grounds[lgsl] = Grounds("absent", coverage or 0.0)
        return {
            "stage": 0,
            "stage_name": self.rules.stage_names[0],
            "status": "measured",
            "confidence": confidence(self.grounds[lgsl], self.rules),
            "signed_in": False,
            "reasons": f"absent: no page is about it; coverage {coverage:.0%}",
        }

    def _perhaps(self, lgsl: int) -> Page | None:
        """The page that may well be about a service, though not surely; None where there is none.

        Where there is one, the service cannot be said to be absent.
        """
        url = max(self.scores, key=lambda url: self.scores[url].get(lgsl, 0.0), default="")
        page = self.site.by_url.get(url)
        if page is None or self.scores[url].get(lgsl, 0.0) < self.rules.recognise.perhaps:
            return None
        return None if self.recogniser.is_hub(page) else page


def _reasons(best: Evidence, evidence: list[Evidence]) -> list[str]:
    """The best evidence first, then what else was met on its page."""
    others = (each.reason for each in evidence if each.page is best.page)
    return list(dict.fromkeys([best.reason, *others]))
