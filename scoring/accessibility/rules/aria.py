"""ARIA: roles and attributes that exist, and ids that lead to one element only."""

from __future__ import annotations

from lxml.html import HtmlElement

from scoring.accessibility.aria import ARIA
from scoring.accessibility.document import Document
from scoring.accessibility.names import explicit_role, roles_of
from scoring.accessibility.registry import rule


@rule(
    "aria-roles",
    impact="critical",
    wcag=("4.1.2",),
    act=("674b10",),
    on=("[role]",),
    help="Roles are ones that WAI-ARIA defines",
    source="WAI-ARIA 1.2, section 5",
)
def aria_roles(document: Document, element: HtmlElement) -> bool:
    """At least one of an element's roles exists and is no abstract one."""
    return not roles_of(element) or bool(explicit_role(element)) or document.is_hidden(element)


@rule(
    "aria-valid-attr",
    impact="critical",
    wcag=("4.1.2",),
    act=("5f99a7",),
    on=("[aria-*]",),
    help="ARIA attributes are ones that WAI-ARIA defines",
    source="WAI-ARIA 1.2, section 6",
)
def aria_valid_attr(document: Document, element: HtmlElement) -> bool:
    """No attribute that begins with `aria-` is misspelt or made up."""
    return all(name in ARIA.attributes for name in element.attrib if name.startswith("aria-"))


@rule(
    "duplicate-id-aria",
    impact="critical",
    wcag=("4.1.2",),
    act=("3ea0c8",),
    on=("[id]",),
    help="Ids that labels and ARIA refer to stand on one element only",
    source="WCAG technique F77",
)
def duplicate_id_aria(document: Document, element: HtmlElement) -> bool:
    """An id that is referred to is not given a second time."""
    id = element.get("id") or ""
    return id not in document.referenced or document.with_id(id) is element
