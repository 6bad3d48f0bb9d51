"""How often real councils' addresses lead to the right service.

A fifth of the councils is judged by what the others' addresses teach. Without the labelled
addresses, which are not part of this repository, the tests are skipped.
"""

from collections import defaultdict

import pytest

from config import load_services
from config.addresses import LEARNT_FILE
from config.learning import Given, as_yaml, learn, read_given
from config.vocabulary import Vocabulary
from tests.labelled import ADDRESSES, Judged, fold_of, judged

SURE = 0.6
HELD_OUT = 0
FIRST, THREE = 0.57, 0.68  # just under what was measured: 0.577, 0.689


@pytest.fixture(scope="module")
def given() -> list[Given]:
    """All labelled addresses."""
    if not ADDRESSES.exists():
        pytest.skip(
            "the labelled addresses (GOV.UK local links, 2017) are not beside the repository"
        )
    return read_given(ADDRESSES, load_services())


@pytest.fixture(scope="module")
def labels(given: list[Given]) -> dict[str, set[int]]:
    """The services that each address was given for."""
    found: dict[str, set[int]] = defaultdict(set)
    for row in given:
        found[row.url].add(row.lgsl)
    return found


@pytest.fixture(scope="module")
def held_out(given: list[Given]) -> list[Judged]:
    """The held-out councils' addresses, each with what was guessed."""
    return list(judged(given, HELD_OUT))


def test_most_addresses_lead_to_their_service_though_many_say_nothing(
    held_out: list[Judged],
) -> None:
    first = sum(guessed[0].lgsl == row.lgsl for row, guessed in held_out)
    three = sum(row.lgsl in {match.lgsl for match in guessed} for row, guessed in held_out)
    print(f"\nfirst {first / len(held_out):.3f}, among three {three / len(held_out):.3f}")
    assert first / len(held_out) >= FIRST
    assert three / len(held_out) >= THREE


def test_a_guess_is_as_often_right_as_its_chance_says(held_out: list[Judged]) -> None:
    for low, high in ((0.0, 0.2), (0.2, 0.5), (0.5, 0.8), (0.8, 1.01)):
        best = [(row, each[0]) for row, each in held_out if low <= each[0].score < high]
        right = sum(match.lgsl == row.lgsl for row, match in best) / len(best)
        said = sum(match.score for _, match in best) / len(best)
        print(f"\n{low}-{high}: said {said:.2f}, right {right:.2f} of {len(best)}")
        assert abs(said - right) <= 0.12


def test_an_address_that_surely_names_a_service_names_one_it_was_given_for(
    given: list[Given], labels: dict[str, set[int]]
) -> None:
    match = Vocabulary.of(load_services()).match
    rows = [row for row in given if fold_of(row.council) == HELD_OUT]
    found = [(row, match(row.url)) for row in rows]
    sure = [(row, each) for row, each in found if each and each[0].score >= SURE]
    right = sum(each[0].lgsl in labels[row.url] for row, each in sure)
    assert len(sure) / len(rows) >= 0.45
    assert right / len(sure) >= 0.85


def test_the_learnt_words_are_those_that_the_list_teaches(given: list[Given]) -> None:
    """After a change of services.yaml: python -m config.learning gds-service-urls.csv"""
    assert as_yaml(learn(given, load_services())) == LEARNT_FILE.read_text(encoding="utf-8")
