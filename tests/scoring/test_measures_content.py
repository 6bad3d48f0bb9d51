"""Content: Welsh twins, sentences, words of officials, documents in place of pages, and dates."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin

from config import Council
from scoring.measures.content import language_of
from scoring.measures.plainness import jargon_in
from scoring.site import Site
from tests.scoring.sites import (
    HOME,
    Answer,
    answer_of,
    council_of,
    links_to,
    page_of,
    site_of_pages,
)

ENGLISH = (
    "<p>You can report a missed bin to the council on this page. We will come back for it "
    "within two days. If you have more than one bin, tell us which of them was missed. "
    "You do not have to be at home when the crew comes to your street.</p>"
)
CYMRAEG = (
    "<p>Gallwch roi gwybod i ni am fin a gollwyd ar y dudalen hon. Byddwn yn dod yn ôl o fewn "
    "dau ddiwrnod. Os oes gennych fwy nag un bin, dywedwch wrthym pa un a gollwyd. Nid oes "
    "rhaid i chi fod gartref pan fydd y criw yn dod i'ch stryd gyda'r lori.</p>" * 2
)
WALES = council_of("Wales", kind="welsh-unitary")
TODAY = datetime.now(UTC).date()


def service_page(twin: str = "") -> str:
    """An English page about a service, with a link to its Welsh twin if it has one."""
    link = links_to((twin, "Cymraeg")) if twin else ""
    return page_of(link + ENGLISH, "Report a missed bin")


def rated(pages: dict[str, Answer], council: Council = WALES, others: tuple[str, ...] = ()) -> Site:
    """A site whose services were rated by its English pages, but for some that are of none."""
    site = site_of_pages({"/": page_of("x"), **pages}, council)
    site.services = [
        {"evidence_url": urljoin(HOME, url)}
        for url in pages
        if not url.startswith("/cy") and url not in others
    ]
    return site


def welsh_site(pages: dict[str, Answer], others: tuple[str, ...] = ()) -> float | None:
    return answer_of("content.welsh", rated(pages, others=others)).value


def test_language_is_told_by_small_words_not_by_what_a_page_claims() -> None:
    pages = {
        "/": page_of(ENGLISH, lang="cy"),
        "/b": page_of(CYMRAEG, lang="en"),
        "/c": page_of("x"),
    }
    assert [language_of(page) for page in site_of_pages(pages).pages] == ["en", "cy", "en"]


def test_a_page_in_an_unknown_language_is_not_taken_for_welsh() -> None:
    italian = "<p>I servizi del Comune: i cittadini o le imprese o i tecnici, o altri ancora.</p>"
    site = site_of_pages({"/": page_of(italian * 5, lang="it")})
    assert language_of(site.pages[0]) == "it"


def test_pages_with_welsh_twins_are_counted() -> None:
    english = {
        "/bins": service_page("/cy/biniau"),
        "/tax": service_page(),
    }
    assert welsh_site({**english, "/cy/biniau": page_of(CYMRAEG, lang="cy")}) == 0.5


def test_a_twin_may_be_stated_in_the_head() -> None:
    head = '<link rel="alternate" hreflang="cy-GB" href="/cy/biniau">'
    pages: dict[str, Answer] = {
        "/bins": page_of(ENGLISH, "Missed bins", head=head),
        "/cy/biniau": page_of(CYMRAEG),
    }
    assert welsh_site(pages) == 1


def test_an_english_page_called_welsh_is_no_twin() -> None:
    pages: dict[str, Answer] = {
        "/bins": service_page("/cy/bins"),
        "/cy/bins": (404, {}, "not there"),
        "/tax": service_page("/cy/tax"),
        "/cy/tax": page_of(ENGLISH, lang="cy"),
    }
    assert welsh_site(pages) == 0


def test_a_welsh_home_page_is_not_the_twin_of_every_page() -> None:
    pages: dict[str, Answer] = {f"/p{n}": service_page("/cy") for n in range(5)}
    assert welsh_site({**pages, "/cy": page_of(CYMRAEG, lang="cy")}) == 0


def test_pages_of_no_service_are_not_asked_for_in_welsh() -> None:
    pages: dict[str, Answer] = {"/bins": service_page("/cy/biniau"), "/us": page_of(ENGLISH, "Us")}
    welsh: dict[str, Answer] = {"/cy/biniau": page_of(CYMRAEG, lang="cy")}
    assert welsh_site({**pages, **welsh}, others=("/us",)) == 1


def test_welsh_is_asked_for_in_wales_and_known_where_twins_were_captured() -> None:
    pages: dict[str, Answer] = {"/bins": service_page("/cy/biniau")}
    assert answer_of("content.welsh", rated(pages, council_of())).status == "not_applicable"
    assert answer_of("content.welsh", rated(pages)).status == "not_assessed"


def test_sentences_of_english_pages_are_measured_in_words() -> None:
    short = "<p>" + "Your bin is green and it is emptied. " * 12 + "</p>"
    pages = {"/": page_of("x"), "/bins": page_of(short), "/cy": page_of(CYMRAEG, lang="cy")}
    result = answer_of("content.sentence-length", site_of_pages(pages))
    assert (result.value, result.n) == (8, 1)
    welsh = site_of_pages({"/": page_of("x"), "/cy": page_of(CYMRAEG, lang="cy")})
    assert answer_of("content.sentence-length", welsh).status == "not_assessed"


def test_pages_that_only_lead_to_documents_are_told_from_those_that_say_it_too() -> None:
    lead = '<p>Our policy.</p><a href="/p.pdf">Read the policy</a><a href="/f/12">Form (Word)</a>'
    pages = {
        "/": page_of(lead),
        "/policy": page_of(lead, "Policy"),
        "/told": page_of(lead + ENGLISH * 3, "Told here"),
        "/news/policy": page_of(lead, "Policy published"),
        "/bins": page_of("<p>Bins.</p><a href='/map'>Map</a>", "Bins"),
        "/form": page_of('<p>Send it in.</p><a href="/f/12">Form (Word)</a>', "Form"),
    }
    result = answer_of("content.pdf-only", site_of_pages(pages))
    assert (result.outcome, result.evidence_url) == ("2 of 3", f"{HOME}policy")
    nothing = site_of_pages({"/": page_of("x"), "/bins": page_of(ENGLISH)})
    assert answer_of("content.pdf-only", nothing).status == "not_applicable"


def test_words_of_officials_are_found_in_all_their_forms() -> None:
    assert jargon_in("Stakeholders utilised it, liaising in respect of robust toolkits.") == {
        "stakeholders", "utilised", "liaising", "in respect of", "robust", "toolkits",
    }  # fmt: skip
    assert jargon_in("A customer pays the fee before work begins on the scope.") == set()
    pages = {
        "/": page_of("x"),
        "/a": page_of(ENGLISH),
        "/b": page_of(f"{ENGLISH}<p>Going forward, stakeholders commence.</p>"),
        "/cy": page_of(CYMRAEG, lang="cy"),
    }
    result = answer_of("content.plain-words", site_of_pages(pages))
    assert (result.value, result.n, result.evidence_url) == (0.5, 2, f"{HOME}b")
    assert "stakeholders (1)" in result.note


def test_pages_say_when_they_were_reviewed() -> None:
    def dated(days: int) -> str:
        day = TODAY - timedelta(days=days)
        return page_of(f"{ENGLISH}<p>Page last updated: {day.day} {day:%B %Y}</p>")

    pages = {"/": page_of("x"), "/a": dated(30), "/b": dated(900), "/c": page_of(ENGLISH)}
    future = {"/d": dated(-90)}
    assert answer_of("content.freshness", site_of_pages({**pages, **future})).value == 0.25


def test_a_date_that_is_of_something_else_says_nothing_of_the_page() -> None:
    body = f"{ENGLISH}<p>The centre was opened on {TODAY.day} {TODAY:%B %Y}.</p>"
    assert (
        answer_of(
            "content.freshness", site_of_pages({"/": page_of("x"), "/a": page_of(body)})
        ).value
        == 0
    )


def test_a_site_of_a_home_page_only_has_no_content_to_date() -> None:
    assert (
        answer_of("content.freshness", site_of_pages({"/": page_of("x")})).status
        == "not_applicable"
    )


def test_the_reading_age_is_that_of_the_index() -> None:
    easy = "The cat sat on the mat. " * 40
    hard = "Notwithstanding aforementioned considerations, applicants must demonstrate. " * 40
    home = page_of("x")
    pages = {"/": home, "/easy": page_of(f"<p>{easy}</p>")}
    # 17 letters in 6 words of one sentence: 4.71 x 17/6 + 0.5 x 6 - 21.43, and 5 years.
    assert answer_of("content.reading-age", site_of_pages(pages)).value == -0.1
    harder = site_of_pages({"/": home, "/hard": page_of(f"<p>{hard} You have to do it.</p>")})
    result = answer_of("content.reading-age", harder)
    assert result.value is not None
    assert result.value > 20


def test_the_reading_age_of_a_site_without_english_text_is_not_known() -> None:
    site = site_of_pages({"/": page_of("x"), "/cy": page_of(CYMRAEG, lang="cy")})
    assert answer_of("content.reading-age", site).status == "not_assessed"


def test_a_site_leads_on_to_others_who_serve_its_people() -> None:
    links = links_to(
        ("https://www.nhs.uk/", "NHS"),
        ("https://www.barsetshire.police.uk/", "Police"),
        ("https://www.gov.uk/", "GOV.UK"),
        ("https://www.kent.gov.uk/", "Kent"),
    )
    result = answer_of("content.joined-up", site_of_pages({"/": page_of(links)}))
    assert (result.value, result.note) == (0.8, "nhs, police, government, councils")
    alone = site_of_pages({"/": page_of(links_to(("/a", "A"), ("https://other.test/", "No")))})
    assert answer_of("content.joined-up", alone).value == 0


def test_national_components_are_told_by_their_hosts() -> None:
    links = links_to(("https://products.payments.service.gov.uk/bins/garden", "Pay"))
    result = answer_of("content.national-components", site_of_pages({"/": page_of(links)}))
    assert (result.value, result.note) == (1, "pay")
    none = site_of_pages({"/": page_of(links_to(("https://pay.test/", "Pay")))})
    assert answer_of("content.national-components", none).value == 0
