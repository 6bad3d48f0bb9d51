"""Common barriers in what moves, plays by itself, or answers to the mouse alone."""

from __future__ import annotations

import re
from itertools import islice

from lxml.html import HtmlElement

from scoring.accessibility.document import Document
from scoring.accessibility.names import explicit_role, is_focusable
from scoring.accessibility.registry import rule

_ENDLESS = re.compile(
    r"animation(?:-iteration-count)?\s*:[^;]*\binfinite\b|text-decoration[a-z-]*\s*:[^;]*\bblink\b",
    re.IGNORECASE,
)
_AUTOPLAY = re.compile(r"[?&]auto_?play=(?:1|true)\b", re.IGNORECASE)
_LEAVES = re.compile(r"submit\s*\(|location|window\.open|navigate", re.IGNORECASE)
# Clicks bubble up: those caught here come from what is inside.
_CATCHERS = frozenset(
    {"html", "body", "main", "form", "label", "table", "tbody", "ul", "ol", "nav"}
)
_MOST_INSIDE = 500  # elements looked at in one that can be clicked
_BY_MOUSE = ("onmousedown", "onmouseup", "ondblclick", "onmouseover", "onmouseenter")
_BY_KEYBOARD = ("onclick", "onfocus", "onkeydown", "onkeyup", "onkeypress")


@rule(
    "animation-endless",
    impact="moderate",
    wcag=("2.2.2",),
    on=("[style]",),
    help="What moves or blinks stops, or can be stopped",
    source="WCAG failures F4 and F50; technique G152",
    needs_review=True,
)
def animation_endless(document: Document, element: HtmlElement) -> bool:
    """No inline style animates an element without end, or makes it blink."""
    return not _ENDLESS.search(element.get("style") or "") or document.is_hidden(element)


@rule(
    "media-autoplay",
    impact="moderate",
    wcag=("2.2.2",),
    on=("[autoplay]", "iframe"),
    help="Nothing plays by itself, or it can be paused",
    source="WCAG failure F16; technique G4",
    needs_review=True,
)
def media_autoplay(document: Document, element: HtmlElement) -> bool:
    """No video without controls, and no video embedded in a frame, plays when the page opens."""
    if element.tag == "video":
        return element.get("controls") is not None or document.is_hidden(element)
    if element.tag != "iframe":
        return True
    return not _AUTOPLAY.search(element.get("src") or "") or document.is_hidden(element)


@rule(
    "click-without-focus",
    impact="serious",
    wcag=("2.1.1",),
    on=("[onclick]",),
    help="What can be clicked can be reached by keyboard",
    source="WCAG failures F42, F54 and F59",
)
def click_without_focus(document: Document, element: HtmlElement) -> bool:
    """What acts on a click takes the focus, or stands around or in something that does."""
    if not (element.get("onclick") or "").strip() or element.tag in _CATCHERS:
        return True
    if is_focusable(element) or element.get("disabled") is not None:
        return True
    if explicit_role(element) in ("none", "presentation", "dialog", "document"):
        return True
    return _has_focusable_kin(element) or document.is_hidden(element)


def _has_focusable_kin(element: HtmlElement) -> bool:
    """Whether something in an element or around it takes the focus: its click is theirs."""
    if any(map(is_focusable, islice(element.iterdescendants("*"), _MOST_INSIDE))):
        return True
    return any(is_focusable(each) or each.tag == "label" for each in element.iterancestors())


@rule(
    "mouse-only-handler",
    impact="serious",
    wcag=("2.1.1",),
    on=tuple(f"[{name}]" for name in _BY_MOUSE),
    help="What the mouse can do the keyboard can do as well",
    source="WCAG failure F54; technique SCR2",
    needs_review=True,
)
def mouse_only_handler(document: Document, element: HtmlElement) -> bool:
    """What answers to the mouse also answers to a click, the focus or a key."""
    if any(element.get(name) is not None for name in _BY_KEYBOARD) or element.tag == "body":
        return True
    # A link or button that shows itself differently under the mouse still works by keyboard.
    is_link = element.tag in ("a", "area") and element.get("href") is not None
    if is_link or element.tag in ("button", "input", "img"):
        return True
    return document.is_hidden(element)


@rule(
    "change-leaves-page",
    impact="moderate",
    wcag=("3.2.2",),
    on=("[onchange]",),
    help="Choosing from a list does not by itself leave the page",
    source="WCAG failures F36 and F37; technique H32",
    needs_review=True,
)
def change_leaves_page(document: Document, field: HtmlElement) -> bool:
    """No list to choose from sends its form or opens a page as soon as the choice changes."""
    if field.tag != "select" or not _LEAVES.search(field.get("onchange") or ""):
        return True
    return document.is_hidden(field)
