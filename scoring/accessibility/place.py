"""Where in a page an element is, and how to show it."""

from __future__ import annotations

import re
from hashlib import blake2b
from html import escape

from lxml.html import HtmlElement

from scoring.accessibility.document import Document

SNIPPET_LENGTH = 200
# Attributes by which an element can be told from others of its kind, the plainest first.
TELLING = ("name", "for", "href", "src", "action", "aria-label", "title", "alt", "value", "class")
_BARE_ROW = "tr:nth-of-type"  # how the selector of a row right in its table begins
_PLAIN_VALUE = re.compile(r"""^[^"\\\x00-\x1f]{1,120}$""")
_PLAIN_NAME = re.compile(r"^[a-zA-Z_][\w-]*$", re.ASCII)


def selector(document: Document, element: HtmlElement) -> str:
    """A CSS selector that selects exactly this element.

    It is short, and holds in a browser's tree of the page as in ours, where the element or one
    around it can be told by an id or another attribute; else it counts down from the root. Browsers
    put a `tbody` around rows that have none: what is in such rows has two selectors, joined by a
    comma, of which each tree knows one.
    """
    steps: list[str] = []
    step: HtmlElement | None = element
    while step is not None:
        if mark := _mark(document, step):
            steps.append(mark)
            break
        steps.append(_step(step))
        step = step.getparent()
    ours = " > ".join(reversed(steps))
    theirs = ours.replace(_BARE_ROW, f"tbody > {_BARE_ROW}")
    return ours if theirs == ours else f"{ours}, {theirs}"


def _mark(document: Document, element: HtmlElement) -> str:
    """A selector by an attribute that no other element of the page has so; empty for none."""
    id = element.get("id")
    if id and _PLAIN_NAME.match(id) and len(document.by_id[id]) == 1:
        return f"#{id}"
    tag = element.tag if _PLAIN_NAME.match(element.tag) else ""
    for name in TELLING if tag else ():
        value = element.get(name)
        if value and _PLAIN_VALUE.match(value) and document.has_alone(element, name):
            return f'{tag}[{name}="{value}"]'
    return ""


def _step(element: HtmlElement) -> str:
    tag = element.tag if _PLAIN_NAME.match(element.tag) else "*"
    parent = element.getparent()
    if parent is None:
        return tag
    if tag == "tr" and parent.tag == "table":
        return f"{_BARE_ROW}({1 + sum(1 for _ in element.itersiblings('tr', preceding=True))})"
    before = element.itersiblings(preceding=True)
    return f"{tag}:nth-child({1 + sum(isinstance(each.tag, str) for each in before)})"


def snippet(element: HtmlElement) -> str:
    """The element's opening tag, cut to 200 characters."""
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in element.items())
    tag = f"<{element.tag}{attributes}>"
    return tag if len(tag) <= SNIPPET_LENGTH else tag[: SNIPPET_LENGTH - 1] + "…"


def fingerprint(rule: str, element: HtmlElement) -> str:
    """A hash that stays the same where a template repeats a fault, whatever the words."""
    path = [ancestor.tag for ancestor in element.iterancestors()]
    skeleton = [element.tag, *sorted(element.keys())]
    text = "|".join([rule, "/".join(reversed(path)), " ".join(skeleton)])
    return blake2b(text.encode("utf-8", "replace"), digest_size=8).hexdigest()
