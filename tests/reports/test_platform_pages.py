import csv
from pathlib import Path

import pandas as pd
import pytest

from config import load_platforms, load_services
from reports.platform_pages import cms_rows, platform_rows, users_sheet, without_platform
from reports.raters import Rater
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


def test_a_cms_tells_its_councils_and_how_they_do(tables: dict[str, pd.DataFrame]) -> None:
    rows = cms_rows(tables, Rater("plain", None), load_platforms())
    assert [row["name"] for row in rows] == ["Drupal", "WordPress", ""]
    rated = tables["ratings"].query("method == 'plain'").set_index("slug")
    for row in rows:
        own = tables["councils"].set_index("slug")["cms"].fillna("").eq(row["id"])
        scores = rated.loc[own[own].index, "score"].dropna()
        assert row["ranked"] == len(scores) == sum(row["stars"])
        assert row["median"] == pytest.approx(scores.median())
    assert sum(len(row["councils"]) for row in rows) == len(tables["councils"])


def test_who_uses_what_is_a_sheet(tables: dict[str, pd.DataFrame], report: Path) -> None:
    sheet = users_sheet(tables, Rater("plain", None), load_platforms(), load_services())
    assert set(sheet["kind"]) == {"cms", "payments", ""}
    assert sheet[sheet["kind"] == "cms"]["service"].isna().all()
    rows = list(csv.DictReader((report / "platforms.csv").read_text("utf-8").splitlines()))
    assert len(rows) == len(sheet)
    assert "Drupal" in text_of(report / "platforms.html")
