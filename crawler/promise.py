"""How much a link promises: what its words, its place and what was read before say of it.

The points are in `config/crawl.yaml`; `docs/crawling.md` explains their order. What was read
only ever lowers a promise, so that a queue need look at its first links alone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from config import Service
from config.crawl import Promise
from config.page_kinds import is_lead, kinds_named
from config.sections import groups_named, is_section
from config.vocabulary import (
    Match,
    Vocabulary,
    begins,
    heads_noise,
    is_a_to_z,
    is_hub,
    is_in_other_language,
    is_language,
    is_noise,
    speaks_of_action,
)
from crawler.page import Link, Page
from crawler.text import FURNITURE
from crawler.traps import pattern_of


@dataclass(frozen=True, slots=True)
class Setting:
    """The page on which a link stands: the service it is `about`, whether it lists many, whether it
    is the A to Z, and its language where it claims one."""

    about: int | None = None
    is_list: bool = False
    is_index: bool = False
    lang: str = ""


NOWHERE = Setting()


@dataclass(frozen=True, slots=True)
class Offer:
    """A link as it was met: `depth` clicks from the home page, on a page of such a `setting`.

    One that is not `own` leads to a platform. The address of a `bare` one is all that is known:
    only the site map named it.
    """

    link: Link
    depth: int
    setting: Setting = NOWHERE
    own: bool = True
    bare: bool = False


class Promises:
    """Weighs links by what has been read so far.

    `seen` counts the pages read of each service.
    """

    def __init__(self, weigh: Promise, services: Iterable[Service]) -> None:
        self.weigh = weigh
        self.seen: Counter[int] = Counter()
        self._sureness: dict[int, float] = {}
        listed = tuple(services)
        self._match = Vocabulary.of(listed).match
        self._unmet = {service.lgsl for service in listed}
        self._of_group: dict[str, set[int]] = defaultdict(set)
        self._of_action: dict[str, set[int]] = defaultdict(set)
        for service in listed:
            self._of_group[service.group].add(service.lgsl)
            self._of_action[service.action].add(service.lgsl)
        self._of_mentions = {each.lgsl for each in listed if each.id in weigh.lists_mentions}
        self._kinds: Counter[str] = Counter()
        self._indexes = 0
        self._dull: Counter[str] = Counter()
        self._dull_groups: Counter[str] = Counter()

    def learn(self, page: Page, anchor: str) -> Setting:
        """Learn what a page, which a link `anchor` led to, is about and leads to.

        Returns in what setting its links stand.
        """
        named = self._services_named(page)
        is_index = is_a_to_z(page.heading)
        is_list = len(named) >= self.weigh.list_services or is_section(page.heading)
        self._kinds.update(kinds_named(page.heading or page.title))
        self._indexes += is_index
        about = self._learn_service(page, anchor, is_list or is_index)
        brought = bool(named & self._unmet) or (about is not None and self.seen[about] <= 1)
        self._unmet -= named
        if not brought:
            self._dull[pattern_of(page.url)] += 1
            self._dull_groups.update(groups_named(anchor))
        return Setting(about, is_list or is_index, is_index, page.lang)

    def of(self, offer: Offer) -> float:
        """The points of a link: those of the best that its words can mean, and of its place."""
        link, weigh = offer.link, self.weigh
        points = max(self._readings(offer), default=0.0) + weigh.click * offer.depth
        points += weigh.query if "?" in link.url else 0
        points += weigh.other_language if self._is_other_language(offer) else 0
        points += weigh.sitemap_only if offer.bare else 0
        points += 0 if offer.own else weigh.platform
        return points + {"main": weigh.main, "footer": weigh.footer}.get(link.region, 0)

    def can_wait(self, offer: Offer) -> bool:
        """Whether a link leads on from a service, or to a page that is no service and no way to
        others: these come after the pages of services, and before the budget is spent."""
        text, kinds = offer.link.text, kinds_named(offer.link.text)
        is_sought = is_hub(text) or any(map(is_lead, kinds)) or self._matches(offer.link)
        return bool(kinds and not is_sought) or self._steps_on(offer)

    # -- what a page teaches ---------------------------------------------------------------------

    def _services_named(self, page: Page) -> set[int]:
        """The services that the links of a page's own text surely name."""
        texts = {link.text for link in page.links if link.region not in FURNITURE}
        found = (self._match(text, limit=1) for text in texts if not is_noise(text))
        return {each.lgsl for matches in found for each in matches if self._is_sure(each)}

    def _learn_service(self, page: Page, anchor: str, is_list: bool) -> int | None:
        """The service that a page is about, by its heading, else by the link that led there."""
        if any(map(is_noise, (page.url, page.heading))):
            return None
        found = self._match(page.heading or page.title) or self._match(anchor)
        if not found:
            return None
        lgsl, sureness = found[0]
        if is_list and lgsl not in self._of_mentions:
            return lgsl if is_section(page.heading) else None
        self.seen[lgsl] += self._is_sure(found[0])
        self._sureness[lgsl] = max(sureness, self._sureness.get(lgsl, 0.0))
        return lgsl

    def _is_sure(self, match: Match) -> bool:
        return match.score >= self.weigh.sure

    # -- what a link can mean --------------------------------------------------------------------

    def _readings(self, offer: Offer) -> Iterator[float]:
        """The points of each thing that a link's words can mean."""
        link, weigh = offer.link, self.weigh
        kinds = kinds_named(link.text)
        for kind in kinds:
            points = weigh.lead if is_lead(kind) else weigh.page_kind
            yield points * 0.5 ** self._kinds[kind]
        if self._is_noise(offer):
            yield weigh.noise
            return
        if self._steps_on(offer):
            yield weigh.next_step
            return
        yield from self._services(offer)
        if listed := self._list_of_services(offer):
            yield listed

    def _is_noise(self, offer: Offer) -> bool:
        """Whether a link is of news and the like, or stands in a list of things that only mention
        services, such as job adverts."""
        link, about = offer.link, offer.setting.about
        if any(map(is_noise, (link.text, link.url))) or heads_noise(link.heading):
            return True
        if about not in self._of_mentions or link.region in FURNITURE:
            return False
        return about not in [match.lgsl for match in self._match(link.text)]

    def _services(self, offer: Offer) -> Iterator[float]:
        weigh, matches = self.weigh, self._matches(offer.link)
        if matches and is_section(offer.link.text) and matches[0].score < weigh.section_sure:
            return
        if matches and self._is_new(matches[0]):
            points = weigh.new_service + weigh.sureness * matches[0].score
            yield points + (weigh.action if speaks_of_action(offer.link.text) else 0)
            return
        dull = max(weigh.dull * self._dull[pattern_of(offer.link.url)], weigh.dull_most)
        if matches:
            best = matches[0]
            yield dull + weigh.known_service * best.score * 0.5 ** self.seen[best.lgsl]
        elif offer.setting.is_list and offer.link.region not in FURNITURE:
            yield dull + weigh.listed
        else:
            yield dull

    def _is_new(self, match: Match) -> bool:
        """Whether no page of a service was read, or none that spoke of it as surely as this."""
        seen = self._sureness.get(match.lgsl)
        return seen is None or match.score > seen + self.weigh.surer

    def _list_of_services(self, offer: Offer) -> float:
        """What a list of services brings: so much for each of which no link was met yet."""
        text, weigh, unmet = offer.link.text, self.weigh, float(len(self._unmet))
        is_index = is_a_to_z(text)
        if is_index and not self._indexes:
            return weigh.a_to_z if unmet else 0.0
        expected = 0.0
        if is_index or (offer.setting.is_index and len(text) == 1):
            expected = unmet / weigh.letters
        elif is_hub(text):
            action = speaks_of_action(text)
            expected = len(self._of_action[action] & self._unmet) if action else unmet / 2
        for group in groups_named(text):
            left = len(self._of_group[group] & self._unmet)
            expected = max(expected, left * 0.5 ** self._dull_groups[group])
        if expected < 1:
            return 0.0
        return weigh.hub + weigh.unmet * min(expected, weigh.unmet_most)

    def _matches(self, link: Link) -> tuple[Match, ...]:
        """The services that a link speaks of: by its text, else its address, else, where it only
        says what to do ("Apply online"), by the heading above it."""
        found = self._match(link.text) or self._match(link.url)
        if not found and begins(link.text) and link.region not in FURNITURE:
            return self._match(link.heading)
        return found

    def _is_other_language(self, offer: Offer) -> bool:
        """Whether a link stands on a Welsh page, or leads to a page's twin in another language."""
        link = offer.link
        return (
            offer.setting.lang == "cy" or is_language(link.text) or is_in_other_language(link.url)
        )

    def _steps_on(self, offer: Offer) -> bool:
        """Whether a link in the text of a page about a service leads on to the service's form."""
        link, about = offer.link, offer.setting.about
        if about is None or link.region in FURNITURE or is_noise(link.text):
            return False
        if spoken_of := self._match(link.text):
            return spoken_of[0].lgsl == about and not offer.setting.is_list
        if begins(link.text) or speaks_of_action(link.text):
            return True
        return about in [match.lgsl for match in self._match(link.url)[:1]]
