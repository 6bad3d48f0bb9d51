"""Pages other than services that the survey looks for, and the words by which they are told."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from config.councils import HERE
from config.reading import Frozen, read_yaml
from config.services import Words


class PageKind(Frozen):
    """A kind of page: its id, its words in links and titles; the words in its address."""

    id: str
    words: Words
    paths: tuple[str, ...] = ()


class PageKinds(Frozen):
    """The file `page_kinds.yaml`."""

    kinds: tuple[PageKind, ...]


@cache
def load_page_kinds(path: Path = HERE / "page_kinds.yaml") -> tuple[PageKind, ...]:
    """The kinds of page, most telling first.

    Raises:
        ConfigError: the file is missing or wrong.
    """
    return read_yaml(path, PageKinds).kinds
