"""What the reports call things, and council types and services by their names."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import Field

from config import load_council_types
from config.reading import Frozen, read_yaml
from scoring.accessibility.registry import all_rules
from scoring.measures import Measure, all_measures
from scoring.rendered import browser_rules

HERE = Path(__file__).parent
UNGROUPED = "Other services"


class Stage(Frozen):
    """A stage of a service, as readers are told of it."""

    name: str
    meaning: str


class Repeats(Frozen):
    """From what share (0-1) of its pages, and how many, a fault is a template's own.

    `share` is of the pages that do not tell of another fault of the rule, `least_share` of all.
    """

    share: float = Field(gt=0, le=1)
    least_share: float = Field(gt=0, le=1)
    pages: int = Field(ge=1)


class Peers(Frozen):
    """How many councils are the nearest, and the share (0-1) by which weights are moved."""

    nearest: int = Field(ge=1)
    weights_move: float = Field(gt=0, lt=1)


class Wording(Frozen):
    """The file `wording.yaml`: stages by number, impacts worst first, reasons by code."""

    stages: tuple[Stage, ...]
    impacts: tuple[str, ...]
    unranked: dict[str, str]
    repeats: Repeats
    peers: Peers
    examples: int = Field(ge=1)
    improved: int = Field(ge=1)
    peer_groups: dict[str, str]


@cache
def load_wording(path: Path = HERE / "wording.yaml") -> Wording:
    """The reports' own words.

    Raises:
        ConfigError: the file is missing or wrong.
    """
    return read_yaml(path, Wording)


def type_name(kind: str) -> str:
    """The name of a type of council; a type nobody knows is its own name."""
    return _type_names().get(kind, kind)


def type_short(kind: str) -> str:
    """The same in a word or two, for where there is little room."""
    return next((each.short for each in load_council_types() if each.id == kind), kind)


def type_order() -> list[str]:
    """The types of council, in the order in which tables and charts show them."""
    return list(_type_names())


@cache
def measure_facts() -> dict[str, Measure]:
    """What each measure asks, and in which unit it answers, by its id."""
    return {measure.id: measure for measure in all_measures()}


@cache
def rule_help() -> dict[str, str]:
    """What each accessibility rule of ours asks for, by its id; those of the browser too."""
    measured = {rule.id: rule.help for rule in browser_rules()}
    return measured | {rule.id: rule.help for rule in all_rules()}


@cache
def _type_names() -> dict[str, str]:
    return {kind.id: kind.name for kind in load_council_types()}


def titled(identifier: str) -> str:
    """An id as words: `better-connected` is `Better connected`."""
    words = identifier.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:]
