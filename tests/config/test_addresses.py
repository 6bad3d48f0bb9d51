"""What an address was given for: guesses, and how they are learnt."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config import ConfigError, load_councils, load_services
from config.addresses import LEARNT_FILE, Addresses, address_words
from config.learning import Given, as_yaml, learn, read_given

SERVICES = load_services()
ADDRESSES = Addresses.of(SERVICES)
GRAFFITI, FLY_TIPPING, TAX = 584, 587, 57


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.id)
def test_an_address_of_a_services_own_words_is_guessed_to_be_its(service) -> None:  # type: ignore[no-untyped-def]
    address = "/residents/" + service.words.en[0].replace(" ", "-")
    assert service.lgsl in {match.lgsl for match in ADDRESSES.guess(address)}


def test_an_address_that_says_little_has_guesses_of_little_chance() -> None:
    for address in ("https://www.barchester.gov.uk/", "https://x.gov.uk/index.aspx?articleid=1870"):
        assert ADDRESSES.vocabulary.match(address) == ()
        guessed = ADDRESSES.guess(address)
        assert len(guessed) == 3
        assert all(0 < match.score < 0.2 for match in guessed)


def test_a_section_that_names_no_service_makes_its_services_likelier() -> None:
    nothing = {match.lgsl: match.score for match in ADDRESSES.guess("/", limit=None)}
    section = {match.lgsl: match.score for match in ADDRESSES.guess("/enviro-crime", limit=None)}
    assert section[GRAFFITI] > 2 * nothing[GRAFFITI]
    assert section[TAX] < nothing[TAX]


def test_the_chances_of_all_services_add_up_to_one() -> None:
    for address in ("/report-it", "/council-tax/pay", "https://x.gov.uk/pid/584"):
        chances = [match.score for match in ADDRESSES.guess(address, limit=None)]
        assert sum(chances) == pytest.approx(1, abs=0.03)  # each is rounded to a thousandth
        assert chances == sorted(chances, reverse=True)


def test_an_address_with_a_services_number_is_likely_its() -> None:
    best = ADDRESSES.guess("https://www.barchester.gov.uk/service.asp?pid=584")[0]
    assert best.lgsl == GRAFFITI
    assert best.score > 0.5
    assert ADDRESSES.guess("https://www.barchester584.gov.uk/")[0].score < 0.2


def test_only_the_services_asked_about_are_guessed() -> None:
    few = tuple(service for service in SERVICES if service.lgsl in (GRAFFITI, TAX))
    guessed = Addresses.of(few).guess("/street-care/graffiti-and-fly-tipping")
    assert [match.lgsl for match in guessed] == [GRAFFITI, TAX]


def test_a_service_that_was_not_there_to_learn_is_found_by_its_words() -> None:
    own = SERVICES[0].model_copy(update={"lgsl": 99_999})
    words = own.words.model_copy(update={"en": ("hedgehog crossing",)})
    own = own.model_copy(update={"words": words})
    assert Addresses.of((own, *SERVICES[1:])).guess("/hedgehog-crossing")[0].lgsl == 99_999


def test_words_for_people_are_matched_and_not_guessed() -> None:
    for text in ("Report a missed bin", "Casglu sbwriel", "Contact us", ""):
        assert ADDRESSES.guess(text) == ADDRESSES.vocabulary.match(text)


@given(st.text(max_size=60).map("/".__add__))
def test_any_address_at_all_is_guessed_without_error(address: str) -> None:
    assert all(0 <= match.score <= 1 for match in ADDRESSES.guess(address))


def test_no_councils_name_and_no_number_was_learnt() -> None:
    words = address_words().words.keys() | address_words().last.keys()
    assert all(word.isalpha() and len(word) > 2 for word in words)
    assert not words & {council.slug for council in load_councils()}


def test_only_words_that_several_councils_use_are_learnt() -> None:
    rows = [
        Given(council=f"c{number % 4}", url=f"/{word}", lgsl=lgsl)
        for number in range(40)
        for word, lgsl in (("daubing", GRAFFITI), (f"only{'abcd'[number % 4]}", FLY_TIPPING))
    ]
    learnt = learn(rows, SERVICES)
    assert learnt.words["daub"][GRAFFITI] > 0
    assert set(learnt.words) == {"daub"}
    assert learnt.councils == 4


def test_what_was_learnt_is_written_so_that_it_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "address_words.yaml"
    file.write_text(as_yaml(address_words()), encoding="utf-8")
    assert address_words(file) == address_words()
    assert file.read_text(encoding="utf-8") == LEARNT_FILE.read_text(encoding="utf-8")


@pytest.mark.parametrize("weights", ["584 much", "584", "graffiti 1.2"])
def test_a_wrong_weight_is_told_by_file_line_and_word(tmp_path: Path, weights: str) -> None:
    file = tmp_path / "wrong.yaml"
    text = as_yaml(address_words())
    line = next(n for n, each in enumerate(text.splitlines(), 1) if each.startswith('  "graffiti"'))
    lines = text.splitlines()
    lines[line - 1] = f'  "graffiti": {weights}'
    file.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(ConfigError, match=rf"wrong\.yaml:{line}: words\.graffiti"):
        address_words(file)


def test_a_list_without_labels_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("council,url\nx,/y\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"list\.csv:1: lgsl"):
        read_given(file, SERVICES)
