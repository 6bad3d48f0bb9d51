"""One page in the browser, measured step by step."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.async_api import CDPSession, ConsoleMessage, Dialog, Error, Page

from config.rendering import RenderRules
from crawler.rendered import (
    CRASHED,
    DIALOGS,
    NARROW,
    NO_ANSWER,
    NOT_A_PAGE,
    PRIVATE_ADDRESS,
    THUMBNAIL,
    TIMED_OUT,
    VIEW,
)
from crawler.tabs import Tab
from crawler.traffic import Traffic
from crawler.urls import host_of

PROBES = Path(__file__).with_name("probes")
SCRIPT = "\n".join(
    (PROBES / f"{name}.js").read_text(encoding="utf-8")
    for name in ("common", "timing", "layout", "keyboard")
)
# axe-core runs beside the page's scripts, in a world of its own of the same document, where nothing
# that they change can disturb it. Each document has it from the start: to send it anew to each page
# takes longer than to run it.
WORLD = "digitalfirst"
AXE = f"{AXE_SCRIPT}\n{(PROBES / 'axe.js').read_text(encoding='utf-8')}"
AXE_IN_PAGES = f"if (self === top && location.protocol !== 'about:') {{ {AXE} }}"
TAB = {"key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9}
ESCAPE = {"key": "Escape", "code": "Escape", "windowsVirtualKeyCode": 27}
ENTER = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13, "text": "\r"}
ASK_EVERY = 10  # stops of the keyboard between two looks at whether it still gets on
MOST_ERRORS = 20
# What the browser says when an answer is a file to be kept, not a page.
DOWNLOAD = "Download is starting"


class Stopped(Exception):
    """The visit is over before its end: what to call it, and why."""

    def __init__(self, outcome: str, reason: str) -> None:
        super().__init__(reason)
        self.outcome, self.reason = outcome, reason


@dataclass
class Job:
    """What a visit is told: `stop` ends it with an outcome and a reason, `loaded` hears once that
    the page is there. `measure` is False where only axe-core and the page after script are wanted;
    `sizes` are the bytes of each address that the site has loaded before."""

    stop: Callable[[str, str], None]
    loaded: Callable[[], None]
    measure: bool = True
    sizes: dict[str, int] = field(default_factory=dict)


class Measuring:
    """One page being measured.

    `found` gathers the fields of a `Rendered`, `dom` is the page after script, `images` are by the
    prefix of their URN. `refused` are the hosts that nobody may reach.
    """

    def __init__(self, tab: Tab, rules: RenderRules, refused: set[str], job: Job) -> None:
        self.page, self.client = tab
        self.rules, self.refused, self.job = rules, refused, job
        self.found: dict[str, Any] = {}
        self.dom = b""
        self.images: dict[str, bytes] = {}
        self.step = "loading"
        self.errors: list[str] = []
        self.traffic = Traffic(rules, job.sizes, job.stop)
        self.hearing: dict[Any, Callable[[Any], Any]] = {
            "crash": self._crashed,
            "dialog": self._refuse,
            "popup": _leave,
            "pageerror": lambda error: self.errors.append(str(error)[:200]),
            "console": self._note_said,
        }

    async def all(self, url: str) -> None:
        """Every step, in the order in which none disturbs another.

        Raises:
            Stopped: the page cannot be measured (any further).
        """
        self._listen()
        self.traffic.watch(self.client)
        await self._load(url)
        self.job.loaded()
        steps: list[tuple[str, Callable[[], Awaitable[None]]]] = [("reading it", self._facts)]
        if self.job.measure:
            steps += [("its load", self._load_figures), ("its picture", self._pictures)]
        steps.append(("axe-core", self._axe))
        if self.job.measure:
            steps += [
                ("its text spacing", self._spacing),
                ("what moves", self._motion),
                ("the narrow window", self._narrow),
                ("the keyboard", self._keyboard),
            ]
        for self.step, measure in steps:
            try:
                await measure()
            except Error as error:
                raise Stopped(CRASHED, f"{self.step}: {_words(error)}") from error
        self._hear_no_more()

    def _listen(self) -> None:
        for event, hear in self.hearing.items():
            self.page.on(event, hear)

    def _hear_no_more(self) -> None:
        """Let the next page in this tab be another's to listen to."""
        for event, hear in self.hearing.items():
            self.page.remove_listener(event, hear)
        self.traffic.watch_no_more(self.client)

    def _crashed(self, _: Page) -> None:
        self.job.stop(CRASHED, f"the page's process ended: {self.step}")

    def _note_said(self, said: ConsoleMessage) -> None:
        if said.type == "error":
            self.errors.append(said.text[:200])

    async def _refuse(self, dialog: Dialog) -> None:
        self.found["dialogs"] = self.found.get("dialogs", 0) + 1
        if self.found["dialogs"] > self.rules.limits.dialogs:
            self.job.stop(DIALOGS, f"more than {self.rules.limits.dialogs} dialogs")
        with contextlib.suppress(Error):
            await dialog.dismiss()

    async def _load(self, url: str) -> None:
        wait = self.rules.limits.load_seconds * 1000
        try:
            await self.page.goto(url, wait_until="load", timeout=wait)
        except Error as error:
            raise self._unloaded(error) from error
        await self.traffic.still()
        self.traffic.is_there = True
        self._note_where()
        if host_of(self.found["address"]) in self.refused:
            raise Stopped(PRIVATE_ADDRESS, f"it leads to {self.found['address']}")

    def _note_where(self) -> None:
        self.found["address"] = self.traffic.document
        self.found["status"] = self.traffic.status

    def _unloaded(self, error: Error) -> Stopped:
        """Why a page did not load."""
        self._note_where()
        if host_of(self.traffic.document) in self.refused:
            return Stopped(PRIVATE_ADDRESS, f"it leads to {self.traffic.document}")
        if DOWNLOAD in error.message:
            return Stopped(NOT_A_PAGE, "it is a file to be kept")
        if "Timeout" in error.message:
            return Stopped(TIMED_OUT, "loading took too long")
        return Stopped(NO_ANSWER, _words(error))

    async def _facts(self) -> None:
        await self.page.evaluate(SCRIPT)
        facts = await self.page.evaluate("__digitalfirst.facts()")
        if facts["address"].partition("#")[0] != self.found["address"].partition("#")[0]:
            self.found["address"] = facts["address"]  # the page gave itself another (History API)
        self.found |= {"title": facts["title"], "lang": facts["lang"]}
        self.dom = (await self.page.content()).encode("utf-8", "replace")[
            : self.rules.limits.dom_bytes
        ]

    async def _load_figures(self) -> None:
        self.found |= {
            "timing": await self.page.evaluate("__digitalfirst.timing()"),
            "network": await self.traffic.network(self.page),
            "errors": self.errors[:MOST_ERRORS],
        }

    async def _pictures(self) -> None:
        await self._take(VIEW, self.rules.windows.wide, 1)
        await self._take(THUMBNAIL, self.rules.windows.wide, self.rules.images.thumbnail)

    async def _axe(self) -> None:
        frame = {"frameId": self.traffic.frame, "worldName": WORLD}
        world = await self.client.send("Page.createIsolatedWorld", frame)
        asked = json.dumps([self.rules.axe_tags, self.rules.limits.named])
        answer = await self.client.send(
            "Runtime.evaluate",
            {
                "contextId": world["executionContextId"],
                "expression": f"axeFindings(...{asked})",
                "awaitPromise": True,
                "returnByValue": True,
            },
        )
        if "exceptionDetails" in answer:
            raise Error(str(answer["exceptionDetails"].get("exception", {}).get("description")))
        self.found |= answer["result"]["value"]

    async def _spacing(self) -> None:
        self.found["spaced"] = await self.page.evaluate("__digitalfirst.spaced()")

    async def _motion(self) -> None:
        moving = await self.page.evaluate("__digitalfirst.moving()")
        self.found["moving"] = self.found["moving_reduced"] = moving
        if moving["count"]:
            await self.page.emulate_media(reduced_motion="reduce")
            self.found["moving_reduced"] = await self.page.evaluate("__digitalfirst.moving()")
            await self.page.emulate_media(reduced_motion="no-preference")

    async def _narrow(self) -> None:
        windows = self.rules.windows
        await self._resize(windows.narrow)
        least = self.rules.target_px
        self.found["phone"] = await self.page.evaluate(f"__digitalfirst.narrow({least})")
        await self._take(NARROW, windows.narrow, 1)
        await self._resize(windows.zoomed)
        self.found["zoomed"] = await self.page.evaluate("__digitalfirst.zoomed()")
        await self._resize(windows.wide)

    async def _resize(self, window: tuple[int, int]) -> None:
        await self.page.set_viewport_size({"width": window[0], "height": window[1]})
        await self.page.evaluate("__digitalfirst.settled()")

    async def _take(self, kind: str, window: tuple[int, int], scale: float) -> None:
        answer = await self.client.send(
            "Page.captureScreenshot",
            {
                "format": "webp",
                "quality": self.rules.images.quality,
                "clip": {"x": 0, "y": 0, "width": window[0], "height": window[1], "scale": scale},
            },
        )
        self.images[kind] = base64.b64decode(answer["data"])

    async def _keyboard(self) -> None:
        await self.page.evaluate("__digitalfirst.keyboard.begin()")
        trap = None
        for done in range(0, self.rules.stops, ASK_EVERY):
            await self._press(*[TAB] * min(ASK_EVERY, self.rules.stops - done))
            state = await self.page.evaluate("__digitalfirst.keyboard.look()")
            if state["stuck"]:
                trap = await self._confirmed_trap(state["stuck"])
            if state["stuck"] or state["round"]:
                break
        keyboard = await self.page.evaluate("__digitalfirst.keyboard.end()")
        if keyboard["skip"]:
            keyboard["skip"]["works"] = await self._follow_skip_link()
        self.found["keyboard"] = keyboard | {"trap": trap}

    async def _confirmed_trap(self, place: dict[str, str]) -> dict[str, str] | None:
        """The place that holds the focus, unless Escape frees it, as in a dialog it may."""
        await self._press(ESCAPE, TAB, TAB, TAB)
        freed = await self.page.evaluate("__digitalfirst.keyboard.freed()")
        return None if freed else place

    async def _follow_skip_link(self) -> bool:
        if not await self.page.evaluate("__digitalfirst.keyboard.toSkipLink()"):
            return False
        await self._press(ENTER, TAB)
        return bool(await self.page.evaluate("__digitalfirst.keyboard.skipped()"))

    async def _press(self, *keys: dict[str, Any]) -> None:
        """Press keys one after the other: the browser keeps their order, unawaited."""
        events = [
            self.client.send("Input.dispatchKeyEvent", {"type": kind, **key})
            for key in keys
            for kind in ("keyDown" if "text" in key else "rawKeyDown", "keyUp")
        ]
        await asyncio.gather(*events)


async def make_ready(client: CDPSession, rules: RenderRules) -> None:
    """Give a new tab what measuring needs of it."""
    await client.send("Page.enable")
    await client.send("Network.enable")
    await client.send("Network.setBlockedURLs", {"urls": list(rules.not_loaded)})
    script = {"source": AXE_IN_PAGES, "worldName": WORLD}
    await client.send("Page.addScriptToEvaluateOnNewDocument", script)


async def _leave(popup: Page) -> None:
    """Close a window that a page opened."""
    with contextlib.suppress(Error):
        await popup.close()


def _words(error: Error) -> str:
    """The first line of what the browser says, without the address it was asked for."""
    return error.message.splitlines()[0].partition(" at http")[0][:200]
