"""Pages in a real browser, as the crawler opens them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from config.rendering import RenderRules, load_render_rules
from crawler.browser import find_browser
from crawler.chromium import Chromium
from crawler.gate import Gate
from crawler.memory import memory_bound
from crawler.rendered import Rendered
from crawler.rendering import SiteRenderer, Visit
from crawler.turns import Turns
from tests.crawler.serving import serving

BODY = "<!doctype html><html lang=en><title>A page</title><body>"


def the_browser() -> Path:
    """The browser of this machine; without one the test is skipped."""
    found = find_browser()
    if found is None:
        pytest.skip("no Chromium on this machine")
    return found


def with_limits(**limits: float) -> RenderRules:
    """The configured rules with other limits."""
    rules = load_render_rules()
    return rules.model_copy(update={"limits": rules.limits.model_copy(update=limits)})


def visits(
    urls: list[str],
    rules: RenderRules | None = None,
    allow_private: bool = True,
    resolve: Callable[[str, int], list[str]] | None = None,
    delay: float = 0,
) -> list[Visit]:
    """What came of visits to these addresses of one site, one after the other."""
    rules = rules or load_render_rules()

    async def all_of_them() -> list[Visit]:
        async with (
            Gate(allow_private, resolve) as gate,
            Chromium(the_browser(), gate.url, rules.limits.heap_mb) as chromium,
            memory_bound(rules.limits.process_mb),
        ):
            renderer = SiteRenderer(chromium, gate, rules, Turns(delay), "digitalfirst/test")
            return [await renderer.render(url) for url in urls]

    return asyncio.run(all_of_them())


Render = Callable[..., Rendered]


@pytest.fixture(scope="module")
def rendered() -> Iterator[Render]:
    """A function that gives what is found on a page of such a body and head, in a fresh context."""
    rules, stack = load_render_rules(), AsyncExitStack()

    async def start() -> tuple[Gate, Chromium]:
        gate = await stack.enter_async_context(Gate(allow_private=True))
        return gate, await stack.enter_async_context(Chromium(the_browser(), gate.url))

    with asyncio.Runner() as runner:
        gate, chromium = runner.run(start())

        def render(body: str, head: str = "") -> Rendered:
            page = (
                f"<!doctype html><html lang=en><head><title>A page</title>{head}</head><body>{body}"
            )
            renderer = SiteRenderer(chromium, gate, rules, Turns(0))
            with serving({"/": page}) as served:
                visit = runner.run(renderer.render(f"{served.url}/"))
            runner.run(renderer.close())
            assert visit.rendered.is_whole, visit.rendered.reason
            return visit.rendered

        yield render
        runner.run(stack.aclose())
