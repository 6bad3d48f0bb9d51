"""What a text speaks of."""

import csv
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config import load_services
from config.vocabulary import Vocabulary, is_a_to_z, is_hub, is_noise, speaks_of_action
from config.words import known_parts, segments, stem, stems

SERVICES = load_services()
VOCABULARY = Vocabulary.of(SERVICES)
SELECTION_FILE = Path(__file__).parent / "selection.csv"
SELECTION = list(csv.DictReader(SELECTION_FILE.read_text(encoding="utf-8").splitlines()))


@pytest.mark.parametrize(
    "row", [row for row in SELECTION if row["lgsl"]], ids=lambda row: row["text"]
)
def test_a_text_that_names_a_service_is_of_that_service(row: dict[str, str]) -> None:
    best = VOCABULARY.match(row["text"])[0]
    assert best.lgsl == int(row["lgsl"])
    assert best.score >= 0.4


@pytest.mark.parametrize(
    "row", [row for row in SELECTION if not row["lgsl"]], ids=lambda row: row["text"]
)
def test_a_text_that_names_none_is_of_none(row: dict[str, str]) -> None:
    assert VOCABULARY.match(row["text"]) == ()


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.id)
def test_a_services_own_phrases_speak_of_it(service) -> None:  # type: ignore[no-untyped-def]
    phrases = (*service.words.en, *service.words.cy)
    lost = [
        text for text in phrases if service.lgsl not in {m.lgsl for m in VOCABULARY.match(text)}
    ]
    assert lost == []


def test_longer_phrases_beat_the_words_in_them() -> None:
    assert VOCABULARY.match("council tax")[0].lgsl == 57
    discount, *others = VOCABULARY.match("council tax discount")
    assert discount.lgsl == 59
    assert all(other.score < 0.6 * discount.score for other in others)


def test_the_last_part_of_an_address_tells_most() -> None:
    best = VOCABULARY.match("/council-tax/parking-fines")[0]
    assert best.lgsl == 471


def test_what_is_meant_elsewhere_is_not_meant_here() -> None:
    assert 510 in {match.lgsl for match in VOCABULARY.match("allotments")}
    assert 461 not in {match.lgsl for match in VOCABULARY.match("car park charges")}
    assert 534 not in {match.lgsl for match in VOCABULARY.match("top tips")}


def test_an_address_may_carry_the_services_own_number() -> None:
    assert VOCABULARY.match("https://www.barchester.gov.uk/pid577")[0] == (577, 1.0)
    assert VOCABULARY.match("/category.asp?scheme_name=LGSL&scheme_category_id=372")[0] == (
        372,
        1.0,
    )
    assert VOCABULARY.match("https://www.barchester.gov.uk/pid/577") == ((577, 1.0),)
    assert VOCABULARY.match("/pid99999") == ()


def test_matching_is_the_same_for_any_case_accent_and_joint() -> None:
    forms = [
        "Street Lighting",
        "street-lighting",
        "/StreetLighting.aspx",
        "street_lighting",
        "/streetlighting",
    ]
    assert {VOCABULARY.match(form)[0].lgsl for form in forms} == {564}
    assert VOCABULARY.match("baw cwn") == VOCABULARY.match("Baw cŵn")


def test_the_limit_is_kept() -> None:
    assert len(VOCABULARY.match("street cleaning", limit=1)) == 1
    assert len(VOCABULARY.match("street cleaning")) == 3


@given(st.text(max_size=60))
def test_any_text_at_all_is_matched_without_error_best_first(text: str) -> None:
    scores = [match.score for match in VOCABULARY.match(text, limit=99)]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)


@given(st.text(alphabet=string.ascii_lowercase, min_size=1, max_size=14))
def test_a_stem_stays_as_it_is_when_the_word_is_made_plural(word: str) -> None:
    if len(word) > 3 and word[-1] not in "sxzhyeiuo":
        assert stem(word + "s") == stem(word)


def test_addresses_and_titles_are_taken_apart() -> None:
    assert segments("//x.gov.uk/a/MissedBin.aspx?form=Report%20it#top-part")[-3:] == [
        "Missed Bin",
        "Report it",
        "top-part",
    ]
    assert segments("Bins: and, or - Barchester") == ["Barchester", "Bins: and, or"]
    assert known_parts("cabinet", frozenset({"bin"})) == ()


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("Report a missed bin", "report"),
        ("/pay/council-tax", "pay"),
        ("Apply for a parking permit", "apply"),
        ("Renew your library books", "book"),
        ("Talu'r dreth gyngor", "pay"),
        ("Gwneud cais am drwydded", "apply"),
        ("Council tax", None),
        ("", None),
    ],
)
def test_an_action_is_heard(text: str, action: str | None) -> None:
    assert speaks_of_action(text) == action


@pytest.mark.parametrize(
    "text",
    ["Latest news", "/news/2026/bin-changes", "Newyddion", "Privacy notice", "Cabinet minutes"],
)
def test_noise_is_heard(text: str) -> None:
    assert is_noise(text)


@pytest.mark.parametrize(
    "text",
    [
        "Report a missed bin",
        "/council-tax/pay",
        "Planning applications",
        "Current consultations | Barchester",
        "https://www.barchester.gov.uk/planning/planning-policy",
        "",
    ],
)
def test_services_are_no_noise(text: str) -> None:
    assert not is_noise(text)


@pytest.mark.parametrize(
    "text", ["Do it online", "A to Z", "A-Z of services", "/residents/report-it", "Gwasanaethau"]
)
def test_hubs_are_told(text: str) -> None:
    assert is_hub(text)


def test_a_service_is_no_hub() -> None:
    assert not is_hub("Report a pothole")
    assert not is_a_to_z("Zoo licence")
    assert stems("A to Z") == ("z",)
