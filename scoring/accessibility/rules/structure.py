"""Structure: headings and lists that software can follow."""

from __future__ import annotations

from lxml.html import HtmlElement

from scoring.accessibility.document import HEADING_TAGS, Document
from scoring.accessibility.names import accessible_name, explicit_role, is_presentational
from scoring.accessibility.registry import rule

# HTML, 3.2.5.2.9: elements that may stand anywhere.
ANYWHERE = frozenset({"script", "template", "style", "noscript"})


@rule(
    "list",
    impact="serious",
    wcag=("1.3.1",),
    act=("bc4a75",),
    on=("ul", "ol"),
    help="Lists hold list items and nothing else",
    source="WCAG technique H48; HTML, 4.4.5 and 4.4.6",
)
def list_(document: Document, parent: HtmlElement) -> bool:
    """Every shown child of a list is a list item."""
    if explicit_role(parent) not in ("", "list"):
        return True
    return _holds_only(document, parent, frozenset({"li"}), "listitem") or document.is_hidden(
        parent
    )


@rule(
    "listitem",
    impact="serious",
    wcag=("1.3.1",),
    on=("li",),
    help="List items stand in a list",
    source="WCAG technique H48; HTML, 4.4.8",
)
def listitem(document: Document, item: HtmlElement) -> bool:
    """The parent of a list item is a list: another role (menu, tabs) makes it something else."""
    parent = item.getparent()
    if parent is None or explicit_role(item) not in ("", "listitem"):
        return True
    role = explicit_role(parent)
    in_list = role == "list" or (parent.tag in ("ul", "ol", "menu") and not role)
    return in_list or document.is_hidden(item)


@rule(
    "definition-list",
    impact="serious",
    wcag=("1.3.1",),
    on=("dl",),
    help="Description lists hold terms and descriptions and nothing else",
    source="WCAG technique H40; HTML, 4.4.9",
)
def definition_list(document: Document, parent: HtmlElement) -> bool:
    """Every child of a description list is a term, a description or a group of them."""
    if explicit_role(parent):
        return True
    pairs = frozenset({"dt", "dd"})
    groups = list(parent.iterchildren("div"))
    fits = _holds_only(document, parent, pairs | {"div"}) and all(
        _holds_only(document, group, pairs) for group in groups
    )
    return fits or document.is_hidden(parent)


@rule(
    "dlitem",
    impact="serious",
    wcag=("1.3.1",),
    on=("dt", "dd"),
    help="Terms and descriptions stand in a description list",
    source="WCAG technique H40; HTML, 4.4.10",
)
def dlitem(document: Document, item: HtmlElement) -> bool:
    """The parent of a term or description is a description list, or a group in one."""
    parent = item.getparent()
    if parent is not None and parent.tag == "div" and not explicit_role(parent):
        parent = parent.getparent()
    if parent is None or explicit_role(item):
        return True
    in_list = parent.tag == "dl" and explicit_role(parent) in ("", "list")
    return in_list or document.is_hidden(item)


def _holds_only(
    document: Document, parent: HtmlElement, tags: frozenset[str], role: str = ""
) -> bool:
    """Whether an element's own text is blank and each of its children is one of these."""
    if (parent.text or "").strip():
        return False
    for child in parent:
        if (child.tail or "").strip():
            return False
        if not isinstance(child.tag, str) or child.tag in ANYWHERE or document.hides_itself(child):
            continue
        own_role = explicit_role(child)
        fits = own_role == role if own_role else child.tag in tags
        if not fits:
            return False
    return True


@rule(
    "heading-order",
    impact="moderate",
    on=(*HEADING_TAGS, "[role]"),
    help="Heading levels go down one at a time",
    source="WCAG technique G141",
)
def heading_order(document: Document, element: HtmlElement) -> bool:
    """No heading is more than one level below the one before it."""
    before = document.heading_before.get(element)
    return before is None or _level(element) <= _level(before) + 1


def _level(heading: HtmlElement) -> int:
    """The level of a heading; ARIA takes 2 where none is given (WAI-ARIA 1.2, heading)."""
    given = (heading.get("aria-level") or "").strip()
    if given.isdecimal():
        return int(given)
    return int(heading.tag[1]) if heading.tag in HEADING_TAGS else 2


@rule(
    "empty-heading",
    impact="minor",
    act=("ffd0e9",),
    on=(*HEADING_TAGS, "[role]"),
    help="Headings say something",
    source="ACT rule ffd0e9",
)
def empty_heading(document: Document, element: HtmlElement) -> bool:
    """A heading has a name."""
    role = explicit_role(element)
    if element.tag not in HEADING_TAGS and role != "heading":
        return True
    is_other = role not in ("", "heading", "none", "presentation")
    return (
        is_other
        or bool(accessible_name(document, element))
        or is_presentational(element)
        or document.is_hidden(element)
    )


@rule(
    "page-has-heading-one",
    impact="moderate",
    on=("html",),
    help="The page has a main heading",
    source="WCAG technique G141",
)
def page_has_heading_one(document: Document, html: HtmlElement) -> bool:
    """Some heading of level 1 is not hidden."""
    return any(_level(heading) == 1 for heading in document.headings)
