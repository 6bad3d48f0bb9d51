import json
import re
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
from lxml import html

from crawler.archive import Capture
from crawler.page import Page
from crawler.run import Run
from reports.filters import ReportError, safe_url
from reports.site import write_site
from reports.wording import measure_facts, rule_help
from scoring.accessibility.registry import check_page
from scoring.tables import read_tables, write_tables
from tests.reports.example import FORMULA, HOSTILE, REFUSED, SCRIPT, example_run

Tables = dict[str, pd.DataFrame]


def read_page(path: Path) -> html.HtmlElement:
    return html.document_fromstring(path.read_text(encoding="utf-8"))


def text_of(path: Path) -> str:
    return " ".join(" ".join(read_page(path).itertext()).split())


def pages_of(report: Path) -> list[Path]:
    return sorted(report.rglob("*.html"))


def test_there_is_a_page_for_each_council_and_each_subject(report: Path, tables: Tables) -> None:
    subjects = {"index", "services", "platforms", "findings", "charts", "method", "data"}
    subjects |= {"accessibility"}
    assert {path.stem for path in report.glob("*.html")} == subjects
    councils = {path.stem for path in (report / "councils").iterdir()}
    slugs = set(tables["councils"]["slug"])
    assert councils == slugs | {f"{slug}-plan" for slug in slugs - {REFUSED}}


def test_every_page_has_the_landmarks_and_one_heading_of_the_first_rank(report: Path) -> None:
    for path in pages_of(report):
        page = read_page(path)
        assert page.get("lang") == "en-GB"
        assert len(page.xpath("//h1")) == len(page.xpath("//main")) == 1
        assert page.xpath("//a[@class='skip']/@href") == ["#main"]
        assert page.findtext(".//title").strip()
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids))
        for table in page.xpath("//table"):
            assert table.xpath("caption[normalize-space()]")
            assert all(cell.get("scope") for cell in table.xpath(".//th"))
            assert table.getparent().get("tabindex") == "0"


def test_headings_skip_no_rank(report: Path) -> None:
    for path in pages_of(report):
        ranks = [int(each.tag[1]) for each in read_page(path).xpath("//h1|//h2|//h3|//h4")]
        assert all(after <= before + 1 for before, after in pairwise(ranks))


def test_every_link_within_the_report_leads_somewhere(report: Path) -> None:
    for path in pages_of(report):
        page = read_page(path)
        for target in page.xpath("//a/@href | //img/@src | //link/@href | //script/@src"):
            file, _, fragment = target.partition("#")
            if target.startswith(("http:", "https:")):
                continue
            assert not file or (path.parent / file).exists(), f"{path}: {target}"
            assert not fragment or file or page.xpath("//*[@id=$id]", id=fragment)


def test_what_strangers_wrote_is_text_and_their_links_are_web_addresses(report: Path) -> None:
    for path in pages_of(report):
        page = read_page(path)
        assert [script.get("src").split("/")[-1] for script in page.xpath("//script")] == [
            "sort.js"
        ]
        assert not page.xpath("//@*[starts-with(name(), 'on')] | //@style | //style | //form")
        for link in page.xpath("//a[contains(@href, ':')]"):
            assert re.match(r"https?://", link.get("href"))
            assert link.get("rel") == "noopener noreferrer nofollow"
    shown = text_of(report / "councils" / f"{HOSTILE}.html")
    assert SCRIPT in shown
    assert FORMULA in shown
    assert "javascript:alert(document.domain) (not a web address)" in shown


def test_a_council_sees_its_place_its_services_and_the_evidence(report: Path) -> None:
    page = text_of(report / "councils" / "ambridge.html")
    for said in (
        "3 of 4 stars",
        "of 100 (interval ",
        "3 of 11 (interval 2 to 4)",
        "of 3, Shire district",
        "Bin collection days and missed bins",
        "Questions: 1 no, 0 yes about Bin collection days and missed bins",
        "captured at byte",
        "evidence/ambridge.warc.gz",
        rule_help()["image-alt"],
        measure_facts()["trust.https"].question,
        "What could not be assessed",
        "By other methods",
    ):
        assert said in page, said


def test_groups_of_the_same_peers_are_told_once(report: Path) -> None:
    rows = read_page(report / "councils" / "ambridge.html").xpath(
        "//caption[@id='peers-caption']/../tbody/tr"
    )
    said = [[" ".join(cell.text_content().split()) for cell in row[:2]] for row in rows]
    assert said == [
        ["All of its type, in its nation, the nearest in population", "2"],
        ["In its region", "1"],
    ]


def test_a_finding_tells_whom_it_hinders_and_how_to_mend_it(report: Path) -> None:
    page = read_page(report / "councils" / "ambridge.html")
    first = page.xpath("//section[@aria-labelledby='findings']/article")[0]
    said = " ".join(first.text_content().split())
    assert rule_help()["image-alt"] in said
    assert "Critical · 1.1.1 Non-text Content, level A · image-alt" in said
    assert "It hinders people who listen with a screen reader and" in said
    assert "To mend it: Add an alt that" in said
    assert first.xpath(".//details//code")[0].text == '<img src="/map.png">'
    assert 1 <= len(first.xpath("ul/li[1]/a")) <= 3


def test_the_report_passes_the_rules_it_reports_on(report: Path) -> None:
    for path in pages_of(report):
        headers = (("content-type", "text/html"),)
        capture = Capture("response", "https://x.test/", "", 0, 200, headers, path.read_bytes())
        found = [finding for finding in check_page(Page(capture)) if not finding.needs_review]
        assert found == [], path.name


def test_what_a_person_has_to_judge_is_folded_and_apart(report: Path) -> None:
    page = read_page(report / "councils" / "ambridge.html")
    (folded,) = page.xpath("//details[@class='review']")
    assert folded.get("open") is None
    assert folded.xpath("article//code[.='p-as-heading']")
    assert not page.xpath("//section[@aria-labelledby='findings']/article//code[.='p-as-heading']")


def test_researchers_see_on_how_many_sites_each_rule_fails(report: Path) -> None:
    table = read_page(report / "findings.html").xpath("//table")[0]
    assert table.xpath(".//tbody/tr[1]/td[1]")[0].text == "Critical"
    assert table.xpath(".//tbody/tr[1]/td[4]")[0].text.endswith("%")


def test_a_council_that_is_not_ranked_has_the_reason_and_no_stars(report: Path) -> None:
    page = text_of(report / "councils" / f"{REFUSED}.html")
    assert "Not ranked. The site could not be crawled." in page
    assert "robots.txt refuses the crawler" in page
    assert "of 4 stars" not in page
    table = read_page(report / "index.html").xpath("//table[@id='ranking-table']")[0]
    assert "Llareggub" not in table.text_content()


def test_the_method_page_says_what_earns_points_and_stars(report: Path) -> None:
    page = text_of(report / "method.html")
    assert "4 stars: from 75 points" in page
    assert "No more than 3 unless accessibility.statement is at least 1." in page
    assert "trust.https 1 0 1 English unitary" in page
    assert "The <b>services</b> count most." in page
    assert "from 0: 100 points; from 5: 40 points; from 20: 0 points" in page
    assert "all; no points where it was not assessed" in page
    assert "The file of the method other is not at hand" in page


def test_downloads_are_those_that_were_exported(tmp_path: Path) -> None:
    run = example_run(tmp_path)
    assert "No files have been exported" in text_of(write_site(run).parent / "data.html")
    (run / "export").mkdir()
    (run / "export" / "ranking.csv").write_text("rank\n", encoding="utf-8")
    page = read_page(write_site(run).parent / "data.html")
    assert "../export/ranking.csv" in page.xpath("//a/@href")


def test_the_page_of_a_council_that_has_left_the_run_is_removed(tmp_path: Path) -> None:
    run = example_run(tmp_path)
    old = write_site(run).parent / "councils" / "walford.html"
    assert old.exists()
    tables = read_tables(run / "tables")
    left = {name: frame[frame["slug"] != "walford"] for name, frame in tables.items()}
    write_tables(left, run / "tables")
    write_site(run)
    assert not old.exists()


def test_a_slug_that_could_leave_the_folder_stops_the_report(tmp_path: Path) -> None:
    run = example_run(tmp_path)
    tables = read_tables(run / "tables")
    tables["councils"]["slug"] = tables["councils"]["slug"].replace("walford", "../../walford")
    write_tables(tables, run / "tables")
    with pytest.raises(ReportError, match="cannot name a file"):
        write_site(run)
    assert not (run / "report").exists()


def test_a_run_that_nothing_rated_is_said_so(tmp_path: Path) -> None:
    run = example_run(tmp_path)
    tables = read_tables(run / "tables")
    write_tables({"ratings": tables["ratings"].iloc[:0]}, run / "tables")
    with pytest.raises(ReportError, match="score the run first"):
        write_site(run)


def test_a_run_in_which_nobody_could_be_ranked_still_has_a_report(tmp_path: Path) -> None:
    run = example_run(tmp_path)
    ratings = read_tables(run / "tables")["ratings"]
    for column in ("rank", "rank_low", "rank_high", "stars", "score"):
        ratings[column] = pd.NA
    ratings["unranked_reason"] = "too_little_measured"
    write_tables({"ratings": ratings.astype({"score": "Float64"})}, run / "tables")
    page = text_of(write_site(run))
    assert "Councils ranked 0 of 12" in page
    assert "Too little of what the method weighs could be assessed." in page


def test_a_record_with_only_what_is_needed_is_enough(tmp_path: Path) -> None:
    run = example_run(tmp_path)
    path = Run(run).record_path
    record = json.loads(path.read_text(encoding="utf-8"))
    needed = {name: record[name] for name in ("name", "created", "councils")}
    path.write_text(json.dumps(needed), encoding="utf-8")
    assert "By the method Plain" in text_of(write_site(run))


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,x",
        "//example.org/",
        "/bins",
        "https:///bins",
        "https://council.gov.uk@evil.example/",
        "https://[::1",
        "",
        None,
    ],
)
def test_only_an_absolute_web_address_is_linked(url: str | None) -> None:
    assert safe_url(url) == ""


@pytest.mark.parametrize("url", ["https://www.example.org/a?b=c#d", "http://127.0.0.1:8000/"])
def test_a_web_address_is_linked_as_it_is(url: str) -> None:
    assert safe_url(url) == url


def test_a_councils_page_shows_how_its_score_adds_up(report: Path) -> None:
    page = read_page(report / "councils" / "walford.html")
    [table] = page.xpath("//table[caption[@id='working-caption']]")
    rows = [
        [" ".join(cell.text_content().split()) for cell in row] for row in table.xpath(".//tr")[1:]
    ]
    lines = [row for row in rows if "." in row[0]]
    [told] = page.xpath("//details/p[starts-with(., 'Score:')]/text()[1]")
    assert sum(float(row[6]) for row in lines) == pytest.approx(float(told.split()[1]), abs=0.1)
