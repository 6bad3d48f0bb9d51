"""Findability and mobile: wrong addresses, titles, site maps, ways to a service, phones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from crawler.asked import IMPOSSIBLE
from scoring.measures import Result
from scoring.measures.addresses import is_readable
from scoring.site import Site
from tests.scoring.sites import (
    HOME,
    Answer,
    Sent,
    answer_of,
    links_to,
    page_of,
    site_of_pages,
)

WELCOME = page_of("Hello", "Welcome")
SEARCH = '<form role="search" action="/search"><input type="search" name="q"></form>'
HELPFUL = page_of(f'{SEARCH}<p>We cannot find it.</p><a href="/">Home</a>', "Page not found")


def wrong_address(id: str, answer: Answer) -> Result:
    return answer_of(id, site_of_pages({"/": WELCOME, IMPOSSIBLE: answer}))


@pytest.mark.parametrize(
    ("answer", "value"),
    [
        ((404, {}, HELPFUL), 1),
        ((410, {}, "gone"), 1),
        ((200, {}, HELPFUL), 0),
        ((302, {"Location": "/"}, ""), 0),
    ],
)
def test_a_wrong_address_is_answered_with_404(answer: Answer, value: float) -> None:
    assert wrong_address("findability.no-soft-404", answer).value == value


@pytest.mark.parametrize(
    ("answer", "value"),
    [
        ((404, {}, HELPFUL), 1),
        ((200, {}, HELPFUL), 1),
        ((404, {}, page_of("<p>Error</p>", "404 Not Found")), 0),
        ((404, {"Content-Type": "text/plain"}, "Not found"), 0),
        ((302, {"Location": "/"}, ""), 0),
    ],
)
def test_a_page_for_a_wrong_address_helps_people_on(answer: Answer, value: float) -> None:
    assert wrong_address("findability.helpful-404", answer).value == value


@pytest.mark.parametrize("id", ["findability.no-soft-404", "findability.helpful-404"])
def test_a_wrong_address_never_asked_for_or_refused_tells_nothing(id: str) -> None:
    assert answer_of(id, site_of_pages({"/": WELCOME})).status == "not_assessed"
    for status in (403, 500):
        assert wrong_address(id, (status, {}, "no")).status == "not_assessed"


def test_the_page_for_a_wrong_address_is_no_page_of_the_site() -> None:
    site = site_of_pages({"/": WELCOME, IMPOSSIBLE: (404, {}, HELPFUL)})
    assert site.not_found is not None
    assert [page.url for page in site.pages] == [HOME]


def titled(title: str, heading: str) -> str:
    return page_of("x", heading).replace(f"<title>{heading}<", f"<title>{title}<")


def test_a_title_says_what_its_page_is_about() -> None:
    pages: dict[str, Answer] = {
        "/": WELCOME,
        "/a": titled("Missed bins - Barchester Council", "Report a missed bin"),
        "/b": titled("Barchester Council", "Council tax"),
        "/c": titled("Page | Barchester", "Parking"),
    }
    result = answer_of("findability.titles-specific", site_of_pages(pages))
    assert result.value == pytest.approx(1 / 3)
    assert result.evidence_url == f"{HOME}b"
    alone = site_of_pages({"/": WELCOME})
    assert answer_of("findability.titles-specific", alone).status == "not_applicable"


@pytest.mark.parametrize(
    ("path", "readable"),
    [
        ("bins/missed-bin", True),
        ("spending-2026", True),
        ("news/2026", False),
        ("index.php?articleid=3312", False),
        ("content/3f2504e0-4f89-11d3-9a0c-0305e82c3301", False),
        ("node/17", False),
        ("bins.html", True),
        ("bins.aspx", True),
    ],
)
def test_addresses_of_words_can_be_read(path: str, readable: bool) -> None:
    assert is_readable(HOME + path) is readable


def test_readable_addresses_are_counted_below_the_home_page() -> None:
    pages: dict[str, Answer] = {"/": WELCOME, "/bins": WELCOME, "/node/12": WELCOME}
    assert answer_of("findability.readable-urls", site_of_pages(pages)).value == 0.5
    alone = site_of_pages({"/": WELCOME})
    assert answer_of("findability.readable-urls", alone).status == "not_applicable"


def site_map(*entries: tuple[str, str]) -> Answer:
    urls = "".join(
        f"<url><loc>{HOME}{path}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</url>"
        for path, day in entries
    )
    text = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'
    return (200, {"Content-Type": "text/xml"}, text)


def test_a_site_map_tells_of_what_changed_lately() -> None:
    today = datetime.now(UTC).date()

    def told(day: str) -> Result:
        pages = {"/": WELCOME, "/sitemap.xml": site_map(("old", "2019-01-01"), ("new", day))}
        return answer_of("findability.sitemap-fresh", site_of_pages(pages))

    assert told(f"{today - timedelta(days=9)}T10:00:00+00:00").value == 1
    assert told(str(today - timedelta(days=400))).value == 0
    assert told("").value == 0
    none = site_of_pages({"/": WELCOME})
    assert answer_of("findability.sitemap-fresh", none).status == "not_assessed"


def test_the_addresses_of_a_site_map_are_there() -> None:
    pages: dict[str, Answer] = {
        "/": WELCOME,
        "/a": WELCOME,
        "/gone": (404, {}, "gone"),
        "/sitemap.xml": site_map(("a", ""), ("gone", ""), ("unasked", "")),
    }
    result = answer_of("findability.sitemap-alive", site_of_pages(pages))
    assert (result.value, result.n, result.evidence_url) == (0.5, 2, f"{HOME}gone")
    del pages["/a"], pages["/gone"]
    unasked = answer_of("findability.sitemap-alive", site_of_pages(pages))
    assert unasked.status == "not_assessed"


def services_site() -> Site:
    links = links_to(("/bins", "Bins"))
    pages: dict[str, Answer] = {
        "/": page_of(links),
        "/bins": page_of(links_to(("/bins/form", "Report"))),
    }
    return site_of_pages(pages)


def test_clicks_lead_from_the_home_page_to_where_a_service_is_begun() -> None:
    site = services_site()
    assert answer_of("findability.action-clicks", site).status == "not_assessed"
    site.services = [{"action_url": f"{HOME}bins/form"}, {"action_url": "mailto:a@b.test"}, {}]
    result = answer_of("findability.action-clicks", site)
    assert (result.value, result.n) == (2, 1)


def test_the_search_answers() -> None:
    site = services_site()
    assert answer_of("findability.search-answers", site).status == "not_applicable"
    site.searches = {1: f"{HOME}search?q=unasked"}
    assert answer_of("findability.search-answers", site).status == "not_assessed"
    site.searches = {1: f"{HOME}bins", 2: f"{HOME}gone"}
    site.captures[f"{HOME}gone"] = site_of_pages({"/gone": (500, {}, "")}).captures[f"{HOME}gone"]
    assert answer_of("findability.search-answers", site).value == 0.5


def test_the_a_to_z_lists_services() -> None:
    site = services_site()
    assert answer_of("findability.a-z-complete", site).status == "not_assessed"
    site.questions = [
        {"question": "a-z", "status": "measured", "answer": answer} for answer in ("yes", "no")
    ]
    site.questions.append({"question": "a-z", "status": "not_assessed", "answer": None})
    assert answer_of("findability.a-z-complete", site).value == 0.5


def body_answer(id: str, body: str) -> Result:
    return answer_of(id, site_of_pages({"/": page_of(body)}))


def test_images_come_in_several_sizes() -> None:
    sized = '<img src="a.jpg" srcset="a2.jpg 2x" alt=""><picture><img src="b.jpg"></picture>'
    plain = '<img src="c.jpg"><img src="d.jpg">'
    drawn = '<img src="logo.svg"><nav><img src="e.jpg"></nav>'
    assert body_answer("mobile.responsive-images", sized + plain + drawn).value == 0.5
    assert body_answer("mobile.responsive-images", drawn).status == "not_applicable"


def test_fields_bring_up_the_keyboard_that_fits() -> None:
    fields = (
        '<label for="a">Email address</label><input id="a" type="email">'
        '<label for="b">Telephone number</label><input id="b" type="text" inputmode="tel">'
        '<label for="c">Mobile phone</label><input id="c">'
        '<label for="d">Your name</label><input id="d">'
    )
    result = body_answer("mobile.input-types", f"<form>{fields}</form>")
    assert result.value == pytest.approx(2 / 3)
    assert result.n == 3
    assert body_answer("mobile.input-types", "x").status == "not_applicable"


def test_pages_are_weighed_and_what_they_load_is_counted() -> None:
    body = "x" * 2000 + '<img src="a.jpg"><img src="a.jpg"><script src="b.js"></script>'
    assert body_answer("mobile.page-weight", body).value == pytest.approx(2.2, abs=0.1)
    assert body_answer("mobile.resources", body).value == 2


def sent(id: str, headers: Sent, body: str = WELCOME) -> Result:
    return answer_of(id, site_of_pages({"/": (200, headers, body)}))


def test_pages_are_compressed_where_it_is_worth_it() -> None:
    long = page_of("<p>word</p>" * 300)
    assert sent("mobile.compression", {}, long).value == 0
    assert sent("mobile.compression", {"Content-Encoding": "identity"}, long).value == 1
    assert sent("mobile.compression", {}).status == "not_applicable"


@pytest.mark.parametrize(
    ("headers", "value"),
    [
        ({"ETag": '"a"'}, 1),
        ({"Cache-Control": "public, max-age=600"}, 1),
        ({"Cache-Control": "max-age=0"}, 0),
        ({"Cache-Control": "no-store", "ETag": '"a"'}, 0),
        ({}, 0),
    ],
)
def test_pages_may_be_kept(headers: dict[str, str], value: float) -> None:
    assert sent("mobile.caching", headers).value == value


def test_a_newer_version_of_http_is_known_where_it_is_offered() -> None:
    assert sent("mobile.http-version", {"Alt-Svc": 'h3=":443"; ma=86400'}).value == 1
    assert sent("mobile.http-version", {}).status == "not_assessed"
