"""How sure a rating is: a share (0-1) that is right so often on sites whose truth is known.

A first guess multiplies how often such evidence is right (`certainty`), how surely the page is
about the service, and what speaks against it (`doubts`); a table then says how often ratings with
such a guess were right (`calibration`). Both were fitted by `python -m tests.bench.calibrating` on
simulated sites, whose truth is known: what real sites do besides, no simulation knows.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from scoring.services.signals import Doubt, Rules


class Grounds(NamedTuple):
    """What a rating rests on: a key of `certainty`, how surely (0-1), and the doubts about it.

    Sureness is the page's, of being about the service; for `absent` the coverage of the site.
    """

    kind: str
    surely: float
    doubts: frozenset[Doubt] = frozenset()


def confidence(grounds: Grounds, rules: Rules) -> float:
    """How sure a rating on these grounds is, 0-1."""
    return calibrated(first_guess(grounds, rules), rules.calibration)


def first_guess(grounds: Grounds, rules: Rules) -> float:
    """The guess (0-1) before calibration."""
    guess = rules.certainty[grounds.kind] * grounds.surely
    for doubt in sorted(grounds.doubts):
        guess *= rules.doubts[doubt]
    return guess


def calibrated(guess: float, table: tuple[tuple[float, float], ...]) -> float:
    """The share of ratings that are right at a guess, straight lines between the table's points.

    >>> calibrated(0.75, ((0.5, 0.6), (1.0, 0.8)))
    0.7
    """
    if guess <= table[0][0]:
        return table[0][1]
    for (left, low), (right, high) in pairwise(table):
        if guess <= right:
            return round(low + (high - low) * (guess - left) / (right - left), 3)
    return table[-1][1]
