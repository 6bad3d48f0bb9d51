"""Findability: can people find what the site has?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from statistics import median

from lxml import etree

from config.words import plain
from crawler.archive import Capture
from crawler.page import Page
from crawler.search import is_site_search
from crawler.urls import absolute
from scoring.dates import day_of
from scoring.measures import Result, measure, not_assessed, share, yes_or_no
from scoring.measures.criteria import CRITERIA
from scoring.measures.looking import is_news, no_or_unknown
from scoring.site import KEPT_BODY, Site

_LASTMOD = re.compile(r"<lastmod>\s*([0-9T:.+Z-]+)\s*</lastmod>")
_LOC = re.compile(r"<loc>\s*([^<\s]+)\s*</loc>")
SURVEY = "Socitm Better Connected, navigation, search and A to Z"
# "A to Z", "A-Z of services", "Services A - Z"; in Welsh "A i Y", "A-Y o wasanaethau".
_DASH = re.compile("[-\N{EN DASH}\N{EM DASH}]")
A_TO_Z = re.compile(
    r"(?:(?:council |our )?services |gwasanaethau )?(?:the )?a (?:to |i )?[zy]"
    r"(?: (?:of|o)(?: all| our| council| ein)*(?: services| wasanaethau| the site)?"
    r"| index| list| listing| services| directory| gwasanaethau)?"
)


@measure(
    "findability.search",
    question="Does the home page have a site search?",
    unit="yes or no",
    source=SURVEY,
)
def search(site: Site) -> Result:
    """A form of the home page asks for words and sends them by GET, to search the site."""
    assert site.home is not None
    return yes_or_no(any(map(is_site_search, site.home.forms)), site.home.url)


@measure(
    "findability.a-z",
    question="Is there an A to Z of services?",
    unit="yes or no",
    source=SURVEY,
)
def a_to_z(site: Site) -> Result:
    """A page that calls itself A to Z, or is linked as such, lists services or letters."""
    links = list(site.find_links(lambda link: is_a_to_z(link.text)))
    linked = (page for link in links if (page := site.page_at(link.url)))
    pages = [*(page for page in site.own_pages if is_a_to_z(page.heading)), *linked]
    if found := next((page for page in pages if _lists_much(site, page)), None):
        return yes_or_no(True, found.url)
    return no_or_unknown(site, (link.url for link in links))


def is_a_to_z(text: str) -> bool:
    """Whether a text names an A to Z of the whole site.

    >>> is_a_to_z("A-Z of services"), is_a_to_z("A to Z of schools")
    (True, False)
    """
    words = " ".join(plain(_DASH.sub(" to ", text)).split())
    return A_TO_Z.fullmatch(words) is not None


def _lists_much(site: Site, page: Page) -> bool:
    if page is site.home or is_news(page.url):
        return False
    everywhere = {link.url for link in site.home.links} if site.home else set()
    letters = {link.text for link in page.links if len(link.text) == 1}
    entries = {
        link.url
        for link in page.links
        if link.region == "main" or (not link.region and link.url not in everywhere)
    }
    return max(len(letters), len(entries)) >= CRITERIA.a_to_z_links


@measure(
    "findability.sitemap",
    question="Is there an XML site map for search engines?",
    unit="yes or no",
    source="sitemaps.org protocol 0.9",
)
def sitemap(site: Site) -> Result:
    """A captured site map is well-formed and has addresses of the site."""
    assert site.home is not None
    usual = absolute(site.home.url, "/sitemap.xml") or ""
    named = [url for url in _sitemaps_in_robots(site) if url in site.captures]
    for url in (usual, *named):
        capture = site.captures.get(site.final_url(url))
        if capture is not None and capture.status == 200 and _is_sitemap(site, capture):
            return yes_or_no(True, url)
    last = site.captures.get(site.final_url(usual))
    if last is None or last.status in CRITERIA.refusals:
        return not_assessed("the site map was not asked for, or was refused")
    return yes_or_no(False, usual, f"status {last.status}")


@measure(
    "findability.sitemap-fresh",
    question="Does the site map tell of what changed lately?",
    unit="yes or no",
    source="sitemaps.org protocol 0.9, lastmod",
)
def sitemap_fresh(site: Site) -> Result:
    """The latest `lastmod` of a site map captured is at most three months before the capture."""
    assert site.home is not None
    captured = day_of(site.home.capture.when)
    found = _site_maps(site)
    if not found or captured is None:
        return not_assessed("no valid site map was captured")
    days = {day: url for url, text in found.items() for day in _changes(text)}
    if not days:
        return yes_or_no(False, next(iter(found)), "no entry says when it changed")
    latest = max(days)
    age = (captured - latest).days
    return yes_or_no(0 <= age <= CRITERIA.sitemap_fresh_days, days[latest], f"latest: {latest}")


@measure(
    "findability.sitemap-alive",
    question="How many addresses of the site map are there?",
    unit="share",
    source="sitemaps.org protocol 0.9; Google Search Central, sitemaps: list canonical addresses",
)
def sitemap_alive(site: Site) -> Result:
    """The share of the addresses in site maps that answered 200, redirects not followed, of those
    that were asked for and not refused."""
    places = {url for text in _site_maps(site).values() for url in _places(text)}
    asked = [site.captures[url] for url in sorted(places) if url in site.captures]
    told = [capture for capture in asked if capture.status not in CRITERIA.refusals]
    if not told:
        return not_assessed("no address of a site map was asked for")
    dead = next((capture.url for capture in told if capture.status != 200), "")
    return share(sum(capture.status == 200 for capture in told), len(told), dead)


def _site_maps(site: Site) -> dict[str, str]:
    """The texts of the valid site maps captured, by their addresses; long ones cut."""
    return {
        url: capture.body.decode("utf-8", "replace")
        for url, capture in site.captures.items()
        if capture.status == 200
        and site.is_own(url)
        and b"<loc" in capture.body
        and _is_sitemap(site, capture)
    }


def _changes(text: str) -> Iterator[date]:
    for value in _LASTMOD.findall(text):
        if day := day_of(value):
            yield day


def _places(text: str) -> Iterator[str]:
    return filter(None, (absolute(value, "") for value in _LOC.findall(text)))


def _sitemaps_in_robots(site: Site) -> Iterator[str]:
    assert site.home is not None
    robots = site.captures.get(absolute(site.home.url, "/robots.txt") or "")
    lines = robots.body.decode("utf-8", "replace").splitlines() if robots else []
    for line in lines:
        name, _, value = line.partition(":")
        url = absolute(site.home.url, value) if name.strip().lower() == "sitemap" else None
        if url:
            yield url


def _is_sitemap(site: Site, capture: Capture) -> bool:
    """Whether a body is a site map. The end of a long one is not kept."""
    parser = etree.XMLPullParser(events=("end",), resolve_entities=False, no_network=True)
    try:
        parser.feed(capture.body)
        if len(capture.body) < KEPT_BODY:
            parser.close()
    except etree.XMLSyntaxError:
        return False
    for _, element in parser.read_events():
        root = element.getroottree().getroot().tag
        is_map = root.rpartition("}")[2] in ("urlset", "sitemapindex")
        is_place = element.tag.rpartition("}")[2] == "loc"
        if is_map and is_place and site.is_own((element.text or "").strip()):
            return True
    return False


@measure(
    "findability.titles",
    question="How many pages have a title of their own?",
    unit="share",
    source="WCAG 2.2, 2.4.2; Better Connected accessibility criterion 1",
)
def titles(site: Site) -> Result:
    """The share of the council's own pages whose title no other page in their language has."""
    pages = site.own_pages
    seen = Counter((page.lang, page.title.lower()) for page in pages)
    own = sum(bool(page.title) and seen[page.lang, page.title.lower()] == 1 for page in pages)
    return share(own, len(pages))


@measure(
    "findability.breadcrumbs",
    question="How many pages show where in the site they are?",
    unit="share",
    source=SURVEY,
)
def breadcrumbs(site: Site) -> Result:
    """The share of the council's own pages, home pages left out, that have a breadcrumb trail."""
    assert site.home is not None
    homes = {site.home.url, *site.home.alternates.values()}
    pages = [page for page in site.own_pages if page.url not in homes]
    return share(sum(bool(page.breadcrumbs) for page in pages), len(pages))


@measure(
    "findability.broken-links",
    question="How many of the site's links to itself are broken?",
    unit="share",
    source="Sitemorse and LOSI: broken links; RFC 9110, 15.5 and 15.6",
)
def broken_links(site: Site) -> Result:
    """The share of the site's links to itself, each counted once, that answered 4xx or 5xx.

    Those never asked for are left out, and those where the server refused the crawler or wanted
    a sign-in: that says nothing about the link.
    """
    linked = {link.url: page.url for page in site.own_pages for link in page.links}
    statuses = {url: site.status_of(url) for url in linked if site.is_own(url)}
    asked = {
        url: status
        for url, status in statuses.items()
        if status is not None and status not in CRITERIA.refusals
    }
    if not asked:
        return not_assessed("no linked page was asked for")
    broken = [url for url, status in asked.items() if status >= 400]
    example = f"{linked[broken[0]]} links to {broken[0]}" if broken else ""
    return share(len(broken), len(asked), linked[broken[0]] if broken else "", example)


@measure(
    "findability.clicks",
    question="How many clicks is a service's page from the home page?",
    unit="clicks",
    source="Median over the services found; Better Connected asked for a link on the home page",
)
def clicks(site: Site) -> Result:
    """The median of the fewest clicks from the home page to each service's page."""
    counts = [row["clicks"] for row in site.services if row.get("clicks") is not None]
    if not counts:
        return not_assessed("no service's page was found by links")
    return Result(median(counts), f"{median(counts):g}", n=len(counts))


@measure(
    "findability.search-finds",
    question="How many services are among the first five results of the site's own search?",
    unit="share",
    source="Better Connected 2016-17: site search, with the action word, in the first five results",
)
def search_finds(site: Site) -> Result:
    """The share of the services found by the site's search, of those that are there."""
    answers = [
        row["answer"]
        for row in site.questions
        if row["question"] == "site-search" and row["status"] == "measured"
    ]
    if not answers:
        return not_assessed("the site's search was not run")
    return share(answers.count("yes"), len(answers))
