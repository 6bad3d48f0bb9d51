"""How far a person's decisions agree with what the machine said.

Kappa is Cohen's, weighted linearly: agreement beyond chance, where each stage of difference counts
the same. Linearly, not by squares, because points are linear in stages: being two stages out costs
a council twice as much as being one out.

    kappa = 1 - sum(d * observed) / sum(d * expected),  d = |machine's stage - person's stage|

Sources: J. Cohen, "Weighted kappa", Psychological Bulletin 70 (1968), 213-220; the linear weights:
D. V. Cicchetti and T. Allison, American Journal of EEG Technology 11 (1971), 101-110.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.review import Decision, current

Floats = NDArray[np.float64]

STAGES = 5  # of a service: 0 to 4
_PLACES = np.arange(STAGES)
DISTANCE: Floats = np.abs(_PLACES[:, None] - _PLACES[None, :]).astype(float)
# As intervals are drawn by custom: 95%, enough draws for a steady second digit.
CONFIDENCE, DRAWS = 0.95, 2000


@dataclass(frozen=True, slots=True)
class Agreement:
    """How `n` decisions agree with the machine: shares (0-1) and weighted kappa (-1 to 1).

    `exact` and `within_one` are None without decisions; `kappa` also where it is undefined, for
    machine and person gave everything one and the same stage. `low` and `high` bound kappa with 95%
    confidence; None where that cannot be said: it takes two councils or more.
    """

    n: int
    exact: float | None = None
    within_one: float | None = None
    kappa: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Agreements:
    """The agreement over all decisions, over those on ratings drawn at random, and by service.

    `by_service` is by LGSL id. `left_out` is how many decisions have no stage to compare: the
    machine gave none, or the person says that the service is not provided.
    """

    all: Agreement
    at_random: Agreement
    by_service: dict[int, Agreement]
    left_out: int


def agreements(decisions: Sequence[Decision], seed: int = 0) -> Agreements:
    """How the decisions that hold agree with what the machine said when each was made.

    A rating counts as drawn at random if any decision on it was, whichever holds now.
    """
    decided = list(current(decisions).values())
    compared = [
        each for each in decided if each.number is not None and each.machine_stage is not None
    ]
    drawn = {each.key for each in decisions if each.at_random}
    services = sorted({each.lgsl for each in compared})
    return Agreements(
        all=agreement(compared, seed),
        at_random=agreement([each for each in compared if each.key in drawn], seed),
        by_service={
            lgsl: agreement([each for each in compared if each.lgsl == lgsl]) for lgsl in services
        },
        left_out=len(decided) - len(compared),
    )


def agreement(compared: Sequence[Decision], seed: int | None = None) -> Agreement:
    """The agreement of decisions that all have two stages; an interval only with a seed."""
    if not compared:
        return Agreement(0)
    counts = _counts(compared)
    whole = counts.sum(axis=0)
    low, high = (None, None) if seed is None else _interval(counts, seed)
    return Agreement(
        n=len(compared),
        exact=float(whole[DISTANCE == 0].sum() / len(compared)),
        within_one=float(whole[DISTANCE <= 1].sum() / len(compared)),
        kappa=_number(kappa(whole)),
        low=low,
        high=high,
    )


def kappa(counts: Floats) -> Floats:
    """Linearly weighted kappa of tables of counts (... x 5 x 5: machine's stage, person's stage).

    NaN where it is undefined: all counts in one and the same stage, or none.
    """
    machine, person = counts.sum(axis=-1), counts.sum(axis=-2)
    observed = counts.sum(axis=(-2, -1)) * (counts * DISTANCE).sum(axis=(-2, -1))
    expected = np.einsum("...i,...j,ij->...", machine, person, DISTANCE)
    undefined: Floats = np.full(np.shape(expected), np.nan)
    ratio: Floats = np.divide(observed, expected, out=undefined, where=expected > 0)
    return 1 - ratio


def _counts(compared: Iterable[Decision]) -> Floats:
    """A table of counts for each council: councils x machine's stage x person's stage."""
    pairs = Counter((each.slug, each.machine_stage, each.number) for each in compared)
    councils = {slug: place for place, slug in enumerate(sorted({slug for slug, _, _ in pairs}))}
    counts = np.zeros((len(councils), STAGES, STAGES))
    for (slug, machine, person), number in pairs.items():
        counts[councils[slug], machine, person] = number
    return counts


def _interval(counts: Floats, seed: int) -> tuple[float | None, float | None]:
    """Kappa's interval: the middle 95% of the bootstrap (Efron and Tibshirani 1993, 13.3).

    Councils are drawn, not decisions: the ratings of one site err together.
    """
    number = len(counts)
    if number < 2:
        return None, None
    times = np.random.default_rng(seed).multinomial(number, np.full(number, 1 / number), DRAWS)
    drawn = kappa(np.einsum("dc,cij->dij", times, counts))
    known = drawn[~np.isnan(drawn)]
    if not len(known):
        return None, None
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(known, [tail, 1 - tail])
    return float(low), float(high)


def _number(value: Floats) -> float | None:
    return None if np.isnan(value) else float(value)
