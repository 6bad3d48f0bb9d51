"""Whether an element is there at all, by its markup and the page's own style sheets."""

from __future__ import annotations

from lxml.html import HtmlElement

from scoring.accessibility.styles import Styles

# Browsers with scripting show neither templates nor noscript; a dialog is shown once it is open.
NEVER_SHOWN = frozenset({"template", "noscript", "script", "style", "head"})
# What may hide an element, beside style sheets and closed details around it.
HIDING_TAGS = NEVER_SHOWN | {"dialog", "input"}
HIDING_ATTRIBUTES = ("aria-hidden", "hidden", "style")
_INVISIBLE = ("hidden", "collapse")

# In which ways an element is not there, to be added up.
GONE = 1  # not laid out: nobody meets it
UNSEEN = 2  # keeps its place, but neither seen nor read out
SILENT = 4  # to be seen, not to be read out


def own_hiding(styles: Styles, element: HtmlElement, parents: int) -> int:
    """How an element is hidden, given how its parent is; one may be seen in an unseen parent."""
    hiding = parents
    if element.get("aria-hidden") == "true":
        hiding |= SILENT
    if _is_gone(element) or _is_folded(element):
        return hiding | GONE
    if not styles.may_hide(element):
        return hiding
    if (display := styles.declared(element, "display")) and display.value == "none":
        hiding |= GONE
    if (visibility := styles.declared(element, "visibility")) is not None:
        if visibility.value in _INVISIBLE:
            hiding |= UNSEEN
        elif visibility.value == "visible":
            hiding &= ~UNSEEN
    return hiding


def _is_gone(element: HtmlElement) -> bool:
    if element.tag in NEVER_SHOWN or element.get("hidden") is not None:
        return True
    if element.tag == "dialog":
        return element.get("open") is None
    return element.tag == "input" and (element.get("type") or "").lower() == "hidden"


def _is_folded(element: HtmlElement) -> bool:
    """Whether an element is what closed details hold back."""
    parent = element.getparent()
    if parent is None or parent.tag != "details" or parent.get("open") is not None:
        return False
    return next(parent.iterchildren("summary"), None) is not element
