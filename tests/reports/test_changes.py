"""A run's report with what changed since the run before, told by today's rules."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from lxml import html

from config import load_services
from crawler.archive import Capture
from crawler.page import Page
from crawler.run import Run
from reports.changes import Changes
from reports.site import write_site
from scoring.accessibility.registry import check_page
from scoring.comparing import Side, compare
from scoring.mending import finding_changes
from scoring.tables import read_tables
from tests.reports.example import example_run

METHOD = "plain"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A year in which Walford's services went up and nothing else changed but the rules.

    The rules of the older run gave every council 10 points less.
    """
    newer = Run(example_run(tmp_path_factory.mktemp("new")))
    older = Run(example_run(tmp_path_factory.mktemp("old")))
    older.write(older.read().model_copy(update={"created": "2025-11-20T09:30:00+00:00"}))
    after = read_tables(newer.tables)
    before = {name: frame.copy() for name, frame in after.items()}
    services, findings = before["services"], before["findings"]
    services.loc[services["slug"].eq("walford") & services["status"].eq("measured"), "stage"] = 0
    measures = before["measures"]
    measures.loc[measures["slug"].eq("walford"), "value"] = 0.0
    after["findings"] = findings[~(findings["slug"].eq("walford") & findings["rule"].eq("label"))]
    published = dict(
        zip(after["ratings"]["slug"], after["ratings"]["score"].fillna(0), strict=True)
    )
    less = {slug: score - 10 for slug, score in published.items()}
    method, slugs = newer.find_method(METHOD), sorted(after["councils"]["slug"])
    changes = Changes(
        compare(Side(before, less), Side(after, published), load_services(), method, ()),
        finding_changes(before, after, slugs),
        ("the older run was rated by plain 0.9",),
    )
    return write_site(newer.folder, older.folder, changes=changes).parent


def text_of(page: Path) -> str:
    return " ".join(html.parse(page).getroot().text_content().split())


def test_a_change_of_rules_is_no_ones_improvement(report: Path) -> None:
    text = text_of(report / "changes.html")
    assert "Improved1" in text
    assert "Fell back0" in text
    assert "the older run was rated by plain 0.9." in text
    assert "no change" in text_of(report / "councils" / "ambridge.html")
    charts = text_of(report / "charts.html")
    assert "1 rose and 0 fell. Most improved of each type: Walford (London borough, +" in charts


def test_a_council_sees_what_went_up_and_which_faults_went(report: Path) -> None:
    page = html.parse(report / "councils" / "walford.html")
    text = text_of(report / "councils" / "walford.html")
    assert "Since 20 November 2025▲ up" in text
    assert "Services that went up" in text
    assert "Services that went down" not in text
    assert "label: 1 fault, on up to" in text
    assert page.xpath("count(//section[@aria-labelledby='changes']//a[starts-with(@href, '#s')])")
    assert page.xpath("count(//table[caption[@id='pillars-caption']]//th[text()='Change'])") == 1


def test_most_improved_by_type_is_a_table_and_a_sheet(report: Path) -> None:
    (row,) = csv.DictReader((report / "most-improved.csv").read_text("utf-8").splitlines())
    assert (row["type"], row["place"], row["council"]) == ("London borough", "1", "Walford")
    assert float(row["points_low"]) > 0
    table = html.parse(report / "changes.html").xpath("//table[caption[@id='improved-caption']]")[0]
    assert [link.text for link in table.iter("a")] == ["Walford"]
    sheet = list(csv.DictReader((report / "changes.csv").read_text("utf-8").splitlines()))
    assert sheet[0]["council"] == "Walford"
    assert {row["change"] for row in sheet} == {"up", "same", "not_assessed"}
    assert {float(row["other_rules"]) for row in sheet[1:] if row["other_rules"]} == {10.0}


def test_the_page_of_changes_passes_the_rules_it_reports_on(report: Path) -> None:
    for path in (report / "changes.html", report / "data.html", report / "councils/walford.html"):
        headers = (("content-type", "text/html"),)
        capture = Capture("response", "https://x.test/", "", 0, 200, headers, path.read_bytes())
        found = [each for each in check_page(Page(capture)) if not each.needs_review]
        assert found == [], path.name


def test_without_a_run_before_its_pages_go(report: Path) -> None:
    write_site(report.parent)
    assert not (report / "changes.html").exists()
    assert not (report / "changes.csv").exists()
    assert "changes.html" not in (report / "index.html").read_text("utf-8")
