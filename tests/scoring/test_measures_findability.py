"""Findability: each measure with sites that have it, lack it, and leave it unknown."""

from __future__ import annotations

import pytest

from scoring.measures.findability import is_a_to_z
from tests.scoring.sites import HOME, Answer, answer_of, links_to, page_of, site_of_pages

XML = {"Content-Type": "application/xml"}
SITEMAP = (
    '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    "<url><loc>https://www.barchester.gov.test/bins</loc></url></urlset>"
)


@pytest.mark.parametrize(
    "form",
    [
        '<form action="/search"><label>Search <input name="q"></label><button>Go</button></form>',
        '<form method="GET"><input type="search" name="whatever" aria-label="Search"></form>',
        '<form role="search"><input name="keywords"></form>',
    ],
)
def test_a_get_form_for_words_is_a_site_search(form: str) -> None:
    assert answer_of("findability.search", site_of_pages({"/": page_of(form)})).value == 1


@pytest.mark.parametrize(
    "form",
    [
        '<form method="post"><input name="q"></form>',
        '<form><label>Postcode <input name="q"></label></form>',
        '<form><label>Search jobs <input type="search" name="keywords"></label></form>',
        '<form><label>Your email <input name="email"></label></form>',
        "<p>Search</p>",
    ],
)
def test_other_forms_are_no_site_search(form: str) -> None:
    assert answer_of("findability.search", site_of_pages({"/": page_of(form)})).value == 0


LISTED = "".join(f'<li><a href="/service-{n}">Service {n}</a></li>' for n in range(15))


def test_an_a_to_z_lists_services() -> None:
    home = page_of(links_to(("/a-z", "A to Z")))
    site = site_of_pages({"/": home, "/a-z": page_of(f"<ul>{LISTED}</ul>", "A - Z of services")})
    assert answer_of("findability.a-z", site).value == 1


def test_an_a_to_z_that_lists_nothing_or_only_schools_is_none() -> None:
    home = page_of(links_to(("/a-z", "A to Z"), ("/schools", "A to Z of schools")))
    pages = {"/": home, "/a-z": page_of("Under construction", "A to Z")}
    site = site_of_pages(pages | {"/schools": page_of(f"<ul>{LISTED}</ul>", "A to Z of schools")})
    assert answer_of("findability.a-z", site).value == 0


def test_an_a_to_z_that_was_not_captured_is_not_known() -> None:
    site = site_of_pages({"/": page_of(links_to(("/a-z", "A–Z")))})
    assert answer_of("findability.a-z", site).status == "not_assessed"


@pytest.mark.parametrize(
    "text", ["A-Z", "A to Z", "Services A–Z", "A-Z of council services", "A i Y"]
)
def test_an_a_to_z_has_many_names(text: str) -> None:
    assert is_a_to_z(text)


@pytest.mark.parametrize("text", ["A to Z of libraries", "Zoo", "Road A2 to Z", "Amazing"])
def test_other_names_are_no_a_to_z(text: str) -> None:
    assert not is_a_to_z(text)


def test_a_site_map_is_well_formed_and_of_this_site() -> None:
    home = page_of("Hello")
    good = site_of_pages({"/": home, "/sitemap.xml": (200, XML, SITEMAP)})
    assert answer_of("findability.sitemap", good).value == 1
    answers: tuple[Answer, ...] = (
        (200, XML, SITEMAP[:-5]),
        (200, XML, SITEMAP.replace("www.barchester.gov.test", "staging.vendor.test")),
        (200, XML, "<feed><loc>https://www.barchester.gov.test/</loc></feed>"),
        (200, {}, page_of("Page not found")),
        (404, {}, page_of("Page not found")),
    )
    for wrong in answers:
        bad = site_of_pages({"/": home, "/sitemap.xml": wrong})
        assert answer_of("findability.sitemap", bad).value == 0, wrong


def test_a_long_site_map_counts_though_only_its_beginning_is_kept() -> None:
    entry = "<url><loc>https://www.barchester.gov.test/page</loc></url>"
    long = SITEMAP.replace("</urlset>", entry * 6000 + "</urlset>")
    site = site_of_pages({"/": page_of("x"), "/sitemap.xml": (200, XML, long)})
    assert answer_of("findability.sitemap", site).value == 1


def test_a_site_map_named_in_robots_txt_counts() -> None:
    robots = (200, {"Content-Type": "text/plain"}, f"Sitemap: {HOME}maps/all.xml")
    pages: dict[str, Answer] = {
        "/": page_of("x"),
        "/robots.txt": robots,
        "/sitemap.xml": (404, {}, ""),
    }
    site = site_of_pages(pages | {"/maps/all.xml": (200, XML, SITEMAP)})
    assert answer_of("findability.sitemap", site).value == 1


def test_a_site_map_never_asked_for_is_not_known() -> None:
    site = site_of_pages({"/": page_of("x")})
    assert answer_of("findability.sitemap", site).status == "not_assessed"


def test_titles_are_distinct_within_a_language() -> None:
    pages = {
        "/": page_of("x", "Home"),
        "/bins": page_of("x", "Bins"),
        "/tax": page_of("x", "Bins"),
        "/cy/bins": page_of("x", "Bins", lang="cy"),
        "/blank": page_of("x", ""),
    }
    assert answer_of("findability.titles", site_of_pages(pages)).value == pytest.approx(2 / 5)


def test_breadcrumbs_are_looked_for_below_the_home_page() -> None:
    trail = '<nav aria-label="Breadcrumb"><a href="/">Home</a></nav>'
    site = site_of_pages({"/": page_of("x"), "/a": page_of(trail), "/b": page_of("x")})
    assert answer_of("findability.breadcrumbs", site).value == 0.5
    alone = site_of_pages({"/": page_of("x")})
    assert answer_of("findability.breadcrumbs", alone).status == "not_applicable"


def test_broken_links_are_counted_among_those_asked_for() -> None:
    links = links_to(("/a", "A"), ("/gone", "G"), ("/login", "L"), ("/unasked", "U"), ("/b", "B"))
    pages: dict[str, Answer] = {
        "/": page_of(links),
        "/a": page_of("x"),
        "/gone": (404, {}, "gone"),
        "/login": (403, {}, "no"),
        "/b": (301, {"Location": "/a"}, ""),
    }
    result = answer_of("findability.broken-links", site_of_pages(pages))
    assert result.value == pytest.approx(1 / 3)
    assert result.note.endswith("/gone")


def test_links_never_asked_for_are_not_known_to_be_broken() -> None:
    site = site_of_pages({"/": page_of(links_to(("/a", "A")))})
    assert answer_of("findability.broken-links", site).status == "not_assessed"
