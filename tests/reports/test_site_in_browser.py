"""The report as a browser shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from crawler.browser import find_browser
from tests.reports.example import HOSTILE, REFUSED

ARGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-gpu",
]
PAGES = [
    "index",
    "services",
    "platforms",
    "findings",
    "charts",
    "method",
    "data",
    "accessibility",
    "councils/ambridge",
    "councils/ambridge-plan",
    "services/524-bin-collection",
    "pillars/services",
    "groups/west-country-london",
    f"councils/{HOSTILE}",
    f"councils/{REFUSED}",
]
# The least contrast (WCAG 2.2, 1.4.3) of any text shown against the nearest opaque background.
WORST_CONTRAST = """() => {
  const parse = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((c) => c / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (element) => {
    for (; element; element = element.parentElement) {
      const colour = parse(getComputedStyle(element).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  let worst = [21, ""];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode()); ) {
    const text = node.textContent.trim(), element = node.parentElement;
    if (!text || !element.getClientRects().length) continue;
    const [a, b] = [light(parse(getComputedStyle(element).color)), light(behind(element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < worst[0]) worst = [ratio, text];
  }
  return worst;
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = find_browser()
    if path is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A window whose complaints, alerts and requests are kept: `said` and `asked` on the page."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    yield page
    page.close()


def open_page(page: Page, report: Path, name: str) -> None:
    page.goto((report / f"{name}.html").as_uri())


@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_without_complaint_and_asks_nobody(
    page: Page, report: Path, name: str
) -> None:
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.add_init_script("window.alert = (text) => console.log(`alert: ${text}`)")
    page.on("request", lambda request: asked.append(request.url))
    open_page(page, report, name)
    assert said == []
    assert any(url.endswith("style.css") for url in asked)
    assert all(url.startswith("file://") for url in asked)


def test_a_script_that_slipped_in_would_not_run(page: Page, report: Path, tmp_path: Path) -> None:
    source = (report / "index.html").read_text(encoding="utf-8")
    broken = report / "broken.html"
    broken.write_text(source.replace("</main>", "<script>window.ran = 1</script></main>"))
    open_page(page, report, "broken")
    broken.unlink()
    assert page.evaluate("window.ran") is None


@pytest.mark.parametrize("name", PAGES)
def test_nothing_scrolls_sideways_at_320_pixels(page: Page, report: Path, name: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    open_page(page, report, name)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [1280, 375])
def test_axe_finds_nothing(page: Page, report: Path, name: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    open_page(page, report, name)
    for folded in page.locator("details").all():
        folded.evaluate("each => { each.open = true; }")
    assert [found["id"] for found in Axe().run(page).response["violations"]] == []


@pytest.mark.parametrize("name", PAGES)
def test_all_text_can_be_read_against_its_background(page: Page, report: Path, name: str) -> None:
    open_page(page, report, name)
    ratio, text = page.evaluate(WORST_CONTRAST)
    assert ratio >= 4.5, text


def test_the_ranking_is_sorted_and_filtered_by_keyboard(page: Page, report: Path) -> None:
    open_page(page, report, "index")
    names = "#ranking-table tbody tr:not([hidden]) th"
    by_rank = page.locator(names).all_text_contents()
    page.get_by_role("button", name="Council").focus()
    page.keyboard.press("Enter")
    assert page.locator(names).all_text_contents() == sorted(by_rank)
    assert page.locator("th[aria-sort]").all_text_contents() == ["Council"]
    page.keyboard.press("Space")
    assert page.locator(names).all_text_contents() == sorted(by_rank, reverse=True)
    page.get_by_role("button", name="Score").press("Enter")
    assert page.locator(names).all_text_contents() == by_rank[::-1]
    page.get_by_label("Council name holds").focus()
    page.keyboard.type("bor")
    assert sorted(page.locator(names).all_text_contents()) == ["Borchester"]
    assert page.get_by_role("status").text_content() == "1 of 11 councils shown"


def test_the_ranking_is_narrowed_by_type_nation_and_region(page: Page, report: Path) -> None:
    open_page(page, report, "index")
    shown = page.locator("#ranking-table tbody tr:not([hidden]) th")
    page.get_by_label("Nation", exact=True).select_option("England")
    assert shown.count() == 9
    page.get_by_label("Region", exact=True).select_option("West Midlands")
    assert sorted(shown.all_text_contents()) == ["Ambridge", "Borchester"]
    page.get_by_label("Type", exact=True).select_option("English unitary")
    assert page.get_by_role("status").text_content() == "0 of 11 councils shown"


def test_who_does_a_service_online_is_sorted_filtered_and_leads_to_the_council(
    page: Page, report: Path
) -> None:
    open_page(page, report, "services")
    page.get_by_role("link", name="Bin collection days and missed bins").click()
    stages = page.locator("#councils-table tbody tr:not([hidden]) td:nth-child(2)")
    numbers = [int(text.split()[0]) for text in stages.all_text_contents()]
    assert numbers == sorted(numbers, reverse=True)
    page.get_by_role("button", name="Stage").press("Enter")
    again = [int(text.split()[0]) for text in stages.all_text_contents()]
    assert again == sorted(numbers)
    page.get_by_label("Region", exact=True).select_option("London")
    page.get_by_role("link", name="Walford").click()
    assert page.url.endswith("/councils/walford.html#s524")
    assert page.locator("#s524").is_visible()


def test_the_first_stop_of_the_keyboard_leads_past_the_header(page: Page, report: Path) -> None:
    open_page(page, report, "index")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    box = page.locator(".skip").bounding_box()
    assert box
    assert box["height"] > 20
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_whatever_has_the_focus_shows_it(page: Page, report: Path) -> None:
    open_page(page, report, "councils/ambridge")
    for _ in range(25):
        page.keyboard.press("Tab")
        style = "getComputedStyle(document.activeElement)"
        assert page.evaluate(f"{style}.outlineStyle") == "solid"
        assert page.evaluate(f"{style}.outlineWidth") == "3px"


def test_without_script_the_ranking_is_all_there(browser: Browser, report: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    open_page(page, report, "index")
    assert page.locator("#ranking-table tbody tr").count() == 11
    assert not page.locator(".filters").is_visible()
    open_page(page, report, "services/524-bin-collection")
    assert page.locator("#councils-table tbody tr").count() > 5
    context.close()


def test_the_evidence_of_a_service_is_a_click_away(page: Page, report: Path) -> None:
    page.context.route(
        re.compile("^https:"),
        lambda route: route.fulfill(body="The page", content_type="text/html"),
    )
    open_page(page, report, "councils/ambridge")
    link = page.locator("table.services .evidence a").first
    leads_to = link.get_attribute("href")
    assert leads_to
    assert "noopener" in (link.get_attribute("rel") or "")
    link.click()
    page.wait_for_url(leads_to)
    assert page.inner_text("body") == "The page"


@pytest.mark.parametrize("name", ["councils/ambridge", "councils/ambridge-plan", "index"])
def test_a_page_is_printed_whole_and_without_what_paper_cannot_use(
    page: Page, report: Path, name: str, tmp_path: Path
) -> None:
    open_page(page, report, name)
    page.emulate_media(media="print")
    assert not any(each.is_visible() for each in page.locator("nav, .filters, .skip").all())
    assert page.locator("h1").is_visible()
    page.set_viewport_size({"width": 700, "height": 1000})  # an A4 page between its margins
    assert page.evaluate("document.documentElement.scrollWidth") <= 700
    with pikepdf.open(BytesIO(page.pdf(format="A4", tagged=True))) as printed:
        assert 1 <= len(printed.pages) <= 12
        assert "/StructTreeRoot" in printed.Root
