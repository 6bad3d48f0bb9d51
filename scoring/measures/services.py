"""Services: what the ratings of a site's services add up to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from statistics import mean

from scoring.measures import Result, measure, not_assessed, share
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
    value = mean(min(stage, ceiling) / ceiling for stage, ceiling in rated)
    return Result(value, f"{value:.0%} of what they could", n=len(rated))


def _share_at(rated: Rated, least: int) -> Result:
    able = [stage for stage, ceiling in rated if ceiling >= least]
    if not able:
        return not_assessed("no service could be rated")
    return share(sum(stage >= least for stage in able), len(able))
