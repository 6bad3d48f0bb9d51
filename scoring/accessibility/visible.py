"""What of a page can be seen, as far as its own styles tell: not hidden, off screen or clipped."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from scoring.accessibility.document import Document
from scoring.accessibility.sheets import STYLES, pixels

_LAID_FREELY = ("absolute", "fixed")
_CLIPPED = re.compile(r"rect\(\s*[01](?:px)?[ ,]+[01](?:px)?[ ,]+[01](?:px)?[ ,]+[01](?:px)?\s*\)")
_INSET = re.compile(r"inset\(\s*(?:50|100)%|circle\(\s*0")


def own_text(element: HtmlElement) -> str:
    """The text directly in an element, not in what it holds."""
    return " ".join(filter(None, [element.text, *(child.tail for child in element)])).strip()


def is_seen(document: Document, element: HtmlElement) -> bool:
    """Whether an element's own text is to be seen."""
    if not document.is_rendered(element):
        return False
    known = document.fact("out of sight", _nothing_known)
    passed: list[HtmlElement] = []
    step: HtmlElement | None = element
    while step is not None and step not in known:
        passed.append(step)
        step = step.getparent()
    out = step is not None and known[step]
    for each in reversed(passed):
        out = out or _is_out_of_sight(document, each)
        known[each] = out
    return not out


def _nothing_known(document: Document) -> dict[HtmlElement, bool]:
    return {}


def _is_out_of_sight(document: Document, element: HtmlElement) -> bool:
    styles = document.styles
    if not styles.says_anything(element):
        return False
    em = styles.font_size(element)

    def length(name: str) -> float | None:
        declared = styles.declared(element, name)
        return None if declared is None else pixels(declared.value, em)

    indent = length("text-indent")
    if indent is not None and indent <= -STYLES.off_screen:
        return True
    if styles.value(element, "position") not in _LAID_FREELY:
        return False
    if any((length(side) or 0) <= -STYLES.off_screen for side in ("left", "top", "right")):
        return True
    if _CLIPPED.match(styles.value(element, "clip")) or _INSET.match(
        styles.value(element, "clip-path")
    ):
        return True
    sides = [length(name) for name in ("width", "height")]
    is_tiny = any(side is not None and side <= 1 for side in sides)
    return is_tiny and styles.value(element, "overflow-x") in ("hidden", "clip")
