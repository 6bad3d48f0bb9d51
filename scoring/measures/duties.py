"""Which councils have to publish what: `duties.yaml`."""

from __future__ import annotations

from pathlib import Path

from pydantic import model_validator

from config import Council
from config.reading import Frozen, read_yaml
from scoring.measures import Result, not_applicable, not_assessed


class Duty(Frozen):
    """The nations and the types of council that are bound; no types means all."""

    nations: tuple[str, ...]
    types: tuple[str, ...] = ()


class Duties(Frozen):
    """The file `duties.yaml`, which says what each field is."""

    duties: dict[str, Duty]
    code: tuple[str, ...]
    known_least: float

    @model_validator(mode="after")
    def _items_are_duties(self) -> Duties:
        if unknown := sorted(set(self.code) - self.duties.keys()):
            raise ValueError(f"in code, but no duties: {', '.join(unknown)}")
        return self


DUTIES = read_yaml(Path(__file__).with_name("duties.yaml"), Duties)


def excused(council: Council, id: str) -> Result | None:
    """What to answer for a council that a measure's duty does not bind; None for one bound."""
    duty = DUTIES.duties[id]
    if not council.nation:
        return not_assessed("the council's nation is not known")
    if council.nation not in duty.nations:
        return not_applicable(f"the duty is for {' and '.join(duty.nations)}")
    if duty.types and council.type not in duty.types:
        return not_applicable("the duty is for other types of council")
    return None
