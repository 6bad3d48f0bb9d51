"""The parts of councils' sites, and the services that each lists: `sections.yaml`."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

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
    """The groups of services whose section a link text or heading names; none where it says more.

    >>> sorted(groups_named("Bins and recycling")), groups_named("Order a recycling bin or box")
    (['Bins and recycling'], frozenset())
    """
    words = stems(text)
    found = [(group, name) for group, name in _names() if words and within(words, name)]
    covered = {word for _, name in found for word in name}
    if sum(word in covered for word in words) < load_sections().covers * len(words):
        return frozenset()
    return frozenset(group for group, _ in found)


def is_section(heading: str) -> bool:
    """Whether a heading is a section's name, and hardly anything besides.

    >>> is_section("Births, deaths and marriages"), is_section("Housing register")
    (True, False)
    """
    return bool(groups_named(heading))


@cache
def _names() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(
        (section.group, found)
        for section in load_sections().sections
        for text in (*section.names.en, *section.names.cy)
        if (found := stems(text))
    )
