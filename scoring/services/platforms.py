"""Which third-party platform an address or a captured page is on: by its host or by its marks."""

from __future__ import annotations

from config import Platform
from crawler.page import Page
from crawler.urls import host_of
from scoring.services.signals import load_rules
from scoring.site import Site


class PlatformFinder:
    """Tells the platforms, able to take a citizen's case, that one site's links and pages are on.

    Many councils run a known product under a name of their own (`forms.barchester.gov.uk`): its
    addresses, scripts and generator give it away. What was told once is kept.
    """

    def __init__(self, site: Site, platforms: tuple[Platform, ...]) -> None:
        kinds = load_rules().not_transactional
        self.site = site
        self.platforms = tuple(each for each in platforms if each.kind not in kinds)
        self._with_marks = tuple(each for each in self.platforms if each.marks)
        self._by_host: dict[str, Platform | None] = {}
        self._by_url: dict[str, Platform | None] = {}

    def of_url(self, url: str) -> Platform | None:
        """The platform that an address is on; where it was captured, its page may tell as well."""
        if url not in self._by_url:
            page = self.site.by_url.get(url)
            home = self.site.home
            is_elsewhere = home is None or host_of(url) != host_of(home.url)
            found = self._of_address(url)
            if found is None and page is not None and is_elsewhere:
                found = self._marked(_signs(page))
            self._by_url[url] = found
        return self._by_url[url]

    def of_page(self, page: Page) -> Platform | None:
        """The platform that runs the forms of a page, wherever it is."""
        return self.of_url(page.url) or self._marked(_signs(page))

    def _of_address(self, url: str) -> Platform | None:
        """The most specific platform whose host or mark an address has."""
        host = host_of(url)
        if host not in self._by_host:
            at = (each for each in self.platforms if each.is_at(host))
            self._by_host[host] = next(at, None)
        found = [self._by_host[host], self._marked(url.lower())]
        there = [each for each in found if each is not None]
        return min(there, key=self.platforms.index, default=None)

    def _marked(self, text: str) -> Platform | None:
        return next((each for each in self._with_marks if each.is_marked(text)), None)


def _signs(page: Page) -> str:
    """What of a page may hold a platform's mark: a bounded text, lower case."""
    chars = load_rules().mark_chars
    hidden = (f"{name}={value[:chars]}" for form in page.forms for name, value in form.hidden)
    meta = (f'content="{content}' for content in page.meta.values())
    actions = (form.action for form in page.forms)
    said = (page.title, page.heading, page.text[:chars])
    return "\n".join([page.url, *said, *actions, *page.scripts, *meta, *hidden]).lower()
