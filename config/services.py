"""The services surveyed."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from config.councils import HERE, Council
from config.reading import ConfigError, Frozen, read_yaml

Nation = Literal["England", "Scotland", "Wales", "Northern Ireland"]


class Words(Frozen):
    """What citizens and councils call a service. Phrases are lower case, most telling first."""

    en: Annotated[tuple[str, ...], Field(min_length=1)]
    cy: tuple[str, ...] = ()


# The languages whose words are known: elsewhere nothing can be said to be absent.
LANGUAGES = frozenset(Words.model_fields)


class Service(Frozen):
    """A service of the Local Government Services List.

    `ceiling` is the best stage (1-4) that makes sense for it. `tier` says who provides it where
    there are two tiers; `nations` are those in which councils provide it at all.
    `action` is the word a citizen would put before it. `broader` lists what councils call the page
    above it, which speaks of several services; `elsewhere` phrases that hold this service's words
    but speak of something else.
    """

    lgsl: Annotated[int, Field(gt=0)]
    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
    name: str
    group: str
    tier: Literal["district", "county", "all"]
    nations: tuple[Nation, ...] = ("England", "Scotland", "Wales", "Northern Ireland")
    except_types: frozenset[str] = frozenset()
    action: Literal["report", "pay", "apply", "book", "find", "request", "register", "comment"]
    ceiling: Annotated[int, Field(ge=1, le=4)]
    words: Words
    broader: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()

    def is_provided_by(self, council: Council) -> bool:
        """Whether it is this council's duty: its tier provides it, and its nation's councils do."""
        nation_does = council.nation not in ALL_NATIONS or council.nation in self.nations
        tier_does = self.tier == "all" or self.tier in council.tiers
        return nation_does and tier_does and council.type not in self.except_types


ALL_NATIONS: frozenset[Nation] = frozenset({"England", "Scotland", "Wales", "Northern Ireland"})


class Services(Frozen):
    """The file `services.yaml`."""

    services: Annotated[tuple[Service, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _each_once(self) -> Services:
        for name in ("lgsl", "id"):
            values = [getattr(service, name) for service in self.services]
            for value in values:
                if values.count(value) > 1:
                    raise ValueError(f"{name} {value} stands in it twice")
        return self


@cache
def load_services(path: Path = HERE / "services.yaml") -> tuple[Service, ...]:
    """The services surveyed, in the file's order.

    Raises:
        ConfigError: the file is missing or wrong.
    """
    return read_yaml(path, Services).services


def service_by_lgsl(services: tuple[Service, ...], lgsl: int) -> Service:
    """The service with this LGSL id.

    Raises:
        ConfigError: it is not surveyed.
    """
    for service in services:
        if service.lgsl == lgsl:
            return service
    raise ConfigError(f"LGSL {lgsl} is not among the services surveyed")
