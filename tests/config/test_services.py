"""The services: who provides which, what they are called, and the errors of their loader."""

from collections import defaultdict
from pathlib import Path

import pytest

from config import ConfigError, Council, Service, load_councils, load_services
from config.services import service_by_lgsl
from config.words import stems

SERVICES = load_services()
GROUPS = {
    "Bins and recycling",
    "Streets and environment",
    "Roads and parking",
    "Council tax and benefits",
    "Business and licensing",
    "Planning and building",
    "Housing",
    "Schools and families",
    "Care",
    "Libraries",
    "Births, deaths and marriages",
    "Council and democracy",
}
MISSED_BIN, POTHOLE, SCHOOL_PLACE, TAXI, BUS_PASS, RIGHT_TO_BUY, BIRTH = (
    524,
    557,
    13,
    632,
    273,
    151,
    319,
)


def council_of(type_: str, nation: str = "England") -> Council:
    return next(c for c in load_councils() if c.type == type_ and c.nation == nation)


def provides(type_: str, lgsl: int, nation: str = "England") -> bool:
    return service_by_lgsl(SERVICES, lgsl).is_provided_by(council_of(type_, nation))


def test_there_are_enough_services_each_in_a_known_group() -> None:
    assert len(SERVICES) >= 75
    assert {service.group for service in SERVICES} == GROUPS


def test_counties_are_not_asked_for_bins_nor_districts_for_potholes() -> None:
    assert provides("shire-district", MISSED_BIN)
    assert not provides("county", MISSED_BIN)
    assert provides("county", POTHOLE)
    assert not provides("shire-district", POTHOLE)
    assert provides("unitary", MISSED_BIN)
    assert provides("unitary", POTHOLE)


def test_northern_ireland_councils_are_not_asked_for_what_departments_do() -> None:
    asked = {
        s.id for s in SERVICES if s.is_provided_by(council_of("ni-district", "Northern Ireland"))
    }
    assert {
        "bin-collection",
        "planning-search",
        "register-birth",
        "building-control",
        "dog-fouling",
    } <= asked
    groups = {s.group for s in SERVICES if s.id in asked}
    assert not groups & {
        "Schools and families",
        "Libraries",
        "Care",
        "Council tax and benefits",
        "Roads and parking",
    }


def test_other_bodies_work_is_not_asked_for() -> None:
    assert not provides("london-borough", TAXI)
    assert provides("metropolitan-district", TAXI)
    assert not provides("metropolitan-district", BUS_PASS)
    assert not provides("scottish-unitary", RIGHT_TO_BUY, "Scotland")
    assert provides("scottish-unitary", BIRTH, "Scotland")


def test_a_council_of_no_known_nation_is_asked_for_everything() -> None:
    stranger = Council(slug="x", name="X", type="commune", homepage="http://localhost/")
    assert all(service.is_provided_by(stranger) for service in SERVICES)


def test_no_phrase_stands_under_two_services() -> None:
    owners: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for service in SERVICES:
        for text in (*service.words.en, *service.words.cy):
            owners[stems(text)].add(service.id)
    assert {words: names for words, names in owners.items() if len(names) > 1} == {}
    assert () not in owners


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.id)
def test_words_are_lower_case_many_and_do_not_contradict_each_other(service: Service) -> None:
    own = {stems(text) for text in (*service.words.en, *service.words.cy)}
    phrases = (*service.words.en, *service.words.cy, *service.broader, *service.elsewhere)
    assert [text for text in phrases if text != text.lower().strip()] == []
    assert len(service.words.en) >= 4
    assert not own & {stems(text) for text in service.broader}
    assert not own & {stems(text) for text in service.elsewhere}


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.id)
def test_what_councils_in_wales_provide_has_welsh_words(service: Service) -> None:
    assert service.words.cy or "Wales" not in service.nations


GOOD = """services:
  - lgsl: 524
    id: bins
    name: Bins
    group: Bins and recycling
    tier: district
    action: report
    ceiling: 4
    words: {en: [missed bin]}
"""


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("tier: district", "tier: parish"), ":6: services.0.tier:"),
        (("ceiling: 4", "ceiling: 5"), ":8: services.0.ceiling:"),
        (("action: report", "action: shout"), ":7: services.0.action:"),
        (("en: [missed bin]", "en: []"), ":9: services.0.words.en:"),
        (("    group:", "    colour: red\n    group:"), ":5: services.0.colour:"),
        (("    name: Bins\n", ""), "services.0.name: Field required"),
        (("services:", "services: ["), "is not YAML"),
        ((GOOD, GOOD + GOOD.removeprefix("services:\n")), "lgsl 524 stands in it twice"),
        ((GOOD, ""), ":1:"),
    ],
)
def test_a_mistake_in_the_services_is_told_by_file_line_and_field(
    tmp_path: Path, change: tuple[str, str], told: str
) -> None:
    file = tmp_path / "services.yaml"
    file.write_text(GOOD.replace(*change), encoding="utf-8")
    with pytest.raises(ConfigError) as error:
        load_services(file)
    assert str(error.value).startswith(str(file))
    assert told in str(error.value)
    assert "\n" not in str(error.value)


def test_the_good_file_loads(tmp_path: Path) -> None:
    file = tmp_path / "services.yaml"
    file.write_text(GOOD, encoding="utf-8")
    assert load_services(file)[0].lgsl == MISSED_BIN
