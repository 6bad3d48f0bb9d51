"""Councils that were abolished, and those that took over their duties."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from config.councils import HERE
from config.reading import Frozen, read_rows


class Reorganisation(Frozen):
    """A council that ended on a day, and one that took over from it; both by GSS code and name.

    One that was divided has a row for each successor.
    """

    gss: str
    name: str
    ended: date
    successor_gss: str
    successor: str


@cache
def load_reorganisations(path: Path = HERE / "reorganisations.csv") -> tuple[Reorganisation, ...]:
    """The reorganisations on record, in the order of their dates.

    Raises:
        ConfigError: the file is wrong; the error names its line and column.
    """
    return read_rows(path, Reorganisation)
