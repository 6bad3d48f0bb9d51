"""Pages other than services that the survey looks for, and the names by which they are told."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from config.councils import HERE
from config.platforms import Kind
from config.reading import Frozen, read_yaml
from config.services import Words
from config.words import stems, within


class PageKind(Frozen):
    """A kind of page, as `page_kinds.yaml` explains."""

    id: str
    names: Words
    about: tuple[str, ...] = ()
    least: Annotated[int, Field(ge=1)] = 1
    more: Annotated[int, Field(ge=0)] = 4
    alone: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()
    platforms: tuple[Kind, ...] = ()
    paths: tuple[str, ...] = ()
    data: bool = False
    led_by: tuple[str, ...] = ()


class PageKinds(Frozen):
    """The file `page_kinds.yaml`."""

    kinds: tuple[PageKind, ...]


@cache
def load_page_kinds(path: Path = HERE / "page_kinds.yaml") -> dict[str, PageKind]:
    """The kinds of page by id.

    Raises:
        ConfigError: the file is missing or wrong.
    """
    return {kind.id: kind for kind in read_yaml(path, PageKinds).kinds}


@lru_cache(maxsize=200_000)
def is_named(text: str, id: str) -> bool:
    """Whether a text is a name of the kind with this id, hardly more words beside it.

    Remembered: a site says the same things on every page.

    >>> is_named("Our privacy notice", "trust.privacy"), is_named("Bins", "trust.privacy")
    (True, False)
    >>> is_named("Contact", "leads.contact"), is_named("Contact planning", "leads.contact")
    (True, False)
    """
    kind = load_page_kinds()[id]
    words = stems(text)
    if words in _stemmed(kind.alone):
        return True
    if not words or any(within(words, phrase) for phrase in _stemmed(kind.instead)):
        return False
    names = _stemmed((*kind.names.en, *kind.names.cy))
    return any(within(words, name) and len(words) - len(name) <= kind.more for name in names)


@lru_cache(maxsize=200_000)
def kinds_named(text: str) -> tuple[str, ...]:
    """The ids of the kinds that a text is a name of."""
    return tuple(id for id in load_page_kinds() if is_named(text, id))


def is_lead(id: str) -> bool:
    """Whether a kind is of pages that only lead to those which measures look for."""
    return id.startswith("leads.")


@cache
def _stemmed(phrases: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(found for phrase in phrases if (found := stems(phrase)))
