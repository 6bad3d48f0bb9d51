"""Openness and participation: the thing itself, not news of it, a mention or a dead link."""

from __future__ import annotations

import pytest

from scoring.site import Site
from tests.scoring.sites import answer_of, council_of, links_to, page_of, site_of_pages

SPENDING = (
    "<p>Payments to suppliers over £500, as the transparency code asks.</p>"
    '<ul><li><a href="/files/2026-04.csv">April 2026 (CSV, 40 KB)</a></li></ul>'
)
THINGS = {
    "openness.spending": ("Spending over £500", SPENDING),
    "openness.contracts": (
        "Contracts register",
        '<p>Contracts over £5,000 by supplier.</p><a href="/c.csv">Register</a>',
    ),
    "openness.salaries": (
        "Senior salaries",
        "<table><tr><th>Post<th>Salary</tr><tr><td>Chief Executive<td>£150,000</tr></table>",
    ),
    "openness.foi-log": (
        "FOI disclosure log",
        "<p>Responses to requests under the freedom of information act.</p>",
    ),
    "participation.councillors": (
        "Your councillors",
        "<p>By ward or party.</p><ul><li>Cllr Ann Lee, Labour</ul>",
    ),
    "participation.meetings": (
        "Agendas and minutes",
        "<p>Papers of cabinet and every committee: agenda and minutes.</p>",
    ),
    "participation.consultations": (
        "Have your say",
        "<p>Open consultations. Each survey has a closing date.</p>",
    ),
    "participation.petitions": (
        "E-petitions",
        "<p>Start a petition. 50 signatures are needed.</p>",
    ),
}


def site_with(title: str, body: str, url: str = "/thing", nation: str = "England") -> Site:
    home = page_of(links_to((url, title)), "Welcome")
    return site_of_pages({"/": home, url: page_of(body, title)}, council_of(nation))


@pytest.mark.parametrize("id", THINGS)
def test_a_page_that_is_the_thing_is_found(id: str) -> None:
    result = answer_of(id, site_with(*THINGS[id]))
    assert result.value == 1
    assert result.evidence_url.endswith("/thing")


@pytest.mark.parametrize("id", THINGS)
def test_news_about_a_thing_is_not_the_thing(id: str) -> None:
    title, body = THINGS[id]
    assert answer_of(id, site_with(title, body, "/news/2026/thing")).value == 0


@pytest.mark.parametrize("id", THINGS)
def test_a_page_of_that_name_without_the_thing_is_none(id: str) -> None:
    assert answer_of(id, site_with(THINGS[id][0], "<p>Please call us.</p>")).value == 0


@pytest.mark.parametrize("id", THINGS)
def test_a_mention_in_passing_is_no_page(id: str) -> None:
    title, body = THINGS[id]
    long = f"Council leaders met on Tuesday evening to discuss the borough and {title} among others"
    assert answer_of(id, site_with(long, body)).value == 0


@pytest.mark.parametrize("id", THINGS)
def test_a_page_that_is_linked_but_not_captured_is_not_known(id: str) -> None:
    site = site_of_pages({"/": page_of(links_to(("/thing", THINGS[id][0])))})
    assert answer_of(id, site).status == "not_assessed"


@pytest.mark.parametrize("id", THINGS)
def test_a_dead_link_is_no_page(id: str) -> None:
    home = page_of(links_to(("/thing", THINGS[id][0])))
    assert answer_of(id, site_of_pages({"/": home, "/thing": (404, {}, "gone")})).value == 0


@pytest.mark.parametrize("id", THINGS)
def test_a_crawl_cut_short_does_not_say_that_a_thing_is_missing(id: str) -> None:
    site = site_of_pages({"/": page_of("x")}, state="partial", reason="interrupted")
    assert answer_of(id, site).status == "not_assessed"


@pytest.mark.parametrize("id", ["openness.spending", "openness.spending-csv", "openness.salaries"])
def test_the_transparency_code_is_for_england(id: str) -> None:
    scottish = site_with(*THINGS["openness.spending"], nation="Scotland")
    assert answer_of(id, scottish).status == "not_applicable"
    assert answer_of(id, site_with("x", "x", nation="")).status == "not_assessed"


def test_spending_may_be_csv_or_only_pdf() -> None:
    assert answer_of("openness.spending-csv", site_with("Spending over £500", SPENDING)).value == 1
    pdf = SPENDING.replace(".csv", ".pdf").replace("CSV", "PDF")
    assert answer_of("openness.spending-csv", site_with("Spending over £500", pdf)).value == 0
    assert answer_of("openness.spending", site_with("Spending over £500", pdf)).value == 1


def test_spending_files_may_stand_on_a_page_of_their_year() -> None:
    top = '<p>Payments to suppliers over £500.</p><a href="/spending/2026">2026</a>'
    year = page_of('<a href="/files/april.csv">April</a>', "2026")
    home = page_of(links_to(("/spending", "Spending over £500")))
    pages = {"/": home, "/spending": page_of(top, "Spending over £500"), "/spending/2026": year}
    assert answer_of("openness.spending-csv", site_of_pages(pages)).value == 1


def test_the_making_of_a_request_is_no_disclosure_log() -> None:
    body = "<p>Make a freedom of information request. We send a response in 20 days.</p>"
    assert answer_of("openness.foi-log", site_with("Freedom of information", body)).value == 0


def test_becoming_a_councillor_is_no_list_of_councillors() -> None:
    body = "<p>Stand for your party in a ward.</p>"
    assert answer_of("participation.councillors", site_with("Become a councillor", body)).value == 0


@pytest.mark.parametrize(
    ("id", "text", "url"),
    [
        ("participation.consultations", "Have your say", "https://barchester.citizenspace.com/"),
        ("participation.meetings", "Council meetings", "https://barchester.moderngov.co.uk/"),
    ],
)
def test_a_link_to_a_platform_of_the_kind_counts(id: str, text: str, url: str) -> None:
    site = site_of_pages({"/": page_of(links_to((url, text)))})
    result = answer_of(id, site)
    assert (result.value, result.evidence_url) == (1, url)


def test_a_link_to_a_platform_of_another_kind_or_a_dead_one_does_not_count() -> None:
    id, url = "participation.petitions", "https://barchester.citizenspace.com/"
    home = page_of(links_to((url, "Petitions")))
    assert answer_of(id, site_of_pages({"/": home})).status == "not_assessed"
    have = page_of(links_to((url, "Have your say")))
    dead = site_of_pages({"/": have, url: (404, {}, "")})
    assert answer_of("participation.consultations", dead).value == 0


def test_a_page_of_a_democracy_system_is_told_by_its_address() -> None:
    members = "https://barchester.moderngov.co.uk/mgMemberIndex.aspx"
    home = page_of(links_to((members, "Your Councillors")), "Welcome")
    listed = page_of("<table><tr><td>Ann Lee<td>Quay ward</table>", "Your Councillors")
    found = answer_of("participation.councillors", site_of_pages({"/": home, members: listed}))
    assert (found.value, found.evidence_url) == (1, members)
    bare = page_of("<p>Under maintenance.</p>", "Your Councillors")
    lost = site_of_pages({"/": home, members: bare})
    assert answer_of("participation.councillors", lost).value == 0


def test_webcasts_are_not_the_papers_of_meetings() -> None:
    text = "<p>Full council and cabinet live. A recording of each committee is kept.</p>"
    site = site_with("Meeting webcasts", text)
    assert answer_of("participation.meetings", site).value == 0
    assert answer_of("participation.webcasts", site).value == 1
