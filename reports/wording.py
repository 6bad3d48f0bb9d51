"""What the reports call things, and council types and services by their names."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from config import load_council_types, load_services
from config.reading import Frozen, read_yaml

HERE = Path(__file__).parent
UNGROUPED = "Other services"


class Wording(Frozen):
    """The file `wording.yaml`: stages by number, impacts worst first, reasons by crawl state."""

    stages: tuple[str, ...]
    impacts: tuple[str, ...]
    unranked: dict[str, str]


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


def type_order() -> list[str]:
    """The types of council, in the order in which tables and charts show them."""
    return list(_type_names())


@cache
def service_groups() -> dict[int, str]:
    """The group of each service surveyed, by LGSL id, in the survey's order."""
    return {service.lgsl: service.group for service in load_services()}


@cache
def _type_names() -> dict[str, str]:
    return {kind.id: kind.name for kind in load_council_types()}


def titled(identifier: str) -> str:
    """An id as words: `better-connected` is `Better connected`."""
    words = identifier.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:]
