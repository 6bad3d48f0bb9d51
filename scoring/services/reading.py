"""What there is to read about a service: its own pages, its forms', and those they lead on to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from config.vocabulary import is_hub
from crawler.forms import Form
from crawler.page import Link, Page
from crawler.text import FURNITURE
from scoring.services.evidence import Evidence
from scoring.services.forms import forms_of
from scoring.services.rate import Rater
from scoring.services.signals import load_rules, load_signals
from scoring.site import Site

# Evidence whose page, at its `action_url`, has the form that shows it.
FORMS = frozenset({"form", "payment", "booking", "lookup", "account"})
# Evidence of a way on that was not read to its end.
UNREAD = frozenset({"not-read", "platform-form", "account"})


@dataclass(frozen=True)
class Reading:
    """What was captured about a service, and how whole it is.

    `about` are its own pages, surest first; `onward` those that their text leads to; `forms` are
    its forms, each with its page; `kinds` those of the rating's evidence. Of the pages that its own
    lead on to, the `share` (0-1) was captured and is read.
    """

    about: tuple[Page, ...] = ()
    onward: tuple[Page, ...] = ()
    forms: tuple[tuple[Page, Form], ...] = ()
    kinds: frozenset[str] = frozenset()
    share: float = 0.0

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """All its pages, each once."""
        pages = (*self.about, *(page for page, _ in self.forms), *self.onward)
        return tuple(dict.fromkeys(pages))

    @property
    def is_whole(self) -> bool:
        """Whether so much was captured that what is on no page is not there."""
        return bool(self.about) and self.share >= load_rules().read_share

    @cached_property
    def is_settled(self) -> bool:
        """Whether each way on was read to its end: no form but the first page of one."""
        return not self.kinds & UNREAD and not any(map(_goes_on, self.forms))


class Reader:
    """Gathers what there is to read about the services of one site."""

    def __init__(self, site: Site, rater: Rater) -> None:
        self.site = site
        self.rater = rater

    def read(self, lgsl: int) -> Reading:
        """What was captured about a service."""
        evidence = self.rater.evidence.get(lgsl, [])
        about = tuple(dict.fromkeys(each.page for each in evidence if each.kind == "information"))
        wanted = set(self._onward(about, lgsl)) - {page.url for page in about}
        captured = [page for url in sorted(wanted) if (page := self.site.by_url.get(url))]
        onward = tuple(captured[: load_rules().read_pages])
        return Reading(
            about,
            onward,
            tuple(self._forms(evidence)),
            frozenset(each.kind for each in evidence),
            len(onward) / len(wanted) if wanted else 1.0,
        )

    def _onward(self, about: Iterable[Page], lgsl: int) -> Iterator[str]:
        """The addresses of the site to which the text of a service's pages leads on."""
        for page in about:
            for link in page.links:
                target = self.site.final_url(link.url)
                further = self._is_further(page, link, target)
                if further and not self._is_of_other(link, target, lgsl):
                    yield target

    def _is_further(self, page: Page, link: Link, target: str) -> bool:
        """Whether a link of a page's own text leads on to another page of the site for people."""
        if link.region in FURNITURE or link.url in self.rater.gatherer.common_links:
            return False
        status = self.site.status_of(target)
        is_gone = status is not None and target not in self.site.by_url
        is_gone = is_gone or self.rater.gatherer.is_document(target, link.text)
        is_elsewhere = target == page.url or not self.site.is_own(target)
        home = self.site.home.url if self.site.home else ""
        return not (is_gone or is_elsewhere or target == home or is_hub(link.text))

    def _is_of_other(self, link: Link, target: str, lgsl: int) -> bool:
        """Whether a page, by itself or by the link to it, is about other services."""
        if target in self.rater.about:
            about = self.rater.about[target]
            return bool(about) and lgsl not in about
        matches = self.rater.recogniser.vocabulary.match(link.text)
        named = [each.lgsl for each in matches if each.score >= load_rules().recognise.about]
        return bool(named) and lgsl not in named

    def _forms(self, evidence: Iterable[Evidence]) -> Iterator[tuple[Page, Form]]:
        urls = dict.fromkeys(each.action_url for each in evidence if each.kind in FORMS)
        for page in (page for url in urls if (page := self.site.page_at(url))):
            for form, _ in forms_of(page, self.rater.gatherer.furniture):
                yield page, form


def _goes_on(each: tuple[Page, Form]) -> bool:
    _, form = each
    return bool(load_signals().further_step.search(" ; ".join(form.buttons)))
