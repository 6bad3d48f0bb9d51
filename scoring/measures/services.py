"""Services: what the ratings of a site's services add up to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from statistics import fmean, mean

from config import load_services
from config.questions import load_questions
from scoring.measures import Result, measure, not_assessed, share
from scoring.measures.criteria import CRITERIA
from scoring.site import Site
from scoring.tables import Row

# Stages from which a service counts as online and as complete.
ONLINE, COMPLETE = 3, 4
# Stage and ceiling of each service that was rated.
Rated = Sequence[tuple[int, int]]


@measure(
    "services.points",
    question="How far do the services go online, as a share of how far they could?",
    unit="share",
    source="After Better Connected's task stars; stages and ceilings are ours",
)
def points(site: Site) -> Result:
    """The mean of min(stage, ceiling) / ceiling over the services that were rated."""
    return summed_up(site.services, site.ceilings)["services.points"]


@measure(
    "services.online",
    question="How many of the services that can be done online are?",
    unit="share",
    source="Online form or more, of the services for which a form makes sense",
)
def online(site: Site) -> Result:
    """The share of services at stage 3 or more, of those whose ceiling is as high."""
    return summed_up(site.services, site.ceilings)["services.online"]


@measure(
    "services.complete",
    question="How many of the services that can be completed online are?",
    unit="share",
    source="Full transaction, of the services for which one makes sense",
)
def complete(site: Site) -> Result:
    """The share of services at stage 4, of those whose ceiling is as high."""
    return summed_up(site.services, site.ceilings)["services.complete"]


@measure(
    "services.coverage",
    question="How much of the site was seen?",
    unit="share",
    source="Addresses asked, of those to which the text of the site's own pages leads",
)
def coverage(site: Site) -> Result:
    """The share of the addresses met in the text of own pages, news left out, that were asked."""
    if site.coverage is None:
        return not_assessed("no page leads anywhere")
    return Result(site.coverage, f"{site.coverage:.0%}")


@measure(
    "services.task-stars",
    question="How many of their four stars do the tasks earn, as the survey gave them?",
    unit="share",
    source="Socitm Better Connected, stars of tasks and essential questions; cut-offs are ours",
)
def task_stars(site: Site) -> Result:
    """The mean of the stars that `criteria.yaml` gives to each service's stage, as a share of 4."""
    return starred(site.services, site.ceilings, without_essential(site.questions))


def without_essential(questions: Iterable[Row]) -> set[int]:
    """The services (LGSL) of a council for which an essential question is answered by no."""
    return {
        row["lgsl"]
        for row in questions
        if row.get("answer") == "no" and (row["lgsl"], row["question"]) in _essential()
    }


@cache
def _essential() -> frozenset[tuple[int, str]]:
    asked = load_questions()
    return frozenset(
        (service.lgsl, each.id)
        for service in load_services()
        for each in asked.of(service.id)
        if each.essential
    )


def starred(rows: Iterable[Row], ceilings: Mapping[int, int], capped: Collection[int]) -> Result:
    """The mean stars of a council's rows of table `services`, as a share of the most.

    `ceilings` has each service's ceiling (1-4) by LGSL id; services that are `capped` have no more
    stars than `criteria.yaml` leaves to those without a yes to an essential question.
    """
    stars = [
        stars_of(row["stage"], ceilings[row["lgsl"]], row["lgsl"] in capped)
        for row in rows
        if row["status"] == "measured"
    ]
    if not stars:
        return not_assessed("no service could be rated")
    value = mean(stars)
    return Result(value / most_stars(), f"{value:.1f} stars", n=len(stars))


def stars_of(stage: int, ceiling: int, capped: bool) -> int:
    """The stars of a task at a stage (0-4), all at its ceiling; few where it is capped."""
    earned = most_stars() if stage >= ceiling else CRITERIA.task_stars[stage]
    return min(earned, CRITERIA.task_stars_without_essential) if capped else earned


@cache
def most_stars() -> int:
    """The most stars of a task."""
    return max(CRITERIA.task_stars.values())


def summed_up(rows: Sequence[Row], ceilings: Mapping[int, int]) -> dict[str, Result]:
    """What a council's rows of table `services` add up to: each measure of stages by its id.

    `ceilings` has each service's ceiling (1-4) by LGSL id.
    """
    rated = [(row["stage"], ceilings[row["lgsl"]]) for row in rows if row["status"] == "measured"]
    return {
        "services.points": _points(rated),
        "services.online": _share_at(rated, ONLINE),
        "services.complete": _share_at(rated, COMPLETE),
    }


def stage_rows(rows: Sequence[Row]) -> Iterator[Row]:
    """A row of table `measures` for each row of table `services`: the service's stage."""
    for row in rows:
        yield {
            "slug": row["slug"],
            "measure": f"services.{row['lgsl']}",
            "value": row.get("stage"),
            "outcome": row.get("stage_name"),
            "status": row["status"],
            "reason": None if row["status"] == "measured" else row.get("reasons"),
            "n": 1,
            "evidence_url": row.get("evidence_url"),
            "note": row.get("reasons") if row["status"] == "measured" else None,
        }


def _points(rated: Rated) -> Result:
    if not rated:
        return not_assessed("no service could be rated")
    value = fmean(min(stage, ceiling) / ceiling for stage, ceiling in rated)
    return Result(value, f"{value:.0%} of what they could", n=len(rated))


def _share_at(rated: Rated, least: int) -> Result:
    able = [stage for stage, ceiling in rated if ceiling >= least]
    if not able:
        return not_assessed("no service could be rated")
    return share(sum(stage >= least for stage in able), len(able))
