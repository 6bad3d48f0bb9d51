from pathlib import Path

import pandas as pd
import pytest

from config import load_services
from reports.service_pages import ServicePage, service_pages, service_stems
from scoring.tables import table
from tests.reports.example import HOSTILE, REFUSED
from tests.reports.test_site import read_page, text_of

Tables = dict[str, pd.DataFrame]
BINS = 524


@pytest.fixture(scope="module")
def bins(tables: Tables) -> ServicePage:
    services = load_services()
    pages = service_pages(tables, services, service_stems(services, tables["services"]["lgsl"]))
    return next(page for page in pages if page.counts["lgsl"] == BINS)


def test_a_page_is_called_by_ids_that_stay() -> None:
    stems = service_stems(load_services(), [BINS, 528, 999999])
    assert stems == {BINS: "524-bin-collection", 528: "528-bulky-waste", 999999: "999999"}


def test_every_council_that_provides_it_is_on_the_page_once(
    bins: ServicePage, tables: Tables
) -> None:
    provided = tables["services"].query("lgsl == @BINS and status != 'not_applicable'")
    shown = [row["slug"] for row in [*bins.councils, *bins.unknown]]
    assert sorted(shown) == sorted(provided["slug"])
    assert REFUSED in {row["slug"] for row in bins.unknown}
    stages = [row["stage"] for row in bins.councils]
    assert stages == sorted(stages, reverse=True)


def test_types_and_platforms_add_up_to_all(bins: ServicePage) -> None:
    for rows in (bins.by_type, bins.by_platform):
        assert sum(row["measured"] for row in rows) == bins.counts["measured"]
        assert sum(row["3"] + row["4"] for row in rows) == bins.counts["3"] + bins.counts["4"]
    assert "county" not in {row["type"] for row in bins.by_type}
    assert bins.by_platform[-1]["platform"] == ""


def test_a_service_that_nobody_measured_still_has_a_page(tables: Tables) -> None:
    row = {"slug": "walford", "lgsl": 7, "service": "ice", "status": "not_assessed"}
    made = {**tables, "services": table("services", [row])}
    (page,) = service_pages(made, load_services(), {7: "7"})
    assert (page.councils, page.by_platform, page.counts["online"]) == ([], [], None)


def test_the_page_shows_the_evidence_and_links_no_strangers_address(report: Path) -> None:
    page = read_page(report / "services" / "524-bin-collection.html")
    rows = {
        row.xpath("th//a/@href")[0]: row
        for row in page.xpath("//*[@id='councils-table']//tr[th/a]")
    }
    own = rows[f"../councils/walford.html#s{BINS}"]
    assert own.xpath("td[last()]/a/@href") == [f"https://www.walford.example/services/{BINS}"]
    strange = rows[f"../councils/{HOSTILE}.html#s{BINS}"]
    assert not strange.xpath("td//a")
    assert "robots" not in text_of(report / "services.html")
    assert "crawl cut short" in text_of(report / "services" / "524-bin-collection.html")


def test_services_and_councils_lead_to_the_page(report: Path) -> None:
    links = read_page(report / "services.html").xpath("//tbody//th/a/@href")
    assert "services/524-bin-collection.html" in links
    council = read_page(report / "councils" / "ambridge.html")
    assert council.xpath(f"//*[@id='s{BINS}']/a/@href") == ["../services/524-bin-collection.html"]
