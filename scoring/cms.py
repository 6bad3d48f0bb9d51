"""Which content management system a site is made with, as its own pages give it away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from config import Platform
from crawler.page import Page
from crawler.urls import host_of
from scoring.services.signals import load_rules
from scoring.site import Site

CMS = "cms"


def cms_of(site: Site, platforms: Sequence[Platform]) -> str | None:
    """The id of the system that enough of the own pages looked at bear marks of, or None.

    A page is that of the first in the list that it bears a mark of: the most specific. Only the
    first pages captured are looked at, for one template says it as well as a thousand pages.
    """
    systems = [platform for platform in platforms if platform.kind == CMS]
    rules = load_rules().cms
    pages = site.own_pages[: rules.pages]
    found = Counter(id for page in pages if (id := _of_page(page, site, systems)))
    id, times = next(iter(found.most_common(1)), ("", 0))
    return id if id and times >= rules.share * len(pages) else None


def _of_page(page: Page, site: Site, systems: Sequence[Platform]) -> str | None:
    signs = _signs(page, site)
    hosts = {host_of(url) for url in (page.url, *_loaded(page, site))}
    return next(
        (each.id for each in systems if each.is_marked(signs) or any(map(each.is_at, hosts))), None
    )


def _signs(page: Page, site: Site) -> str:
    """Where a system leaves its marks: what a page loads, and what its metadata say."""
    chars = load_rules().mark_chars
    meta = (f'content="{content[:chars]}' for content in page.meta.values())
    return "\n".join([page.url, *_loaded(page, site), *meta]).lower()


def _loaded(page: Page, site: Site) -> list[str]:
    markup = site.markup.get(page.url)
    return sorted(markup.loaded) if markup else list(page.scripts)
