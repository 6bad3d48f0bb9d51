"""The survey's questions: how many, of whom, and the errors of their loader."""

import time
from collections import Counter
from pathlib import Path

import pytest

from config import ConfigError, load_services
from config.questions import PATTERNS, load_questions

ASKED = load_questions()
PAIRS = list(ASKED.pairs())
SERVICES = {service.id: service for service in load_services()}


def test_there_are_enough_questions_of_the_services_own() -> None:
    assert len(PAIRS) >= 500
    assert sum(len(own) for own in ASKED.own.values()) >= 350
    assert {service for service, _ in PAIRS} == SERVICES.keys()
    assert min(Counter(service for service, _ in PAIRS).values()) >= 2


def test_questions_are_asked_only_of_services_that_are_surveyed() -> None:
    also = {service for _, question in PAIRS for service in question.also}
    assert ASKED.services <= SERVICES.keys()
    assert also <= SERVICES.keys()


def test_a_service_has_one_or_two_essential_questions() -> None:
    essential = Counter(service for service, question in PAIRS if question.essential)
    assert set(essential.values()) == {1, 2}
    assert essential.keys() >= {"council-tax", "bin-collection", "find-councillor"}


def test_no_question_asks_for_a_stage_that_makes_no_sense_for_its_service() -> None:
    too_high = [
        (service, question.id)
        for service, question in PAIRS
        if question.stage and question.stage > SERVICES[service].ceiling
    ]
    assert too_high == []


def test_a_question_is_for_a_nation_whose_councils_provide_the_service() -> None:
    for service, question in PAIRS:
        assert question.nations & set(SERVICES[service].nations), (service, question.id)


def test_no_page_makes_a_search_for_words_take_long() -> None:
    hostile = ("a " * 5000, "proof of " * 1500, "£1,2 " * 2000, "ring 0" * 2000, "2025-26 " * 1500)
    found = {getattr(question, name) for _, question in PAIRS for name in PATTERNS} - {None}
    assert [pattern.pattern for pattern in found if pattern.search("")] == []
    for pattern in found:
        begun = time.process_time()
        for text in hostile:
            pattern.search(text)
        assert time.process_time() - begun < 1, pattern.pattern


GOOD = """standard: []
common:
  - id: photo
    question: Can I add a photograph?
    asks: [photo]
    of: [graffiti]
own:
  graffiti:
    - id: price
      question: Does it say what it costs?
      essential: true
      says: ['£ ?\\d']
"""


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("id: price", "id: The Price"), ":9: own.graffiti.0.id:"),
        (("costs?", "costs"), ":10: own.graffiti.0.question:"),
        (("essential: true", "essential: very"), ":11: own.graffiti.0.essential:"),
        (("\\d']", "\\d'"), "is not YAML"),
        (("£ ?\\d", "(£"), ":12: own.graffiti.0.says: (£: missing )"),
        (("£ ?\\d", "£.*\\d"), ":12: own.graffiti.0.says: £.*\\d: a repeat needs an end"),
        (("£ ?\\d", "£\\d{2,}"), "a repeat needs an end"),
        (("['£ ?\\d']", "a price"), "own.graffiti.0.says: is no list of regular expressions"),
        (("      says: ['£ ?\\d']\n", ""), "own.graffiti.0: nothing says how it is answered"),
        (("says:", "shouts:"), ":12: own.graffiti.0.shouts:"),
        (("essential: true", "offers: [cake]"), ":11: own.graffiti.0.offers.0:"),
        (("essential: true", "nations: [Cornwall]"), ":11: own.graffiti.0.nations.0:"),
        (("essential: true", "stage: 5"), ":11: own.graffiti.0.stage:"),
        (("of: [graffiti]", "of: []"), ":6: common.0.of:"),
        (("id: price", "id: photo"), "graffiti has two questions called photo"),
        (("standard: []", "standards: []"), "standard: Field required"),
    ],
)
def test_a_mistake_in_the_questions_is_told_by_file_line_and_field(
    tmp_path: Path, change: tuple[str, str], told: str
) -> None:
    file = tmp_path / "questions.yaml"
    file.write_text(GOOD.replace(*change), encoding="utf-8")
    with pytest.raises(ConfigError) as error:
        load_questions(file)
    assert str(error.value).startswith(str(file))
    assert told in str(error.value)
    assert "\n" not in str(error.value)


def test_three_essential_questions_are_too_many(tmp_path: Path) -> None:
    file = tmp_path / "questions.yaml"
    question = GOOD.partition("  graffiti:\n")[2]
    more = question.replace("price", "more") + question.replace("price", "most")
    file.write_text(GOOD + more, encoding="utf-8")
    with pytest.raises(ConfigError, match="graffiti has more than 2 essential questions"):
        load_questions(file)


def test_the_good_file_loads_and_a_common_question_comes_after_the_own(tmp_path: Path) -> None:
    file = tmp_path / "questions.yaml"
    file.write_text(GOOD, encoding="utf-8")
    asked = load_questions(file)
    assert [question.id for question in asked.of("graffiti")] == ["price", "photo"]
    assert asked.of("a-service-of-ones-own") == ()
