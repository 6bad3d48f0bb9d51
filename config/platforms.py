"""Third-party transaction platforms and content management systems."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from config.councils import HERE
from config.hosts import host_matches
from config.reading import Frozen, read_yaml

Kind = Literal[
    "forms",
    "payments",
    "planning",
    "democracy",
    "library",
    "licensing",
    "housing",
    "jobs",
    "parking",
    "benefits",
    "school-admissions",
    "consultation",
    "waste",
    "reporting",
    "registrars",
    "care",
    "open-data",
    "national",
    "cms",
    "search",
    "webcast",
]
Does = Literal["form", "payment", "booking", "account", "lookup", "national"]


class Platform(Frozen):
    """A product that councils use, told by its hosts or by marks in the page.

    `hosts` are host name patterns (`*.example.com` also matches `example.com`); `marks` are strings
    of the page's source, lower case, any of which gives it away. `does` is what a citizen can do
    on it: `form` sends a case; `payment`, `booking`, `account`, `lookup` and `national` (a national
    service that does it all) complete it. `source` says where the facts come from.
    """

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
    name: str
    vendor: str = ""
    kind: Kind
    hosts: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    does: tuple[Does, ...] = ()
    source: str

    @model_validator(mode="after")
    def _can_be_told(self) -> Platform:
        if not self.hosts and not self.marks:
            raise ValueError("a platform needs hosts or marks to be told by")
        return self

    def is_at(self, host: str) -> bool:
        """Whether a host name is this platform's."""
        return any(host_matches(host, pattern) for pattern in self.hosts)

    def is_marked(self, text: str) -> bool:
        """Whether a text in lower case (an address, a page's source) has one of its marks."""
        return any(mark in text for mark in self.marks)


class Platforms(Frozen):
    """The file `platforms.yaml`."""

    platforms: tuple[Platform, ...]


@cache
def load_platforms(path: Path = HERE / "platforms.yaml") -> tuple[Platform, ...]:
    """The platforms, most specific first.

    Raises:
        ConfigError: the file is missing or wrong.
    """
    return read_yaml(path, Platforms).platforms


@cache
def platform_at(host: str, platforms: tuple[Platform, ...]) -> Platform | None:
    """The platform that a host name belongs to, if any."""
    return next((platform for platform in platforms if platform.is_at(host)), None)
