"""Trust: whom else the site brings in, and whether what they send is checked."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from config.hosts import host_matches
from config.reading import Frozen, read_yaml
from crawler.urls import host_of, site_of
from scoring.markup import Markup
from scoring.measures import Result, measure, not_applicable, not_assessed
from scoring.measures.outcomes import named
from scoring.site import Site

HERE = Path(__file__).parent


class Tracker(Frozen):
    """A tracker, as `trackers.yaml` explains."""

    id: str
    purpose: Literal["advertising", "social", "analytics", "recording"]
    hosts: tuple[str, ...]
    source: str


class Trackers(Frozen):
    """The file `trackers.yaml`."""

    trackers: tuple[Tracker, ...]


@cache
def load_trackers(path: Path = HERE / "trackers.yaml") -> tuple[Tracker, ...]:
    """The trackers that are known.

    Raises:
        ConfigError: the file is missing or wrong.
    """
    return read_yaml(path, Trackers).trackers


@measure(
    "trust.trackers",
    question="How many services that follow or measure people does the site bring in?",
    unit="count",
    source="Privacy and Electronic Communications Regulations 2003, regulation 6; trackers.yaml",
)
def trackers(site: Site) -> Result:
    """The number of known trackers whose hosts the council's own pages load from, or name in
    their scripts. Scripts are not run: what a tag manager brings in later is not seen."""
    found: dict[str, str] = {}
    for page in site.own_pages:
        for host in site.markup[page.url].hosts:
            for tracker in _trackers_at(host):
                found.setdefault(tracker.id, page.url)
    note = ", ".join(sorted(found))
    return Result(len(found), str(len(found)), next(iter(found.values()), ""), note=note)


def _trackers_at(host: str) -> tuple[Tracker, ...]:
    return tuple(
        each for each in load_trackers() if any(host_matches(host, form) for form in each.hosts)
    )


@measure(
    "trust.third-parties",
    question="From how many other sites does the home page load scripts, styles, images or frames?",
    unit="count",
    source="UK GDPR, article 25; W3C Privacy Principles",
)
def third_parties(site: Site) -> Result:
    """The number of registered domains, other than the council's, that the home page loads from."""
    others = sorted({site_of(host_of(url)) for url in _foreign(site)})
    return Result(len(others), str(len(others)), _url(site), note=", ".join(others)[:200])


@measure(
    "trust.third-party-cookies",
    question="How many cookies do others set with the home page?",
    unit="count",
    source="Privacy and Electronic Communications Regulations 2003, regulation 6",
)
def third_party_cookies(site: Site) -> Result:
    """The number of cookies, by host and name, that answers from other domains set while a fresh
    browser loads the home page, whether it takes them or not; or that what the home page loads
    from elsewhere sets, where a crawl without a browser has it."""
    opened = site.rendered.get(_url(site))
    if opened and opened.timing and opened.network.foreign_cookies is not None:
        held = opened.network.foreign_cookies
        return Result(len(held), str(len(held)), _url(site), note=", ".join(held)[:200])
    foreign = _foreign(site)
    if not foreign:
        return Result(0, "0", _url(site))
    loaded = [site.captures[url] for url in foreign if url in site.captures]
    if not loaded:
        return not_assessed("what the home page loads from elsewhere was not captured")
    names = {
        f"{host_of(capture.url)}: {cookie.partition('=')[0].strip()}"
        for capture in loaded
        for cookie in capture.header_values("set-cookie")
    }
    note = ", ".join(sorted(names))[:200]
    return Result(len(names), str(len(names)), _url(site), n=len(loaded), note=note)


@measure(
    "trust.sri",
    question="Would a script changed by somebody else be refused?",
    unit="points (0-1)",
    source="MDN HTTP Observatory, Subresource Integrity; W3C Subresource Integrity",
)
def sri(site: Site) -> Result:
    """The home page's scripts from other sites: loaded over HTTPS, and with `integrity`."""
    scripts = _home_markup(site).scripts
    foreign = [each for each in scripts if not site.is_own(each.url)]
    if not scripts:
        return not_applicable("the home page loads no script")
    if not foreign:
        return named("trust.sri", "own-scripts", _url(site))
    plain = [each.url for each in foreign if each.url.startswith("http:")]
    loose = [each.url for each in foreign if not each.has_integrity]
    if plain:
        return named("trust.sri", "insecure", _url(site), plain[0])
    return named("trust.sri", "unchecked" if loose else "checked", _url(site), *loose[:1])


def _url(site: Site) -> str:
    assert site.home is not None
    return site.home.url


def _home_markup(site: Site) -> Markup:
    return site.markup[_url(site)]


def _foreign(site: Site) -> list[str]:
    """The addresses on other sites that the home page loads."""
    return sorted(url for url in _home_markup(site).loaded if not site.is_own(url))
