"""Where GOV.UK sends citizens: is its link alive, direct, and to where the council itself leads?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from config.govuk_links import GovukLink
from crawler.urls import canonical
from scoring.services.rate import Rater
from scoring.site import Site
from scoring.tables import Row


def link_questions(site: Site, rater: Rater, links: Sequence[GovukLink]) -> Iterator[Row]:
    """Rows of table `questions` for the first link of each service that is surveyed."""
    rated = {row["lgsl"]: row for row in site.services}
    first: dict[int, GovukLink] = {}
    for link in links:
        first.setdefault(link.lgsl, link)
    for lgsl, link in first.items():
        if lgsl in rated:
            yield from _answers(site, rater, rated[lgsl], link)


def _answers(site: Site, rater: Rater, rated: Row, link: GovukLink) -> Iterator[Row]:
    url = canonical(link.url) or link.url
    target = site.final_url(url)
    status = site.status_of(url)
    alive = status is not None and status < 400
    reached = {rated.get("evidence_url"), rated.get("action_url")}
    agrees = target in reached or rated["lgsl"] in rater.about.get(target, {})
    knows = rated["status"] == "measured" and rated["stage"] > 0
    failed = site.attempts.get(url)
    yield _row(rated, "govuk-link-alive", alive if status or failed else None, link.url)
    yield _row(rated, "govuk-link-direct", target == url if alive else None, target)
    yield _row(rated, "govuk-link-agrees", agrees if alive and knows else None, target)


def _row(rated: Row, question: str, answer: bool | None, url: str) -> Row:
    return {
        "slug": rated["slug"],
        "lgsl": rated["lgsl"],
        "question": question,
        "answer": None if answer is None else "yes" if answer else "no",
        "status": "not_assessed" if answer is None else "measured",
        "evidence_url": url,
    }
