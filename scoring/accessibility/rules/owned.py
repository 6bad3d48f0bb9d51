"""ARIA roles that belong together: what must be in which, and what nothing else may be in."""

from __future__ import annotations

from lxml.html import HtmlElement

from scoring.accessibility.aria import ARIA
from scoring.accessibility.document import Document
from scoring.accessibility.names import content_text, explicit_role
from scoring.accessibility.registry import rule
from scoring.accessibility.roles import implicit_role, role_of

# Roles that say nothing, so that what is in them belongs to what they are in.
SEE_THROUGH = ("", "generic", "none", "presentation")
BETWEEN = ("group", "rowgroup")


@rule(
    "aria-required-children",
    impact="critical",
    wcag=("1.3.1",),
    act=("bc4a75",),
    on=("[role]",),
    help="Lists, tables, menus and the like made with ARIA hold the items they must",
    source="WAI-ARIA 1.2, section 5.2.6; ACT rule bc4a75",
)
def aria_required_children(document: Document, element: HtmlElement) -> bool:
    """What has such a role holds its items and nothing else of a role; it may wait to be filled."""
    role = explicit_role(element)
    wanted = ARIA.owned.get(role)
    if wanted is None or element.get("aria-busy") == "true" or document.is_hidden(element):
        return True
    owned = _owned_roles(document, element, wanted)
    if owned:
        return wanted >= owned and bool(owned - set(BETWEEN) or not wanted.isdisjoint(BETWEEN))
    return role in ARIA.may_be_empty and not content_text(document, element)


def _owned_roles(document: Document, element: HtmlElement, wanted: frozenset[str]) -> set[str]:
    """The roles nearest in an element, by the tree or by `aria-owns`; in groups their items'."""
    found: set[str] = set()
    seen = {element}
    stack = _children(document, element)
    while stack:
        child = stack.pop()
        if child in seen or document.is_hidden(child):
            continue
        seen.add(child)
        role = role_of(document, child)
        if role not in SEE_THROUGH:
            found.add(role)
        if role in SEE_THROUGH or (role in BETWEEN and role in wanted):
            stack += _children(document, child)
        if len(seen) > MOST_CHILDREN:
            break
    return found


# So many items tell whether they are the right ones.
MOST_CHILDREN = 2000


def _children(document: Document, element: HtmlElement) -> list[HtmlElement]:
    ids = (element.get("aria-owns") or "").split()
    elsewhere = (document.with_id(id) for id in ids)
    return [*element.iterchildren("*"), *(each for each in elsewhere if each is not None)]


@rule(
    "aria-required-parent",
    impact="critical",
    wcag=("1.3.1",),
    act=("ff89c9",),
    on=("[role]",),
    help="Items made with ARIA stand in the list, table, menu or the like that they need",
    source="WAI-ARIA 1.2, section 5.2.7; ACT rule ff89c9",
)
def aria_required_parent(document: Document, element: HtmlElement) -> bool:
    """The nearest role around such an item, groups left aside, is one that it may stand in."""
    role = explicit_role(element)
    contexts = ARIA.contexts.get(role)
    if contexts is None or role == implicit_role(document, element) or document.is_hidden(element):
        return True
    owners = document.fact("owners", _owners)
    step, steps = _parent(owners, element), 0
    while step is not None and steps < MOST_CHILDREN:
        around = role_of(document, step)
        if around in contexts:
            return True
        if around not in (*SEE_THROUGH, "group", role):
            return False
        step, steps = _parent(owners, step), steps + 1
    return False


def _owners(document: Document) -> dict[str, HtmlElement]:
    """The element that owns each id by `aria-owns`."""
    return {
        id: element
        for element in document.elements("[aria-owns]")
        for id in (element.get("aria-owns") or "").split()
    }


def _parent(owners: dict[str, HtmlElement], element: HtmlElement) -> HtmlElement | None:
    return owners.get(element.get("id") or "", element.getparent())
