"""What an element is called, as its markup tells.

A simplification of Accessible Name and Description Computation 1.2: style sheets are not read,
so what only they hide or name counts as shown and unnamed.
"""

from __future__ import annotations

from lxml.html import HtmlElement

from crawler.text import squeezed
from scoring.accessibility.aria import ARIA
from scoring.accessibility.document import HEADING_TAGS, Document

BUTTON_TYPES = frozenset({"button", "submit", "reset"})
NAMED_BY_CONTENT = frozenset({"a", "button", "summary", "option", "label", "legend", *HEADING_TAGS})
FIELDS = frozenset({"input", "select", "textarea"})


def _no_texts(document: Document) -> dict[HtmlElement, str]:
    return {}


def explicit_role(element: HtmlElement) -> str:
    """The first of the element's roles that WAI-ARIA knows; empty where there is none."""
    if not element.get("role"):
        return ""
    return next((role for role in roles_of(element) if role in ARIA.roles), "")


def roles_of(element: HtmlElement) -> list[str]:
    """The tokens of the element's role attribute, lower case."""
    return (element.get("role") or "").lower().split()


def is_presentational(element: HtmlElement) -> bool:
    """Whether the element says that it means nothing; one that takes focus cannot mean nothing."""
    if explicit_role(element) not in ("none", "presentation"):
        return False
    has_meaning = any(name in ARIA.global_attributes for name in element.attrib)
    return not has_meaning and not is_focusable(element)


def says_something(element: HtmlElement) -> bool:
    """Whether an element has a global ARIA attribute that is not empty."""
    return any(
        name in ARIA.global_attributes and bool(value.strip()) for name, value in element.items()
    )


def is_focusable(element: HtmlElement) -> bool:
    """Whether markup lets an element take the keyboard's focus."""
    if element.get("disabled") is not None and element.tag in (*FIELDS, "button"):
        return False
    if element.get("tabindex", "").strip().lstrip("-").isdecimal():
        return True
    if element.tag in ("a", "area"):
        return element.get("href") is not None
    return element.tag in FIELDS or element.tag in ("button", "iframe", "summary")


def accessible_name(document: Document, element: HtmlElement) -> str:
    """What assistive technology calls an element; empty where it has no name."""
    name = document.names.get(element)
    if name is None:
        name = document.names[element] = _name(document, element)
    return name


def _said(element: HtmlElement, attribute: str) -> str:
    value = element.get(attribute)
    return squeezed(value) if value else ""


def _name(document: Document, element: HtmlElement) -> str:
    return (
        referenced_text(document, element)
        or _said(element, "aria-label")
        or _native_name(document, element)
        or (content_text(document, element) if _is_named_by_content(element) else "")
        or _said(element, "title")
        or (_said(element, "placeholder") if element.tag in FIELDS else "")
    )


def _is_named_by_content(element: HtmlElement) -> bool:
    role = explicit_role(element)
    is_own = role in ("", "none", "presentation")
    return element.tag in NAMED_BY_CONTENT if is_own else role in ARIA.named_by_content


def referenced_text(document: Document, element: HtmlElement) -> str:
    """The text that `aria-labelledby` refers to, be it shown or not."""
    if not element.get("aria-labelledby"):
        return ""
    ids = element.get("aria-labelledby", "").split()
    found = (target for id in ids if (target := document.with_id(id)) is not None)
    return squeezed(" ".join(_own_text(document, target) for target in found))


def _own_text(document: Document, target: HtmlElement) -> str:
    label = squeezed(target.get("aria-label") or "")
    # A reference is followed once: those in what it leads to are not (accname 1.2, 2B).
    return label or _native_name(document, target) or content_text(document, target, follow=False)


def _native_name(document: Document, element: HtmlElement) -> str:
    """The name that HTML itself gives: alt, value, label, SVG title."""
    tag = element.tag
    kind = (element.get("type") or "").strip().lower() if tag == "input" else ""
    if tag in ("img", "area") or kind == "image":
        return squeezed(element.get("alt") or "")
    if kind in BUTTON_TYPES:
        # Browsers label these two themselves where no value is given (HTML, 4.10.5.1).
        default = {"submit": "Submit", "reset": "Reset"}.get(kind, "")
        return squeezed(element.get("value", default))
    if tag in FIELDS:
        return label_text(document, element)
    if tag == "svg" or (element.get("role") or "").startswith("graphics-"):
        title = next((child for child in element if child.tag == "title"), None)
        return squeezed("".join(title.itertext())) if title is not None else ""
    return ""


def label_text(document: Document, field: HtmlElement) -> str:
    """The text of the labels of a form field: those for its id, and the one around it."""
    labels = list(document.labels.get(field.get("id") or "", ()))
    around = next(field.iterancestors("label"), None)
    if around is not None and around not in labels and not around.get("for"):
        labels.append(around)
    known = document.fact("label texts", _no_texts)
    for label in labels:
        if label not in known:
            known[label] = content_text(document, label, follow=False)
    return squeezed(" ".join(known[label] for label in labels))


def content_text(document: Document, element: HtmlElement, *, follow: bool = True) -> str:
    """The text in an element that is not hidden, its images by their alternatives.

    What is in it is called by what it refers to, unless references are not to be followed.

    An explicit stack, not recursion: pages may be nested very deep.
    """
    if not len(element):
        return squeezed(element.text or "")
    pieces: list[str] = []
    stack: list[HtmlElement | str] = [element]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            pieces.append(item)
            continue
        if not isinstance(item.tag, str) or (item is not element and document.hides_itself(item)):
            continue
        name = _name_within(document, item, follow) if item is not element else None
        if name is not None:
            pieces.append(f" {name} ")
            continue
        if item.text:
            pieces.append(item.text)
        for child in reversed(item):
            if child.tail:
                stack.append(child.tail)
            stack.append(child)
    return squeezed("".join(pieces))


def _name_within(document: Document, element: HtmlElement, follow: bool) -> str | None:
    """What an element inside another adds to its name; None where its content is to be read."""
    label = squeezed(element.get("aria-label") or "")
    if follow and element.get("aria-labelledby"):
        label = referenced_text(document, element) or label
    if label:
        return label
    if element.tag in ("img", "svg"):
        silent = is_presentational(element) or (element.tag == "img" and element.get("alt") == "")
        fallback = squeezed(element.get("title") or "")
        return "" if silent else _native_name(document, element) or fallback
    if element.tag in FIELDS:
        kind = (element.get("type") or "").lower()
        return _native_name(document, element) if kind in (*BUTTON_TYPES, "image") else ""
    if len(element) == 0 and not (element.text or "").strip() and element.get("title"):
        return squeezed(element.get("title") or "")
    return None
