"""Pages a second in a real browser: axe-core alone, and everything measured, beside pa11y-ci."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from config.rendering import load_render_rules
from crawler.browser import axe_version, find_browser
from crawler.chromium import Chromium
from crawler.gate import Gate
from crawler.memory import MB, PROC, descendants, resident
from crawler.rendering import SiteRenderer
from crawler.rendering_run import AT_ONCE
from crawler.turns import Turns
from tests.bench.harness import Figure, Note, Result, benchmark
from tests.bench.workshop import Asked, Workshop, estate_of, estate_server, typical_councils

ASKED = Asked(seed=7601, councils=60, pages=300, max_pages=1)
PA11Y = "^4.1"
INSTALL_SECONDS, RUN_SECONDS = 300, 1800
ARGS = ("--no-sandbox", "--ignore-certificate-errors", "--disable-background-networking")


@benchmark("rendered-speed")
def rendered_speed(workshop: Workshop) -> Iterator[Result]:
    """The same pages of one council, the same axe-core, one run after the other."""
    browser = find_browser()
    if browser is None:
        yield Note("no Chromium here: nothing to measure")
        return
    urls = _urls(500)
    few = urls[: 20 if workshop.quick else 60]
    folder = workshop.folder / "pa11y"
    missing = _install(folder)
    with estate_server(ASKED) as env, _environment(env):
        alone = _rate(browser, few, measure=False)
        whole = _rate(browser, few, measure=True)
        yield Note(f"axe-core {axe_version()}, {len(few)} pages, {AT_ONCE} at once")
        yield Figure("axe-core alone", alone, "pages/s")
        yield Figure("everything measured", whole, "pages/s")
        if missing:
            yield Note(f"not compared with pa11y-ci: {missing}")
        else:
            theirs, lost = _pa11y_rate(folder, browser, few, env["http_proxy"], at_once=1)
            yield Figure("pa11y-ci, axe runner, as it comes", theirs, "pages/s")
            yield Figure("… pages that it could not check", lost, "pages", most=0)
            both, lost = _pa11y_rate(folder, browser, few, env["http_proxy"], AT_ONCE)
            yield Figure(f"pa11y-ci, axe runner, {AT_ONCE} at once", both, "pages/s")
            yield Figure("… pages that it could not check", lost, "pages")
            yield Figure("axe-core alone, of pa11y-ci", alone / theirs, "times", least=3)
            yield Figure("everything measured, of pa11y-ci", whole / theirs, "times", least=1.5)
        yield from _growth(browser, urls[: 100 if workshop.quick else 500])


@contextmanager
def _environment(env: Mapping[str, str]) -> Iterator[None]:
    """This process's environment made another, as long as it lasts."""
    before = dict(os.environ)
    os.environ.clear()
    os.environ.update(env)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _urls(most: int) -> list[str]:
    """Pages of about the size of real councils', of one council that asks for no delay."""
    estate = estate_of(ASKED)
    council = typical_councils(estate)[0]
    urls = [page.url for page in estate.site(council.slug).html_pages]
    return [*urls, *urls][:most]


def _rate(browser: Path, urls: list[str], measure: bool) -> float:
    """Pages a second; the browser's start is left aside."""
    began, ended = asyncio.run(_open_all(browser, urls, measure, lambda _: None))
    return len(urls) / (ended - began)


async def _open_all(
    browser: Path, urls: list[str], measure: bool, after: Callable[[int], None]
) -> tuple[float, float]:
    """Open all these pages; `after` hears of each that is done. When it began and ended."""
    rules, waiting, done = load_render_rules(), iter(urls), 0
    async with Gate(allow_private=False) as gate, Chromium(browser, gate.url) as chromium:
        places = asyncio.Semaphore(AT_ONCE)
        renderer = SiteRenderer(chromium, gate, rules, Turns(0), measure=measure, places=places)

        async def work() -> None:
            nonlocal done
            for url in waiting:
                visit = await renderer.render(url)
                assert visit.rendered.is_whole, visit.rendered.reason
                done += 1
                after(done)

        began = time.perf_counter()
        await asyncio.gather(*(work() for _ in range(AT_ONCE)))
        ended = time.perf_counter()
        await renderer.close()
    return began, ended


def _growth(browser: Path, urls: list[str]) -> Iterator[Result]:
    """Whether memory grows with the pages opened: of this process and of all of the browser's."""
    if not PROC.is_dir():
        yield Note("memory is not measured: this system has no /proc")
        return
    held: dict[int, float] = {}

    def note(done: int) -> None:
        if done % 10 == 0:
            held[done] = sum(map(_resident, [os.getpid(), *descendants()])) / MB

    asyncio.run(_open_all(browser, urls, True, note))
    fifth = len(urls) // 5
    early = [mb for done, mb in held.items() if fifth <= done <= 2 * fifth]
    late = [mb for done, mb in held.items() if done > len(urls) - fifth]
    yield Figure(f"memory at the end of {len(urls)} pages", sum(late) / len(late), "MB")
    grown = sum(late) / len(late) / (sum(early) / len(early))
    yield Figure("… of what it was after the first fifth", grown, "times", most=1.1)


def _resident(pid: int) -> int:
    try:
        return resident(pid)
    except OSError:  # it has just ended
        return 0


def _install(folder: Path) -> str:
    """Install pa11y-ci with our axe-core; why it is not there, or nothing where it is."""
    npm = shutil.which("npm")
    if npm is None:
        return "there is no npm"
    folder.mkdir(exist_ok=True)
    wanted = {
        "private": True,
        "dependencies": {"pa11y-ci": PA11Y},
        "overrides": {"axe-core": axe_version()},
    }
    (folder / "package.json").write_text(json.dumps(wanted), encoding="utf-8")
    command = [npm, "install", "--ignore-scripts", "--no-audit", "--no-fund"]
    try:
        ended = subprocess.run(
            command,
            cwd=folder,
            env=os.environ | {"PUPPETEER_SKIP_DOWNLOAD": "1"},
            capture_output=True,
            timeout=INSTALL_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return "npm took too long to install it"
    return "npm could not install it" if ended.returncode else ""


def _pa11y_rate(
    folder: Path, browser: Path, urls: list[str], proxy: str, at_once: int
) -> tuple[float, int]:
    """Pages a second of pa11y-ci with its axe runner, its start left aside; how many it lost."""
    start, _ = _pa11y_run(folder, browser, urls[:1], proxy, at_once)
    seconds, lost = _pa11y_run(folder, browser, urls, proxy, at_once)
    return (len(urls) - 1) / (seconds - start), lost


def _pa11y_run(
    folder: Path, browser: Path, urls: list[str], proxy: str, at_once: int
) -> tuple[float, int]:
    """The seconds that it took, and how many pages ended in an error of its own."""
    args = [*ARGS, f"--proxy-server={urlsplit(proxy).netloc}"]
    settings = {
        "defaults": {
            "runners": ["axe"],
            "concurrency": at_once,
            "threshold": 1_000_000,
            "timeout": 60_000,
            "chromeLaunchConfig": {"executablePath": str(browser), "args": args},
        },
        "urls": urls,
    }
    config = folder / "pa11yci.json"
    config.write_text(json.dumps(settings), encoding="utf-8")
    program = str(folder / "node_modules" / ".bin" / "pa11y-ci")
    command = [program, "--config", str(config), "--json"]
    began = time.perf_counter()
    ended = subprocess.run(command, capture_output=True, timeout=RUN_SECONDS, check=False)
    seconds = time.perf_counter() - began
    answer = json.loads(ended.stdout)
    opened = [found for found in answer["results"].values() if all("code" in one for one in found)]
    return seconds, len(set(urls)) - len(opened)
