"""Content: does the site lead on to the others who serve its people, and use what is shared?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from config import load_councils
from config.hosts import host_matches
from crawler.urls import host_of, site_of
from scoring.measures import Result, measure, share
from scoring.measures.criteria import CRITERIA
from scoring.site import Site

Hosts = Mapping[str, str]
COUNCILS = "councils"


@measure(
    "content.joined-up",
    question="Does the site lead on to the others who serve its people?",
    unit="share",
    source="Planting the Flag: joined up; Better Connected: links to other organisations",
)
def joined_up(site: Site) -> Result:
    """The share of health service, police, fire service, national government and other councils
    that a page links to by host; other councils are those of the register."""
    hosts = _linked_hosts(site)
    found = {
        kind: url for kind, forms in CRITERIA.joined_up.items() if (url := _first(hosts, forms))
    }
    others = (host for host in hosts if site_of(host) in _council_sites() - site.own_sites)
    if other := next(others, None):
        found[COUNCILS] = hosts[other]
    kinds = (*CRITERIA.joined_up, COUNCILS)
    evidence = next(iter(found.values()), "")
    return share(len(found), len(kinds), evidence, ", ".join(found))


@measure(
    "content.national-components",
    question="How many of the national components does the site use?",
    unit="count",
    source="GOV.UK Pay, GOV.UK Notify, GOV.UK One Login; Local Digital Declaration",
)
def national_components(site: Site) -> Result:
    """The number of GOV.UK Pay, Notify and One Login whose hosts the site's links, forms or
    frames lead to. Notify is seen only where a document that it sends is linked."""
    hosts = _linked_hosts(site)
    used = {name: _first(hosts, forms) for name, forms in CRITERIA.components.items()}
    found = {name: url for name, url in used.items() if url}
    evidence = next(iter(found.values()), "")
    return Result(len(found), str(len(found)), evidence, note=", ".join(found))


def _linked_hosts(site: Site) -> dict[str, str]:
    """The hosts, not the council's own, that pages link to, redirects followed, send forms to or
    frame; each with the first page that does."""
    found: dict[str, str] = {}
    for page in site.pages:
        forms = (form.action for form in page.forms)
        for url in (*(link.url for link in page.links), *forms, *page.frames):
            for reached in (url, site.final_url(url)):
                if not site.is_own(reached):
                    found.setdefault(host_of(reached), page.url)
    return found


def _first(hosts: Hosts, forms: Iterable[str]) -> str:
    found = (page for host, page in hosts.items() if any(host_matches(host, f) for f in forms))
    return next(found, "")


@cache
def _council_sites() -> frozenset[str]:
    return frozenset(site_of(host_of(council.homepage)) for council in load_councils())
