"""How much a link promises: what its words, its place and what was read before say of it.

The points are in `config/crawl.yaml`; `docs/crawling.md` explains the order they make.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from config.crawl import Promise
from config.page_kinds import is_looked_for
from config.vocabulary import (
    Vocabulary,
    begins,
    is_a_to_z,
    is_hub,
    is_noise,
    speaks_of_action,
)
from crawler.page import FURNITURE, Link, Page


@dataclass(frozen=True, slots=True)
class Setting:
    """The page on which a link stands: the service it is `about`, whether it lists many, and its
    language where it claims one."""

    about: int | None = None
    is_list: bool = False
    lang: str = ""


NOWHERE = Setting()


@dataclass(frozen=True, slots=True)
class Offer:
    """A link as it was met: `depth` clicks from the home page, on a page of such a `setting`."""

    link: Link
    depth: int
    setting: Setting = NOWHERE


@dataclass
class Promises:
    """Weighs links by what has been read so far: `seen` counts the pages read of each service."""

    weigh: Promise
    vocabulary: Vocabulary
    seen: Counter[int] = field(default_factory=Counter)

    def learn(self, page: Page) -> Setting:
        """Learn what a page is about, and say in what setting its links stand."""
        is_list = is_a_to_z(page.heading) or self._names_many(page)
        if is_list or any(map(is_noise, (page.url, page.heading))):
            return Setting(is_list=is_list, lang=page.lang)
        spoken_of = self.vocabulary.match(page.heading or page.title, limit=1)
        self.seen.update(match.lgsl for match in spoken_of)
        return Setting(spoken_of[0].lgsl if spoken_of else None, lang=page.lang)

    def of(self, offer: Offer, crowd: int) -> float:
        """The points of a link; `crowd` counts the pages read whose address is like its own."""
        link, weigh = offer.link, self.weigh
        points = weigh.click * offer.depth + self._by_words(offer)
        points += weigh.next_step if self._steps_on(offer) else 0
        points += weigh.query if "?" in link.url else 0
        points += weigh.other_language if offer.setting.lang == "cy" else 0
        points += {"main": weigh.main, "footer": weigh.footer}.get(link.region, 0)
        return points + max(weigh.pattern * crowd, weigh.pattern_most)

    def _by_words(self, offer: Offer) -> float:
        link, weigh = offer.link, self.weigh
        if is_a_to_z(link.text):
            return weigh.a_to_z
        points = self._by_service(offer)
        if is_looked_for(link.text):
            return points + weigh.page_kind
        if any(map(is_noise, (link.text, link.url, link.heading))):
            return points + weigh.noise
        return points + (weigh.hub if is_hub(link.text) else 0)

    def _by_service(self, offer: Offer) -> float:
        link, weigh = offer.link, self.weigh
        matches = self.vocabulary.match(link.text) or self.vocabulary.match(link.url)
        if not matches:
            listed = offer.setting.is_list and link.region not in FURNITURE
            return weigh.listed if listed else 0.0
        best = matches[0]
        if seen := self.seen[best.lgsl]:
            points = weigh.known_service * 0.5**seen
        else:
            points = weigh.new_service + weigh.sureness * best.score
        return points + (weigh.action if speaks_of_action(link.text) else 0)

    def _steps_on(self, offer: Offer) -> bool:
        """Whether a link in the text of a page about a service leads on to the service's form."""
        link, about = offer.link, offer.setting.about
        if about is None or link.region in FURNITURE or is_noise(link.text):
            return False
        spoken_of = self.vocabulary.match(link.text, limit=1)
        if spoken_of:
            return spoken_of[0].lgsl == about
        return begins(link.text) or speaks_of_action(link.text) is not None

    def _names_many(self, page: Page) -> bool:
        texts = {link.text for link in page.links if link.region not in FURNITURE}
        named = {match.lgsl for text in texts for match in self.vocabulary.match(text, limit=1)}
        return len(named) >= self.weigh.list_services
