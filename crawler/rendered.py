"""What a browser found on a page, as the evidence keeps it.

One page gives these `resource` records, named as Browsertrix names its own where it has them:

- `urn:pageinfo:URL` what happened and what was measured, as JSON: a `Rendered`
- `urn:digitalfirst:dom:URL` the page after script, as HTML
- `urn:view:URL`, `urn:thumbnail:URL` the wide window, `urn:digitalfirst:narrow:URL` the narrow one
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from crawler.archive import RESPONSE, Capture

INFO, DOM = "urn:pageinfo:", "urn:digitalfirst:dom:"
VIEW, THUMBNAIL, NARROW = "urn:view:", "urn:thumbnail:", "urn:digitalfirst:narrow:"
IMAGES = (VIEW, THUMBNAIL, NARROW)

# What became of a visit.
RENDERED = "rendered"
TIMED_OUT, CRASHED, TOO_LARGE = "timed-out", "crashed", "too-large"
NAVIGATED_AWAY, DIALOGS = "navigated-away", "dialogs"
PRIVATE_ADDRESS, NO_ANSWER, NOT_A_PAGE = "private-address", "no-answer", "not-a-page"


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Place(_Kept):
    """An element: a CSS selector that selects it, and its opening tag."""

    selector: str
    snippet: str


class Places(_Kept):
    """How many elements are so, and the first of them."""

    count: int = 0
    elements: tuple[Place, ...] = ()


class AxeResult(Places):
    """A rule of axe-core that elements fail, or that it leaves to a person.

    `help` says what it asks for; `act` are the W3C's ACT rules that it implements.
    """

    rule: str
    impact: str
    help: str = ""
    tags: tuple[str, ...] = ()
    act: tuple[str, ...] = ()


class Timing(_Kept):
    """Milliseconds from the start of the visit, and the layout shift; lab figures of a machine.

    `protocol` is that by which the page came, by its name in ALPN (RFC 7301): h2, http/1.1.
    """

    first_byte: float | None = None
    first_paint: float | None = None
    largest_paint: float | None = None
    layout_shift: float | None = None
    loaded: float | None = None
    protocol: str = ""


class Network(_Kept):
    """What a page loads, as a first visit does: bytes as sent; hosts on other domains.

    `cookies` are the names of those that the browser holds, `foreign_cookies` host and name of
    those that answers from other domains set, held or not; None where that was not looked at.
    """

    bytes: int = 0
    requests: int = 0
    third_parties: tuple[str, ...] = ()
    failed: int = 0
    cookies: tuple[str, ...] = ()
    foreign_cookies: tuple[str, ...] | None = None


class Narrow(_Kept):
    """A page in a narrow window: whether it scrolls sideways, and what sticks out of it."""

    scrolls: bool
    width: int
    out: Places
    clipped: Places


class Targets(Places):
    """Targets that are too small, `of` so many."""

    of: int = 0


class Phone(Narrow):
    """A page in the window of 320 CSS pixels: WCAG 2.2, 1.4.10 and 2.5.8."""

    small: Targets


class Zoomed(Narrow):
    """A page at 400%; `covered` is the share of the window under what does not scroll away."""

    covered: float


class SkipLink(Place):
    """A link past what every page begins with; `works` where the focus went there with it."""

    target: bool
    seen: bool
    works: bool


class Keyboard(_Kept):
    """Where Tab leads: `stops` elements, `unseen` without a sign of the focus; `trap` keeps it."""

    stops: int
    unseen: Places
    trap: Place | None = None
    skip: SkipLink | None = None


class Rendered(_Kept):
    """A visit of the browser's to a page.

    `kinds` say why the page is in the sample; `reason` what went wrong, where something did: what
    had been measured by then is kept, the rest is None. `address` is where the visit ended.
    `moving` is what moves for more than five seconds, `moving_reduced` what still does for people
    who asked for less motion; `spaced` texts cut off when letters and lines have more room.
    """

    url: str
    kinds: tuple[str, ...] = ()
    outcome: str = RENDERED
    reason: str = ""
    status: int = 0
    address: str = ""
    browser: str = ""
    axe: str = ""
    seconds: float = 0
    title: str = ""
    lang: str = ""
    errors: tuple[str, ...] = ()
    dialogs: int = 0
    network: Network = Network()
    timing: Timing | None = None
    violations: tuple[AxeResult, ...] | None = None
    incomplete: tuple[AxeResult, ...] = ()
    phone: Phone | None = None
    zoomed: Zoomed | None = None
    spaced: Places | None = None
    moving: Places | None = None
    moving_reduced: Places | None = None
    keyboard: Keyboard | None = None

    @property
    def is_whole(self) -> bool:
        """Whether the page was opened and everything measured."""
        return self.outcome == RENDERED


def as_info(rendered: Rendered, page_id: str, when: str) -> dict[str, Any]:
    """A visit as Browsertrix's page information, with ours beside it."""
    mine = rendered.model_dump(mode="json")
    seen = {rendered.address or rendered.url: {"status": rendered.status, "mime": "text/html"}}
    return {
        "pageid": page_id,
        "url": rendered.url,
        "ts": when,
        "urls": seen,
        "counts": {"jsErrors": len(rendered.errors)},
        "digitalfirst": mine,
    }


def page_of_dom(capture: Capture) -> Capture:
    """The record of a page after script as a response of its address."""
    return replace(
        capture,
        kind=RESPONSE,
        url=capture.url.removeprefix(DOM),
        status=200,
        headers=(("Content-Type", "text/html; charset=utf-8"),),
    )


def from_info(capture: Capture) -> Rendered | None:
    """The visit in a page information record; None for another crawler's, or a damaged one."""
    try:
        return Info.model_validate_json(capture.body).digitalfirst
    except ValidationError:
        return None


class Info(_Kept):
    """The part of a page information record that is ours."""

    digitalfirst: Rendered
