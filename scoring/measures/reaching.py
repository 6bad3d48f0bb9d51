"""Findability: how near are the services, and do search and A to Z lead to them?"""

from __future__ import annotations

from statistics import median

from scoring.measures import Result, measure, not_applicable, not_assessed, share
from scoring.site import Site


@measure(
    "findability.action-clicks",
    question="How many clicks is it from the home page to where a service is begun?",
    unit="clicks",
    source="Median over the services that can be begun online; after Better Connected's journeys",
)
def action_clicks(site: Site) -> Result:
    """The median of the fewest clicks from the home page to each service's form, payment, account
    or register, over the links captured."""
    begun = [row["action_url"] for row in site.services if row.get("action_url")]
    addresses = {url for url in begun if url.startswith("http")}
    clicks = {url: site.clicks[url] for url in sorted(addresses) if url in site.clicks}
    if not clicks:
        return not_assessed("no service was found that can be begun online")
    middle = median(clicks.values())
    farthest = max(clicks, key=lambda url: clicks[url])
    return Result(middle, f"{middle:g}", farthest, n=len(clicks), note=f"most: {clicks[farthest]}")


@measure(
    "findability.search-answers",
    question="Does the site's search answer?",
    unit="share",
    source="Better Connected 2016-17: site search",
)
def search_answers(site: Site) -> Result:
    """The share of the searches made, by GET with a service's name, that were answered with a page
    (status 200)."""
    if not site.searches:
        return not_applicable("the home page has no search that works without scripts")
    statuses = {url: site.status_of(url) for url in site.searches.values()}
    asked = {url: status for url, status in statuses.items() if status is not None}
    if not asked:
        return not_assessed("the site's search was not run")
    failed = next((url for url, status in asked.items() if status != 200), "")
    return share(sum(status == 200 for status in asked.values()), len(asked), failed)


@measure(
    "findability.a-z-complete",
    question="How many services does the A to Z list?",
    unit="share",
    source="Better Connected 2016-17: A to Z, without the action word",
)
def a_z_complete(site: Site) -> Result:
    """The share of the services that have a page which the site's A to Z lists by their names."""
    rows = [row for row in site.questions if row["question"] == "a-z"]
    measured = [row for row in rows if row["status"] == "measured"]
    if not measured:
        return not_assessed("no A to Z was read")
    evidence = next((row["evidence_url"] for row in measured if row.get("evidence_url")), "")
    return share(sum(row["answer"] == "yes" for row in measured), len(measured), evidence)
