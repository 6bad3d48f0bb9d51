"""Learns which words councils put into the addresses of which services.

    python -m config.learning gds-service-urls.csv

reads a list of addresses with the service (`lgsl`) that a `council` gave each (`url`) for, and
writes `address_words.yaml`. Words count that several councils use, so that no council's name and
no number gets in. The weights are those of a penalised multinomial logistic regression. They are
found by whole-batch steps from a fixed start: the same list gives the same file.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from config.addresses import LEARNT_FILE, AddressWords, Signs, signs_of
from config.councils import load_councils
from config.reading import Frozen, read_rows
from config.services import Service, load_services
from config.vocabulary import Vocabulary
from config.words import Learning, common_words, stem

Array = NDArray[np.float64]
HEAD = """\
# What the words in a council's address say of the service it was given for. Not written by hand:
# learnt from the local links of GOV.UK of 2017 (alphagov/local-links-manager, MIT, Crown copyright)
# by `python -m config.learning gds-service-urls.csv`. Read by addresses.py, which says what counts.
# A line is a stem and LGSL ids, each with the weight it adds to the logarithm of the odds of one.
"""


class Given(Frozen):
    """An address that a council gave for a service."""

    council: str
    url: str
    lgsl: int


class Table(NamedTuple):
    """Addresses (rows) as numbers: the signs of each, the scores and numbers by service, its label.

    `signs` has a column for each of `words` and then of `last`; `named`, `numbers` and `given` one
    for each of `lgsls`.
    """

    lgsls: list[int]
    words: list[str]
    last: list[str]
    signs: Array
    named: Array
    numbers: Array
    given: Array


def read_given(path: Path, services: tuple[Service, ...]) -> list[Given]:
    """The addresses of a list that were given for one of these services.

    Raises:
        ConfigError: the file is missing or wrong.
    """
    surveyed = {service.lgsl for service in services}
    return [row for row in read_rows(path, Given) if row.lgsl in surveyed]


def learn(rows: Sequence[Given], services: tuple[Service, ...]) -> AddressWords:
    """What these addresses teach, rounded as in the file."""
    rules = common_words().learning
    table = _table([*rows, *_by_their_names(services, rules)], services, rules)
    usual, (phrase, number), weights = _fitted(table, rules)
    by_sign = [
        {
            lgsl: round(float(weight), 1)
            for lgsl, weight in zip(table.lgsls, row, strict=True)
            if abs(weight) >= rules.smallest
        }
        for row in weights
    ]
    names = [*table.words, *table.last]
    learnt = [(name, each) for name, each in zip(names, by_sign, strict=True)]
    size = len(table.words)
    return AddressWords(
        addresses=len(rows),
        councils=len({row.council for row in rows}),
        phrase=round(phrase, 1),
        number=round(number, 1),
        unseen=round(float(np.median(usual)), 1),
        usual={lgsl: round(float(each), 1) for lgsl, each in zip(table.lgsls, usual, strict=True)},
        words={name: each for name, each in learnt[:size] if each},
        last={name: each for name, each in learnt[size:] if each},
    )


def as_yaml(learnt: AddressWords) -> str:
    """The text of the file."""
    lines = [f"{name}: {getattr(learnt, name)}" for name in AddressWords.model_fields][:5]
    lines.append(f"usual: {_pairs(learnt.usual)}")
    for name, words in (("words", learnt.words), ("last", learnt.last)):
        lines += [f"{name}:", *(f'  "{word}": {_pairs(each)}' for word, each in words.items())]
    return HEAD + "\n".join(lines) + "\n"


def _by_their_names(services: tuple[Service, ...], rules: Learning) -> list[Given]:
    """Addresses of no council, so that no service goes unlearnt.

    They are of each service's first phrases, alone and in a section called as its group is.
    """
    return [
        Given(council="", url=f"{section}/{phrase}".replace(" ", "-").lower(), lgsl=service.lgsl)
        for service in services
        for phrase in service.words.en[: rules.phrases]
        for section in ("", f"/{service.group}")
    ]


def _pairs(weights: dict[int, float]) -> str:
    return ", ".join(f"{lgsl} {weight:g}" for lgsl, weight in weights.items())


def _table(rows: Sequence[Given], services: tuple[Service, ...], rules: Learning) -> Table:
    vocabulary = Vocabulary.of(services)
    signs = [signs_of(row.url, vocabulary) for row in rows]
    councils = [row.council for row in rows]
    words = _shared((each.words for each in signs), councils, rules)
    last = _shared((each.last for each in signs), councils, rules)
    lgsls = sorted({row.lgsl for row in rows})
    place = {lgsl: at for at, lgsl in enumerate(lgsls)}
    named, numbers, given = (np.zeros((len(rows), len(lgsls))) for _ in range(3))
    for at, (row, each) in enumerate(zip(rows, signs, strict=True)):
        given[at, place[row.lgsl]] = 1
        for match in each.named:
            if match.lgsl in place:
                named[at, place[match.lgsl]] = match.score
        numbers[at, [place[lgsl] for lgsl in each.numbers if lgsl in place]] = 1
    return Table(lgsls, words, last, _presence(signs, words, last), named, numbers, given)


def _shared(found: Iterable[frozenset[str]], councils: list[str], rules: Learning) -> list[str]:
    """The words that enough councils use; no numbers, no codes of a letter or two, no places."""
    places = {stem(council.slug) for council in load_councils()}
    users: dict[str, set[str]] = defaultdict(set)
    for words, council in zip(found, councils, strict=True):
        for word in words:
            users[word].update({council} - {""})
    return sorted(
        word
        for word, who in users.items()
        if word.isalpha()
        and len(word) >= rules.letters
        and len(who) >= rules.councils
        and word not in places
    )


def _presence(signs: list[Signs], words: list[str], last: list[str]) -> Array:
    column = {word: at for at, word in enumerate(words)}
    last_column = {word: len(words) + at for at, word in enumerate(last)}
    there = np.zeros((len(signs), len(words) + len(last)))
    for at, each in enumerate(signs):
        there[at, [column[word] for word in each.words if word in column]] = 1
        there[at, [last_column[word] for word in each.last if word in last_column]] = 1
    return there


def _fitted(table: Table, rules: Learning) -> tuple[Array, tuple[float, float], Array]:
    """The usual weights, those of phrase and number, and the signs' (signs x services)."""
    usual = np.log(table.given.mean(axis=0))
    shared = np.zeros(2)
    weights = np.zeros((table.signs.shape[1], len(table.lgsls)))
    step = _Steps(rules, [usual, shared, weights])
    for _ in range(rules.steps):
        logits = table.signs @ weights + usual
        logits += shared[0] * table.named + shared[1] * table.numbers
        odds = np.exp(logits - logits.max(axis=1, keepdims=True))
        error = odds / odds.sum(axis=1, keepdims=True) - table.given
        pulls = np.array([(error * table.named).sum(), (error * table.numbers).sum()])
        pulls += rules.penalty * shared
        step([error.sum(axis=0), pulls, table.signs.T @ error + rules.penalty * weights])
    return usual, (float(shared[0]), float(shared[1])), weights


class _Steps:
    """Steps downhill, of the same size for every parameter at first (Adam), in place."""

    MEAN, SQUARE = 0.9, 0.99  # how much of the gradient's running mean and square is kept

    def __init__(self, rules: Learning, values: list[Array]) -> None:
        self._rules = rules
        self._values = values
        self._means = [np.zeros_like(value) for value in values]
        self._squares = [np.zeros_like(value) for value in values]
        self._taken = 0

    def __call__(self, gradients: list[Array]) -> None:
        self._taken += 1
        size = self._rules.step * (1 - (self._taken - 1) / self._rules.steps)
        for value, gradient, mean, square in zip(
            self._values, gradients, self._means, self._squares, strict=True
        ):
            mean += (1 - self.MEAN) * (gradient - mean)
            square += (1 - self.SQUARE) * (gradient**2 - square)
            fair = mean / (1 - self.MEAN**self._taken)
            value -= size * fair / (np.sqrt(square / (1 - self.SQUARE**self._taken)) + 1e-9)


def main() -> None:
    """Learn from the list named on the command line and write the file."""
    services = load_services()
    learnt = learn(read_given(Path(sys.argv[1]), services), services)
    LEARNT_FILE.write_text(as_yaml(learnt), encoding="utf-8")


if __name__ == "__main__":
    main()
