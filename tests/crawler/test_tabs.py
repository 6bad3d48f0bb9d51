"""Tabs that are used again: what one page does never shows on the next one."""

from __future__ import annotations

import asyncio

from playwright.async_api import BrowserContext

from crawler.chromium import Chromium
from crawler.gate import Gate
from crawler.rendered import RENDERED, Rendered
from crawler.rendering import SiteRenderer
from crawler.turns import Turns
from tests.crawler.browsing import BODY, the_browser, visits, with_limits
from tests.crawler.serving import serving

WELL = f"{BODY}<main><h1>All is well</h1><a href=/>Home</a></main>"


def after(script: str) -> tuple[Rendered, Rendered]:
    """What is found on a page with such a script, and on a page that is well after it."""
    with serving({"/first": f"{WELL}<script>{script}</script>", "/well": WELL}) as served:
        first, second = visits([f"{served.url}/first", f"{served.url}/well"])
    return first.rendered, second.rendered


def test_a_tab_is_used_again_but_not_for_ever() -> None:
    async def tabs_opened() -> int:
        rules, opened = with_limits(tab_pages=3), 0
        async with Gate(True) as gate, Chromium(the_browser(), gate.url) as chromium:
            renderer = SiteRenderer(chromium, gate, rules, Turns(0), measure=False)
            open_context = renderer.tabs.new_context

            async def counted() -> BrowserContext:
                def count(_: object) -> None:
                    nonlocal opened
                    opened += 1

                context = await open_context()
                context.on("page", count)
                return context

            renderer.tabs.new_context = counted
            for _ in range(7):
                assert (await renderer.render(f"{served.url}/")).rendered.is_whole
            await renderer.close()
        return opened

    with serving({"/": WELL}) as served:
        assert asyncio.run(tabs_opened()) == 3


def test_a_page_that_asks_to_be_kept_is_left() -> None:
    first, second = after("onbeforeunload = event => event.preventDefault()")
    assert [first.outcome, second.outcome] == [RENDERED, RENDERED]
    assert [first.dialogs, second.dialogs] == [0, 0]


def test_what_a_page_still_loads_does_not_count_for_the_next() -> None:
    first, second = after("setInterval(() => { console.error('again'); fetch('/more') }, 300)")
    assert first.network is not None
    assert second.network is not None
    assert first.network.requests > 1
    assert second.network.requests == 1
    assert second.errors == ()


def test_what_a_page_changes_in_its_window_does_not_count_for_the_next() -> None:
    first, second = after("Array.prototype.map = null; Element.prototype.matches = null")
    assert first.outcome != RENDERED
    assert second.outcome == RENDERED
