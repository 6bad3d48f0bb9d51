"""What each named outcome of a measure is worth, says, and asks for: `outcomes.yaml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from config.reading import Frozen, read_yaml
from scoring.measures import Result

HERE = Path(__file__).parent


class Outcome(Frozen):
    """An outcome of a measure: its value (0-1), its sentence, and what to do about it, if so."""

    value: Annotated[float, Field(ge=0, le=1)]
    says: Annotated[str, Field(min_length=1)]
    advice: str = ""


class Outcomes(Frozen):
    """The file `outcomes.yaml`: the outcomes of each measure by its id, the best first."""

    measures: dict[str, dict[str, Outcome]]


@cache
def load_measure_outcomes(path: Path = HERE / "outcomes.yaml") -> dict[str, dict[str, Outcome]]:
    """The outcomes of each measure that has named ones.

    Raises:
        ConfigError: the file is missing or wrong.
    """
    return read_yaml(path, Outcomes).measures


def named(id: str, name: str, evidence_url: str = "", note: str = "") -> Result:
    """What the measure of this id found, by the name of the outcome.

    Raises:
        KeyError: `outcomes.yaml` has no such outcome.
    """
    return Result(load_measure_outcomes()[id][name].value, name, evidence_url, note=note[:200])
