"""Real councils' addresses, each judged by what was learnt from other councils' alone.

The addresses are GOV.UK's local links of 2017 (local-links-manager, MIT), each labelled with the
service it was given for. They are not part of this repository.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from config import load_services
from config.addresses import Addresses
from config.learning import Given, learn
from config.vocabulary import Match

ADDRESSES = Path(__file__).parents[2] / "shared" / "data" / "gds-service-urls.csv"
FOLDS = 5


class Judged(NamedTuple):
    """An address with its label, and the services guessed for it, best first."""

    row: Given
    guessed: tuple[Match, ...]


def fold_of(council: str) -> int:
    """Which fifth of the councils this one is in, whatever others there are (0-4)."""
    return int(hashlib.sha256(council.encode()).hexdigest(), 16) % FOLDS


def judged(rows: Sequence[Given], fold: int) -> Iterator[Judged]:
    """The addresses of a fifth of the councils, guessed by what the other four teach."""
    services = load_services()
    learnt = learn([row for row in rows if fold_of(row.council) != fold], services)
    addresses = Addresses(services, learnt)
    for row in rows:
        if fold_of(row.council) == fold:
            yield Judged(row, addresses.guess(row.url))
