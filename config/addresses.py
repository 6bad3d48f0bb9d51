"""Which service did a council give an address for? A guess, also where its words name none.

`Vocabulary.match` says which services a text names, and nothing of most texts. Where an address is
known to be some service's page, more can be said: how often each service is asked for, what words
councils use in such addresses (`address_words.yaml`, learnt by `config.learning`), and the phrases
that match. A guess says nothing of pages that may be about no service: a crawl must not act on it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Annotated, NamedTuple

from pydantic import BeforeValidator, Field

from config.councils import HERE
from config.reading import Frozen, read_yaml
from config.services import Service
from config.vocabulary import Match, Vocabulary
from config.words import is_address

LEARNT_FILE = HERE / "address_words.yaml"
NUMBER = re.compile(r"(?<!\d)[1-9]\d{1,3}(?!\d)")
HOST = re.compile(r"^(?:[a-z]+:)?//[^/?#]*", re.IGNORECASE)


def _by_service(value: object) -> object:
    """The weight of each LGSL id in "512 1.3, 524 -0.2"; any other value as it is."""
    if not isinstance(value, str):
        return value
    pairs = [pair.split() for pair in value.split(",")]
    if any(len(pair) != 2 for pair in pairs):
        raise ValueError("should be LGSL ids, each with its weight: 512 1.3, 524 -0.2")
    return dict(pairs)


Weights = Annotated[dict[int, float], BeforeValidator(_by_service)]


class AddressWords(Frozen):
    """The file `address_words.yaml`. All weights are added up to the logarithm of a service's odds.

    `usual` is a service's weight whatever the address says, and `unseen` that of a service that
    was not there to be learnt; `phrase` counts once for a match with a score of 1; `number` for the
    service's own id in the address; `words` for a stem anywhere in the address, and `last`, on
    top, in its last part.
    """

    addresses: Annotated[int, Field(gt=0)]
    councils: Annotated[int, Field(gt=0)]
    phrase: float
    number: float
    unseen: float
    usual: Weights
    words: dict[str, Weights]
    last: dict[str, Weights]


class Signs(NamedTuple):
    """What an address shows: its stems, those of its last part, what it names and its numbers."""

    words: frozenset[str]
    last: frozenset[str]
    named: tuple[Match, ...]
    numbers: frozenset[int]


def signs_of(address: str, vocabulary: Vocabulary) -> Signs:
    """What an address shows to someone who knows these services' words."""
    read = vocabulary.read(address)
    return Signs(
        frozenset(read.words),
        frozenset(read.words[read.last :]),
        vocabulary.match(address, limit=None),
        frozenset(map(int, NUMBER.findall(HOST.sub("", address)))),
    )


@cache
def address_words(path: Path = LEARNT_FILE) -> AddressWords:
    """What was learnt of the words in councils' addresses.

    Raises:
        ConfigError: the file is missing or wrong.
    """
    return read_yaml(path, AddressWords)


class Addresses:
    """Guesses which of a set of services an address was given for."""

    def __init__(self, services: tuple[Service, ...], learnt: AddressWords) -> None:
        self.vocabulary = Vocabulary.of(services)
        self._learnt = learnt
        self._order = {service.lgsl: place for place, service in enumerate(services)}
        self._usual = {lgsl: usual for lgsl, usual in learnt.usual.items() if lgsl in self._order}

    @staticmethod
    @cache
    def of(services: tuple[Service, ...]) -> Addresses:
        """The guesser of these services by the learnt words, made once."""
        return Addresses(services, address_words())

    def guess(self, text: str, limit: int | None = 3) -> tuple[Match, ...]:
        """The likeliest services of an address, each with its chance (0-1), best first.

        The chances of all services add up to 1; without a `limit` all are given. Of a text that is
        no address it is what the words name, and nothing more.
        """
        if not is_address(text):
            return self.vocabulary.match(text, limit)
        odds = {lgsl: math.exp(weight) for lgsl, weight in self._weigh(text).items()}
        total = sum(odds.values())
        best = sorted(odds, key=lambda lgsl: (-odds[lgsl], self._order[lgsl]))[:limit]
        return tuple(Match(lgsl, round(odds[lgsl] / total, 3)) for lgsl in best)

    def _weigh(self, address: str) -> dict[int, float]:
        learnt, signs = self._learnt, signs_of(address, self.vocabulary)
        weights = dict(self._usual)
        for lgsl, score in signs.named:
            weights[lgsl] = weights.get(lgsl, learnt.unseen) + learnt.phrase * score
        for lgsl in signs.numbers & self._order.keys():
            weights[lgsl] = weights.get(lgsl, learnt.unseen) + learnt.number
        for by_service in self._learnt_of(signs):
            for lgsl, weight in by_service.items():
                if lgsl in self._usual:
                    weights[lgsl] += weight
        return weights

    def _learnt_of(self, signs: Signs) -> Iterator[dict[int, float]]:
        for words, learnt in ((signs.words, self._learnt.words), (signs.last, self._learnt.last)):
            yield from (learnt[word] for word in sorted(words & learnt.keys()))
