"""What the pages about a service offer: forms, payments, look-ups, documents, addresses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import unquote, urlsplit

from config import Platform, Service
from config.platforms import platform_at
from config.vocabulary import Vocabulary, begins, speaks_of_action
from crawler.page import FURNITURE, Link, Page
from crawler.urls import host_of
from scoring.services.forms import furniture_of, use_of
from scoring.services.signals import load_rules, load_signals
from scoring.site import Site

_EXTENSION = re.compile(r"\.([a-z]{2,4})$")
NOT_TRANSACTIONAL = frozenset({"cms", "search", "webcast", "consultation", "open-data"})


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
        return f"{self.kind}: {self.words[:120]}" if self.words else self.kind


class Gatherer:
    """Gathers the evidence that one site's pages give for its services."""

    def __init__(
        self, site: Site, services: tuple[Service, ...], platforms: tuple[Platform, ...]
    ) -> None:
        self.site = site
        self.platforms = platforms
        self.vocabulary = Vocabulary.of(services)
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

    def platform_of(self, url: str) -> Platform | None:
        """The platform, able to take a citizen's case, that an address is on."""
        found = platform_at(host_of(url), self.platforms)
        return None if found is None or found.kind in NOT_TRANSACTIONAL else found

    def leads_to(self, page: Page, link: Link, hops: int, service: Service) -> Iterator[Evidence]:
        """What a link that speaks of the service leads to."""
        target = self.site.final_url(link.url)
        status = self.site.status_of(target)
        platform = self.platform_of(target)
        if status is None and self.site.is_own(target) and begins(link.text):
            yield Evidence("not-read", page, target, words=link.text)
        elif status is not None and status >= 400 and status not in (401, 403):
            yield Evidence("dead-link", page, target, words=link.text)
        elif self.is_document(target):
            yield from self._document(page, link, target)
        elif platform is not None:
            yield from self._platform(page, link, target, platform)
        elif hops > 0 and (goal := self.site.by_url.get(target)) and goal is not page:
            for found in self.gather(goal, service, hops - 1):
                yield replace(found, page=page, action_url=found.action_url or goal.url)

    def _forms(self, page: Page) -> Iterator[Evidence]:
        platform = self.platform_of(page.url)
        for form in page.forms:
            use = use_of(page, form, self.furniture)
            if use is None:
                continue
            words = ", ".join(field.label or field.name for field in form.fields[:5])
            target = self.platform_of(form.action) or platform
            name = target.id if target else ""
            kind = "payment" if target and target.does == ("payment",) else use
            yield Evidence(kind, page, page.url, name, use == "account", words)
        for frame in page.frames:
            if framed := self.platform_of(frame):
                yield from self._by_deeds(page, frame, framed, f"frame from {framed.name}")

    def _links(self, page: Page, service: Service, hops: int) -> Iterator[Evidence]:
        wanted = (link for link in page.links if self._is_its_action(page, link, service))
        for link in list(dict.fromkeys(wanted))[: self.rules.links]:
            yield from self.leads_to(page, link, hops, service)

    def _is_its_action(self, page: Page, link: Link, service: Service) -> bool:
        """Whether a link is this service's: by its words, the heading above it, or its place."""
        if link.region in FURNITURE or link.url == page.url:
            return False
        for said in (link.text, link.heading):
            matches = self.vocabulary.match(said)
            if matches:
                best = matches[0].score
                near = [m.lgsl for m in matches if m.score >= best * self.rules.recognise.close]
                return service.lgsl in near
        steps_on = (
            begins(link.text)
            or self.signals.form_to_download.search(link.text)
            or self.platform_of(link.url)
        )
        return bool(steps_on) and link.url not in self.common_links

    def is_document(self, url: str) -> bool:
        """Whether an address is that of a document to read or fill in, not of a page."""
        capture = self.site.captures.get(url)
        if capture is not None and capture.content_type in self.rules.document_types:
            return True
        extension = _EXTENSION.search(urlsplit(url).path.lower())
        return extension is not None and extension[1] in self.rules.document_extensions

    def _document(self, page: Page, link: Link, target: str) -> Iterator[Evidence]:
        name = unquote(urlsplit(target).path.rpartition("/")[2])
        said = f"{link.text} {re.sub(r'[^A-Za-z]+', ' ', name)}"
        if self.signals.form_to_download.search(said):
            yield Evidence("download", page, target, words=link.text or name)

    def _platform(
        self, page: Page, link: Link, target: str, platform: Platform
    ) -> Iterator[Evidence]:
        if platform.kind == "national":
            if speaks_of_action(link.text) or begins(link.text):
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
        if "form" in platform.does:
            yield Evidence("platform-form", page, url, platform.id, words=words)
        elif platform.does:
            yield Evidence(platform.does[0], page, url, platform.id, words=words)

    def _is_sign_in(self, page: Page) -> bool:
        said = f"{page.title} {page.heading} {page.text[:400]}"
        return bool(self.signals.sign_in_page.search(said))

    def _mails(self, page: Page) -> Iterator[Evidence]:
        if page.mails and self.signals.request_by_mail.search(page.text):
            address, text = page.mails[0]
            yield Evidence("mail", page, words=text or address)

    @staticmethod
    def _quote(pattern: re.Pattern[str], text: str) -> str:
        found = pattern.search(text)
        if found is None:
            return ""
        before = text[: found.start()].rsplit(". ", 1)[-1][-60:]
        return f"{before}{found[0]}{text[found.end() :].partition('. ')[0][:60]}".strip()


def _common_links(pages: list[Page]) -> frozenset[str]:
    """Addresses that so many pages link to that the link says nothing about any one of them."""
    rules = load_rules()
    counts = Counter(url for page in pages for url in {link.url for link in page.links})
    least = max(rules.furniture_pages, len(pages) * rules.furniture_share)
    return frozenset(url for url, count in counts.items() if count > least)
