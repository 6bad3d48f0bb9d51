"""Whether an element is there at all, as its markup tells. Style sheets are not read."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

# Browsers with scripting show neither templates nor noscript; a dialog is shown once it is open.
NEVER_SHOWN = frozenset({"template", "noscript", "script", "style", "head"})
_HIDING = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))", re.I)


def is_hidden(element: HtmlElement) -> bool:
    """Whether markup hides an element, itself or by an ancestor, from those who listen."""
    step: HtmlElement | None = element
    while step is not None:
        if hides_itself(step):
            return True
        step = step.getparent()
    return False


def hides_itself(element: HtmlElement) -> bool:
    """Whether an element is hidden by its own tag, `hidden`, `aria-hidden` or inline style."""
    if element.tag in NEVER_SHOWN or (element.tag == "dialog" and element.get("open") is None):
        return True
    if element.tag == "input" and (element.get("type") or "").lower() == "hidden":
        return True
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    style = element.get("style")
    return style is not None and _HIDING.search(style) is not None
