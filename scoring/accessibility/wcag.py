"""The success criteria of WCAG 2.2 by name and level: `wcag.yaml`."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Literal

from config.reading import Frozen, read_yaml

Level = Literal["A", "AA", "AAA"]
_WORD = re.compile(r"[a-z0-9]+")


class Criterion(Frozen):
    """A success criterion."""

    name: str
    level: Level

    @property
    def anchor(self) -> str:
        """Its name in addresses: `https://www.w3.org/TR/WCAG22/#contrast-minimum`."""
        return "-".join(_WORD.findall(self.name.lower()))


class Criteria(Frozen):
    """The file `wcag.yaml`: the criteria by number."""

    criteria: dict[str, Criterion]


WCAG = Path(__file__).with_name("wcag.yaml")


@cache
def load_criteria(path: Path = WCAG) -> dict[str, Criterion]:
    """The success criteria by number (`1.4.3`).

    Raises:
        ConfigError: the file is missing or wrong.
    """
    return read_yaml(path, Criteria).criteria


def criterion_text(number: str) -> str:
    """A criterion as readers are told of it; the number alone where it is not known.

    >>> criterion_text("1.4.3")
    '1.4.3 Contrast (Minimum), level AA'
    """
    known = load_criteria().get(number)
    return f"{number} {known.name}, level {known.level}" if known else number


def is_required(number: str) -> bool:
    """Whether the regulations require a criterion: level A or AA (SI 2018/952)."""
    known = load_criteria().get(number)
    return known is not None and known.level != "AAA"
