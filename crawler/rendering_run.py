"""The rendered sample of a run: each council's pages chosen, opened, and written to its evidence.

It follows the crawl and reads what to open from its evidence; what is there already is not opened
again. A site whose pages are empty without script is read first: its pages as the browser has them
go into the evidence, from which the crawl then goes on.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from uuid import uuid4

from warcio.exceptions import ArchiveLoadFailed

from config import Council
from config.rendering import RenderRules, load_render_rules
from crawler.archive import ArchiveWriter, now
from crawler.chromium import Chromium
from crawler.gate import Gate
from crawler.members import cut_back
from crawler.memory import memory_bound
from crawler.news import Opened
from crawler.rendered import DOM, INFO, as_info
from crawler.rendered_sample import ALL, SHELL, Captured, Wanted, choose, read_captured
from crawler.rendering import SiteRenderer, Visit
from crawler.run import CrawlSettings, Run
from crawler.turns import Turns
from crawler.window import closed_for

# As many pages are open at once as there are cores: what is measured keeps one busy.
AT_ONCE = max(2, os.cpu_count() or 1)
# Of one site: while one page is measured, the next may be loading.
AT_ONCE_A_SITE = 2


def render_run(
    run: Run,
    browser: Path,
    on_progress: Callable[[Opened], None],
    slugs: Iterable[str] | None = None,
) -> frozenset[str]:
    """Open the pages that are wanted of each council of a run, or of those named.

    Returns the councils whose evidence now holds pages read after script, from which the crawl
    should go on before their sample is taken.

    Raises:
        NoBrowser: the browser does not start.
        OSError: the evidence cannot be written.
        KeyboardInterrupt: what was opened until then is kept.
    """
    record = run.read()
    named = set(slugs) if slugs is not None else {each.slug for each in record.councils}
    councils = [each for each in record.councils if each.slug in named]
    try:
        return asyncio.run(Rendering(run, record.settings, on_progress).all(councils, browser))
    except BaseExceptionGroup as group:
        raise first_error(group) from group


def first_error(error: BaseException) -> BaseException:
    """What went wrong first in a group of tasks."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


class Rendering:
    """The pages of many councils, so many open at once; `turns` are a crawl's beside it, if any."""

    def __init__(
        self,
        run: Run,
        settings: CrawlSettings,
        on_progress: Callable[[Opened], None],
        turns: Turns | None = None,
    ) -> None:
        self.run, self.settings, self.on_progress = run, settings, on_progress
        self.rules: RenderRules = load_render_rules()
        self.services = run.load_services()
        self.turns = turns or Turns(settings.delay, None, closed_for(settings.between))
        self.places = asyncio.Semaphore(AT_ONCE)
        self.sites = asyncio.Semaphore(2 * AT_ONCE)

    async def all(self, councils: list[Council], browser: Path) -> frozenset[str]:
        """Every council; returns those to be crawled further."""
        limits = self.rules.limits
        async with (
            Gate(self.settings.allow_private) as gate,
            Chromium(browser, gate.url, limits.heap_mb) as chromium,
            memory_bound(limits.process_mb),
            asyncio.TaskGroup() as group,
        ):
            tasks = {
                council.slug: group.create_task(self.one(council, chromium, gate))
                for council in councils
            }
        return frozenset(slug for slug, task in tasks.items() if task.result())

    async def one(self, council: Council, chromium: Chromium, gate: Gate) -> bool:
        """One council; whether its crawl should go on from pages read after script."""
        async with self.sites:
            try:
                captured = await asyncio.to_thread(read_captured, self.run, council, self.services)
            except (OSError, ArchiveLoadFailed):
                return False  # scoring will say so
            shells = self._shells(captured)
            wanted = shells or self._sample(council, captured)
            self._slow_down(captured)
            renderer = SiteRenderer(
                chromium,
                gate,
                self.rules,
                self.turns,
                self.settings.user_agent,
                places=self.places,
            )
            try:
                await self._open_all(council.slug, renderer, wanted)
            finally:
                await renderer.close()
            return bool(shells)

    def _shells(self, captured: Captured) -> list[Wanted]:
        """The pages to be read after script, where at least half of a site's are made by it."""
        empty = [url for url, page in captured.pages.items() if page.is_shell]
        left = self.rules.limits.shells - sum(url in captured.rendered for url in empty)
        if 2 * len(empty) < len(captured.pages) or left <= 0:
            return []
        return [Wanted(url, (SHELL,)) for url in captured.shells[:left]]

    def _sample(self, council: Council, captured: Captured) -> list[Wanted]:
        """The pages of the sample, or all, that were not opened yet."""
        provided = [each for each in self.services if each.is_provided_by(council)]
        sizes, size, seed = self.rules.sample, self.settings.sample, self.settings.seed
        wanted = choose(captured, provided, sizes, size, seed)
        if self.settings.render == "all":
            chosen = {each.url for each in wanted}
            wanted += [Wanted(url, (ALL,)) for url in captured.pages if url not in chosen]
        return [each for each in wanted if each.url not in captured.rendered]

    def _slow_down(self, captured: Captured) -> None:
        """What the hosts asked the crawl for holds here too, from the first page on."""
        for host, delay in captured.delays.items():
            self.turns.slow_down(host, delay)
            self.turns.hold(host, self.turns.pause(host))

    async def _open_all(self, slug: str, renderer: SiteRenderer, wanted: list[Wanted]) -> None:
        """Open pages, the first by itself: what it sets before consent is then its own."""
        if not wanted:
            return
        path = self.run.evidence(slug)
        cut_back(path)
        done = 0
        waiting: Iterator[Wanted] = iter(wanted)
        with ArchiveWriter(path, self.settings.user_agent) as archive:

            async def open_one(page: Wanted) -> None:
                nonlocal done
                write_visit(archive, await renderer.render(page.url, page.kinds))
                done += 1
                self.on_progress(Opened(slug, done, len(wanted)))

            async def work() -> None:
                for page in waiting:
                    await open_one(page)

            await open_one(next(waiting))
            async with asyncio.TaskGroup() as group:
                for _ in range(AT_ONCE_A_SITE):
                    group.create_task(work())


def write_visit(archive: ArchiveWriter, visit: Visit) -> None:
    """Write what a visit gave; the record that says it was made comes last."""
    url = visit.rendered.url
    if visit.dom:
        archive.write_resource(DOM + url, "text/html; charset=utf-8", visit.dom)
    for kind, image in visit.images.items():
        archive.write_resource(kind + url, "image/webp", image)
    info = as_info(visit.rendered, str(uuid4()), now())
    archive.write_resource(INFO + url, "application/json", json.dumps(info, indent=1).encode())
