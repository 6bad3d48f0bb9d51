"""Rating methods: how measures become points, stars and classes."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from config.councils import HERE
from config.reading import ConfigError, Frozen, read_text, read_yaml

METHODS = HERE / "methods"
Weight = Annotated[float, Field(gt=0)]


class Step(Frozen):
    """The points (0-100) that a value earns from `value` on; a file calls that `from`."""

    value: float = Field(alias="from")
    points: Annotated[float, Field(ge=0, le=100)]


class Line(Frozen):
    """One measure's part in a pillar.

    A value of `worst` earns nothing, `best` everything, in between in proportion; `worst` may be
    the larger. Or a value earns the points of the last of the `steps` that it reaches; below the
    first it earns nothing, or, where points fall from step to step, those of the first.

    What does not apply to a council, or was not assessed, is left out of the mean, or counts as
    nothing (`zero`) or everything (`full`). `types` limits the line to some types of council.
    """

    measure: str
    weight: Weight = 1.0
    worst: float = 0.0
    best: float = 1.0
    steps: Annotated[tuple[Step, ...], Field(min_length=1)] | None = None
    not_applicable: Literal["leave_out", "zero", "full"] = "leave_out"
    not_assessed: Literal["leave_out", "zero"] = "leave_out"
    types: frozenset[str] | None = None

    @model_validator(mode="after")
    def _has_a_slope(self) -> Self:
        if self.worst == self.best:
            raise ValueError("worst and best must differ")
        return self

    @model_validator(mode="after")
    def _has_steps_in_order(self) -> Self:
        if self.steps is None:
            return self
        if self.model_fields_set & {"worst", "best"}:
            raise ValueError("give either steps, or worst and best")
        values = [step.value for step in self.steps]
        if values != sorted(set(values)):
            raise ValueError("steps must rise, each from a larger value than the one before")
        points = [step.points for step in self.steps]
        if points not in (sorted(points), sorted(points, reverse=True)):
            raise ValueError("points must rise from step to step, or fall, but not both")
        if points == [0.0] * len(points):
            raise ValueError("a step must earn points")
        return self

    @property
    def rising(self) -> bool:
        """Whether more is better."""
        if self.steps is None:
            return self.best > self.worst
        return self.steps[0].points <= self.steps[-1].points

    @property
    def goal(self) -> float:
        """The nearest value that earns the most."""
        if self.steps is None:
            return self.best
        most = max(step.points for step in self.steps)
        reached = [step.value for step in self.steps if step.points == most]
        return reached[0] if self.rising else reached[-1]


class Pillar(Frozen):
    """A pillar's weight in the score and the measures that make it."""

    title: str
    weight: Weight
    lines: Annotated[tuple[Line, ...], Field(min_length=1)]


class StarStep(Frozen):
    """The score from which a site has so many stars."""

    stars: Annotated[int, Field(ge=1, le=5)]
    at_least: Annotated[float, Field(ge=0, le=100)]


class Gate(Frozen):
    """No more than `stars` stars unless a measure is known to be `at_least` so much."""

    measure: str
    at_least: float
    stars: Annotated[int, Field(ge=0, le=4)]
    because: str


class Class(Frozen):
    """A class of sites: the first whose every measure is at least as said."""

    id: str
    title: str
    needs: dict[str, float] = {}


class Method(Frozen):
    """A rating method.

    `minimum_coverage` is the share (0-1) of the method's weight that must have been measured for a
    council to be ranked; `draws` is the number of bootstrap draws behind an interval of the width
    `confidence` (0-1). `hash` is the SHA-256 of the file it was read from.
    """

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
    title: str
    version: str
    source: str
    explanation: str
    minimum_coverage: Annotated[float, Field(ge=0, le=1)]
    draws: Annotated[int, Field(ge=100, le=100_000)]
    confidence: Annotated[float, Field(gt=0, lt=1)]
    pillars: Annotated[dict[str, Pillar], Field(min_length=1)]
    stars: Annotated[tuple[StarStep, ...], Field(min_length=1)]
    gates: tuple[Gate, ...] = ()
    classes: tuple[Class, ...] = ()
    hash: str = ""

    @property
    def measures(self) -> tuple[str, ...]:
        """The ids of all measures that it uses, in the order in which it names them."""
        lines = (line.measure for pillar in self.pillars.values() for line in pillar.lines)
        return tuple(dict.fromkeys((*lines, *self.needed)))

    @property
    def needed(self) -> tuple[str, ...]:
        """The ids of the measures that its gates and classes need."""
        gates = (gate.measure for gate in self.gates)
        return tuple(dict.fromkeys((*gates, *(id for each in self.classes for id in each.needs))))


@cache
def load_method(name: str | Path = "digital-first") -> Method:
    """A method by the name of a file in `config/methods`, or by the path of a YAML file.

    Raises:
        ConfigError: there is no such method, or its file is wrong.
    """
    if not str(name).endswith((".yaml", ".yml")):
        name = METHODS / f"{name}.yaml"
    path = Path(name) if isinstance(name, str) else name
    if path.parent == METHODS and not path.exists():
        known = ", ".join(sorted(file.stem for file in METHODS.glob("*.yaml")))
        raise ConfigError(f"no method is called {path.stem!r}; there are: {known}")
    method = read_yaml(path, Method)
    digest = hashlib.sha256(read_text(path).encode()).hexdigest()
    return method.model_copy(update={"hash": digest})
