"""What else is published: each thing with sites that have it, lack it, and leave it unknown."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from scoring.measures import all_measures
from scoring.measures.duties import DUTIES
from scoring.measures.publishing import is_table_of_payments
from scoring.site import Site
from tests.scoring.sites import answer_of, council_of, links_to, page_of, site_of_pages

FILE = '<p><a href="/files/data.csv">Download (CSV)</a></p>'
NAMES = {
    "openness.procurement-cards": "Procurement card transactions",
    "openness.organisation-chart": "Organisation chart",
    "openness.pay-multiple": "Pay multiple",
    "openness.trade-union": "Trade union facility time",
    "openness.fraud": "Counter fraud",
    "openness.grants": "Grants to voluntary organisations",
    "openness.land": "Land and property assets",
    "openness.parking-account": "Parking account",
    "openness.parking-spaces": "Number of parking spaces",
    "openness.waste-contracts": "Waste contracts",
    "openness.social-housing": "Value of social housing",
    "openness.constitution": "Constitution",
}
TEXTS = {
    "openness.publication-scheme": (
        "Publication scheme",
        "Who we are and what we do. What we spend and how we spend it.",
    ),
    "openness.open-data": ("Open data", "Download a dataset as CSV."),
    "participation.webcasts": ("Webcasts", "Watch meetings live."),
    "participation.interests": (
        "Register of interests",
        "Each councillor has disclosable pecuniary interests.",
    ),
    "participation.elections": ("Election results", "Votes for each candidate, and turnout."),
}
ALL = {id: (name, FILE) for id, name in NAMES.items()} | {
    id: (name, f"<p>{text}</p>") for id, (name, text) in TEXTS.items()
}
CSV = b"Date,Supplier,Amount\n01/04/2026,Ann Ltd,512.00\n02/04/2026,Bob Ltd,1020.10\n"


def site_with(title: str, body: str, nation: str = "England", kind: str = "unitary") -> Site:
    home = page_of(links_to(("/thing", title)), "Welcome")
    return site_of_pages({"/": home, "/thing": page_of(body, title)}, council_of(nation, kind=kind))


@pytest.mark.parametrize("id", ALL)
def test_the_thing_is_found_where_a_page_is_it(id: str) -> None:
    assert answer_of(id, site_with(*ALL[id])).value == 1


@pytest.mark.parametrize("id", ALL)
def test_a_page_of_that_name_without_the_thing_is_none(id: str) -> None:
    assert answer_of(id, site_with(ALL[id][0], "<p>Please come back later.</p>")).value == 0


@pytest.mark.parametrize("id", ALL)
def test_a_page_linked_and_not_captured_is_not_known(id: str) -> None:
    site = site_of_pages({"/": page_of(links_to(("/thing", ALL[id][0])))})
    assert answer_of(id, site).status == "not_assessed"


# Beside the Code of 2015, which is England's: what the law of each other nation asks for.
ELSEWHERE = {
    "Scotland": {"openness.organisation-chart", "openness.trade-union", "openness.land"},
    "Wales": {"openness.organisation-chart", "openness.pay-multiple", "openness.constitution"},
    "Northern Ireland": {"openness.organisation-chart", "openness.constitution"},
}


@pytest.mark.parametrize("nation", ELSEWHERE)
@pytest.mark.parametrize("id", NAMES)
def test_what_no_law_of_a_nation_asks_for_is_no_failure_there(id: str, nation: str) -> None:
    found = answer_of(id, site_with(*ALL[id], nation=nation))
    lacks = answer_of(id, site_with("Bins", "Put them out.", nation=nation))
    if id in ELSEWHERE[nation]:
        assert (found.value, lacks.value) == (1, 0)
    else:
        assert {found.status, lacks.status} == {"not_applicable"}
        assert nation in found.reason
    assert answer_of(id, site_with(*ALL[id], nation="")).status == "not_assessed"


def test_the_register_of_contracts_is_a_duty_in_scotland_too() -> None:
    register = "<p>Contracts register: contracts over £50,000 in force.</p>"
    for nation, value in {"Scotland": 1, "Wales": None, "Northern Ireland": None}.items():
        site = site_with("Contracts register", register, nation=nation)
        assert answer_of("openness.contracts", site).value == value


def test_a_reason_names_the_law_or_what_stands_in_its_place() -> None:
    union = answer_of("openness.trade-union", site_with("x", "x", nation="Wales"))
    assert "Trade Union (Wales) Act 2017" in union.reason
    spending = answer_of("openness.spending", site_with("x", "x", nation="Northern Ireland"))
    assert "Local Government Transparency Code 2015, 2.1 (England)" in spending.reason


@pytest.mark.parametrize(
    ("nation", "title", "text"),
    [
        ("Scotland", "Guide to information", "How we take decisions. How we are performing."),
        ("Wales", "Cynllun cyhoeddi", "Cynllun cyhoeddi enghreifftiol; Information Commissioner."),
        (
            "Northern Ireland",
            "Publication scheme",
            "Who we are and what we do. Our policies and procedures.",
        ),
    ],
)
def test_every_nation_has_publication_schemes(nation: str, title: str, text: str) -> None:
    site = site_with(title, f"<p>{text}</p>", nation=nation)
    assert answer_of("openness.publication-scheme", site).value == 1


def test_duties_follow_the_type_of_council() -> None:
    housing = site_with(*ALL["openness.social-housing"], kind="county")
    assert answer_of("openness.social-housing", housing).status == "not_applicable"


def test_every_law_is_named_by_the_measure_of_its_duty() -> None:
    sources = {each.id: each.source for each in all_measures()}
    for id, duty in DUTIES.duties.items():
        assert not duty.laws.keys() & duty.instead.keys()
        for law in duty.laws.values():
            assert law in sources[id]


def test_data_may_be_on_the_page_of_transparency_that_was_not_read() -> None:
    home = page_of(links_to(("/transparency", "Transparency")))
    unread = site_of_pages({"/": home})
    assert "transparency is linked" in answer_of("openness.grants", unread).reason
    read = site_of_pages({"/": home, "/transparency": page_of("<p>Soon.</p>", "Transparency")})
    assert answer_of("openness.grants", read).value == 0
    elsewhere = site_of_pages({"/": page_of(links_to(("https://data.test/", "Transparency")))})
    assert answer_of("openness.grants", elsewhere).value == 0


def test_an_open_licence_is_named_or_linked() -> None:
    address = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
    linked = site_of_pages({"/": page_of(links_to((address, "Terms")))})
    assert answer_of("openness.licence", linked).value == 1
    assert answer_of("openness.licence", site_of_pages({"/": page_of("x")})).value == 0
    short = site_of_pages({"/": page_of("x")}, state="partial", reason="interrupted")
    assert answer_of("openness.licence", short).status == "not_assessed"


def spending(*files: tuple[str, str], body: bytes = CSV) -> Site:
    home = page_of(links_to(("/spending", "Spending over £500")))
    text = "<p>Payments to suppliers over £500.</p>" + links_to(*files).replace("nav>", "div>")
    answers = {"/": home, "/spending": page_of(text, "Spending over £500")}
    sent = {url: (200, {"Content-Type": "text/csv"}, body) for url, _ in files}
    return site_of_pages({**answers, **sent})


def test_spending_is_as_old_as_the_latest_month_that_a_file_names() -> None:
    today = datetime.now(UTC).date()
    old = date(today.year - 1, today.month, 1)
    site = spending(
        ("/files/1.csv", f"{old:%B %Y}"), (f"/files/spend-{old.year - 1}-01.csv", "Spending, CSV")
    )
    assert answer_of("openness.spending-late", site).value == 12
    unnamed = spending(("/files/1.csv", "Decision 12 2026"))
    assert answer_of("openness.spending-late", unnamed).status == "not_assessed"


def test_a_welsh_page_that_was_not_captured_hides_nothing_once_the_english_one_was_read() -> None:
    links = links_to(("/council", "Council and democracy"), ("/cy/cyngor", "Democratiaeth"))
    read = {"/council": page_of("<p>The council.</p>", "Council and democracy")}
    site = site_of_pages({"/": page_of(links), **read}, council_of())
    assert answer_of("openness.constitution", site).outcome == "no"
    unread = site_of_pages({"/": page_of(links)}, council_of())
    assert answer_of("openness.constitution", unread).status == "not_assessed"


def test_spending_is_usable_where_a_captured_csv_is_a_table_of_payments() -> None:
    files = ("/files/1.csv", "April 2026")
    assert answer_of("openness.spending-usable", spending(files)).value == 1
    page = spending(files, body=b"<html><body>Not here</body></html>")
    assert answer_of("openness.spending-usable", page).value == 0
    unread = site_with("Spending over £500", FILE)
    assert answer_of("openness.spending-usable", unread).status == "not_assessed"


@pytest.mark.parametrize(
    ("body", "usable"),
    [
        (CSV, True),
        (b"Barchester spending\n\n" + CSV, True),
        (b"Supplier,Purpose,Place\nAnn,Bins,Town\n", False),
        (b"01/04/2026,Ann Ltd,512.00\n", False),
        (b"", False),
    ],
)
def test_a_table_of_payments_has_headings_dates_and_amounts(body: bytes, usable: bool) -> None:
    assert is_table_of_payments(body) == usable


def test_councillors_may_be_looked_up_by_postcode() -> None:
    form = '<form action="/find"><label for="p">Your postcode</label><input id="p" name="p"></form>'
    text = "<p>Your councillors by ward and party.</p>"
    id = "participation.councillor-by-postcode"
    assert answer_of(id, site_with("Councillors", text + form)).value == 1
    assert answer_of(id, site_with("Councillors", text)).value == 0
    unread = site_of_pages({"/": page_of(links_to(("/find", "Find councillor by postcode")))})
    assert answer_of(id, unread).status == "not_assessed"


def test_the_look_up_may_be_a_page_on() -> None:
    home = page_of(links_to(("/councillors", "Councillors")))
    onward = '<p>By ward and party.</p><p><a href="/more">More about councillors</a></p>'
    form = '<form><label for="p">Postcode</label><input id="p" name="p"></form>'
    pages = {"/": home, "/councillors": page_of(onward, "Councillors"), "/more": page_of(form)}
    result = answer_of("participation.councillor-by-postcode", site_of_pages(pages))
    assert (result.value, result.evidence_url.rpartition("/")[2]) == (1, "more")


def published(*things: tuple[str, str], kind: str = "unitary", nation: str = "England") -> Site:
    """A site with a page of each title, which holds what is given."""
    links = links_to(*((f"/{place}", title) for place, (title, _) in enumerate(things)))
    pages = {f"/{place}": page_of(body, title) for place, (title, body) in enumerate(things)}
    return site_of_pages({"/": page_of(links), **pages}, council_of(nation, kind=kind))


def test_the_share_of_the_codes_datasets_is_of_those_that_bind_the_council() -> None:
    things = [("Counter fraud", FILE), ("Waste contracts", FILE), ("Pay multiple", FILE)]
    unitary = answer_of("openness.code-items", published(*things))
    county = answer_of("openness.code-items", published(*things, kind="county"))
    assert (unitary.outcome, county.outcome) == ("3 of 15", "3 of 14")
    assert "social-housing" in unitary.note
    assert "social-housing" not in county.note
    assert answer_of("openness.code-items", published()).value == 0
    welsh = published(*things, nation="Wales")
    assert answer_of("openness.code-items", welsh).status == "not_applicable"


def test_the_share_is_not_told_where_too_little_could_be_looked_for() -> None:
    unread = links_to(*((f"/x{place}", title) for place, title in enumerate(NAMES.values())))
    site = site_of_pages({"/": page_of(unread)})
    assert answer_of("openness.code-items", site).status == "not_assessed"


def test_data_that_programs_can_read_are_told_from_files_to_be_read() -> None:
    pdf = '<p><a href="/files/data.pdf">Download (PDF)</a></p>'
    both = published(("Counter fraud", FILE), ("Waste contracts", pdf))
    found = answer_of("openness.machine-readable", both)
    assert (found.value, found.note) == (0.5, "only to be read: waste-contracts")
    assert answer_of("openness.machine-readable", published()).status == "not_assessed"
