"""The questions asked of every service: the routes to it, its journey, its language."""

from typing import Any

import pytest

from config import Council, Service, load_platforms, load_services
from config.questions import load_questions
from crawler.search import searches
from scoring.services.questions import questions
from scoring.services.rate import Rater
from scoring.tables import Row, table
from tests.scoring.sites import HOME, council_of, html, links_to, page_of, site_of_pages

TITLE, FLY_TIPPING = "Report fly-tipping", 587
WIDE = '<meta name="viewport" content="width=device-width">'
SEARCH = '<form action="/search" role="search"><input type="search" name="q"></form>'
FORM = """<form method="post" action="/send"><label>Where is it? <input name="location"></label>
<label>What happened? <textarea name="details"></textarea></label><button>Send</button></form>"""
SIGN_IN = """<form method="post"><label>E-mail <input name="mail"></label>
<label>Password <input type="password" name="pw"></label><button>Sign in</button></form>"""
STREETS = "".join(
    f"<a href='/{name}'>{text}</a>"
    for name, text in (
        ("graffiti", "Graffiti"),
        ("dogs", "Dog fouling"),
        ("cars", "Abandoned cars"),
    )
)
Pages = dict[str, Any]


def home(*links: tuple[str, str]) -> str:
    return html(f"<header>{SEARCH}</header><main><h1>Barchester</h1>{links_to(*links)}</main>")


def rows_of(
    pages: Pages,
    council: Council | None = None,
    services: tuple[Service, ...] | None = None,
) -> list[Row]:
    """The rows of table `questions` about a site of these pages, beside a home page and others."""
    known = services or load_services()
    whole = {"": home(("/service", TITLE)), "service": page_of(FORM, TITLE, head=WIDE)} | pages
    site = site_of_pages(whole, council)
    assert site.home is not None
    site.searches = searches(site.home, known)
    rater = Rater(site, known, load_platforms())
    return list(questions(site, rater, rater.rows()))


def row_of(question: str, pages: Pages, council: Council | None = None) -> Row:
    rows = rows_of(pages, council)
    return next(r for r in rows if (r["lgsl"], r["question"]) == (FLY_TIPPING, question))


def said(question: str, pages: Pages, council: Council | None = None) -> str:
    """The answer about fly-tipping, or why there is none."""
    row = row_of(question, pages, council)
    return str(row.get("answer") or row["status"])


def test_every_standard_question_is_asked_of_every_service() -> None:
    rows = rows_of({})
    asked = [row["question"] for row in rows if row["lgsl"] == FLY_TIPPING]
    standard = [question.id for question in load_questions().standard]
    own = [question.id for question in load_questions().of("fly-tipping")]
    assert sorted(asked) == sorted([*standard, *own])
    assert len(table("questions", rows)) == len(rows)
    assert len({(row["lgsl"], row["question"]) for row in rows}) == len(rows)


def test_an_answer_is_yes_or_no_with_the_page_that_shows_it() -> None:
    for row in rows_of({}):
        measured = row["status"] == "measured"
        assert measured == ("answer" in row)
        assert not measured or row["evidence_url"], row
        assert row["question"] == "hosts" or row.get("answer") in (None, "yes", "no")


def test_what_is_not_the_councils_duty_is_not_asked() -> None:
    county = council_of(kind="county")
    asked = [row for row in rows_of({}, county) if row["lgsl"] == FLY_TIPPING]
    assert {row["status"] for row in asked} == {"not_applicable"}


def test_a_service_that_the_survey_does_not_know_has_the_standard_questions_alone() -> None:
    known = next(each for each in load_services() if each.lgsl == FLY_TIPPING)
    mine = known.model_copy(update={"id": "lost-balloons"})
    rows = rows_of({}, services=(mine,))
    assert {row["question"] for row in rows} == {each.id for each in load_questions().standard}


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ({}, "yes"),
        ({"": home(("/never-read", TITLE))}, "yes"),
        ({"": home(("/news/never-read", "Fly-tipping fine"))}, "no"),
        ({"": home(("/streets", "Out and about"))}, "no"),
        ({"": home(("/streets", "Fly-tipping"))}, "no"),
    ],
)
def test_the_home_page_links_to_the_service_itself(pages: Pages, expected: str) -> None:
    streets = page_of(f"{STREETS}<a href='/service'>{TITLE}</a>", "Streets and litter")
    assert said("home-link", {"streets": streets} | pages) == expected


CRUMBS = (
    "<nav aria-label='Breadcrumb'><a href='/'>Home</a> <a href='/streets'>Out and about</a></nav>"
)


@pytest.mark.parametrize(
    ("crumbs", "streets", "expected"),
    [
        (CRUMBS, f"<a href='/service'>{TITLE}</a>", "yes"),
        (CRUMBS, "<a href='/more'>More on waste</a>", "no"),
        (CRUMBS, f"<aside><a href='/service'>{TITLE}</a></aside>", "no"),
        ("", f"{STREETS}<a href='/service'>{TITLE}</a>", "yes"),
        ("", STREETS, "not_assessed"),
        ("", "", "not_assessed"),
    ],
)
def test_the_landing_page_links_straight_to_it(crumbs: str, streets: str, expected: str) -> None:
    pages = {
        "": home(("/streets", "Out and about"), ("/service", TITLE)),
        "streets": page_of(streets, "Out and about"),
        "more": page_of(f"<a href='/service'>{TITLE}</a>", "More on waste"),
        "service": html(f"{crumbs}<main><h1>{TITLE}</h1>{FORM}</main>", TITLE),
    }
    assert said("landing-link", pages) == expected


OTHERS = "".join(f"<a href='/other/{number}'>Other {number}</a>" for number in range(5))
RESULT = f"<a href='/service'>{TITLE}</a>"


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        (RESULT + OTHERS, "yes"),
        ("<a href='/other/0'>Other</a>" + RESULT, "yes"),
        (OTHERS + RESULT, "no"),
        ("", "no"),
    ],
)
def test_the_search_finds_it_among_its_first_five(results: str, expected: str) -> None:
    address = "search?q=report+fly+tipping"
    assert said("site-search", {address: page_of(results, "Search results")}) == expected


def test_a_search_that_was_not_run_is_not_assessed() -> None:
    assert said("site-search", {}) == "not_assessed"


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ({"a-z": page_of("<a href='/service'>Fly-tipping</a>", "A to Z")}, "yes"),
        ({"a-z": page_of("<a href='/service'>Report fly-tipping</a>", "A to Z")}, "no"),
        ({"a-z": page_of("<a href='/service?x=1'>Graffiti</a>", "A to Z")}, "no"),
        ({"a-z": page_of("<nav><a href='/service'>Fly-tipping</a></nav>", "A to Z")}, "no"),
        ({"a-z": page_of("<a href='/a-z/f'>F</a>", "A to Z")}, "not_assessed"),
        (
            {
                "a-z": page_of("<a href='/a-z/f'>F</a>", "A to Z"),
                "a-z/f": page_of("<a href='/service'>Fly-tipping</a>", "Services: F"),
            },
            "yes",
        ),
        ({}, "not_applicable"),
        ({"": home(("/service", TITLE), ("/unread", "A to Z of services"))}, "not_assessed"),
        (
            {"": home(("/service", TITLE), ("/gone", "A to Z")), "gone": (404, {}, "gone")},
            "not_applicable",
        ),
    ],
)
def test_the_a_to_z_lists_it_by_its_name(pages: Pages, expected: str) -> None:
    assert said("a-z", pages) == expected


def test_routes_lead_to_one_page_or_to_several() -> None:
    search = "search?q=report+fly+tipping"
    found = {search: page_of(RESULT, "Search results")}
    assert said("one-page", found) == "yes"
    second = page_of(FORM, "Fly-tipping: report it")
    apart = {search: page_of("<a href='/second'>Fly-tipping</a>", "Search"), "second": second}
    row = row_of("one-page", apart)
    assert row["answer"] == "no"
    assert HOME + "second" in row["quote"]
    assert HOME + "service" in row["quote"]
    assert said("one-page", {}) == "not_assessed"


def test_both_languages_of_a_page_are_one_page() -> None:
    twin = '<link rel="alternate" hreflang="{}" href="/{}">'
    cymraeg = "Rhoi gwybod am dipio anghyfreithlon"
    pages = {
        "": home(("/gwasanaeth", cymraeg)),
        "service": page_of(FORM, TITLE, head=twin.format("cy", "gwasanaeth")),
        "gwasanaeth": page_of(FORM, cymraeg, "cy", twin.format("en", "service")),
        "search?q=report+fly+tipping": page_of(RESULT, "Search results"),
    }
    assert said("one-page", pages, council_of("Wales")) == "yes"
    assert said("in-welsh", pages, council_of("Wales")) == "yes"


def test_a_page_in_welsh_is_asked_for_in_wales_only() -> None:
    assert said("in-welsh", {}) == "not_applicable"
    assert said("in-welsh", {}, council_of("Wales")) == "no"
    assert said("in-welsh", {}, council_of("")) == "not_assessed"
    front = '<link rel="alternate" hreflang="cy" href="/cy">'
    welsh_front = {
        "cy": page_of("Croeso", "Hafan", "cy"),
        "service": page_of(FORM, TITLE, head=front),
    }
    start = html(f"<main><a href='/service'>{TITLE}</a></main>", head=front)
    assert said("in-welsh", {"": start} | welsh_front, council_of("Wales")) == "no"
    unread = page_of(FORM, TITLE, head='<link rel="alternate" hreflang="cy" href="/unread">')
    assert said("in-welsh", {"service": unread}, council_of("Wales")) == "not_assessed"


ELSEWHERE = "https://barchester.achieveservice.test/report"
WAY = {"service": page_of(f"<a href='{ELSEWHERE}'>Report it online</a>", TITLE, head=WIDE)}


def test_each_host_on_the_way_is_named_with_whose_it_is() -> None:
    assert said("hosts", {}) == "www.barchester.gov.test (own)"
    both = "www.barchester.gov.test (own), barchester.achieveservice.test (third party)"
    assert said("hosts", WAY) == both


def test_the_page_between_is_part_of_the_way() -> None:
    pages = {
        "service": page_of("<a href='/how'>Before you start: fly-tipping</a>", TITLE, head=WIDE),
        "how": page_of("<a href='/form'>Use our online form</a>", "Before you start"),
        "form": page_of(FORM, "Your details", head=WIDE),
    }
    row = row_of("responsive", pages)
    assert (row["answer"], row["evidence_url"]) == ("no", HOME + "how")
    pages["how"] = pages["how"].replace("</head>", f"{WIDE}</head>")
    assert said("responsive", pages) == "yes"


def test_a_way_is_fit_for_a_telephone_only_where_all_of_it_was_seen() -> None:
    assert said("responsive", {}) == "yes"
    assert said("responsive", {"service": page_of(FORM, TITLE)}) == "no"
    assert said("responsive", WAY) == "not_assessed"
    assert said("responsive", WAY | {ELSEWHERE: page_of(FORM, "Report", head=WIDE)}) == "yes"
    assert said("responsive", WAY | {ELSEWHERE: page_of(FORM, "Report")}) == "no"


def test_an_account_is_needed_or_not() -> None:
    assert said("without-account", {}) == "yes"
    assert said("without-account", {"service": page_of(SIGN_IN, TITLE)}) == "no"
    assert (
        said("without-account", {"service": page_of("<p>Ring us.</p>", TITLE)}) == "not_applicable"
    )


def test_a_service_that_is_absent_is_not_online_and_has_no_way_to_it() -> None:
    start = html("<main><h1>Barchester</h1><a href='/parks'>Parks</a></main>")
    gone: Pages = {
        "": start,
        "parks": page_of("<p>Grass.</p>", "Parks"),
        "service": (404, {}, "gone"),
    }
    assert said("online", gone) == "no"
    assert said("hosts", gone) == "not_applicable"
    assert said("responsive", gone) == "not_applicable"
    assert said("without-account", gone) == "not_applicable"
