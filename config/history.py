"""What Better Connected published, year by year, for reference."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from config.councils import HERE
from config.reading import Frozen, read_rows


class Published(Frozen):
    """How many councils, or which share of them (0-100), a year's survey put at a level of a scale.

    `sites` is how many were surveyed, where that was published; `source` says where it was, `note`
    what kind of figure it is, if not a survey's.
    """

    year: int = Field(ge=1999, le=2019)
    scale: Literal["class", "stars", "accessibility", "mobile"]
    level: str
    councils: int | None = Field(default=None, ge=0)
    share: float | None = Field(default=None, ge=0, le=100)
    sites: int | None = Field(default=None, ge=1)
    source: str
    note: str = ""

    @model_validator(mode="after")
    def _has_a_figure(self) -> Published:
        if self.councils is None and self.share is None:
            raise ValueError("neither councils nor share is given")
        return self

    @property
    def percentage(self) -> float | None:
        """The share of the sites (0-100): as published, else counted, if it can be."""
        if self.share is None and self.councils is not None and self.sites is not None:
            return 100 * self.councils / self.sites
        return self.share


@cache
def load_history(path: Path = HERE / "history.csv") -> tuple[Published, ...]:
    """The published results, in the order of the file; where two sources differ, both.

    Raises:
        ConfigError: the file is wrong; the error names its line and column.
    """
    return read_rows(path, Published)
