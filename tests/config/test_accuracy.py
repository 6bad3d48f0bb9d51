"""How often real councils' addresses lead to the right service.

The addresses are GOV.UK's local links of 2017 (local-links-manager, MIT), each labelled with the
service it was given for. They are not part of this repository: without them the test is skipped.
"""

import csv
import hashlib
from collections import defaultdict
from pathlib import Path

import pytest

from config import load_services
from config.vocabulary import Match, Vocabulary

ADDRESSES = Path(__file__).parents[3] / "shared" / "data" / "gds-service-urls.csv"
SURE = 0.6


def is_held_out(council: str) -> bool:
    """A fifth of the councils, left out of the counts and error lists words were chosen from."""
    return int(hashlib.sha256(council.encode()).hexdigest(), 16) % 5 == 0


@pytest.fixture(scope="module")
def held_out() -> list[tuple[int, tuple[Match, ...], set[int]]]:
    """For each held-out address: its label, what it was taken for, all labels of that address."""
    if not ADDRESSES.exists():
        pytest.skip(
            "the labelled addresses (GOV.UK local links, 2017) are not beside the repository"
        )
    covered = {service.lgsl for service in load_services()}
    lines = ADDRESSES.read_text(encoding="utf-8").splitlines()
    rows = [row for row in csv.DictReader(lines) if int(row["lgsl"]) in covered]
    labels: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        labels[row["url"]].add(int(row["lgsl"]))
    match = Vocabulary.of(load_services()).match
    return [
        (int(row["lgsl"]), match(row["url"]), labels[row["url"]])
        for row in rows
        if is_held_out(row["council"])
    ]


def test_half_of_all_addresses_lead_to_their_service_though_many_say_nothing(held_out) -> None:  # type: ignore[no-untyped-def]
    first = sum(bool(found) and found[0].lgsl == label for label, found, _ in held_out)
    three = sum(label in {match.lgsl for match in found} for label, found, _ in held_out)
    assert first / len(held_out) >= 0.50
    assert three / len(held_out) >= 0.57


def test_an_address_that_surely_names_a_service_names_one_it_was_given_for(held_out) -> None:  # type: ignore[no-untyped-def]
    sure = [(found, labels) for _, found, labels in held_out if found and found[0].score >= SURE]
    right = sum(found[0].lgsl in labels for found, labels in sure)
    assert len(sure) / len(held_out) >= 0.45
    assert right / len(sure) >= 0.85
