"""How a site's own search is told and used: `site_search.yaml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from config.councils import HERE
from config.reading import Frozen, read_yaml


class SearchRules(Frozen):
    """The file `site_search.yaml`; `results` is how many of a search's results count."""

    fields: frozenset[str]
    other_searches: tuple[str, ...]
    results: Annotated[int, Field(ge=1)]


@cache
def load_search_rules(path: Path = HERE / "site_search.yaml") -> SearchRules:
    """The rules of searching.

    Raises:
        ConfigError: the file is missing or wrong.
    """
    return read_yaml(path, SearchRules)
