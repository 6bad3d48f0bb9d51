import pytest

from config.crawl import load_crawl_rules
from crawler.traps import Traps, pattern_of

HOME = "https://www.barchester.gov.test"
RULES = load_crawl_rules().traps


def traps(*urls: str) -> Traps:
    """Traps that met these paths."""
    made = Traps(RULES)
    for url in urls:
        made.met(HOME + url)
    return made


@pytest.mark.parametrize(
    ("path", "endless"),
    [
        ("/a/a/a/", True),
        ("/a/b/a/b/a/b", True),
        ("/bins/bins/missed", False),
        ("/en/services/bins/en", False),
        ("/" + "/".join(str(number) for number in range(30)), True),
    ],
)
def test_a_folder_within_itself_is_endless(path: str, endless: bool) -> None:
    assert traps().is_endless(HOME + path) is endless


@pytest.mark.parametrize(
    "path", ["/events?date={}", "/diary/20{}/1", "/list?sort={}", "/list?filter%5Bx%5D={}"]
)
def test_a_calendar_or_list_is_read_a_few_times(path: str) -> None:
    made = traps(*(path.format(10 + number) for number in range(RULES.listed)))
    assert made.is_sprung(HOME + path.format(99))
    assert not made.is_sprung(HOME + "/events/fete")


@pytest.mark.parametrize(
    "path",
    [
        "/index.php?page={}",
        "/article/{}/bins",
        "/doc?documentID={}&categoryID=4",
        "/?view=article&id={}",
    ],
)
def test_content_behind_numbers_is_no_trap(path: str) -> None:
    made = traps(*(path.format(number) for number in range(200)))
    assert not made.is_sprung(HOME + path.format(500))


def test_filters_in_every_combination_are_a_trap_and_new_values_are_none() -> None:
    made = traps(*(f"/find?ward={number % 7}&kind={number % 5}" for number in range(30)))
    assert made.is_sprung(HOME + "/find?kind=1&ward=3")
    assert not made.is_sprung(HOME + "/find?kind=1&ward=new")


def test_a_pattern_that_brings_nothing_new_is_left_until_it_does() -> None:
    made = traps()
    for number in range(RULES.alike):
        assert not made.is_sprung(f"{HOME}/s/{number}")
        made.brought(f"{HOME}/s/{number}", "duplicate")
    assert made.is_sprung(f"{HOME}/s/999")
    made.brought(f"{HOME}/s/1", "timed-out")
    assert made.is_sprung(f"{HOME}/s/999")
    made.brought(f"{HOME}/s/2", "")
    assert not made.is_sprung(f"{HOME}/s/999")


def test_ids_and_numbers_tell_no_patterns_apart() -> None:
    one = pattern_of(f"{HOME}/visit/8f14e45fceea167a5a36dedd4bea2543/bins-7")
    other = pattern_of(f"{HOME}/visit/c9f0f895fb98ab9159f51fd0297e236d/parking-12")
    assert one == other == "www.barchester.gov.test/visit/0?"
    assert pattern_of(f"{HOME}/visitor-information/a") != pattern_of(f"{HOME}/neighbourhoods/a")
