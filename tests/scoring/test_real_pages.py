"""Real pages, each read by a person: which service it is of, and what evidence it gives.

The table `real_pages.csv` holds what a person decided on opening each page. `evidence` is what the
page itself asks for or offers, by the kinds of `scoring/services/rules.yaml`, or none. Services
have English and Welsh words, so an Italian page is of none of them: what is told there is told by
structure alone. `known_miss` is what we say instead where we are wrong, so that the error stays in
sight: mostly pages seen after signing in, which no crawler meets.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import load_platforms, load_services
from scoring.services.rate import Rater
from tests.scoring.sites import Answer, council_of, site_of_pages

TABLE = Path(__file__).with_name("real_pages.csv")
HOMES = {"it-design-comuni": "sito/homepage.html", "w3c-bad": "after/home.html"}
SUPPORTS_NOTHING = {"withdrawn", "dead-link", "not-read"}


@pytest.fixture(scope="module")
def told() -> dict[str, tuple[str, str]]:
    """By page, the services that it is told to be of, and the kinds of evidence found on it."""
    sites = Path(__file__).parents[3] / "shared" / "sites"
    if not sites.is_dir():
        pytest.skip("../shared/sites is not there: no real pages to test with")
    return dict(pair for name in HOMES for pair in _told(sites / name))


def _told(folder: Path) -> Iterator[tuple[str, tuple[str, str]]]:
    base = f"https://www.{folder.name}.gov.test/"
    pages: dict[str, Answer] = {
        base + file.relative_to(folder).as_posix(): (200, {}, file.read_bytes())
        for file in sorted(folder.rglob("*.html"))
    }
    site = site_of_pages(pages, council_of(homepage=base + HOMES[folder.name]))
    services = load_services()
    names = {service.lgsl: service.id for service in services}
    rater = Rater(site, services, load_platforms())
    for page in site.pages:
        about = sorted(names[lgsl] for lgsl in rater.about[page.url])
        offers = rater.gatherer.gather(page, services[0], hops=0)
        kinds = sorted({each.kind for each in offers} - SUPPORTS_NOTHING)
        name = f"{folder.name}/{page.url.removeprefix(base)}"
        yield name, ("+".join(about) or "none", "+".join(kinds) or "none")


def rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["page"])
def test_a_real_page_is_told_as_a_person_told_it(
    row: dict[str, str], told: dict[str, tuple[str, str]]
) -> None:
    assert told[row["page"]] == (row["service"], row["known_miss"] or row["evidence"])


def test_most_real_pages_are_told_rightly() -> None:
    right = [row for row in rows() if not row["known_miss"]]
    assert len(right) >= 80
    assert len(right) / len(rows()) >= 0.88
