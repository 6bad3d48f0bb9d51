"""Laying out a site: which pages there are, under which addresses. No markup here."""

from __future__ import annotations

from dataclasses import replace

from digitalfirst.estate.council import Profile, title_of
from digitalfirst.estate.page import Page, key_of
from digitalfirst.estate.paths import file_path, page_path
from digitalfirst.estate.wording import platforms, words


class Layout:
    """The pages of one site as they are laid out, each address used once."""

    def __init__(self, site: Profile) -> None:
        self.site = site
        self.pages: dict[str, Page] = {}
        self.dead: set[str] = set()
        self.moved: dict[str, str] = {}
        self.actions: dict[str, str] = {}
        self._number = 0
        self._base = site.home.rstrip("/")

    def add(self, page: Page) -> Page:
        """Put a page in under its own address."""
        self.pages[key_of(page.url)] = page
        return page

    def add_once(self, page: Page) -> None:
        """Put a page in; where another task is done at its address already, one link is enough."""
        held = self.pages.setdefault(key_of(page.url), page)
        if page.linked and not held.linked:
            self.add(replace(held, linked=True))

    def place(
        self,
        kind: str,
        title: str,
        *,
        section: str = "",
        slug: str,
        key: str = "",
        number: int = 0,
        lgsl: int | None = None,
        linked: bool = True,
        welsh_title: str = "",
    ) -> Page:
        """Add a page of the main site in the site's style; with a Welsh twin if it has a title."""
        self._number += 1
        folder = words("sections")["sections"].get(section, {}).get("slug", section)
        path = page_path(self.site.url_style, folder, slug, self._number, title)
        path = self._unused(path)
        url, twin = self._base + path, f"{self._base}/cy{path}" if welsh_title else ""
        if welsh_title:
            self.add(Page(twin, kind, welsh_title, section, key, number, "cy", lgsl, url, linked))
        return self.add(Page(url, kind, title, section, key, number, "en", lgsl, twin, linked))

    def place_file(
        self,
        kind: str,
        title: str,
        name: str,
        *,
        section: str = "",
        key: str = "",
        number: int = 0,
        linked: bool = True,
    ) -> Page:
        """Add a document of the main site."""
        self._number += 1
        ending = {"word": "docx"}.get(kind, kind)
        path = self._unused(file_path(self.site.url_style, name, ending, self._number))
        url = self._base + path
        return self.add(Page(url, kind, title, section, key, number, linked=linked))

    def place_civic(
        self, name: str, *, section: str = "", kind: str = "", twin: bool = False
    ) -> Page:
        """Add one of the pages of `civic.yaml` or `published.yaml`."""
        entry = words("civic")["pages"].get(name) or words("published")["items"][name]
        return self.place(
            kind or name,
            title_of(self.site, name),
            section=section,
            slug=entry["slug"],
            key=name,
            welsh_title=entry["cy"] if twin else "",
        )

    def elsewhere(self, platform: str, slug: str = "", national: str = "") -> str:
        """The address on a host beyond the main site."""
        spec = platforms()[platform]
        names = {"label": self.site.label, "domain": self.site.domain}
        host = spec.host.format(**names)
        return f"https://{host}{spec.path.format(slug=slug, national=national, **names)}"

    def bury(self, path: str) -> str:
        """An address that leads nowhere, for links that are dead on purpose."""
        url = self._base + path
        self.dead.add(key_of(url))
        return url

    def move(self, path: str, url: str) -> None:
        """An old address that redirects to `url`."""
        self.moved[key_of(self._base + path)] = url

    def _unused(self, path: str) -> str:
        taken, tries = path, 1
        while key_of(self._base + taken) in self.pages:
            tries += 1
            stem, dot, ending = path.rpartition(".")
            taken = f"{stem}-{tries}.{ending}" if dot and "?" not in path else f"{path}-{tries}"
        return taken
