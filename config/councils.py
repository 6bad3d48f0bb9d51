"""The register of councils, and what each type of council provides."""

from __future__ import annotations

import difflib
from functools import cache
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from config.reading import ConfigError, Frozen, read_rows, read_yaml

HERE = Path(__file__).parent
Tier = Literal["district", "county"]


class CouncilType(Frozen):
    """A type of council and the tiers whose services it provides."""

    id: str
    name: str
    short: str
    tiers: frozenset[Tier]


class CouncilTypes(Frozen):
    """The file `council_types.yaml`."""

    types: tuple[CouncilType, ...]


def _homepage(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or " " in url:
        raise ValueError(f"{url!r} is not an http or https URL")
    return url


def _council_type(name: str) -> str:
    """A type nobody knows provides both tiers; one that nearly is a known one is a slip."""
    known = [kind.id for kind in load_council_types()]
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.8)
    if name not in known and near:
        raise ValueError(f"{name!r} is no type of council; did you mean {near[0]!r}?")
    return name


class Council(Frozen):
    """A council in the register."""

    gss: str = ""
    slug: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,99}$")]
    name: Annotated[str, Field(min_length=1)]
    type: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$"), AfterValidator(_council_type)]
    nation: str = ""
    region: str = ""
    homepage: Annotated[str, AfterValidator(_homepage)]
    population: Annotated[int, Field(ge=0)] | None = None

    @property
    def tiers(self) -> frozenset[Tier]:
        """The tiers whose services this council provides: district, county or both."""
        for kind in load_council_types():
            if kind.id == self.type:
                return kind.tiers
        return frozenset({"district", "county"})


@cache
def load_council_types(path: Path = HERE / "council_types.yaml") -> tuple[CouncilType, ...]:
    """The types of council, in the order in which tables and charts show them."""
    return read_yaml(path, CouncilTypes).types


@cache
def load_councils(path: Path = HERE / "councils.csv") -> tuple[Council, ...]:
    """The register, in its own order.

    Raises:
        ConfigError: the file is missing, malformed or empty, or two rows share a slug.
    """
    councils = read_rows(path, Council)
    if not councils:
        raise ConfigError(f"{path}:1: the register has no councils")
    seen: set[str] = set()
    for line, council in enumerate(councils, start=2):
        if council.slug in seen:
            raise ConfigError(f"{path}:{line}: slug: {council.slug!r} stands in the register twice")
        seen.add(council.slug)
    return councils
