"""Findability: what is shown for an address that cannot exist; the crawler asks for one such."""

from __future__ import annotations

from urllib.parse import urlsplit

from config.page_kinds import is_named
from crawler.archive import Capture
from crawler.asked import IMPOSSIBLE
from crawler.page import Page
from crawler.search import is_site_search
from scoring.measures import Result, measure, not_assessed, yes_or_no
from scoring.measures.criteria import CRITERIA
from scoring.measures.looking import says
from scoring.site import Site


def _asked(site: Site) -> Capture | None:
    """What the council's own host answered for an address that cannot exist."""
    captures = (
        capture
        for url, capture in site.captures.items()
        if urlsplit(url).path == IMPOSSIBLE and site.is_own(url)
    )
    return next(captures, None)


@measure(
    "findability.no-soft-404",
    question="Does the site say by its status that a page is not there?",
    unit="yes or no",
    source="RFC 9110, 15.5.5; Google Search Central, soft 404 errors",
)
def no_soft_404(site: Site) -> Result:
    """An address that cannot exist, asked for once, answers 404 or 410; no 200, no redirect."""
    capture = _asked(site)
    if capture is None:
        return not_assessed("no impossible address was asked for")
    if capture.status in CRITERIA.refusals or capture.status >= 500:
        return not_assessed(f"an impossible address was answered with status {capture.status}")
    return yes_or_no(capture.status in (404, 410), capture.url, f"status {capture.status}")


@measure(
    "findability.helpful-404",
    question="Does the page for a wrong address help people on?",
    unit="yes or no",
    source="GOV.UK Design System, page not found pages; Better Connected, navigation",
)
def helpful_404(site: Site) -> Result:
    """What was shown for an address that cannot exist has three of: words that say so, a search, a
    link to the home page, a link to contact. Where it redirects, no."""
    capture = _asked(site)
    if capture is None:
        return not_assessed("no impossible address was asked for")
    if capture.location:
        return yes_or_no(False, capture.url, f"redirected to {capture.location}"[:200])
    if capture.status in CRITERIA.refusals or capture.status >= 500:
        return not_assessed(f"an impossible address was answered with status {capture.status}")
    if not site.is_in_known_language:
        return not_assessed("the site is in a language whose words are not known")
    page = site.not_found
    helps = _helps(site, page) if page else []
    return yes_or_no(len(helps) >= CRITERIA.not_found.least, capture.url, ", ".join(helps))


def _helps(site: Site, page: Page) -> list[str]:
    """What on a page helps somebody who came to a wrong address."""
    assert site.home is not None
    words = f"{page.title} {page.heading} {page.text}"
    found = {
        "says so": says(words, CRITERIA.not_found.says) > 0,
        "search": any(map(is_site_search, page.forms)),
        "home": any(site.final_url(link.url) == site.home.url for link in page.links),
        "contact": any(is_named(link.text, "leads.contact") for link in page.links)
        or bool(page.mails),
    }
    return [name for name, is_there in found.items() if is_there]
