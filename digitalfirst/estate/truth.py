"""The truth about sites, as tables with which an audit's are compared."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd

from digitalfirst.estate.documents import is_tagged
from digitalfirst.estate.page import Page
from digitalfirst.estate.plans import Plan
from digitalfirst.estate.planting import planted
from digitalfirst.estate.site import Site
from digitalfirst.estate.wording import platforms

Row = dict[str, Any]

# The kinds of page that are about a service.
SERVICE_KINDS = ("service", "councillors", "meetings", "consultations", "petitions")

COLUMNS: dict[str, dict[str, str]] = {
    "services": {
        "slug": "string",
        "lgsl": "Int64",
        "stage": "Int64",
        "route": "string",
        "page_url": "string",
        "action_url": "string",
        "platform": "string",
        "signed_in": "boolean",
        "reachable": "string",
        "lang": "string",
    },
    "pages": {
        "slug": "string",
        "url": "string",
        "kind": "string",
        "lgsl": "Int64",
        "lang": "string",
        "tagged": "boolean",
    },
    "findings": {"slug": "string", "url": "string", "rule": "string", "count": "Int64"},
    "measures": {"slug": "string", "measure": "string", "value": "Float64"},
}


def truth_of(sites: Iterable[Site]) -> dict[str, pd.DataFrame]:
    """The four tables of truth.

    services: a row for each service (LGSL id) that is the council's duty; where two of its tasks
    are one service, the further one counts. `route` names how it is done, `reachable` is `links`,
    `search` (nothing links to it) or empty (there is no page), `lang` the languages of its page.
    pages: every page and file, on the council's and on other hosts. findings: planted defects, by
    axe-core's rule id, on HTML pages of the main site. measures: facts about the site.
    """
    rows: dict[str, list[Row]] = {name: [] for name in COLUMNS}
    for site in sites:
        rows["services"] += _services(site)
        rows["pages"] += [_page(site, page) for page in site.pages.values()]
        rows["findings"] += _findings(site)
        rows["measures"] += _measures(site)
    return {
        name: pd.DataFrame(rows[name], columns=list(columns)).astype(columns)
        for name, columns in COLUMNS.items()
    }


def _services(site: Site) -> list[Row]:
    best: dict[int, Plan] = {}
    for plan in site.plans.values():
        held = best.get(plan.task.lgsl)
        if held is None or plan.stage > held.stage:
            best[plan.task.lgsl] = plan
    return [_service(site, plan) for plan in best.values()]


def _service(site: Site, plan: Plan) -> Row:
    page = site.service_page(plan.task.id)
    mail = f"mailto:{site.profile.email}" if plan.route == "email" else ""
    reachable = ("links" if page.linked else "search") if page else ""
    return {
        "slug": site.profile.label,
        "lgsl": plan.task.lgsl,
        "stage": plan.stage,
        "route": plan.route,
        "page_url": page.url if page else "",
        "action_url": mail or (site.actions.get(plan.task.id, "") if plan.stage >= 2 else ""),
        "platform": platforms()[plan.platform].id if plan.platform else "",
        "signed_in": plan.route == "account",
        "reachable": reachable,
        "lang": ("en cy" if page.twin else "en") if page else "",
    }


def _page(site: Site, page: Page) -> Row:
    return {
        "slug": site.profile.label,
        "url": page.url,
        "kind": page.kind,
        "lgsl": page.lgsl,
        "lang": page.lang,
        "tagged": is_tagged(site, page) if page.kind == "pdf" else None,
    }


def _findings(site: Site) -> list[Row]:
    return [
        {"slug": site.profile.label, "url": page.url, "rule": rule, "count": count}
        for page in site.html_pages
        for rule, count in planted(site.profile, page).counts.items()
    ]


def _measures(site: Site) -> list[Row]:
    profile = site.profile
    values = _facts(site) | _shares(site)
    if profile.is_welsh:
        services = [page for kind in SERVICE_KINDS for page in site.of_kind(kind)]
        own = [page for page in services if page.url.startswith(profile.home)]
        values["content.welsh"] = _share(own, lambda page: bool(page.twin))
    return [
        {"slug": profile.label, "measure": measure, "value": float(value)}
        for measure, value in values.items()
    ]


def _facts(site: Site) -> dict[str, float]:
    profile = site.profile
    councillors = site.plans["councillor"].stage > 0
    given = profile.statement is not None
    facts: dict[str, float] = {
        "accessibility.statement": given,
        "findability.search": profile.search in ("get", "poor", "hosted"),
        "findability.a-z": profile.a_to_z != "none",
        "findability.sitemap": profile.sitemap_xml == "valid",
        "findability.no-soft-404": profile.not_found != "soft",
        "openness.spending": profile.spending != "none",
        "openness.spending-csv": profile.spending == "csv",
        "openness.contracts": profile.contracts,
        "openness.salaries": profile.salaries,
        "openness.foi-log": profile.foi_log,
        "participation.councillors": councillors or profile.meetings == "platform",
        "participation.meetings": profile.meetings != "none",
        "participation.consultations": profile.consultations != "none",
        "participation.petitions": profile.petitions,
        "trust.https": profile.https,
        "trust.https-redirect": profile.https_redirect,
        "trust.hsts": profile.hsts,
        "trust.csp": profile.csp,
        "trust.privacy": profile.privacy,
        "trust.security-txt": profile.security_txt,
        "trust.cookies": len(profile.cookies),
        "trust.gov-domain": profile.domain.endswith(".gov.test"),
    }
    if profile.statement is not None:
        facts["accessibility.statement-parts"] = len(profile.statement) / 6
        dated = "preparation" in profile.statement
        facts["accessibility.statement-current"] = dated and profile.statement_current
    if profile.council.nation != "England":  # the Transparency Code is England's
        for item in ("spending", "spending-csv", "contracts", "salaries"):
            del facts[f"openness.{item}"]
    return {measure: float(value) for measure, value in facts.items()}


def _shares(site: Site) -> dict[str, float]:
    plants = [planted(site.profile, page) for page in site.html_pages]
    return {
        "mobile.viewport": sum(plant.viewport for plant in plants) / len(plants),
        "mobile.zoom": sum(plant.zoom for plant in plants) / len(plants),
    }


def _share(pages: list[Page], test: Callable[[Page], bool]) -> float:
    return sum(map(test, pages)) / len(pages) if pages else 0.0
