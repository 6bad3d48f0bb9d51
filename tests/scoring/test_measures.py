"""The measures as a whole: complete rows and honest status for any site."""

from __future__ import annotations

import pytest

from config.page_kinds import load_page_kinds
from scoring.measures import all_measures, measure_site
from scoring.site import Site
from scoring.tables import table
from tests.scoring.sites import (
    Answer,
    answer_of,
    council_of,
    links_to,
    page_of,
    site_of_pages,
)

OLD = (
    "<HTML><HEAD><TITLE>Barchester on-line</TITLE></HEAD><BODY BGCOLOR=white><CENTER><FONT SIZE=7>"
    'Welcome</FONT></CENTER><P>Best viewed in 800x600<TABLE><TR><TD><A HREF="bins.htm">Bins'
)
GREEK = page_of("<p>Καλώς ήρθατε στον δήμο. Οι υπηρεσίες μας.</p>" * 20, "Δήμος", lang="el")
PLAIN = {f"/{n}": page_of("<p>Some words on something.</p>", f"Page {n}") for n in range(60)}
FAILING: dict[str, Answer] = {
    url: (503, {}, "busy") for url in ("/", "/robots.txt", "/sitemap.xml")
}
SITES = {
    "none of these pages": site_of_pages(
        {"/": page_of(links_to(*((u, u) for u in PLAIN))), **PLAIN}
    ),
    "every request fails": site_of_pages(FAILING, state="failed", reason="status 503"),
    "no pages": site_of_pages({}, state="failed", reason="the home page did not answer"),
    "an error": site_of_pages({"/": (500, {}, "oops")}, state="failed", reason="status 500"),
    "a language unknown": site_of_pages({"/": GREEK, "/a": GREEK}),
    "old": site_of_pages({"/": OLD}),
    "no nation": site_of_pages({"/": page_of("<p>Hello</p>")}, council_of(nation="")),
    "blank": site_of_pages({"/": "<html></html>"}),
}


@pytest.mark.parametrize("site", SITES.values(), ids=SITES)
def test_any_site_gets_one_honest_row_a_measure(site: Site) -> None:
    rows = measure_site(site)
    assert [row["measure"] for row in rows] == [each.id for each in all_measures()]
    for row in rows:
        if row["status"] == "measured":
            assert row["value"] is not None
            assert row["reason"] is None
        else:
            assert row["value"] is None
            assert row["reason"]
    assert len(table("measures", rows)) == len(rows)


def test_what_is_not_there_is_said_to_be_missing_only_where_that_is_known() -> None:
    looked_for = {id for id in load_page_kinds() if not id.startswith("leads.")}
    found = {row["measure"]: row for row in measure_site(SITES["none of these pages"])}
    greek = {row["measure"]: row for row in measure_site(SITES["a language unknown"])}
    for id in looked_for - {"accessibility.statement"}:
        assert found[id]["value"] == 0, id
        assert greek[id]["status"] == "not_assessed", id
    assert found["accessibility.statement"]["value"] == 0


def test_a_site_without_a_home_page_is_unknown_and_never_bad() -> None:
    rows = measure_site(SITES["no pages"])
    assert {row["status"] for row in rows} == {"not_assessed"}
    assert {row["reason"] for row in rows} == {"the home page did not answer"}


def test_shares_are_shares_and_yes_is_one() -> None:
    for row in measure_site(SITES["old"]):
        units = {each.id: each.unit for each in all_measures()}
        if row["status"] == "measured" and units[row["measure"]] in ("share", "yes or no"):
            assert 0 <= row["value"] <= 1


def test_every_measure_says_what_it_asks_and_why() -> None:
    for each in all_measures():
        assert each.question.endswith("?")
        assert each.source
        assert each.function.__doc__
        assert each.pillar in (
            "accessibility",
            "content",
            "findability",
            "mobile",
            "openness",
            "participation",
            "services",
            "trust",
        )


CLEAN = page_of("<p>Hello</p>")
FAULTY = page_of('<img src="x.gif"><a href="/"></a>')


@pytest.mark.parametrize(
    ("pages", "clean"), [([CLEAN, CLEAN], 1.0), ([CLEAN, FAULTY], 0.5), ([FAULTY, FAULTY], 0.0)]
)
def test_pages_are_clean_without_a_serious_fault(pages: list[str], clean: float) -> None:
    site = site_of_pages({"/": pages[0], "/b": pages[1]})
    assert answer_of("accessibility.pages-clean", site).value == clean


def test_best_practice_and_moderate_faults_leave_a_page_clean() -> None:
    head = '<meta name="viewport" content="user-scalable=no">'
    site = site_of_pages({"/": page_of("<h4>Skipped a level</h4>", head=head)})
    assert {"heading-order", "meta-viewport"} <= {f.rule for f in site.findings[site.pages[0].url]}
    assert answer_of("accessibility.pages-clean", site).value == 1


def test_pages_that_nobody_checked_are_not_called_clean() -> None:
    site = site_of_pages({"/": CLEAN})
    site.findings.clear()
    assert answer_of("accessibility.pages-clean", site).status == "not_assessed"


@pytest.mark.parametrize(("faulty", "score"), [(0, 1), (7, 0)])
def test_the_score_follows_clean_pages_and_the_statement(faulty: int, score: int) -> None:
    pages = {f"/{n}": FAULTY if n < faulty else CLEAN for n in range(9)} | {"/": CLEAN}
    assert answer_of("accessibility.score", site_of_pages(pages)).value == score


def test_pdfs_are_counted_once_and_by_their_answer() -> None:
    hrefs = ("/a.pdf", "/a.pdf", "/get?id=1", "/c")
    body = "".join(f'<a href="{href}">A document</a>' for href in hrefs)
    site = site_of_pages(
        {"/": page_of(body), "/get?id=1": (200, {"Content-Type": "application/pdf"}, b"%PDF-1.7")}
    )
    assert answer_of("accessibility.pdf-links", site).value == 2


VIEWPORT = '<meta name="viewport" content="{}">'


@pytest.mark.parametrize(
    ("content", "fits", "zooms"),
    [
        ("width=device-width, initial-scale=1", 1, 1),
        ("width=device-width, user-scalable=no", 1, 0),
        ("width=980", 0, 1),
        ("width=device-width,maximum-scale=1", 1, 0),
    ],
)
def test_viewports_fit_and_zoom(content: str, fits: float, zooms: float) -> None:
    site = site_of_pages({"/": page_of("x", head=VIEWPORT.format(content))})
    assert answer_of("mobile.viewport", site).value == fits
    assert answer_of("mobile.zoom", site).value == zooms


def test_a_page_without_a_viewport_can_be_zoomed_but_does_not_fit() -> None:
    site = site_of_pages(
        {"/": page_of("x"), "/b": page_of("x", head=VIEWPORT.format("width=device-width"))}
    )
    assert answer_of("mobile.viewport", site).value == 0.5
    assert answer_of("mobile.zoom", site).value == 1
