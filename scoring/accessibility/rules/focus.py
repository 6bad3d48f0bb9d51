"""Focus: what the keyboard comes to is there for those who listen, and nothing is in its way."""

from __future__ import annotations

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from scoring.accessibility.aria import ARIA
from scoring.accessibility.document import Document
from scoring.accessibility.names import explicit_role
from scoring.accessibility.registry import rule
from scoring.accessibility.roles import MAY_TAKE_FOCUS, is_tabbable, role_of, tab_order, takes_focus


@rule(
    "aria-hidden-focus",
    impact="serious",
    wcag=("4.1.2",),
    act=("6cfa84",),
    on=("[aria-hidden]",),
    help="Nothing that the keyboard comes to is kept from those who listen",
    source="WCAG technique F102; ACT rule 6cfa84",
)
def aria_hidden_focus(document: Document, element: HtmlElement) -> bool:
    """Nothing in an element with `aria-hidden`, nor the element itself, is in the tab order.

    Where style sheets are linked to that may hide it, only the element itself is judged.
    """
    if element.get("aria-hidden") != "true":
        return True
    inner = document.fact("searched", _none_searched)
    if element in inner:  # what is around it is silent too, and is told instead
        return True
    if not document.styles.is_complete:
        return not _is_stop(document, element)
    stops = document.fact("may be stops", _may_be_stops)
    found = False
    for each in element.iter("*"):
        inner.add(each)
        found = found or (each in stops and _is_stop(document, each))
    return not found


def _may_be_stops(document: Document) -> set[HtmlElement]:
    """The elements of a kind, or with an attribute, that may stand in the tab order."""
    kinds = (document.elements(trigger) for trigger in MAY_TAKE_FOCUS)
    return {element for elements in kinds for element in elements}


def _none_searched(document: Document) -> set[HtmlElement]:
    return set()


def _is_stop(document: Document, element: HtmlElement) -> bool:
    """Whether the Tab key stays at an element: a frame, or what hands its focus on, is no stop."""
    is_passed = element.tag == "iframe" or element.get("onfocus") is not None
    return not is_passed and is_tabbable(document, element)


@rule(
    "nested-interactive",
    impact="serious",
    wcag=("4.1.2",),
    act=("307n5z",),
    on=("button", "input", "meter", "option", "progress", "[role]"),
    help="Nothing to act on is inside another thing to act on",
    source="WAI-ARIA 1.2, section 5.2.9; ACT rule 307n5z",
)
def nested_interactive(document: Document, element: HtmlElement) -> bool:
    """An element whose content counts as mere looks has nothing in it that takes focus."""
    if len(element) == 0 or role_of(document, element) not in ARIA.presentational_children:
        return True
    return not _holds_focus(document, element) or document.is_hidden(element)


def _holds_focus(document: Document, element: HtmlElement) -> bool:
    """Whether something in an element takes focus, if only by a script then as a widget."""
    idle = document.fact("without focus", _none_searched)
    passed = []
    for inner in () if element in idle else element.iterdescendants("*"):
        if takes_focus(document, inner):
            order = tab_order(inner)
            if order is None or order >= 0 or role_of(document, inner) in ARIA.widgets:
                return True
        passed.append(inner)
    idle.update(passed)
    return False


@rule(
    "frame-focusable-content",
    impact="serious",
    wcag=("2.1.1",),
    act=("akn7bn",),
    on=("iframe",),
    help="Frames that the keyboard passes by hold nothing that it needs",
    source="ACT rule akn7bn",
)
def frame_focusable_content(document: Document, frame: HtmlElement) -> bool:
    """A frame with a negative tabindex and its content in `srcdoc` has nothing to tab to in it."""
    order = tab_order(frame)
    if order is None or order >= 0 or not (source := (frame.get("srcdoc") or "").strip()):
        return True
    return not _has_stops(source) or not document.is_rendered(frame)


def _has_stops(source: str) -> bool:
    try:
        inner = Document(lxml.html.document_fromstring(source))
    except (etree.LxmlError, ValueError):
        return False
    return any(is_tabbable(inner, element) for element in inner.root.iter("*"))


@rule(
    "accesskeys",
    impact="serious",
    on=("[accesskey]",),
    help="A key leads to one thing only",
    source="HTML Living Standard, 6.6.3",
)
def accesskeys(document: Document, element: HtmlElement) -> bool:
    """No access key is given to two elements that are there."""
    key = (element.get("accesskey") or "").strip().lower()
    if not key or document.is_hidden(element):
        return True
    others = document.fact("keys", _keys).get(key, [])
    return len(others) < 2 or others[0] is not element


def _keys(document: Document) -> dict[str, list[HtmlElement]]:
    found: dict[str, list[HtmlElement]] = {}
    for element in document.elements("[accesskey]"):
        if not document.is_hidden(element):
            key = (element.get("accesskey") or "").strip().lower()
            found.setdefault(key, []).append(element)
    return found


@rule(
    "aria-hidden-body",
    impact="critical",
    wcag=("1.3.1", "4.1.2"),
    on=("body",),
    help="The page is not kept from those who listen",
    source="WAI-ARIA 1.2, aria-hidden",
)
def aria_hidden_body(document: Document, body: HtmlElement) -> bool:
    """The body has no `aria-hidden` that is true."""
    return (body.get("aria-hidden") or "").strip().lower() != "true"


@rule(
    "aria-text",
    impact="serious",
    on=("[role]",),
    help="What is read as one text has nothing to act on in it",
    source="axe-core, role text",
)
def aria_text(document: Document, element: HtmlElement) -> bool:
    """An element with the role `text` has nothing in it that takes focus."""
    if explicit_role(element) != "text" or document.is_hidden(element):
        return True
    return not _holds_focus(document, element)
