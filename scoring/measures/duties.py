"""Which councils have to publish what, and by which law: `duties.yaml`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from config import Council
from config.reading import Frozen, read_yaml
from scoring.measures import Result, not_applicable, not_assessed

Nation = Literal["England", "Scotland", "Wales", "Northern Ireland"]


class Duty(Frozen):
    """The law by nation, the types of council that are bound (none: all), and what is said of the
    nations that have no such law."""

    laws: Annotated[dict[Nation, str], Field(min_length=1)]
    types: tuple[str, ...] = ()
    instead: dict[Nation, str] = {}


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


def laws_of(id: str) -> str:
    """The laws behind the measure of this id, each with the nations where it holds.

    >>> laws_of("openness.spending")
    'Local Government Transparency Code 2015, 2.1 (England)'
    """
    nations: dict[str, list[str]] = {}
    for nation, law in DUTIES.duties[id].laws.items():
        nations.setdefault(law, []).append(nation)
    return "; ".join(f"{law} ({', '.join(where)})" for law, where in nations.items())


def excused(council: Council, id: str) -> Result | None:
    """What to answer for a council that a measure's duty does not bind; None for one bound."""
    duty = DUTIES.duties[id]
    if not council.nation:
        return not_assessed("the council's nation is not known")
    if council.nation not in duty.laws:
        told = [why for nation, why in duty.instead.items() if nation == council.nation]
        why = told[0] if told else f"the law is {laws_of(id)}"
        return not_applicable(f"no law asks for it in {council.nation}: {why}")
    if duty.types and council.type not in duty.types:
        return not_applicable("the duty is for other types of council")
    return None
