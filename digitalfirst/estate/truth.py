"""The truth about sites, as tables with which an audit's are compared."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from digitalfirst.estate.documents import is_tagged
from digitalfirst.estate.page import Page
from digitalfirst.estate.plans import Plan
from digitalfirst.estate.planting import planted
from digitalfirst.estate.site import Site
from digitalfirst.estate.truth_measures import best_plans, measures_of
from digitalfirst.estate.wording import platforms

Row = dict[str, Any]

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
    "measures": {
        "slug": "string",
        "measure": "string",
        "status": "string",
        "value": "Float64",
        "outcome": "string",
    },
}


def truth_of(sites: Iterable[Site]) -> dict[str, pd.DataFrame]:
    """The four tables of truth.

    services: a row for each service (LGSL id) that is the council's duty; where two of its tasks
    are one service, the further one counts. `route` names how it is done, `reachable` is `links`,
    `search` (nothing links to it) or empty (there is no page), `lang` the languages of its page.
    pages: every page and file, on the council's and on other hosts. findings: planted defects, by
    axe-core's rule id, on HTML pages of the main site. measures: facts about the site, by value or
    by the name of an outcome.
    """
    rows: dict[str, list[Row]] = {name: [] for name in COLUMNS}
    for site in sites:
        rows["services"] += _services(site)
        rows["pages"] += [_page(site, page) for page in site.pages.values()]
        rows["findings"] += _findings(site)
        rows["measures"] += measures_of(site)
    return {
        name: pd.DataFrame(rows[name], columns=list(columns)).astype(columns)
        for name, columns in COLUMNS.items()
    }


def _services(site: Site) -> list[Row]:
    return [_service(site, plan) for plan in best_plans(site).values()]


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
