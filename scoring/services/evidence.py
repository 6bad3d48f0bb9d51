"""What the pages about a service offer: forms, payments, look-ups, documents, addresses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import unquote, urlsplit

from config import Platform, Service
from config.vocabulary import Match, begins, speaks_of_action
from crawler.page import Link, Page
from crawler.text import FURNITURE
from scoring.services.forms import forms_of, furniture_of
from scoring.services.platforms import PlatformFinder
from scoring.services.recognise import Recogniser
from scoring.services.signals import load_rules, load_signals
from scoring.site import Site

_EXTENSION = re.compile(r"\.([a-z]{2,4})$")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that a page offers for a service.

    `kind` is a key of `stage` in `rules.yaml`; or `withdrawn`, `dead-link` or `not-read` (its way
    on was not captured), which support nothing. `words` are the page's own that show it; `surely`
    (0-1) is how surely the page is about the service.
    """

    kind: str
    page: Page
    action_url: str = ""
    platform: str = ""
    signed_in: bool = False
    words: str = ""
    surely: float = 1.0

    @property
    def stage(self) -> int:
        """The stage that it supports, 0 for what supports none."""
        return load_rules().stage.get(self.kind, 0)

    @property
    def reason(self) -> str:
        """The fact as a code with the words that support it."""
        words = self.words[: load_rules().words_chars]
        return f"{self.kind}: {words}" if words else self.kind


class Gatherer:
    """Gathers the evidence that one site's pages give for its services.

    `about` has the services that each page is about, by its address.
    """

    def __init__(
        self,
        site: Site,
        recogniser: Recogniser,
        platforms: tuple[Platform, ...],
        about: Mapping[str, dict[int, float]],
    ) -> None:
        self.site = site
        self.recogniser = recogniser
        self.vocabulary = recogniser.vocabulary
        self.platforms = PlatformFinder(site, platforms)
        self.about = about
        self.rules, self.signals = load_rules(), load_signals()
        self.furniture = furniture_of(site.pages)
        self.common_links = _common_links(site.pages)

    def gather(self, page: Page, service: Service, hops: int) -> Iterator[Evidence]:
        """All that a page, and what it leads to in so many hops, offers for a service."""
        if self.signals.withdrawn.search(page.text):
            yield Evidence("withdrawn", page, words=self._quote(self.signals.withdrawn, page.text))
        else:
            yield from self._forms(page)
            yield from self._links(page, service, hops)
            yield from self._mails(page)

    def leads_to(self, page: Page, link: Link, hops: int, service: Service) -> Iterator[Evidence]:
        """What a link that speaks of the service leads to."""
        target = self.site.final_url(link.url)
        status = self.site.status_of(target)
        platform = self.platforms.of_url(target)
        if status is not None and status >= 400 and status not in (401, 403):
            yield Evidence("dead-link", page, target, words=link.text)
        elif self.is_document(target, link.text):
            yield from self._document(page, link, target)
        elif platform is not None:
            yield from self._platform(page, link, target, platform)
        elif status is None and self._steps_on(link):
            yield Evidence("not-read", page, target, words=link.text)
        elif hops > 0:
            yield from self._beyond(page, target, hops, service)

    def _beyond(self, page: Page, url: str, hops: int, service: Service) -> Iterator[Evidence]:
        """What the site's next page offers, if it is not another service's."""
        goal = self.site.by_url.get(url)
        if goal is None or goal is page or self._is_of_another(goal, page, service):
            return
        for found in self.gather(goal, service, hops - 1):
            yield replace(found, page=page, action_url=found.action_url or goal.url)

    def _is_of_another(self, goal: Page, page: Page, service: Service) -> bool:
        """Whether a page is about another service, and the page that leads there is not."""
        there, here = (self.about.get(each.url, {}) for each in (goal, page))
        elsewhere = self.recogniser.belongs_elsewhere(service.lgsl, there)
        return elsewhere and next(iter(there)) != next(iter(here), None)

    def _steps_on(self, link: Link) -> bool:
        """Whether a link says that it leads on, to a form or the site's next page."""
        if begins(link.text):
            return True
        says_so = speaks_of_action(link.text) or self.signals.onward.search(link.text)
        return self.site.is_own(link.url) and bool(says_so)

    def _forms(self, page: Page) -> Iterator[Evidence]:
        for form, use in forms_of(page, self.furniture):
            shown = form.fields[: self.rules.shown_fields]
            words = ", ".join(field.label or field.name for field in shown)
            target = self.platforms.of_url(form.action) or self.platforms.of_page(page)
            name = target.id if target else ""
            kind = "payment" if target and target.does == ("payment",) else use
            yield Evidence(kind, page, page.url, name, use == "account", words)
        for frame in page.frames:
            if framed := self.platforms.of_url(frame):
                yield from self._by_deeds(page, frame, framed, f"frame from {framed.name}")

    def _links(self, page: Page, service: Service, hops: int) -> Iterator[Evidence]:
        wanted = (link for link in page.links if self._is_its_action(page, link, service))
        for link in list(dict.fromkeys(wanted))[: self.rules.links]:
            yield from self.leads_to(page, link, hops, service)

    def _is_its_action(self, page: Page, link: Link, service: Service) -> bool:
        """Whether a link is this service's: by its words, the heading above it, or its place.

        `page` is about the service: so is what stands right under its own heading, if the link
        names no other.
        """
        weigh = self.rules.recognise
        if link.region in FURNITURE or link.url == page.url:
            return False
        named = self.vocabulary.match(link.text)
        if named and (self._is_near(service, named, weigh.main) or named[0].score >= weigh.about):
            return self._is_near(service, named, weigh.main)
        if link.heading == page.heading and (not named or self._steps_on(link)):
            return True
        if above := () if named else self.vocabulary.match(link.heading):
            return self._is_near(service, above, weigh.close)
        steps_on = (
            begins(link.text)
            or self.signals.form_to_download.search(link.text)
            or self.platforms.of_url(link.url)
        )
        return bool(steps_on) and link.url not in self.common_links

    @staticmethod
    def _is_near(service: Service, matches: tuple[Match, ...], share: float) -> bool:
        """Whether a service is among these matches, with at least this share of the best score."""
        least = matches[0].score * share
        return any(match.lgsl == service.lgsl and match.score >= least for match in matches)

    def is_document(self, url: str, text: str) -> bool:
        """Whether a link leads to a document to read or fill in, not to a page: by what the server
        says; where it was not asked, by the link's `text` or the address."""
        capture = self.site.captures.get(url)
        if capture is not None and capture.content_type in self.rules.document_types:
            return True
        if capture is None and self.signals.document.search(f"{text} {url}"):
            return True
        extension = _EXTENSION.search(urlsplit(url).path.lower())
        return extension is not None and extension[1] in self.rules.document_extensions

    def _document(self, page: Page, link: Link, target: str) -> Iterator[Evidence]:
        """A document is a form by the link's words, its name, its own title or its fields."""
        name = unquote(urlsplit(target).path.rpartition("/")[2])
        facts = self.site.documents.get(target)
        title = facts.title or "" if facts else ""
        said = f"{link.text} {re.sub(r'[^A-Za-z]+', ' ', name)} {title}"
        if self.signals.form_to_download.search(said) or (facts and facts.form_fields):
            yield Evidence("download", page, target, words=link.text or name)

    def _platform(
        self, page: Page, link: Link, target: str, platform: Platform
    ) -> Iterator[Evidence]:
        if platform.kind == "national":
            if any(map(speaks_of_action, (link.text, target))) or begins(link.text):
                yield Evidence("national", page, target, platform.id, words=link.text)
            return
        goal = self.site.by_url.get(target)
        found = [] if goal is None else list(self._forms(goal))
        if goal is not None and not found and self._is_sign_in(goal):
            found = [Evidence("account", goal, signed_in=True, words=goal.heading or goal.title)]
        for each in found:
            yield replace(each, page=page, action_url=target, platform=platform.id)
        if not found and (goal is None or len(goal.text.split()) < self.rules.shell_words):
            yield from self._by_deeds(page, target, platform, link.text)

    def _by_deeds(self, page: Page, url: str, platform: Platform, words: str) -> Iterator[Evidence]:
        """What a platform whose page does not show it is known to do."""
        if "account" in platform.does and self.signals.sign_in_link.search(words):
            yield Evidence("account", page, url, platform.id, signed_in=True, words=words)
        elif "form" in platform.does:
            yield Evidence("platform-form", page, url, platform.id, words=words)
        elif platform.does:
            yield Evidence(platform.does[0], page, url, platform.id, words=words)

    def _is_sign_in(self, page: Page) -> bool:
        said = f"{page.title} {page.heading} {page.text[: self.rules.sign_in_chars]}"
        return bool(self.signals.sign_in_page.search(said))

    def _mails(self, page: Page) -> Iterator[Evidence]:
        if page.mails and self.signals.request_by_mail.search(page.text):
            address, text = page.mails[0]
            yield Evidence("mail", page, words=text or address)

    def _quote(self, pattern: re.Pattern[str], text: str) -> str:
        found = pattern.search(text)
        if found is None:
            return ""
        chars = self.rules.quote_chars
        before = text[: found.start()].rsplit(". ", 1)[-1][-chars:]
        return f"{before}{found[0]}{text[found.end() :].partition('. ')[0][:chars]}".strip()


def _common_links(pages: list[Page]) -> frozenset[str]:
    """Addresses that so many pages link to that the link says nothing about any one of them."""
    rules = load_rules()
    counts = Counter(url for page in pages for url in {link.url for link in page.links})
    least = max(rules.furniture_pages, len(pages) * rules.furniture_share)
    return frozenset(url for url, count in counts.items() if count > least)
