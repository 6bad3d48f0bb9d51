"""Where GOV.UK sends citizens for each council and service: its CSV, brought by the user."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import ConfigDict, Field

from config.reading import Frozen, read_rows


class GovukLink(Frozen):
    """A row of GOV.UK's export of local links; `url` is empty where GOV.UK has none."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    gss: Annotated[str, Field(alias="GSS")]
    lgsl: Annotated[int, Field(alias="LGSL")]
    lgil: Annotated[int | None, Field(alias="LGIL")] = None
    url: Annotated[str, Field(alias="URL")] = ""


@cache
def load_govuk_links(path: Path) -> dict[str, tuple[GovukLink, ...]]:
    """The links of each council by its GSS code, those without an address left out.

    Raises:
        ConfigError: the file is missing, or lacks a column.
    """
    found: dict[str, list[GovukLink]] = {}
    for link in read_rows(path, GovukLink):
        if link.url:
            found.setdefault(link.gss, []).append(link)
    return {gss: tuple(links) for gss, links in found.items()}
