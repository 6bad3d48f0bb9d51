"""What a site's service ratings add up to: measures of the services pillar."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import mean, median
from typing import Any

from config import Service
from scoring.tables import Row

ONLINE, COMPLETE = 3, 4  # stages, see METHOD: online form, full transaction


def service_measures(
    slug: str, services: Sequence[Service], rows: Sequence[Row], coverage: float | None
) -> Iterator[Row]:
    """Rows of table `measures`: each service's stage, then shares and means over all rated.

    `services.points` is the mean of min(stage, ceiling) / ceiling; `services.online` and
    `services.complete` the shares at stage 3 or more and at 4, of the services whose ceiling is as
    high; `findability.clicks` the median clicks from the home page to a service's page.
    """
    ceilings = {service.lgsl: service.ceiling for service in services}
    rated = [row for row in rows if row["status"] == "measured"]
    points = [min(row["stage"], ceilings[row["lgsl"]]) / ceilings[row["lgsl"]] for row in rated]
    clicks = [row["clicks"] for row in rated if row.get("clicks") is not None]
    for row in rows:
        yield _row(
            slug,
            f"services.{row['lgsl']}",
            row.get("stage"),
            status=row["status"],
            outcome=row.get("stage_name"),
            url=row.get("evidence_url"),
            note=row.get("reasons"),
        )
    yield _row(slug, "services.points", mean(points) if points else None, n=len(points))
    for name, stage in (("services.online", ONLINE), ("services.complete", COMPLETE)):
        able = [row for row in rated if ceilings[row["lgsl"]] >= stage]
        share = mean(row["stage"] >= stage for row in able) if able else None
        yield _row(slug, name, share, n=len(able))
    yield _row(slug, "services.coverage", coverage)
    yield _row(slug, "findability.clicks", median(clicks) if clicks else None, n=len(clicks))


def _row(
    slug: str,
    measure: str,
    value: float | None,
    *,
    n: int = 1,
    status: str | None = None,
    outcome: Any = None,
    url: Any = None,
    note: Any = None,
) -> Row:
    unknown = value is None and status is None
    return {
        "slug": slug,
        "measure": measure,
        "value": value,
        "outcome": outcome,
        "status": status or ("not_assessed" if unknown else "measured"),
        "reason": "no service could be rated" if unknown else None,
        "n": n,
        "evidence_url": url,
        "note": note,
    }
