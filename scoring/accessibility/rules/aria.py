"""ARIA: roles and attributes that exist, fit each other, and have values that exist."""

from __future__ import annotations

import re
from functools import lru_cache

from lxml.html import HtmlElement

from scoring.accessibility.aria import ARIA
from scoring.accessibility.document import Document
from scoring.accessibility.names import (
    accessible_name,
    content_text,
    explicit_role,
    roles_of,
    says_something,
)
from scoring.accessibility.registry import rule
from scoring.accessibility.roles import implicit_role, role_of, takes_focus

# Elements that have no role in WAI-ARIA, and some of its attributes nevertheless.
OPENERS = ("summary", "iframe", "embed", "object")


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
    """An id that is referred to is not given a second time; the first of them is named."""
    id = element.get("id") or ""
    is_first = id in document.referenced and document.with_id(id) is element
    return not is_first or len(document.by_id[id]) == 1


@rule(
    "aria-valid-attr-value",
    impact="critical",
    wcag=("4.1.2",),
    act=("6a7281",),
    on=("[aria-*]",),
    help="ARIA attributes have values that WAI-ARIA defines",
    source="WAI-ARIA 1.2, section 6.2.4; ACT rule 6a7281",
)
def aria_valid_attr_value(document: Document, element: HtmlElement) -> bool:
    """Each ARIA attribute that is not empty has a word, number or id of its kind."""
    given = ((n, v.strip()) for n, v in element.items() if n in ARIA.attributes and v.strip())
    return all(_is_value(document, element, name, value) for name, value in given)


def _is_value(document: Document, element: HtmlElement, name: str, value: str) -> bool:
    if name == "aria-controls":
        is_there = any(id in document.by_id for id in value.split())
        return is_there or _may_come_later(element)
    return _is_of_kind(name, value)


@lru_cache(maxsize=4096)  # most are true or false
def _is_of_kind(name: str, value: str) -> bool:
    if name in ARIA.values:
        return value.lower() in ARIA.values[name]
    if name in ARIA.word_lists:
        return set(value.lower().split()) <= ARIA.word_lists[name]
    if name in ARIA.whole_numbers:
        return _WHOLE.fullmatch(value) is not None
    return name not in ARIA.numbers or _NUMBER.fullmatch(value) is not None


def _may_come_later(element: HtmlElement) -> bool:
    """Whether what an element controls may be made once it is opened."""
    is_shut = "false" in (element.get("aria-expanded"), element.get("aria-selected"))
    return is_shut or element.get("aria-haspopup") not in (None, "false")


_WHOLE = re.compile(r"-?\d+", re.ASCII)
_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?", re.ASCII | re.IGNORECASE)


@rule(
    "aria-required-attr",
    impact="critical",
    wcag=("4.1.2",),
    act=("4e8ab6",),
    on=("[role]",),
    help="Elements have the states that their ARIA role must tell",
    source="WAI-ARIA 1.2, section 5.2.2; ACT rule 4e8ab6",
)
def aria_required_attr(document: Document, element: HtmlElement) -> bool:
    """Every attribute that the role requires is there and not empty, unless the tag tells it."""
    missing = [n for n in _required(document, element) if not (element.get(n) or "").strip()]
    if not missing or explicit_role(element) == implicit_role(document, element):
        return True
    return _tells_itself(element) or document.is_hidden(element)


def _required(document: Document, element: HtmlElement) -> tuple[str, ...]:
    role = explicit_role(element)
    if role == "separator" and takes_focus(document, element):
        return ("aria-valuenow",)
    if role == "combobox" and element.get("aria-expanded") == "true":
        return ("aria-expanded", "aria-controls")
    return ARIA.required_attributes.get(role, ())


def _tells_itself(element: HtmlElement) -> bool:
    """Whether the tag has the state that its role must tell, such as a checkbox made a switch."""
    kind = (element.get("type") or "").strip().lower()
    return element.tag == "input" and kind in ("checkbox", "radio", "range")


@rule(
    "aria-allowed-attr",
    impact="serious",
    wcag=("4.1.2",),
    act=("5c01ea",),
    on=("[aria-*]",),
    help="ARIA attributes are ones that the element's role has",
    source="WAI-ARIA 1.2, section 5.2; ACT rule 5c01ea",
)
def aria_allowed_attr(document: Document, element: HtmlElement) -> bool:
    """No attribute that only other roles have; those of no clear role are left alone."""
    special = [n for n in element.attrib if n in ARIA.roles_of_attributes and element.get(n)]
    if not special or (element.tag == "input" and not role_of(document, element)):
        return True
    role = role_of(document, element)
    if "-" in element.tag or (element.tag in OPENERS and not role):
        return True
    allowed = all(role in ARIA.roles_of_attributes[name] for name in special)
    return allowed or document.is_hidden(element)


@rule(
    "aria-prohibited-attr",
    impact="serious",
    wcag=("4.1.2",),
    act=("kb1m8s",),
    on=("[aria-label]", "[aria-labelledby]", "[aria-braillelabel]", "[aria-roledescription]"),
    help="Nothing is named that assistive technology gives no name",
    source="WAI-ARIA 1.2, sections 5.2.8.6 and 6.6",
)
def aria_prohibited_attr(document: Document, element: HtmlElement) -> bool:
    """An empty element of a role that takes no name has none: the name would be lost."""
    return not _is_named_in_vain(document, element) or bool(content_text(document, element))


@rule(
    "aria-prohibited-attr-beside-text",
    impact="serious",
    wcag=("4.1.2",),
    act=("kb1m8s",),
    on=("[aria-label]", "[aria-labelledby]", "[aria-braillelabel]", "[aria-roledescription]"),
    help="A name that may not be told says nothing that the text does not",
    source="WAI-ARIA 1.2, sections 5.2.8.6 and 6.6",
    needs_review=True,
)
def aria_prohibited_attr_beside_text(document: Document, element: HtmlElement) -> bool:
    """As the rule without `-beside-text`, where there is text to be read in place of the name."""
    return not _is_named_in_vain(document, element) or not content_text(document, element)


def _is_named_in_vain(document: Document, element: HtmlElement) -> bool:
    role = role_of(document, element)
    names = [n for n in ARIA.naming_attributes if (element.get(n) or "").strip()]
    if role == "generic" and (element.get("aria-roledescription") or "").strip():
        names.append("aria-roledescription")
    if not names or role not in ARIA.unnamed_roles:
        return False
    if explicit_role(element) in ("none", "presentation"):
        return False  # a conflict of its own: the rule presentation-role-conflict
    return not takes_focus(document, element) and not document.is_hidden(element)


@rule(
    "presentation-role-conflict",
    impact="minor",
    act=("46ca7f",),
    on=("[role]", "img"),
    help="What says that it means nothing is neither named nor focusable",
    source="WAI-ARIA 1.2, section 7, presentational roles conflict resolution; ACT rule 46ca7f",
)
def presentation_role_conflict(document: Document, element: HtmlElement) -> bool:
    """Nothing that is marked as decoration takes focus or has a global ARIA attribute."""
    role = explicit_role(element)
    marked = role in ("none", "presentation")
    if not (marked or (element.tag == "img" and element.get("alt") == "" and not role)):
        return True
    conflicts = says_something(element) or takes_focus(document, element)
    return not conflicts or document.is_hidden(element)


@rule(
    "aria-deprecated-role",
    impact="minor",
    wcag=("4.1.2",),
    on=("[role]",),
    help="Roles are ones that WAI-ARIA is not giving up",
    source="WAI-ARIA 1.2, directory; DPUB-ARIA 1.1",
)
def aria_deprecated_role(document: Document, element: HtmlElement) -> bool:
    """The role in use is none of those that specifications call deprecated."""
    return explicit_role(element) not in ARIA.deprecated_roles or document.is_hidden(element)


@rule(
    "aria-braille-equivalent",
    impact="serious",
    wcag=("4.1.2",),
    on=("[aria-braillelabel]", "[aria-brailleroledescription]"),
    help="What is told in braille is told in speech too",
    source="WAI-ARIA 1.3 draft, aria-braillelabel and aria-brailleroledescription",
)
def aria_braille_equivalent(document: Document, element: HtmlElement) -> bool:
    """A braille label stands beside a name, a braille role description beside a spoken one."""
    label = (element.get("aria-braillelabel") or "").strip()
    description = (element.get("aria-brailleroledescription") or "").strip()
    is_named = not label or bool(accessible_name(document, element))
    is_described = not description or bool((element.get("aria-roledescription") or "").strip())
    return (is_named and is_described) or document.is_hidden(element)


@rule(
    "aria-conditional-attr",
    impact="serious",
    wcag=("4.1.2",),
    on=("[aria-checked]", "[aria-posinset]", "[aria-setsize]", "[aria-expanded]", "[aria-level]"),
    help="ARIA attributes do not contradict what the element says itself",
    source="ARIA in HTML, 4 (aria-checked); WAI-ARIA 1.2, row",
)
def aria_conditional_attr(document: Document, element: HtmlElement) -> bool:
    """No aria-checked against a checkbox's own state; rows of plain tables are no tree's."""
    role = role_of(document, element)
    if role == "row":
        table = next((a for a in element.iterancestors() if role_of(document, a) in GRIDS), None)
        in_tree = table is None or explicit_role(table) == "treegrid"
        return in_tree or not any(element.get(n) for n in _OF_TREES) or document.is_hidden(element)
    checked = (element.get("aria-checked") or "").strip().lower()
    if element.tag != "input" or (element.get("type") or "").lower() != "checkbox" or not checked:
        return True
    return checked == ("true" if element.get("checked") is not None else "false")


GRIDS = ("grid", "table", "treegrid")
_OF_TREES = ("aria-posinset", "aria-setsize", "aria-expanded", "aria-level")
