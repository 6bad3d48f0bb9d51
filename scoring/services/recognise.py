"""Which services is a page about? Its title, headings, address, and who links to it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from config import Service
from config.vocabulary import Vocabulary, heads_noise, heads_related, is_noise
from crawler.page import Link, Page
from crawler.text import FURNITURE
from scoring.services.signals import load_rules, load_signals
from scoring.site import Site

# Between a page's own title and the site's name.
_TITLE_PARTS = re.compile(r"\s+[|–—·»:-]\s+")


class Recogniser:
    """Tells what the pages of one site are about."""

    def __init__(self, site: Site, services: tuple[Service, ...]) -> None:
        self.site = site
        self.vocabulary = Vocabulary.of(services)
        self.rules = load_rules()
        self._results = frozenset(site.searches.values())
        self._noise: dict[str, bool] = {}
        self._site_words = _repeated_title_parts(site.pages)

    def about(self, found: Mapping[int, float]) -> dict[int, float]:
        """The services (LGSL ids) that a page with such scores is about, best first.

        A service is left out below the threshold, or where another is much surer.
        """
        best = max(found.values(), default=0.0)
        weigh = self.rules.recognise
        enough = {
            lgsl: score
            for lgsl, score in found.items()
            if score >= weigh.about and score >= best * weigh.close
        }
        return dict(sorted(enough.items(), key=lambda item: (-item[1], item[0])))

    def scores(self, page: Page) -> dict[int, float]:
        """How surely (0-1) a page speaks of each service: the chance that not all its signs err."""
        weigh = self.rules.recognise
        doubt: dict[int, float] = {}
        for share, texts in (
            (weigh.title, [self.own_title(page)]),
            (weigh.heading, [page.heading]),
            (weigh.url, [page.url]),
            (weigh.breadcrumbs, [page.breadcrumbs]),
            (weigh.anchor, self._anchors(page)),
            (weigh.body, [" ".join(page.text.split()[: self.rules.body_words])]),
        ):
            for lgsl, score in self._strongest(texts).items():
                doubt[lgsl] = doubt.get(lgsl, 1.0) * (1 - share * score)
        left = weigh.noise if self.is_noise(page) else weigh.hub if self.is_hub(page) else 1.0
        return {lgsl: (1 - product) * left for lgsl, product in doubt.items()}

    def is_noise(self, page: Page) -> bool:
        """Whether it is news, minutes, a job, a consultation, a policy, or only such lead there.

        The home page leads to the latest news as well, and the site's search to everything.
        """
        home = self.site.home
        leading = [
            source
            for source, link in self._leading(page)
            if source is not home and link.region not in FURNITURE
        ]
        return self._says_noise(page) or (bool(leading) and all(map(self._says_noise, leading)))

    def is_unlinked(self, page: Page) -> bool:
        """Whether no page but the results of the site's search leads to it."""
        return page is not self.site.home and next(self._leading(page), None) is None

    def _leading(self, page: Page) -> Iterator[tuple[Page, Link]]:
        """The other pages that lead to a page, with their links; results of the search left out."""
        for source, link in self.site.links_to.get(page.url, ()):
            if source.url != page.url and source.url not in self._results:
                yield source, link

    def _says_noise(self, page: Page) -> bool:
        if page.url not in self._noise:
            above = page.breadcrumbs.removesuffix(page.heading)
            said = (page.url, self.own_title(page), above)
            self._noise[page.url] = any(map(is_noise, said))
        return self._noise[page.url]

    def is_hub(self, page: Page) -> bool:
        """Whether a page leads to many services, or says little itself but leads to many pages."""
        inside = (link for link in page.links if link.region not in FURNITURE)
        offered = [link for link in inside if not heads_related(link.heading)]
        onward = {
            link.text
            for link in offered
            if link.text not in page.breadcrumbs and not heads_noise(link.heading)
        }
        named = {match.lgsl for text in onward for match in self.vocabulary.match(text, limit=1)}
        return len(named) >= self.rules.hub_services or self._is_landing(page, offered)

    def _is_landing(self, page: Page, offered: list[Link]) -> bool:
        """Whether it has few words beside its links to the site's pages, and no contact."""
        onward = {
            link.url: link.text for link in offered if self.site.is_own(link.url) and link.text
        }
        onward.pop(page.url, None)
        words = len(page.text.split()) - sum(len(text.split()) for text in onward.values())
        is_short = len(onward) >= self.rules.landing_links and words < self.rules.landing_words
        return is_short and not page.mails and not load_signals().telephone.search(page.text)

    def belongs_elsewhere(self, lgsl: int, about: dict[int, float]) -> bool:
        """Whether a page about these services is another's far more than this one's."""
        return bool(about) and about.get(lgsl, 0.0) < self.rules.recognise.main * max(
            about.values()
        )

    def own_title(self, page: Page) -> str:
        """The page's title without the parts that every page's title has."""
        parts = _TITLE_PARTS.split(page.title)
        return " - ".join(part for part in parts if part not in self._site_words) or page.title

    def _anchors(self, page: Page) -> list[str]:
        texts = Counter(link.text for _, link in self.site.links_to.get(page.url, ()) if link.text)
        return [text for text, _ in texts.most_common(self.rules.anchors)]

    def _strongest(self, texts: Iterable[str]) -> dict[int, float]:
        best: dict[int, float] = {}
        for text in texts:
            for match in self.vocabulary.match(text) if text else ():
                best[match.lgsl] = max(match.score, best.get(match.lgsl, 0.0))
        return best


def _repeated_title_parts(pages: list[Page]) -> frozenset[str]:
    parts = Counter(part for page in pages for part in set(_TITLE_PARTS.split(page.title)))
    rules = load_rules()
    least = max(rules.title_pages, len(pages) * rules.title_share)
    return frozenset(part for part, count in parts.items() if count > least)
