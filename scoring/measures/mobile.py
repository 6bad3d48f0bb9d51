"""Mobile: do the pages fit a telephone, and may people zoom in?"""

from __future__ import annotations

import re

from crawler.page import Page
from scoring.accessibility.rules.page import allows_zoom
from scoring.measures import Result, measure, share
from scoring.site import Site

_DEVICE_WIDTH = re.compile(r"\bwidth\s*=\s*device-width", re.IGNORECASE)


def fits_device(page: Page) -> bool:
    """Whether a page has a viewport of the device's width."""
    return bool(_DEVICE_WIDTH.search(page.meta.get("viewport", "")))


@measure(
    "mobile.viewport",
    question="How many pages fit themselves to the width of the device?",
    unit="share",
    source="CSS Viewport Module Level 1; Socitm Better Connected, mobile",
)
def viewport(site: Site) -> Result:
    """The share of the council's own pages with a viewport of the device's width."""
    pages = site.own_pages
    return share(sum(map(fits_device, pages)), len(pages))


@measure(
    "mobile.zoom",
    question="How many pages let people zoom in?",
    unit="share",
    source="WCAG 2.2, 1.4.4; ACT rule b4f0c3",
)
def zoom(site: Site) -> Result:
    """The share of the council's own pages that can be zoomed to twice the size."""
    pages = site.own_pages
    return share(sum(allows_zoom(page.meta.get("viewport", "")) for page in pages), len(pages))
