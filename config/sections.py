"""The parts of councils' sites, and the services that each lists: `sections.yaml`."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from config.councils import HERE
from config.reading import Frozen, read_yaml
from config.services import Words
from config.words import Share, stems, within


class Section(Frozen):
    """A part of a site, by what councils call it; `group` is that of the services it lists."""

    group: str
    names: Words


class Sections(Frozen):
    """The file `sections.yaml`."""

    more: Annotated[int, Field(ge=0)]
    covers: Share
    sections: tuple[Section, ...]


@cache
def load_sections(path: Path = HERE / "sections.yaml") -> Sections:
    """The sections, as the file explains.

    Raises:
        ConfigError: the file is missing or wrong.
    """
    return read_yaml(path, Sections)


@lru_cache(maxsize=20_000)
def groups_named(text: str) -> frozenset[str]:
    """The groups of services whose section a link text names, hardly more words beside it.

    >>> sorted(groups_named("Bins and recycling")), groups_named("Mayor opens fete")
    (['Bins and recycling'], frozenset())
    """
    words, more = stems(text), load_sections().more
    return frozenset(
        group for group, name in _names() if len(words) - len(name) <= more and within(words, name)
    )


@lru_cache(maxsize=20_000)
def is_section(heading: str) -> bool:
    """Whether a heading is a section's name, and hardly anything besides.

    >>> is_section("Births, deaths and marriages"), is_section("Housing register")
    (True, False)
    """
    words = stems(heading)
    found = {word for _, name in _names() if within(words, name) for word in name} if words else ()
    return bool(words) and sum(word in found for word in words) >= load_sections().covers * len(
        words
    )


@cache
def _names() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(
        (section.group, found)
        for section in load_sections().sections
        for text in (*section.names.en, *section.names.cy)
        if (found := stems(text))
    )
