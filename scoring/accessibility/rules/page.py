"""The page as a whole: its title, its zoom, whether it stays put, and what moves in it."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from scoring.accessibility.document import Document
from scoring.accessibility.names import explicit_role
from scoring.accessibility.registry import rule

# The smallest maximum-scale that lets text grow to 200% (WCAG 2.2, 1.4.4).
SMALLEST_MAXIMUM_SCALE = 2.0
# To what people with low vision zoom in.
LARGE_SCALE = 5.0
# Success criterion 2.2.1 excepts time limits of more than 20 hours; values in seconds.
LONGEST_DELAY = 20 * 3600
_REFRESH = re.compile(r"^\s*(\d+)[\d.]*\s*(?:$|[;,\s]\s*\S)")


@rule(
    "document-title",
    impact="serious",
    wcag=("2.4.2",),
    act=("2779a5",),
    on=("html",),
    help="The page has a title",
    source="WCAG technique H25",
)
def document_title(document: Document, html: HtmlElement) -> bool:
    """The first title element, those of SVG images and templates left aside, is not blank."""
    titles = document.elements("title")
    first = next(
        (t for t in titles if next(t.iterancestors("svg", "template"), None) is None), None
    )
    return first is not None and bool("".join(first.itertext()).strip())


@rule(
    "meta-viewport",
    impact="moderate",
    wcag=("1.4.4",),
    act=("b4f0c3",),
    on=("meta",),
    help="The page lets people zoom in",
    source="ACT rule b4f0c3",
)
def meta_viewport(document: Document, meta: HtmlElement) -> bool:
    """The viewport neither forbids scaling nor stops it short of twice the size."""
    if (meta.get("name") or "").strip().lower() != "viewport":
        return True
    return allows_zoom(meta.get("content") or "")


def allows_zoom(viewport: str) -> bool:
    """Whether a viewport, as its `content` says it, can be zoomed to twice the size.

    >>> allows_zoom("width=device-width"), allows_zoom("maximum-scale=1.0, user-scalable=yes")
    (True, False)
    """
    settings = dict(part.partition("=")[::2] for part in re.split(r"[,;]", viewport.lower()))
    values = {name.strip(): value.strip() for name, value in settings.items()}
    scalable, most = values.get("user-scalable", "yes"), values.get("maximum-scale", "-1")
    is_fixed = scalable == "no" or abs(_number(scalable)) < 1
    return not is_fixed and (_number(most) < 0 or _number(most) >= SMALLEST_MAXIMUM_SCALE)


def _number(text: str) -> float:
    """A viewport number: `yes` is 1, a device's size 10, else 0 (CSS Device Adaptation)."""
    match = re.match(r"-?\d+(\.\d+)?|-?\.\d+", text)
    words = {"yes": 1.0, "device-width": 10.0, "device-height": 10.0}
    return float(match[0]) if match else words.get(text, 0.0)


@rule(
    "meta-refresh",
    impact="critical",
    wcag=("2.2.1",),
    act=("bc659a",),
    on=("html",),
    help="The page does not reload or leave by itself after a while",
    source="WCAG technique F41",
)
def meta_refresh(document: Document, html: HtmlElement) -> bool:
    """The first refresh that a browser understands happens at once, or not within 20 hours."""
    delay = refresh_delay(document) or 0
    return delay == 0 or delay > LONGEST_DELAY


def refresh_delay(document: Document) -> int | None:
    """Seconds until the page reloads or leaves by itself; None where it does neither."""
    for meta in document.elements("meta"):
        if (meta.get("http-equiv") or "").strip().lower() == "refresh":
            timed = _REFRESH.match(meta.get("content") or "")
            if timed:
                return int(timed[1])
    return None


@rule(
    "landmark-one-main",
    impact="moderate",
    on=("html",),
    help="The page says where its main content is",
    source="WCAG technique ARIA11",
)
def landmark_one_main(document: Document, html: HtmlElement) -> bool:
    """There is a main landmark."""
    mains = [e for e in document.elements("main") if explicit_role(e) in ("", "main")]
    marked = [e for e in document.elements("[role]") if explicit_role(e) == "main"]
    return any(not document.is_hidden(element) for element in mains + marked)


@rule(
    "tabindex",
    impact="serious",
    on=("[tabindex]",),
    help="The keyboard goes through the page in its own order",
    source="WCAG technique H4",
)
def tabindex(document: Document, element: HtmlElement) -> bool:
    """No tabindex is greater than 0."""
    value = (element.get("tabindex") or "").strip()
    return not value.isdecimal() or int(value) == 0


@rule(
    "blink",
    impact="serious",
    wcag=("2.2.2",),
    on=("blink",),
    help="Nothing blinks",
    source="WCAG technique F47",
)
def blink(document: Document, element: HtmlElement) -> bool:
    """There is no blink element, unless it is hidden."""
    return document.is_hidden(element)


@rule(
    "marquee",
    impact="serious",
    wcag=("2.2.2",),
    on=("marquee",),
    help="No text runs across the page",
    source="WCAG technique F16",
)
def marquee(document: Document, element: HtmlElement) -> bool:
    """There is no marquee element, unless it is hidden."""
    return document.is_hidden(element)


@rule(
    "meta-refresh-no-exceptions",
    impact="minor",
    wcag=("2.2.4", "3.2.5"),
    act=("bisz58",),
    on=("html",),
    help="The page never reloads or leaves by itself after a while",
    source="WCAG technique H76; ACT rule bisz58",
)
def meta_refresh_no_exceptions(document: Document, html: HtmlElement) -> bool:
    """The first refresh that a browser understands happens at once."""
    return (refresh_delay(document) or 0) == 0


@rule(
    "meta-viewport-large",
    impact="minor",
    on=("meta",),
    help="The page lets people zoom in to five times the size",
    source="ACT rule b4f0c3, background",
)
def meta_viewport_large(document: Document, meta: HtmlElement) -> bool:
    """The viewport does not stop scaling short of five times the size."""
    if (meta.get("name") or "").strip().lower() != "viewport":
        return True
    content = meta.get("content") or ""
    most = re.search(r"maximum-scale\s*=\s*([\d.]+)", content, re.IGNORECASE)
    return not allows_zoom(content) or most is None or _number(most[1]) >= LARGE_SCALE
