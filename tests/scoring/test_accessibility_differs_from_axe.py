"""The snippets on which our rules and axe-core differ, each with the reason, judged by both."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.async_api import BrowserContext, Route

from config.reading import Frozen, read_yaml
from crawler.browser import find_browser
from crawler.chromium import Chromium
from tests.scoring.test_accessibility_rules import finding_of, whole

ASK = """async (id) => {
  const rules = { [id]: { enabled: true } };
  const runOnly = { type: "rule", values: [id] };
  const found = await axe.run(document, { runOnly, rules, iframes: false });
  return ["violations", "incomplete", "passes"].find((kind) => found[kind].length) ?? "none";
}"""
WORDS = {"violations": "violation", "incomplete": "incomplete", "passes": "pass", "none": "none"}


class Difference(Frozen):
    """A snippet that fails a rule for one side only; `axe` is what axe-core says of it."""

    rule: str
    page: str
    axe: Literal["violation", "incomplete", "pass", "none"]
    why: str


class Differences(Frozen):
    """The file of them."""

    differences: tuple[Difference, ...]


LISTED = read_yaml(Path(__file__).with_name("differs_from_axe.yaml"), Differences).differences


@pytest.fixture(scope="module")
def axes() -> dict[str, str]:
    """What axe-core says of each page listed, by rule and page."""
    browser = find_browser()
    if browser is None:
        pytest.skip("no Chromium here")
    return asyncio.run(_asked(browser))


async def _asked(browser: Path) -> dict[str, str]:
    async with Chromium(browser) as chromium:
        context = await chromium.context()
        return {f"{each.rule} {each.page}": await _ask(context, each) for each in LISTED}


async def _ask(context: BrowserContext, listed: Difference) -> str:
    async def answer(route: Route) -> None:
        if route.request.resource_type != "document":
            await route.abort()
            return
        headers = {"content-type": "text/html", "content-security-policy": "script-src 'none'"}
        await route.fulfill(body=whole(listed.page), headers=headers)

    page = await context.new_page()
    await page.route("**/*", answer)
    await page.goto("https://www.barchester.gov.test/")
    await page.evaluate(AXE_SCRIPT)
    said = await page.evaluate(ASK, listed.rule)
    await page.close()
    return WORDS[said]


@pytest.mark.parametrize("listed", LISTED, ids=lambda listed: f"{listed.rule} {listed.page}")
def test_we_differ_from_axe_as_listed(listed: Difference, axes: dict[str, str]) -> None:
    assert axes[f"{listed.rule} {listed.page}"] == listed.axe
    assert (finding_of(listed.rule, listed.page) is None) == (listed.axe == "violation")
    assert listed.why
