"""What is true of a site's measures, by the estate's model of it: no code that rates is used."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from digitalfirst.estate.council import Profile
from digitalfirst.estate.habits import THERE, entry_of, is_due
from digitalfirst.estate.page import Page
from digitalfirst.estate.plans import Plan
from digitalfirst.estate.planting import planted
from digitalfirst.estate.site import Site
from digitalfirst.estate.wording import words

Row = dict[str, Any]
# The kinds of page that are about a service.
SERVICE_KINDS = (
    "service",
    "councillors",
    "meetings",
    "consultations",
    "petitions",
    "transparency",
)
# Cookies that stand for a visitor's session; all others here count visits or balance servers.
SESSIONS = frozenset({"hjSession"})
NUMBERED = re.compile(r"/\d{2,}(?:/|$)|=\d+$")
# Datasets of England's Code of 2015 that have pages of their own beside `published.yaml`.
CODE = ("spending", "contracts", "salaries")
TABLES = frozenset({"csv", "xlsx"})
ENDS_DAYS = {"in-order": 90, "ends-soon": 5, "expired": -3}


def measures_of(site: Site) -> list[Row]:
    """A row for each measure that the estate can tell: its value, or the name of its outcome.

    What does not apply to a council has the status `not_applicable`. Measures that no row is given
    for hang on what the auditor captures or on a judgement of its own.
    """
    slug = site.profile.label
    values = {**_facts(site), **_published(site), **_sent(site), **_shares(site)}
    return [_row(slug, measure, told) for measure, told in sorted(values.items())]


Told = float | str | None


def _row(slug: str, measure: str, told: Told) -> Row:
    value = None if told is None or isinstance(told, str) else float(told)
    outcome = told if isinstance(told, str) else ""
    status = "not_applicable" if told is None else "measured"
    return {"slug": slug, "measure": measure, "status": status, "value": value, "outcome": outcome}


def _facts(site: Site) -> dict[str, Told]:
    profile, habits = site.profile, site.profile.habits
    councillors, elections = site.plans["councillor"], site.plans.get("election-results")
    facts: dict[str, Told] = {
        "accessibility.statement": profile.statement is not None,
        "findability.search": profile.search in ("get", "poor", "hosted"),
        "findability.a-z": profile.a_to_z != "none",
        "findability.sitemap": profile.sitemap_xml == "valid",
        "findability.no-soft-404": profile.not_found != "soft",
        "findability.helpful-404": profile.not_found != "plain",
        "participation.councillors": councillors.stage > 0 or profile.meetings == "platform",
        "participation.meetings": profile.meetings != "none",
        "participation.consultations": profile.consultations != "none",
        "participation.petitions": profile.petitions,
        "participation.councillor-by-postcode": councillors.route == "lookup",
        "trust.https": profile.https,
        "trust.https-redirect": profile.https_redirect,
        "trust.privacy": profile.privacy,
        "trust.cookies-page": habits.explains_cookies,
        "trust.security-txt": profile.security_txt and habits.security_txt == "good",
        "trust.cookies": len(profile.cookies),
        "trust.gov-domain": profile.domain.endswith(".gov.test"),
        "trust.trackers": len(profile.trackers),
        "trust.third-parties": len(profile.trackers),
        "trust.third-party-cookies": len(profile.trackers) * _lets_scripts_in(profile),
        "trust.sri": "unchecked" if profile.trackers else None,
        "trust.certificate": habits.certificate if profile.https else None,
        "trust.certificate-days": ENDS_DAYS[habits.certificate] if profile.https else None,
    }
    if elections is not None:
        facts["participation.elections"] = elections.stage > 0
    facts |= {f"trust.contact-{way}": way in habits.ways for way in ("phone", "email", "post")}
    facts["trust.contact-bsl"] = "bsl" in habits.ways
    if profile.sitemap_xml == "valid":
        facts["findability.sitemap-fresh"] = habits.lastmod == "fresh"
        facts["findability.sitemap-alive"] = 1.0
    if profile.search in ("get", "poor") and profile.robots != "no-search":
        facts["findability.search-answers"] = 1.0
    if habits.offers_http3:
        facts["mobile.http-version"] = 1.0
    return facts | _statement(site)


def _lets_scripts_in(profile: Profile) -> bool:
    """Whether the site's own policy lets the scripts of others run."""
    policy = str(entry_of(profile.habits, "trust.csp-quality")["value"])
    return not profile.csp or "https:" in policy


def _statement(site: Site) -> dict[str, Told]:
    given = site.profile.statement
    if given is None:
        groups = ("overview", "website", "compliance", "content", "preparation", "feedback")
        return {f"accessibility.statement-{group}": 0.0 for group in groups} | {
            "accessibility.statement-current": None
        }
    dated = "preparation" in given
    return {
        "accessibility.statement-parts": len(given) / 6,
        "accessibility.statement-current": dated and site.profile.statement_current,
    }


def _published(site: Site) -> dict[str, Told]:
    """What the council publishes; None for what no law of its nation asks of it."""
    profile, habits = site.profile, site.profile.habits
    english, nation = profile.council.nation == "England", profile.council.nation
    there = {name: state == THERE for name, (state, _) in habits.published.items()}
    there["pay-multiple"] |= profile.salaries and "multiple" in _title(site, "salaries")
    told: dict[str, Told] = {}
    for name, item in words("published")["items"].items():
        pillar = "participation" if name in ("interests", "webcasts") else "openness"
        told[f"{pillar}.{name}"] = there[name] if is_due(item, profile.council) else None
    told |= {
        "openness.spending": profile.spending != "none" if english else None,
        "openness.spending-csv": profile.spending == "csv" if english else None,
        "openness.contracts": profile.contracts if nation in ("England", "Scotland") else None,
        "openness.salaries": profile.salaries if english else None,
        "openness.foi-log": profile.foi_log,
        "openness.open-data": habits.portal != "none",
        "openness.portal": {"ckan": "answers", "hub": "answers", "none": "none"}.get(
            habits.portal, "page-only"
        ),
        "openness.licence": habits.licensed and any(_licensed(site)),
        "openness.code-items": _code_items(site, told) if english else None,
        "openness.machine-readable": None,
    }
    if english:
        told |= _spending(profile)
        told["openness.machine-readable"] = _readable(site, told)
    else:
        told |= {"openness.spending-late": None, "openness.spending-usable": None}
    return told


def _spending(profile: Profile) -> dict[str, Told]:
    told: dict[str, Told] = {}
    if profile.spending != "none":
        told["openness.spending-late"] = profile.habits.months_late
    if profile.spending == "csv":
        told["openness.spending-usable"] = profile.habits.usable
    return told


def _code_items(site: Site, told: dict[str, Told]) -> float:
    """The share of the Code's datasets that are there; those of `published.yaml` are told."""
    others = ("publication-scheme", "interests", "webcasts")
    due = [
        value
        for measure, value in told.items()
        if value is not None and measure.partition(".")[2] not in others
    ]
    profile = site.profile
    own = (profile.spending != "none", profile.contracts, profile.salaries)
    return (sum(map(float, due)) + sum(own)) / (len(due) + len(own))


def _readable(site: Site, told: dict[str, Told]) -> float | None:
    """The share, of the Code's datasets that have files, with a file that is a table."""
    profile = site.profile
    forms = {name: form for name, (state, form) in profile.habits.published.items() if form}
    found = [form in TABLES for name, form in forms.items() if told.get(f"openness.{name}")]
    if "openness.spending-late" in told:
        found.append(profile.spending == "csv")
    found += [True] * (profile.contracts + profile.salaries)
    return sum(found) / len(found) if found else None


def _licensed(site: Site) -> Iterator[bool]:
    """Whether each page that may name the licence is one that does."""
    published = site.profile.habits.published
    for page in (*site.of_kind("transparency"), *site.of_kind("published")):
        yield page.key != "transparency" and published.get(page.key, (THERE,))[0] == THERE


def _title(site: Site, key: str) -> str:
    page = site.find("transparency", key)
    return page.title if page else ""


def _sent(site: Site) -> dict[str, Told]:
    """What the headers of the home page are worth, by the names of their outcomes."""
    profile, habits = site.profile, site.profile.habits
    told: dict[str, Told] = {
        measure: entry_of(habits, measure)["outcome"] for measure in habits.sent
    }
    if not profile.hsts:
        told["trust.hsts-age"] = "missing"
    if not profile.https:
        told["trust.hsts-age"] = "no-https"
    if not profile.csp:
        told["trust.csp-quality"] = "missing"
    told |= {"trust.hsts": profile.hsts, "trust.csp": profile.csp}
    return told | {"trust.cookie-flags": _cookies(profile)}


def _cookies(profile: Profile) -> str | None:
    """The worst that can be said of a cookie; on a site without HTTPS none is secure."""
    kinds = {"session" if name in SESSIONS else "other" for name in profile.cookies}
    flags = words("headers")["cookies"][profile.habits.flags if profile.https else 0]
    found = [flags[kind] for kind in sorted(kinds, reverse=True)]
    return found[0] if found else None


def _shares(site: Site) -> dict[str, Told]:
    profile, habits = site.profile, site.profile.habits
    pages = site.html_pages
    plants = [planted(profile, page) for page in pages]
    below = [page for page in pages if page.kind != "home"]
    main = len(pages) / (len(pages) + _beside(site))
    told: dict[str, Told] = {
        "mobile.viewport": sum(plant.viewport for plant in plants) / len(plants),
        "mobile.zoom": sum(plant.zoom for plant in plants) / len(plants),
        "mobile.compression": main * habits.packed + 1 - main,
        "mobile.caching": main * (habits.kept in ("etag", "max-age")),
        "content.freshness": habits.dated == "fresh",
        "content.welsh": None,
        "content.plain-words": not habits.officialese,
        "findability.breadcrumbs": main * (profile.breadcrumbs != "none"),
        "findability.readable-urls": _share(below, lambda page: not NUMBERED.search(page.url)),
        "findability.titles-specific": 1 - main
        if habits.one_title
        else _share(below, lambda page: planted(profile, page).has_title),
    }
    if profile.is_welsh:
        services = [page for kind in SERVICE_KINDS for page in site.of_kind(kind)]
        own = [page for page in services if page.url.startswith(profile.home)]
        told["content.welsh"] = _share(own, lambda page: bool(page.twin))
    return told


def best_plans(site: Site) -> dict[int, Plan]:
    """The plan of each service (LGSL id); where two tasks are one service, the further one."""
    best: dict[int, Plan] = {}
    for plan in site.plans.values():
        held = best.get(plan.task.lgsl)
        if held is None or plan.stage > held.stage:
            best[plan.task.lgsl] = plan
    return best


def _beside(site: Site) -> int:
    """How many pages the council has on other hosts of its own: its forms, its portal."""
    domain = f".{site.profile.domain}/"
    others = (page for page in site.pages.values() if not page.url.startswith(site.profile.home))
    return sum(domain in page.url and not page.is_file for page in others)


def _share(pages: list[Page], test: Callable[[Page], bool]) -> float:
    return sum(map(test, pages)) / len(pages) if pages else 0.0
