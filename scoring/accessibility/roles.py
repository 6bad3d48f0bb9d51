"""What an element is to assistive technology, and whether the keyboard reaches it."""

from __future__ import annotations

from lxml.html import HtmlElement

from scoring.accessibility.aria import ARIA
from scoring.accessibility.document import Document
from scoring.accessibility.names import FIELDS, explicit_role, is_presentational

# In these, a header or footer is not the page's (HTML-AAM 1.0, header and footer).
SECTIONS = frozenset({"article", "aside", "main", "nav", "section"})
SECTION_ROLES = frozenset({"article", "complementary", "main", "navigation", "region"})
TABLE_ROLES = frozenset({"grid", "treegrid"})
# What may take focus without a tabindex.
FOCUSABLE = FIELDS | {"a", "area", "button", "summary", "iframe", "audio", "video"}
# What elements that may take focus are found by.
MAY_TAKE_FOCUS = (*sorted(FOCUSABLE), "[tabindex]", "[contenteditable]")


def role_of(document: Document, element: HtmlElement) -> str:
    """An element's role, its own or its tag's; `none` where it says it has none, else empty."""
    explicit = explicit_role(element)
    if explicit in ("none", "presentation"):
        return "none" if is_presentational(element) else implicit_role(document, element)
    return explicit or implicit_role(document, element)


def implicit_role(document: Document, element: HtmlElement) -> str:
    """The role that an element has by its tag; empty for none."""
    special = _SPECIAL.get(element.tag)
    return special(document, element) if special else ARIA.implicit_roles.get(element.tag, "")


def _link(document: Document, element: HtmlElement) -> str:
    return "generic" if element.get("href") is None else "link"


def _input(document: Document, element: HtmlElement) -> str:
    kind = (element.get("type") or "text").strip().lower()
    role = ARIA.input_roles.get(kind, "" if kind in _ROLELESS else "textbox")
    if role in ("textbox", "searchbox") and element.get("list") is not None:
        return "combobox"
    return role


_ROLELESS = (
    "color",
    "date",
    "datetime-local",
    "file",
    "hidden",
    "month",
    "password",
    "time",
    "week",
)


def _select(document: Document, element: HtmlElement) -> str:
    size = (element.get("size") or "").strip()
    is_long = size.isdecimal() and int(size) > 1
    return "listbox" if is_long or element.get("multiple") is not None else "combobox"


def _image(document: Document, element: HtmlElement) -> str:
    named = element.get("aria-label") or element.get("aria-labelledby")
    return "none" if element.get("alt") == "" and not named else "img"


def _page_part(role: str, element: HtmlElement) -> str:
    for ancestor in element.iterancestors():
        if ancestor.tag in SECTIONS or explicit_role(ancestor) in SECTION_ROLES:
            return "generic"
    return role


def _named(role: str, element: HtmlElement) -> str:
    names = ("aria-label", "aria-labelledby", "title")
    return role if any((element.get(name) or "").strip() for name in names) else "generic"


def _cell(document: Document, element: HtmlElement) -> str:
    table = next(element.iterancestors("table"), None)
    if table is None:
        return ""
    in_grid = explicit_role(table) in TABLE_ROLES
    if element.tag == "td":
        return "gridcell" if in_grid else "cell"
    return "rowheader" if element.get("scope") in ("row", "rowgroup") else "columnheader"


def _item(document: Document, element: HtmlElement) -> str:
    parent = element.getparent()
    return "listitem" if parent is not None and parent.tag in ("ul", "ol", "menu") else ""


def _row(document: Document, element: HtmlElement) -> str:
    return "row" if next(element.iterancestors("table"), None) is not None else ""


_SPECIAL = {
    "a": _link,
    "area": _link,
    "input": _input,
    "select": _select,
    "img": _image,
    "header": lambda document, element: _page_part("banner", element),
    "footer": lambda document, element: _page_part("contentinfo", element),
    "section": lambda document, element: _named("region", element),
    "form": lambda document, element: _named("form", element),
    "td": _cell,
    "th": _cell,
    "tr": _row,
    "li": _item,
}


def is_disabled(document: Document, element: HtmlElement) -> bool:
    """Whether a control is switched off, itself or with the fieldset around it."""
    if element.tag not in (*FIELDS, "button"):
        return False
    if element.get("disabled") is not None:
        return True
    if not document.by_attribute.get("disabled"):
        return False
    fieldsets = (f for f in element.iterancestors("fieldset") if f.get("disabled") is not None)
    return any(not _is_in_legend(element, fieldset) for fieldset in fieldsets)


def _is_in_legend(element: HtmlElement, fieldset: HtmlElement) -> bool:
    legend = next(fieldset.iterchildren("legend"), None)
    return legend is not None and legend in element.iterancestors("legend")


def takes_focus(document: Document, element: HtmlElement) -> bool:
    """Whether an element that is laid out takes focus, be it by the keyboard or only by script."""
    may = element.tag in FOCUSABLE or tab_order(element) is not None
    may = may or element.get("contenteditable") in ("", "true")
    if not may or not document.is_rendered(element) or is_disabled(document, element):
        return False
    if tab_order(element) is not None or element.get("contenteditable") in ("", "true"):
        return True
    if element.tag in ("a", "area"):
        return element.get("href") is not None
    if element.tag in ("audio", "video"):
        return element.get("controls") is not None
    if element.tag == "summary":
        parent = element.getparent()
        is_details = parent is not None and parent.tag == "details"
        return is_details and next(parent.iterchildren("summary"), None) is element
    return True


def tab_order(element: HtmlElement) -> int | None:
    """The number that an element's tabindex gives; None where it gives none."""
    value = (element.get("tabindex") or "").strip()
    digits = value[1:] if value[:1] in ("-", "+") else value
    return int(value) if digits.isdecimal() and digits.isascii() and len(digits) < 10 else None


def is_tabbable(document: Document, element: HtmlElement) -> bool:
    """Whether the Tab key comes to an element."""
    order = tab_order(element)
    return (order is None or order >= 0) and takes_focus(document, element)
