"""Pages that would keep a browser, or lead it astray: each is survived, and told what it did."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Iterator

import pytest

from config.rendering import RenderRules, load_render_rules
from crawler.chromium import Chromium
from crawler.gate import Gate
from crawler.memory import PROC, command_line, descendants
from crawler.rendered import (
    CRASHED,
    DIALOGS,
    NAVIGATED_AWAY,
    NO_ANSWER,
    NOT_A_PAGE,
    PRIVATE_ADDRESS,
    RENDERED,
    TIMED_OUT,
    TOO_LARGE,
)
from crawler.rendering import SiteRenderer
from crawler.turns import Turns
from tests.crawler.browsing import BODY, the_browser, visits, with_limits
from tests.crawler.serving import Answer, Pages, serving

QUICK = with_limits(page_seconds=8, load_seconds=3)
WELL = f"{BODY}<main><h1>All is well</h1></main>"


def outcomes(pages: Pages, paths: list[str], rules: RenderRules = QUICK) -> list[tuple[str, str]]:
    """Outcome and reason of a visit to each path, then of one to a page that is well."""
    with serving({**pages, "/well": WELL}) as served:
        found = visits([served.url + path for path in [*paths, "/well"]], rules)
    assert found[-1].rendered.outcome == RENDERED, "the browser goes on afterwards"
    return [(each.rendered.outcome, each.rendered.reason) for each in found[:-1]]


def outcome(page: str | Answer) -> tuple[str, str]:
    return outcomes({"/": page}, ["/"])[0]


def test_a_page_that_never_loads_is_given_up() -> None:
    assert outcome(Answer(WELL.encode(), pause=20)) == (TIMED_OUT, "loading took too long")


def test_a_page_whose_script_never_ends_is_given_up() -> None:
    loaded = f"{WELL}<script>onload = () => setTimeout(() => {{ while (true); }}, 100)</script>"
    assert outcome(f"{BODY}<script>while (true);</script>")[0] == TIMED_OUT
    found, reason = outcome(loaded)
    assert found == TIMED_OUT
    assert "took too long" in reason


def test_a_page_that_opens_dialogs_for_ever_is_given_up() -> None:
    page = f"{BODY}<script>while (true) alert('Still there?')</script>"
    assert outcome(page) == (DIALOGS, "more than 10 dialogs")


def test_a_page_that_opens_a_dialog_or_a_window_is_measured_without_it() -> None:
    page = f"{WELL}<script>alert('Cookies!'); open('/other'); onbeforeunload = () => 1</script>"
    assert outcome(page) == (RENDERED, "")


def test_a_page_that_navigates_away_is_told_where_it_went() -> None:
    away = f"{WELL}<script>onload = () => setTimeout(() => location = '/other', 700)</script>"
    pages = {"/": away, "/other": WELL}
    [(found, reason)] = outcomes(pages, ["/"])
    assert found == NAVIGATED_AWAY
    assert reason.endswith("/other by itself")


def test_a_page_that_eats_memory_is_ended() -> None:
    lists = "const kept = []; while (true) kept.push(new Array(1e6).fill(1))"
    bytes_ = (
        "const kept = []; setInterval(() => kept.push(new Uint8Array(3e7).fill(1)), 5);"
        "setTimeout(() => {}, 1e9)"
    )
    heap, buffers = outcomes(
        {"/lists": f"{BODY}<script>{lists}</script>", "/bytes": f"{WELL}<script>{bytes_}</script>"},
        ["/lists", "/bytes"],
        load_render_rules(),
    )
    assert heap[0] == CRASHED
    assert buffers[0] in (CRASHED, RENDERED), "ended where the system tells of its memory"


def test_a_page_with_a_script_of_a_hundred_megabytes_is_given_up() -> None:
    def pieces() -> Iterator[bytes]:
        for _ in range(100):
            yield b"// " + b"x" * (1024 * 1024)

    pages: Pages = {
        "/": f"{WELL}<script src=/big.js></script>",
        "/big.js": Answer(pieces, "text/javascript"),
    }
    assert outcomes(pages, ["/"]) == [(TOO_LARGE, "more than 52428800 bytes")]


def test_a_page_that_redirects_for_ever_or_hangs_up_has_no_answer() -> None:
    pages: Pages = {"/round": Answer(status=302, headers=(("Location", "/round"),))}
    [(found, reason)] = outcomes(pages, ["/round"])
    assert (found, reason) == (NO_ANSWER, "Page.goto: net::ERR_TOO_MANY_REDIRECTS")


def test_a_file_to_be_kept_is_no_page_and_is_not_kept() -> None:
    kept = Answer(b"PK", "application/zip", headers=(("Content-Disposition", "attachment"),))
    assert outcome(kept) == (NOT_A_PAGE, "it is a file to be kept")


def test_a_service_worker_is_not_let_in() -> None:
    pages: Pages = {
        "/": f"{WELL}<script>navigator.serviceWorker?.register('/worker.js')</script>",
        "/worker.js": Answer(b"onfetch = () => {}", "text/javascript"),
    }
    with serving(pages) as served:
        visits([f"{served.url}/"])
        assert "/worker.js" not in served.paths


@pytest.fixture
def _direct(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.usefixtures("_direct")
def test_no_address_that_is_not_public_is_visited() -> None:
    with serving({"/": WELL}) as served:
        port = served.url.rpartition(":")[2]
        urls = [
            f"{served.url}/",
            f"http://localhost:{port}/",
            f"http://[::1]:{port}/",
            f"http://2130706433:{port}/",
            f"https://127.0.0.1:{port}/",
            f"http://www.council.test:{port}/",
        ]
        found = visits(urls, QUICK, allow_private=False, resolve=lambda *_: ["127.0.0.1"])
        assert [each.rendered.outcome for each in found] == [PRIVATE_ADDRESS] * len(urls)
        assert served.asked == []


def test_a_page_cannot_send_the_browser_to_an_address_that_is_not_public(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The pages are reached by a proxy, as public ones; what is on this machine is not."""
    with serving({"/secret": WELL}) as private:
        inner = private.url
        page = (
            f"{WELL}<img src={inner}/secret><iframe src={inner}/secret></iframe>"
            f"<script>fetch('{inner}/secret', {{mode: 'no-cors'}}).catch(() => 0);"
            f"new WebSocket('{inner.replace('http', 'ws')}/secret')</script>"
        )
        pages: Pages = {
            "http://www.council.test/page": page,
            "http://www.council.test/away": Answer(
                status=302, headers=(("Location", f"{inner}/secret"),)
            ),
        }
        with serving(pages) as proxy:
            monkeypatch.setenv("http_proxy", proxy.url)
            monkeypatch.setenv("no_proxy", "")
            urls = ["http://www.council.test/page", "http://www.council.test/away"]
            found = [each.rendered for each in visits(urls, QUICK, allow_private=False)]
        assert [each.outcome for each in found] == [RENDERED, PRIVATE_ADDRESS]
        assert found[1].reason == f"it leads to {inner}/secret"
        assert private.asked == []


def test_pages_of_a_host_follow_one_another_with_the_pause() -> None:
    with serving({"/a": WELL, "/b": f"{WELL}<img src=/logo.png>"}) as served:
        visits([f"{served.url}/b", f"{served.url}/a"], delay=1.5)
        times = dict(served.asked)
    assert times["/a"] - times["/b"] >= 1.5
    assert times["/logo.png"] - times["/b"] < 1.5


def test_a_visit_does_not_outlast_its_time() -> None:
    began = time.monotonic()
    outcome(f"{BODY}<script>while (true);</script>")
    assert time.monotonic() - began < 30


@pytest.mark.skipif(not PROC.is_dir(), reason="this system does not tell of its processes")
def test_a_browser_that_dies_is_started_again() -> None:
    with serving({"/": WELL}) as served:
        browsers: list[int] = []

        async def before_and_after() -> list[str]:
            rules = with_limits()
            async with Gate(True) as gate, Chromium(the_browser(), gate.url) as chromium:
                renderer = SiteRenderer(chromium, gate, rules, Turns(0))
                first = await renderer.render(f"{served.url}/")
                browsers.extend(_browser_processes())
                for pid in browsers:
                    os.kill(pid, signal.SIGKILL)
                second = await renderer.render(f"{served.url}/")
                return [first.rendered.outcome, second.rendered.outcome]

        assert asyncio.run(before_and_after()) == [RENDERED, RENDERED]
        assert browsers


def _browser_processes() -> list[int]:
    """The browsers that this process started, without the helpers that each has."""
    lines = {pid: command_line(pid) for pid in descendants()}
    return [pid for pid, line in lines.items() if b"--headless" in line and b"--type" not in line]
