"""Styles that hold readers to what the author chose: spacing of text, and the way up of a page."""

from __future__ import annotations

from lxml.html import HtmlElement

from scoring.accessibility.document import Document
from scoring.accessibility.registry import rule
from scoring.accessibility.sheets import STYLES, number, pixels, rotation
from scoring.accessibility.visible import is_seen, own_text

_PARENTS = ("inherit", "unset", "revert")
_SCROLLS = ("scroll", "auto", "hidden", "clip")


@rule(
    "avoid-inline-spacing",
    impact="serious",
    wcag=("1.4.12",),
    act=("24afc2", "78fd32", "9e45ec"),
    on=("[style]",),
    help="Readers can set the spacing of text wider",
    source="WCAG technique C36; ACT rules 24afc2, 78fd32 and 9e45ec",
)
def avoid_inline_spacing(document: Document, element: HtmlElement) -> bool:
    """No style attribute fixes letters, words or lines closer than readers may want them."""
    if "important" not in (element.get("style") or "").lower() or not own_text(element):
        return True
    narrow = [name for name in STYLES.spacing if _is_fixed_narrow(document, element, name)]
    if narrow == ["line-height"] and not _breaks(document, element):
        return True
    return not narrow or not is_seen(document, element)


def _is_fixed_narrow(document: Document, element: HtmlElement, name: str) -> bool:
    declared = document.styles.in_attribute(element, name)
    if declared is None or not declared.important or declared.value in _PARENTS:
        return False
    size = document.styles.font_size(element)
    given = _spacing(name, declared.value, size)
    return given is not None and given < STYLES.spacing[name] * size - 0.01


def _spacing(name: str, value: str, size: float) -> float | None:
    """The spacing in pixels; None for what is none."""
    if value in ("normal", "initial"):
        return STYLES.normal_spacing[name] * size
    times = number(value) if name == "line-height" else None
    return pixels(value, size) if times is None else times * size


def _breaks(document: Document, element: HtmlElement) -> bool:
    """Whether text is so long that it breaks into lines in a narrow window, and may break."""
    styles = document.styles
    if styles.value(element, "white-space") in ("nowrap", "pre"):
        return False
    size = styles.font_size(element)
    width = pixels(styles.value(element, "max-width"), size)
    fixed = pixels(styles.value(element, "width"), size)
    is_fixed = fixed is not None and not styles.value(element, "width").endswith("%")
    limits = [limit for limit in (width, fixed if is_fixed else None) if limit is not None]
    if is_fixed and width is None and not _is_in_scroller(document, element):
        limits = [fixed] if fixed is not None else []
    room = min(limits, default=STYLES.narrowest)
    return len(own_text(element)) * STYLES.letter_width * size > room


def _is_in_scroller(document: Document, element: HtmlElement) -> bool:
    return any(document.styles.value(a, "overflow-x") in _SCROLLS for a in element.iterancestors())


@rule(
    "css-orientation-lock",
    impact="serious",
    wcag=("1.3.4",),
    act=("b33eff",),
    on=("html",),
    help="The page turns with the device",
    source="WCAG technique F97; ACT rule b33eff",
)
def css_orientation_lock(document: Document, html: HtmlElement) -> bool:
    """No style for one orientation turns what is shown by a quarter against the other."""
    return not any(
        _is_quarter(rotation(value) - rotation(document.styles.value(element, name)))
        and document.is_rendered(element)
        for element, _, name, value in document.styles.turned
    )


def _is_quarter(degrees: float) -> bool:
    return abs(abs((degrees + 180) % 360 - 180) - 90) <= STYLES.quarter_turn_slack
