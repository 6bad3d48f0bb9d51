"""Names of what ARIA makes: dialogs, meters, bars, tooltips, switches and the items of trees."""

from __future__ import annotations

from lxml.html import HtmlElement

from scoring.accessibility.document import Document
from scoring.accessibility.names import FIELDS, accessible_name, explicit_role
from scoring.accessibility.registry import rule

SOURCE = "WAI-ARIA 1.2, section 5.2.8, name required"
TOGGLES = ("checkbox", "menuitemcheckbox", "menuitemradio", "radio", "switch", "option")


def _is_named(document: Document, element: HtmlElement) -> bool:
    return bool(accessible_name(document, element)) or document.is_hidden(element)


@rule(
    "aria-dialog-name",
    impact="serious",
    on=("[role]", "dialog"),
    help="Dialogs say what they are about",
    source=SOURCE,
)
def aria_dialog_name(document: Document, element: HtmlElement) -> bool:
    """A dialog has a name."""
    role = explicit_role(element)
    if role not in ("dialog", "alertdialog") and (role or element.tag != "dialog"):
        return True
    return _is_named(document, element)


@rule(
    "aria-meter-name",
    impact="serious",
    wcag=("1.1.1",),
    on=("[role]", "meter"),
    help="Meters say what they measure",
    source=SOURCE,
)
def aria_meter_name(document: Document, element: HtmlElement) -> bool:
    """A meter has a name."""
    role = explicit_role(element)
    if role != "meter" and (role or element.tag != "meter"):
        return True
    return _is_named(document, element)


@rule(
    "aria-progressbar-name",
    impact="serious",
    wcag=("1.1.1",),
    on=("[role]", "progress"),
    help="Progress bars say what is under way",
    source=SOURCE,
)
def aria_progressbar_name(document: Document, element: HtmlElement) -> bool:
    """A progress bar has a name."""
    role = explicit_role(element)
    if role != "progressbar" and (role or element.tag != "progress"):
        return True
    return _is_named(document, element)


@rule(
    "aria-tooltip-name",
    impact="serious",
    wcag=("4.1.2",),
    on=("[role]",),
    help="Tooltips say something",
    source=SOURCE,
)
def aria_tooltip_name(document: Document, element: HtmlElement) -> bool:
    """A tooltip has a name or text."""
    return explicit_role(element) != "tooltip" or _is_named(document, element)


@rule(
    "aria-toggle-field-name",
    impact="serious",
    wcag=("4.1.2",),
    act=("e086e5",),
    on=("[role]",),
    help="Switches and options made with ARIA say what they are for",
    source=SOURCE,
)
def aria_toggle_field_name(document: Document, element: HtmlElement) -> bool:
    """An element that acts as a checkbox, radio button, switch or option has a name."""
    if element.tag in (*FIELDS, "button") or explicit_role(element) not in TOGGLES:
        return True
    return _is_named(document, element)


@rule(
    "aria-treeitem-name",
    impact="serious",
    on=("[role]",),
    help="The items of trees say what they are",
    source=SOURCE,
)
def aria_treeitem_name(document: Document, element: HtmlElement) -> bool:
    """An item of a tree has a name."""
    return explicit_role(element) != "treeitem" or _is_named(document, element)
