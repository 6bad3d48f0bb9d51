"""Single pages in the browser: files as they lie there, or addresses on the web."""

from __future__ import annotations

import asyncio
import mimetypes
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

from config.rendering import load_render_rules
from crawler.browser import NoBrowser, find_browser
from crawler.chromium import Chromium
from crawler.gate import Gate
from crawler.memory import memory_bound
from crawler.rendered import Rendered
from crawler.rendering import Given, SiteRenderer
from crawler.run import CrawlSettings
from crawler.turns import Turns
from digitalfirst.beside import file_beside
from digitalfirst.errors import UserError

# Where a file that is checked seems to lie; the folder that it is in is what answers there.
PLACE = "http://page.invalid/"


class Renderer:
    """Opens one page after another, each in a fresh context; from `rendering`."""

    def __init__(
        self, chromium: Chromium, gate: Gate, runner: asyncio.Runner, settings: CrawlSettings
    ) -> None:
        self._chromium, self._gate, self._runner = chromium, gate, runner
        self._agent, self._turns = settings.user_agent, Turns(settings.delay)

    def render_html(self, body: bytes, folder: Path | None = None, kind: str = "") -> Rendered:
        """A page given as bytes; what it refers to is read from files beside it, nobody is asked.

        `kind` is its media type, charset included where it is known; else HTML that says its own.
        """
        page = Given(kind or "text/html", body)

        def answer(url: str) -> Given | None:
            return page if url == PLACE else _file(folder, url)

        return self._render(PLACE, answer)

    def render(self, url: str) -> Rendered:
        """A page on the web, when its host's turn has come."""
        return self._render(url, None)

    def _render(self, url: str, answer: Callable[[str], Given | None] | None) -> Rendered:
        rules = load_render_rules()
        rules = rules.model_copy(update={"axe_tags": (*rules.axe_tags, *rules.check_tags)})
        renderer = SiteRenderer(
            self._chromium,
            self._gate,
            rules,
            self._turns if answer is None else Turns(0),
            self._agent,
            answer=answer,
        )
        visit = self._runner.run(renderer.render(url))
        self._runner.run(renderer.close())
        return visit.rendered


def _file(folder: Path | None, url: str) -> Given | None:
    """A file beside a page by the address that it seems to have; None where there is none."""
    if folder is None or not url.startswith(PLACE):
        return None
    file = file_beside(folder, unquote(urlsplit(url).path))
    if file is None:
        return None
    return Given(
        mimetypes.guess_type(file.name)[0] or "application/octet-stream", file.read_bytes()
    )


@contextmanager
def rendering(settings: CrawlSettings) -> Iterator[Renderer]:
    """A browser to open single pages in, with the manners that are asked for.

    Raises:
        UserError: there is no browser, or it does not start.
    """
    browser = find_browser()
    if browser is None:
        raise UserError("no Chromium here: digitalfirst doctor says what is missing")
    limits, stack = load_render_rules().limits, AsyncExitStack()

    async def start(path: Path) -> tuple[Chromium, Gate]:
        gate = await stack.enter_async_context(Gate(settings.allow_private))
        chromium = Chromium(path, gate.url, limits.heap_mb)
        await stack.enter_async_context(chromium)
        await stack.enter_async_context(memory_bound(limits.process_mb))
        return chromium, gate

    with asyncio.Runner() as runner:
        try:
            chromium, gate = runner.run(start(browser))
        except NoBrowser as error:
            runner.run(stack.aclose())
            raise UserError(str(error)) from error
        try:
            yield Renderer(chromium, gate, runner, settings)
        finally:
            runner.run(stack.aclose())
