"""Statements as councils write them: found, told from other pages, and read part by part."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta

import pytest

from scoring.accessibility.statement import PARTS, find_statement
from scoring.accessibility.statement_checks import CHECKS, check_statement
from scoring.dates import dates_in
from scoring.site import Site
from tests.scoring.sites import answer_of, council_of, links_to, page_of, site_of_pages

TODAY = datetime.now(UTC).date()


def written(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def statement_text(reviewed: str, enforcer: str = "Equality and Human Rights Commission") -> str:
    return (
        "<p>Barchester Council is committed to making its website accessible, in accordance with "
        "the regulations.</p><h2>Compliance status</h2><p>This website is partially compliant with "
        "WCAG 2.2 AA.</p><h2>Non-accessible content</h2><p>Some PDFs are not tagged.</p>"
        "<h2>Feedback and contact information</h2><p>Email web@barchester.gov.test.</p>"
        f"<h2>Enforcement procedure</h2><p>The {enforcer} enforces the regulations.</p>"
        "<h2>Preparation of this accessibility statement</h2><p>This statement was prepared on "
        f"1 September 2020. It was last reviewed on {reviewed}. This website was last tested on "
        "2 May 2099.</p>"
    )


WELSH = (
    "<p>Mae'r cyngor wedi ymrwymo i sicrhau bod ei wefan yn hygyrch. Mae'r wefan hon yn "
    "cydymffurfio'n rhannol â safon AA.</p><h2>Cynnwys nad yw'n hygyrch</h2><p>Rhai PDFs.</p>"
    "<h2>Adborth</h2><p>Cysylltwch â gwe@barchester.gov.test</p><p>Y Comisiwn Cydraddoldeb a "
    "Hawliau Dynol sy'n gorfodi.</p><p>Paratowyd y datganiad hwn ar 3 Mawrth 2026.</p>"
)


def site_with(statement: str, title: str = "Accessibility statement", **more: object) -> Site:
    home = page_of(links_to(("/accessibility", "Accessibility")), "Welcome")
    council = council_of(str(more.get("nation", "England")))
    return site_of_pages({"/": home, "/accessibility": page_of(statement, title)}, council)


def test_a_full_statement_has_all_six_parts_and_its_latest_review() -> None:
    reviewed = TODAY - timedelta(days=30)
    site = site_with(statement_text(written(reviewed)))
    found = find_statement(site)
    assert found is not None
    assert found.parts == set(PARTS)
    assert found.compliance == "partial"
    assert found.dated == reviewed
    assert answer_of("accessibility.statement", site).value == 1
    assert answer_of("accessibility.statement-parts", site).value == 1
    assert answer_of("accessibility.statement-current", site).value == 1


def test_a_welsh_statement_is_read_too() -> None:
    home = page_of(links_to(("/hygyrchedd", "Hygyrchedd")), "Croeso", lang="cy")
    page = page_of(WELSH, "Datganiad hygyrchedd", lang="cy")
    found = find_statement(site_of_pages({"/": home, "/hygyrchedd": page}, council_of("Wales")))
    assert found is not None
    assert found.parts == set(PARTS)
    assert found.dated == date(2026, 3, 3)


@pytest.mark.parametrize("reviewed", [TODAY - timedelta(days=400), TODAY + timedelta(days=3)])
def test_a_statement_reviewed_long_ago_or_in_the_future_is_not_current(reviewed: date) -> None:
    assert (
        answer_of(
            "accessibility.statement-current", site_with(statement_text(written(reviewed)))
        ).value
        == 0
    )


def test_what_is_missing_is_named() -> None:
    text = statement_text(written(TODAY)).replace("partially compliant", "checked")
    parts = answer_of("accessibility.statement-parts", site_with(text))
    assert parts.value == pytest.approx(5 / 6)
    assert parts.note == "lacks: compliance"


def test_northern_ireland_has_its_own_enforcer() -> None:
    theirs = statement_text(written(TODAY), "Equality Commission for Northern Ireland")
    british = statement_text(written(TODAY))
    parts = [
        answer_of("accessibility.statement-parts", site_with(text, nation="Northern Ireland"))
        for text in (theirs, british)
    ]
    assert parts[0].value == 1
    assert parts[1].note == "lacks: enforcement"


def test_a_page_about_ramps_is_no_statement() -> None:
    site = site_with("<p>Our offices have ramps and lifts. Call 01234 567890.</p>", "Accessibility")
    assert answer_of("accessibility.statement", site).value == 0
    assert answer_of("accessibility.statement-parts", site).value == 0
    assert answer_of("accessibility.statement-current", site).status == "not_applicable"


def test_a_page_about_using_the_website_is_a_statement_however_little_it_says() -> None:
    site = site_with("<p>You can make the text of this website larger.</p>", "Accessibility")
    assert answer_of("accessibility.statement", site).value == 1
    assert answer_of("accessibility.statement-parts", site).value == 0
    assert answer_of("accessibility.statement-current", site).value == 0


def test_a_statement_that_was_linked_but_not_captured_is_not_known() -> None:
    site = site_of_pages({"/": page_of(links_to(("/accessibility", "Accessibility")))})
    result = answer_of("accessibility.statement", site)
    assert result.status == "not_assessed"
    assert "/accessibility" in result.reason
    assert answer_of("accessibility.score", site).status == "not_assessed"


def test_not_fully_compliant_is_no_claim_of_compliance() -> None:
    text = statement_text(written(TODAY)).replace("partially compliant", "not fully compliant")
    found = find_statement(site_with(text))
    assert found is not None
    assert found.compliance == "partial"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("on 23 September 2020", date(2020, 9, 23)),
        ("1st of May 2024", date(2024, 5, 1)),
        ("September 3, 2021", date(2021, 9, 3)),
        ("03/12/2023", date(2023, 12, 3)),
        ("2025-02-28", date(2025, 2, 28)),
        ("in June 2022", date(2022, 6, 1)),
        ("14 Rhagfyr 2024", date(2024, 12, 14)),
        ("ym mis Tachwedd 2025", date(2025, 11, 1)),
    ],
)
def test_dates_are_read_as_british_pages_write_them(text: str, day: date) -> None:
    assert [found for _, found in dates_in(text)] == [day]


@pytest.mark.parametrize("text", ["31 February 2024", "99/99/2024", "version 2.1", "May we?"])
def test_what_is_no_date_is_not_read_as_one(text: str) -> None:
    assert list(dates_in(text)) == []


MODEL = (
    "<p>Barchester Council is committed to making its website accessible, in accordance with the "
    "Public Sector Bodies (Websites and Mobile Applications) (No. 2) Accessibility Regulations "
    "2018.</p><p>This accessibility statement applies to www.barchester.gov.test.</p>"
    "<h2>Compliance status</h2><p>This website is partially compliant with the Web Content "
    "Accessibility Guidelines version 2.2 AA standard.</p><h2>Non-accessible content</h2><p>The "
    "content listed below is non-accessible for the following reasons.</p><h3>Non-compliance with "
    "the accessibility regulations</h3><p>Some PDFs are not tagged. This fails WCAG 1.3.1 (info "
    "and relationships). We will mend them by 30 June 2099.</p><h3>Disproportionate burden</h3>"
    "<p>Old maps.</p><h2>Preparation of this accessibility statement</h2><p>This statement was "
    "prepared on {day}. It was last reviewed on {day}.</p><p>This website was last tested in May. "
    "The test was carried out by our own staff.</p><h2>Feedback and contact information</h2>"
    "<p>Email web@barchester.gov.test.</p><h2>Enforcement procedure</h2>{enforcement}"
)
BRITISH = (
    "<p>The Equality and Human Rights Commission (EHRC) is responsible for enforcing the "
    "regulations. Contact the <a href='https://www.equalityadvisoryservice.com/'>Equality Advisory "
    "and Support Service</a>.</p>"
)
NORTHERN_IRISH = (
    "<p>The <a href='https://www.equalityni.org/Home'>Equality Commission for Northern Ireland"
    "</a> is responsible for enforcing the regulations.</p>"
)


def model(enforcement: str = BRITISH) -> str:
    return MODEL.format(day=written(TODAY), enforcement=enforcement)


def checks_of(site: Site) -> dict[str, tuple[bool, str]]:
    return {each.id: (each.holds, each.quote) for each in check_statement(site)}


def failed(site: Site) -> set[str]:
    return {id for id, (holds, _) in checks_of(site).items() if not holds}


def test_a_statement_in_the_words_of_the_model_passes_every_check() -> None:
    site = site_with(model())
    assert failed(site) == set()
    for group in CHECKS.groups:
        assert answer_of(f"accessibility.statement-{group}", site).value == 1, group


def test_each_check_is_proved_by_its_sentence() -> None:
    found = checks_of(site_with(model()))
    assert found["scope"][1] == "This accessibility statement applies to www.barchester.gov.test."
    assert found["compliance-wording"][1] == "Compliance status"
    assert found["compliance-claim"][1].startswith("This website is partially compliant")
    assert found["content-criteria"][1] == "This fails WCAG 1.3.1 (info and relationships)."
    assert found["content-dates"][1] == "We will mend them by 30 June 2099."
    assert found["advice"][1] == "https://www.equalityadvisoryservice.com/"
    assert found["linked"][1] == "1 of 1 pages link to it"


@pytest.mark.parametrize(
    ("was", "becomes", "lost"),
    [
        ("(No. 2) ", "", {"commitment-wording"}),
        ("Compliance status", "Is it compliant?", {"compliance-wording"}),
        ("partially compliant", "looked after", {"compliance-claim", "compliance-agrees"}),
        ("1.3.1", "something", {"content-criteria"}),
        ("mend them by 30 June 2099", "mend them soon", {"content-dates"}),
        ("mend them by 30 June", "next review this on 30 June", {"content-dates"}),
        ("<h3>Disproportionate burden", "<h3>A disproportionate effort", set()),
        ("Disproportionate burden</h3><p>", "Maps</h3><p>A disproportionate burden: ", {"burden"}),
        ("Enforcement procedure", "Complaints", {"enforcement-heading"}),
        ("https://www.equalityadvisoryservice.com/", "/help", {"advice"}),
        ("It was last reviewed on", "Seen on", {"reviewed", "reviewed-wording"}),
    ],
)
def test_what_a_statement_leaves_out_fails_its_check(
    was: str, becomes: str, lost: set[str]
) -> None:
    text = model()
    assert was in text
    missing = failed(site_with(text.replace(was, becomes)))
    assert all(any(id.startswith(each) for id in missing) for each in lost)
    assert len(missing) <= len(lost) + 1


def test_northern_ireland_is_asked_for_its_own_body_and_the_others_are_not() -> None:
    theirs = site_with(model(NORTHERN_IRISH), nation="Northern Ireland")
    assert failed(theirs) == set()
    assert not {"enforcer", "advice"} & set(checks_of(theirs))
    wrong = site_with(model(BRITISH), nation="Northern Ireland")
    assert failed(wrong) == {"enforcer-northern-ireland", "advice-northern-ireland"}
    assert failed(site_with(model(NORTHERN_IRISH))) == {"enforcer", "advice"}


def test_a_statement_is_old_after_a_year() -> None:
    old = written(TODAY - timedelta(days=400))
    assert failed(site_with(model().replace(written(TODAY), old))) == {"current"}


def test_a_claim_of_full_compliance_is_set_beside_what_was_found() -> None:
    full = model().replace("partially", "fully")
    assert "compliance-agrees" not in failed(site_with(full))
    found = checks_of(site_with(full + "<img src='map.png'>"))
    assert found["compliance-agrees"] == (
        False,
        "claims: full; 1 of 2 pages fail a rule of WCAG",
    )
    assert "compliance-agrees" not in failed(site_with(model() + "<img src='map.png'>"))


def test_a_welsh_statement_is_checked_in_welsh() -> None:
    home = page_of(links_to(("/hygyrchedd", "Hygyrchedd")), "Croeso", lang="cy")
    page = page_of(WELSH, "Datganiad hygyrchedd", lang="cy")
    found = checks_of(site_of_pages({"/": home, "/hygyrchedd": page}, council_of("Wales")))
    for id in ("headed", "commitment", "compliance-claim", "content-heading-wording", "prepared"):
        assert found[id][0], id
    assert "Y Comisiwn Cydraddoldeb a Hawliau Dynol sy'n gorfodi." in found["enforcer"][1]
    assert not found["advice"][0]


def test_a_site_without_a_statement_has_no_checks_and_nothing_of_any_group() -> None:
    site = site_of_pages({"/": page_of("Welcome")})
    assert check_statement(site) == ()
    result = answer_of("accessibility.statement-feedback", site)
    assert (result.value, result.status) == (0, "measured")
    assert answer_of("accessibility.statement-burden", site).status == "not_applicable"


def test_a_statement_without_a_claim_of_a_burden_is_not_asked_about_it() -> None:
    text = model().replace("Disproportionate burden", "Maps")
    assert answer_of("accessibility.statement-burden", site_with(text)).status == "not_applicable"


def test_a_hostile_statement_is_checked_in_seconds() -> None:
    body = "<p>" + "committed to making " * 50_000 + "</p>" + "<h2>Compliance</h2>" * 5_000
    began = time.monotonic()
    assert checks_of(site_with(body))["commitment"][0]
    assert time.monotonic() - began < 20
