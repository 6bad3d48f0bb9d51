"""The measures: facts about a site, each one function with its question beside it.

A measure is found by its id in one grep. The part before the dot is its pillar. Each function
takes a `Site` and answers with a `Result`; what cannot be known says so and why: it is never zero.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Literal

from scoring.site import Site
from scoring.tables import Row

Status = Literal["measured", "not_applicable", "not_assessed"]
MODULES = (
    "accessibility",
    "addresses",
    "certificate",
    "contact",
    "content",
    "findability",
    "headers",
    "joined_up",
    "mobile",
    "not_found",
    "openness",
    "participation",
    "plainness",
    "portals",
    "publishing",
    "reaching",
    "rendered",
    "services",
    "third_parties",
    "transparency",
    "trust",
)


@dataclass(frozen=True, slots=True)
class Result:
    """What a measure found.

    `value` is in the measure's unit; `outcome` is a word for it (`yes`, `no`, `csv`, …); `n` is the
    number of things that a share or mean is taken over; `evidence_url` is the page that shows it.
    """

    value: float | None
    outcome: str
    evidence_url: str = ""
    n: int = 1
    note: str = ""
    status: Status = "measured"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure and its facts; `unit` is `yes or no`, `share` (0-1), `count`, …"""

    id: str
    question: str
    unit: str
    source: str
    function: Callable[[Site], Result]

    @property
    def pillar(self) -> str:
        """The pillar that the measure belongs to."""
        return self.id.partition(".")[0]


_measures: dict[str, Measure] = {}


def measure(
    id: str, *, question: str, unit: str, source: str
) -> Callable[[Callable[[Site], Result]], Callable[[Site], Result]]:
    """Register a function as the measure of this id. `source` says where the criterion is from.

    Raises:
        ValueError: another function has this id.
    """

    def register(function: Callable[[Site], Result]) -> Callable[[Site], Result]:
        if id in _measures and _measures[id].function is not function:
            raise ValueError(f"two measures are called {id}")
        _measures[id] = Measure(id, question, unit, source, function)
        return function

    return register


def all_measures() -> tuple[Measure, ...]:
    """Every measure, by id."""
    for module in MODULES:
        import_module(f"scoring.measures.{module}")
    return tuple(_measures[id] for id in sorted(_measures))


def measure_site(site: Site) -> list[Row]:
    """The rows of table `measures` for one site: one a measure, whatever happened."""
    return [_row(site, each) for each in all_measures()]


def yes_or_no(found: bool, evidence_url: str = "", note: str = "") -> Result:
    """A yes (1) or no (0), with the page that shows it."""
    return Result(float(found), "yes" if found else "no", evidence_url, note=note)


def share(part: int, whole: int, evidence_url: str = "", note: str = "") -> Result:
    """A share of a number of things; not applicable where there are none."""
    if whole == 0:
        return not_applicable("there is nothing of the kind")
    return Result(part / whole, f"{part} of {whole}", evidence_url, n=whole, note=note)


def not_assessed(reason: str) -> Result:
    """What could not be known, and why."""
    return Result(None, "", status="not_assessed", reason=reason)


def not_applicable(reason: str) -> Result:
    """What does not apply to this council, and why."""
    return Result(None, "", status="not_applicable", reason=reason)


def _row(site: Site, each: Measure) -> Row:
    result = each.function(site) if site.home else not_assessed(site.reason or "no home page")
    return result_row(site.council.slug, each.id, result)


def result_row(slug: str, id: str, result: Result) -> Row:
    """A council's row of table `measures` for the measure of this id."""
    return {
        "slug": slug,
        "measure": id,
        "value": result.value,
        "outcome": result.outcome or None,
        "status": result.status,
        "reason": result.reason or None,
        "n": result.n,
        "evidence_url": result.evidence_url or None,
        "note": result.note or None,
    }
