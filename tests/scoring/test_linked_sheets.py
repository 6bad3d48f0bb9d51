"""The style sheets that pages link to: what they hide and colour, however they come."""

from __future__ import annotations

import time
from pathlib import Path

import lxml.html
import pytest

from crawler.archive import Capture
from crawler.page import Page
from crawler.style_sheets import imports_in
from scoring.accessibility.document import Document
from scoring.accessibility.linked import LinkedSheets
from scoring.accessibility.registry import check_page

HOME = "https://www.barchester.gov.test/"
# Each way that a selector tells elements apart, with what of the page below it selects.
SELECTORS = {
    "p": "abcd",
    ".note": "bd",
    "#c": "c",
    "main p": "abc",
    "main > p": "ab",
    "div.box .note": "",
    ".box > p": "c",
    "p + p": "b",
    "p ~ .box p": "c",
    "p:first-child": "acd",
    "p:nth-child(2n)": "b",
    "p:nth-last-of-type(1)": "bcd",
    "p:not(.note)": "ac",
    "p:not(.note, #c)": "a",
    "p:is(.note, #c)": "bcd",
    "[data-kind]": "a",
    "[data-kind^=pla]": "a",
    "[class*=ot]": "bd",
    "p[hidden]": "d",
    "p[class]": "bd",
    "footer p:hover": "",
    "p:not(:hover)": "abcd",
    "p:has(b)": "",
    "html:root footer > .note": "d",
}
BODY = (
    '<main><p id="a" data-kind="plain">a</p><p id="b" class="note">b</p>'
    '<div class="box"><p id="c">c</p></div></main>'
    '<footer><p id="d" class="note x" hidden>d</p></footer>'
)


def page_of(head: str, body: str, url: str = HOME) -> Page:
    start = f'<!doctype html><html lang="en"><head><title>T</title>{head}</head>'
    source = f"{start}<body>{body}</body></html>".encode()
    return Page(Capture("response", url, "", 0, 200, (("content-type", "text/html"),), source))


def sheets(**files: str) -> LinkedSheets:
    return LinkedSheets({f"{HOME}{name}.css": text for name, text in files.items()}.get)


def rules_found(page: Page, linked: LinkedSheets | None = None) -> set[str]:
    return {finding.rule for finding in check_page(page, sheets=linked)}


def coloured(page: Page, linked: LinkedSheets) -> str:
    """The ids of the elements that a style sheet makes red."""
    assert page.root is not None
    styles = Document(page.root, page.base, linked).styles
    return "".join(
        element.get("id", "")
        for element in page.root.iter("*")
        if styles.look(element).values.get("color") == "red"
    )


LINK = '<link rel="stylesheet" href="/site.css">'


@pytest.mark.parametrize(("selector", "ids"), SELECTORS.items())
def test_a_linked_sheet_and_a_style_element_select_the_same(selector: str, ids: str) -> None:
    css = f"{selector} {{color: red}}"
    linked = sheets(site=css)
    assert coloured(page_of(LINK, BODY), linked) == ids
    assert coloured(page_of(LINK, BODY), linked) == ids, "a second page, of kin met before"
    assert coloured(page_of(f"<style>{css}</style>", BODY), linked) == ids


def test_what_a_linked_sheet_hides_is_no_fault() -> None:
    field = '<main><div class="modal"><input type="text" name="a"></div></main>'
    assert "label" in rules_found(page_of(LINK, field), sheets(site="p {color: red}"))
    assert "label" not in rules_found(page_of(LINK, field), sheets(site=".modal {display: none}"))


def test_faint_text_by_a_linked_sheet_is_found() -> None:
    text = '<main><p class="pale">Pay your council tax</p></main>'
    faint = sheets(site=".pale {color: #aaa; background: #fff}")
    assert "color-contrast" in rules_found(page_of(LINK, text), faint)


def test_colours_by_custom_properties_are_put_in() -> None:
    text = '<main><p class="pale">Pay your council tax</p></main>'
    css = ":root {--ink: #111} main {--ink: #bbb} .pale {color: var(--ink, #000)}"
    assert "color-contrast" in rules_found(page_of(LINK, text), sheets(site=css))
    plain = css.replace("main {--ink: #bbb}", "")
    assert "color-contrast" not in rules_found(page_of(LINK, text), sheets(site=plain))


def test_contrast_is_not_judged_where_a_sheet_is_not_at_hand() -> None:
    text = '<style>.pale {color: #aaa}</style><main><p class="pale">Pay</p></main>'
    assert "color-contrast" not in rules_found(page_of(LINK, text), sheets(other=""))
    assert "color-contrast" in rules_found(page_of("", text), sheets(other=""))


def test_sheets_apply_in_the_order_of_the_page() -> None:
    red, blue = "p {color: red}", "p {color: blue}"
    style = f"<style>{blue}</style>"
    assert coloured(page_of(LINK + style, BODY), sheets(site=red)) == ""
    assert coloured(page_of(style + LINK, BODY), sheets(site=red)) == "abcd"


@pytest.mark.parametrize(
    "first",
    ['@import "deep.css";', "@import url(deep.css) screen;", "/* a */ @import url('/deep.css');"],
)
def test_sheets_that_a_sheet_takes_in_are_read(first: str) -> None:
    linked = sheets(site=f"{first} main {{color: blue}}", deep="p {color: red}")
    assert coloured(page_of(LINK, BODY), linked) == "abcd"
    assert coloured(page_of(f"<style>{first}</style>", BODY), linked) == "abcd"
    assert coloured(page_of(LINK, BODY), sheets(site="@import 'site.css';")) == ""


def test_a_sheet_for_print_or_as_an_alternative_counts_for_nothing() -> None:
    for link in (
        LINK.replace("href", 'media="print" href'),
        LINK.replace('"stylesheet"', '"alternate stylesheet"'),
    ):
        assert coloured(page_of(link, BODY), sheets(site="p {color: red}")) == ""


def test_a_sheet_that_asks_for_too_much_is_left_aside() -> None:
    many = "".join(f"div div div div:nth-child({n}) p {{color: red}}" for n in range(3000))
    body = "<main>" + "<div>" * 60 + "<p>x</p>" * 3000 + "</div>" * 60 + "</main>"
    page = page_of(LINK, body)
    assert page.root is not None
    styles = Document(page.root, page.base, sheets(site=many)).styles
    assert not styles.is_complete


@pytest.mark.parametrize("value", ["var(--a)", "var(--a,var(--b))", "var(", "var(--b" * 500])
def test_custom_properties_that_go_in_circles_end(value: str) -> None:
    css = f":root {{--a: var(--b) var(--b); --b: var(--a) var(--a)}} p {{color: {value}}}"
    rules_found(page_of(LINK, BODY), sheets(site=css))


@pytest.mark.parametrize(
    "css", ["p" + ":not(" * 5000, "a{b:" + "(" * 5000, "@media all{" * 5000, "{" * 5000, "\\" * 9]
)
def test_a_sheet_that_nests_without_end_is_left_aside(css: str) -> None:
    rules_found(page_of(LINK, BODY), sheets(site=css))
    rules_found(page_of("", f"<p style='color:{'(' * 5000}'>x</p>"))


@pytest.mark.parametrize(
    "css",
    [
        "@import 'site.css';" * 20_000,
        "@import 'site.css' " * 50_000,
        "/*/" * 300_000,
        "p:not(" + "," * 300_000,
        "p:not(" + "a," * 100_000 + "b){color:red}",
        "p{color:" + "var(--a," * 50_000,
    ],
)
def test_a_hostile_sheet_is_done_with_in_seconds(css: str) -> None:
    begun = time.monotonic()
    rules_found(page_of(LINK, BODY), sheets(site=css))
    list(imports_in(css, HOME))
    assert time.monotonic() - begun < 20


def test_real_pages_look_the_same_whether_their_sheets_are_linked_or_in_them() -> None:
    folder = Path(__file__).parents[3] / "shared" / "sites" / "it-design-comuni"
    if not folder.is_dir():
        pytest.skip("the real pages are not beside the project")
    files = {f"{HOME}{each.relative_to(folder).as_posix()}": each for each in folder.rglob("*.css")}
    linked = LinkedSheets(lambda url: files[url].read_text("utf-8") if url in files else None)
    for file in sorted(folder.glob("sito/*.html"))[::24]:
        source = file.read_text("utf-8")
        root = lxml.html.document_fromstring(source)
        inner = lxml.html.document_fromstring(source)
        url = HOME + file.relative_to(folder).as_posix()
        root.make_links_absolute(url)
        inner.make_links_absolute(url)
        for link in [each for each in inner.iter("link") if each.get("href") in files]:
            link.tag, link.text = "style", files[link.get("href", "")].read_text("utf-8")
            link.attrib.pop("href")
        one, other = Document(root, url, linked).styles, Document(inner, url).styles
        pairs = zip(root.iter("*"), inner.iter("*"), strict=True)
        differ = [
            mine.tag
            for mine, theirs in pairs
            if mine.tag != "link" and one.look(mine).values != other.look(theirs).values
        ]
        assert not differ, file.name
