"""Measures of real sites, each looked up by a person in the pages themselves.

The table `real_measures.csv` holds what a person found: the value, or the status where the pages
alone do not tell, and how it was looked up. The pages are served without headers of their own.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from scoring.measures import all_measures, measure_site
from scoring.tables import Row
from tests.scoring.sites import Answer, council_of, site_of_pages

TABLE = Path(__file__).with_name("real_measures.csv")
HOMES = {"it-design-comuni": "sito/homepage.html", "w3c-bad": "after/home.html"}


@pytest.fixture(scope="module")
def measured() -> dict[tuple[str, str], Row]:
    """The rows of table `measures` by site and measure."""
    sites = Path(__file__).parents[3] / "shared" / "sites"
    if not sites.is_dir():
        pytest.skip("../shared/sites is not there: no real pages to test with")
    return {(name, row["measure"]): row for name in HOMES for row in _rows(sites / name)}


def _rows(folder: Path) -> list[Row]:
    base = f"https://www.{folder.name}.gov.test/"
    pages: dict[str, Answer] = {
        base + file.relative_to(folder).as_posix(): (200, {}, file.read_bytes())
        for file in sorted(folder.rglob("*.html"))
    }
    return measure_site(site_of_pages(pages, council_of(homepage=base + HOMES[folder.name])))


def rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row['site']} {row['measure']}")
def test_a_real_site_measures_as_a_person_found(
    row: dict[str, str], measured: dict[tuple[str, str], Row]
) -> None:
    found = measured[row["site"], row["measure"]]
    if row["value"].startswith("not_"):
        assert found["status"] == row["value"]
    else:
        assert found["value"] == pytest.approx(float(row["value"]), abs=0.001)


def test_the_table_is_large_and_names_measures_that_there_are() -> None:
    names = {row["measure"] for row in rows()}
    assert len(rows()) >= 80
    assert names <= {each.id for each in all_measures()}
    assert len({(row["site"], row["measure"]) for row in rows()}) == len(rows())
