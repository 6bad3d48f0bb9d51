from pathlib import Path

import pytest

from config import load_platforms
from reports.platform_pages import platform_rows, without_platform
from scoring.tables import table
from tests.reports.test_site import read_page, text_of

ROWS = [
    {"slug": "a", "lgsl": 1, "stage": 4, "status": "measured", "platform": "govuk-pay"},
    {"slug": "a", "lgsl": 2, "stage": 1, "status": "measured"},
    {"slug": "b", "lgsl": 1, "stage": 3, "status": "measured", "platform": "govuk-pay"},
    {"slug": "b", "lgsl": 2, "stage": 3, "status": "measured", "platform": "unheard-of"},
    {"slug": "c", "lgsl": 1, "stage": 3, "status": "measured"},
    {"slug": "c", "lgsl": 2, "stage": 0, "status": "measured"},
    {"slug": "d", "lgsl": 1, "status": "not_assessed"},
]
TABLES = {
    "services": table("services", ROWS),
    "councils": table("councils", [{"slug": slug, "name": slug.upper()} for slug in "abcd"]),
}


def test_a_platform_tells_its_councils_and_all_their_services() -> None:
    pay, other = platform_rows(TABLES, load_platforms())
    assert pay["name"] == "GOV.UK Pay"
    assert [council["name"] for council in pay["councils"]] == ["A", "B"]
    assert (pay["ratings"], pay["complete"], pay["online"]) == (2, 0.5, pytest.approx(3 / 4))
    assert (other["name"], other["kind"], other["online"]) == ("unheard-of", "", 1.0)


def test_councils_without_a_known_platform_are_told_apart() -> None:
    assert without_platform(TABLES) == {"councils": 1, "online": 0.5}
    nobody = {**TABLES, "services": TABLES["services"].iloc[:2]}
    assert without_platform(nobody) == {"councils": 0, "online": None}


def test_the_page_says_that_a_platform_is_no_cause_and_who_uses_it(report: Path) -> None:
    assert "A platform is not a cause." in text_of(report / "platforms.html")
    page = read_page(report / "platforms.html")
    (councils,) = page.xpath("//details[@id='p-govuk-pay']")
    assert "councils/ambridge.html#services" in councils.xpath(".//a/@href")
