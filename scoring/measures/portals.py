"""Openness: does a portal of open data answer programs? The crawler asks its API once."""

from __future__ import annotations

from config.crawl import load_crawl_rules
from config.hosts import host_matches
from crawler.portals import api_at, datasets_in
from crawler.urls import host_of
from scoring.measures import Result, measure, not_assessed
from scoring.measures.criteria import CRITERIA
from scoring.measures.looking import found_or_not
from scoring.measures.outcomes import named
from scoring.site import Site

TOO_LARGE = "too-large"  # the outcome of an answer larger than is taken


@measure(
    "openness.portal",
    question="Can programs find the council's open data?",
    unit="points (0-1)",
    source="W3C Data on the Web Best Practices, 23: make data available through an API; DCAT",
)
def portal(site: Site) -> Result:
    """The API of a portal that the site leads to (CKAN, Socrata, ArcGIS Hub, DataPress, DCAT)
    answers, with datasets; or there is but a page or a portal for people."""
    rules = load_crawl_rules().portals
    asked = {url: api for url in site.captures if (api := api_at(url, rules))}
    counts = {url: datasets_in(site.captures[url], api) for url, api in asked.items()}
    answers = {url: count for url, count in counts.items() if count is not None}
    if answers:
        url = max(answers, key=lambda url: answers[url])
        outcome = "answers" if answers[url] else "empty"
        return named("openness.portal", outcome, url, f"{asked[url].id}: {answers[url]} datasets")
    if unknown := _unknown(site):
        return not_assessed(unknown)
    page = found_or_not(site, "openness.open-data")
    if page.status != "measured":
        return page
    return named("openness.portal", "page-only" if page.value else "none", page.evidence_url)


def _unknown(site: Site) -> str:
    """Why it is not known whether a portal's API answers; empty where it is known."""
    rules = load_crawl_rules().portals
    for url, capture in site.captures.items():
        if capture.status in CRITERIA.refusals and api_at(url, rules):
            return f"{url} was refused with status {capture.status}"
    for url, attempt in site.attempts.items():
        if attempt.outcome == TOO_LARGE and api_at(url, rules):
            return f"the answer of {url} was too large"
    patterns = [pattern for api in rules.apis for pattern in api.hosts]
    tried = {host_of(url) for url in (*site.captures, *site.attempts) if api_at(url, rules)}
    for url in site.links_to:
        host = host_of(url)
        if host not in tried and any(host_matches(host, pattern) for pattern in patterns):
            return f"the API of {host} was not asked"
    return ""
