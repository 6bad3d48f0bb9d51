"""Mobile: do the pages fit a telephone, and may people zoom in?"""

from __future__ import annotations

import re
from statistics import median

from config.words import plain
from crawler.forms import Field
from crawler.page import Page
from scoring.accessibility.rules.page import allows_zoom
from scoring.measures import Result, measure, not_assessed, share, yes_or_no
from scoring.measures.criteria import CRITERIA
from scoring.site import Site

_DEVICE_WIDTH = re.compile(r"\bwidth\s*=\s*device-width", re.IGNORECASE)
_WORDS = re.compile(r"[^\W_]+")
_MAX_AGE = re.compile(r"\bmax-age\s*=\s*[1-9]")
_MANY_AT_ONCE = re.compile(r"\bh[23]\b")
# The types of input that take what is typed, of which another may fit better.
_TYPED = frozenset({"text", "email", "tel", "number"})


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


@measure(
    "mobile.responsive-images",
    question="How many images come in several sizes, so that phones load small ones?",
    unit="share",
    source="HTML Standard, images: srcset and picture; Lighthouse, properly size images",
)
def responsive_images(site: Site) -> Result:
    """The share of the images in the own pages' content, drawings (SVG) left out, that have
    `srcset` or stand in a `picture`."""
    shown = [site.markup[page.url] for page in site.own_pages]
    return share(sum(each.fitted for each in shown), sum(each.pictures for each in shown))


@measure(
    "mobile.input-types",
    question="How many fields for numbers and addresses bring up the keyboard that fits?",
    unit="share",
    source="GOV.UK Design System: telephone numbers, email addresses; HTML Standard, inputmode",
)
def input_types(site: Site) -> Result:
    """The share of the fields that ask for an e-mail address or a telephone number, each counted
    once a page, whose type or inputmode says so."""
    fields = [
        field
        for page in site.own_pages
        for form in (*page.forms, *filter(None, [page.loose]))
        for field in form.fields
        if field.type in _TYPED
    ]
    asked = [(kind, each) for each in fields if (kind := _wanted(each))]
    fitting = sum(kind in (each.type, each.inputmode) for kind, each in asked)
    return share(fitting, len(asked))


def _wanted(field: Field) -> str:
    """The type that a field should have, by what it asks for; empty where any will do."""
    said = " ".join(_WORDS.findall(plain(f"{field.label} {field.name}")))
    for kind, words in CRITERIA.field_words.items():
        if field.autocomplete == kind or any(f" {word} " in f" {said} " for word in words):
            return kind
    return ""


@measure(
    "mobile.page-weight",
    question="How heavy is a page before anything that it loads?",
    unit="kilobytes",
    source="HTTP Archive, HTML bytes; Lighthouse, avoid enormous network payloads",
)
def page_weight(site: Site) -> Result:
    """The median size of the own pages' HTML as unpacked, in kilobytes (1,000 bytes)."""
    sizes = [site.sizes[page.url] / 1000 for page in site.own_pages if page.url in site.sizes]
    if not sizes:
        return not_assessed("no page was captured")
    return Result(median(sizes), f"{median(sizes):.0f} kB", n=len(sizes))


@measure(
    "mobile.resources",
    question="How many scripts, style sheets, images and frames does a page load?",
    unit="count",
    source="HTTP Archive, requests a page; Lighthouse, keep request counts low",
)
def resources(site: Site) -> Result:
    """The median number of different addresses that the own pages' markup loads."""
    counts = [len(site.markup[page.url].loaded) for page in site.own_pages]
    if not counts:
        return not_assessed("no page was captured")
    return Result(median(counts), f"{median(counts):g}", n=len(counts))


@measure(
    "mobile.compression",
    question="How many pages are sent compressed?",
    unit="share",
    source="RFC 9110, 8.4 Content-Encoding; Lighthouse, enable text compression",
)
def compression(site: Site) -> Result:
    """The share of the own pages, the small ones left out, sent with a Content-Encoding."""
    pages = [p for p in site.own_pages if site.sizes.get(p.url, 0) >= CRITERIA.worth_compressing]
    packed = [page for page in pages if page.capture.header("content-encoding").strip()]
    loose = next((page.url for page in pages if page not in packed), "")
    return share(len(packed), len(pages), loose)


@measure(
    "mobile.caching",
    question="How many pages may a phone keep, or ask whether they changed?",
    unit="share",
    source="RFC 9111, HTTP Caching: freshness and validation",
)
def caching(site: Site) -> Result:
    """The share of the own pages sent with an ETag, a Last-Modified date, or a max-age above zero,
    and without `no-store`."""
    pages = site.own_pages
    return share(sum(_may_be_kept(page) for page in pages), len(pages))


def _may_be_kept(page: Page) -> bool:
    control = page.capture.header("cache-control").lower()
    is_marked = any(map(page.capture.header, ("etag", "last-modified")))
    return "no-store" not in control and (is_marked or bool(_MAX_AGE.search(control)))


@measure(
    "mobile.http-version",
    question="Does the site offer a version of HTTP that loads many things at once?",
    unit="yes or no",
    source="RFC 9113, HTTP/2; RFC 9114, HTTP/3; RFC 7838, Alt-Svc",
)
def http_version(site: Site) -> Result:
    """The home page's Alt-Svc offers HTTP/2 or HTTP/3, or a browser was given it so. The crawler
    itself speaks HTTP/1.1: without a browser a site that does not say so is not known to lack it.
    """
    assert site.home is not None
    offered = site.home.capture.header("alt-svc")
    if _MANY_AT_ONCE.search(offered):
        return yes_or_no(True, site.home.url, offered[:200])
    home = site.rendered.get(site.home.url)
    if home and home.timing and (spoken := home.timing.protocol):
        return yes_or_no(bool(_MANY_AT_ONCE.search(spoken)), site.home.url, spoken)
    return not_assessed("the crawler speaks HTTP/1.1, and the site names no other version")
