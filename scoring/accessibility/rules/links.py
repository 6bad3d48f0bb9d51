"""Links and other things to act on: what each is called, and where skip links lead."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from scoring.accessibility.document import Document
from scoring.accessibility.names import accessible_name, explicit_role, is_presentational
from scoring.accessibility.registry import rule

COMMAND_ROLES = ("button", "link", "menuitem", "doc-backlink", "doc-biblioref", "doc-noteref")
# Skip links are recognised as axe-core does: an in-page link before any that leaves the page.
_IN_PAGE = re.compile(r"^#[^/!]")


@rule(
    "link-name",
    impact="serious",
    wcag=("2.4.4", "4.1.2"),
    act=("c487ae",),
    on=("a",),
    help="Links say where they lead",
    source="WCAG technique H30",
)
def link_name(document: Document, link: HtmlElement) -> bool:
    """A link has text, an image with an alternative, or a label."""
    return (
        link.get("href") is None
        or bool(accessible_name(document, link))
        or explicit_role(link) not in ("", "link", "none", "presentation", *COMMAND_ROLES[3:])
        or document.is_hidden(link)
    )


@rule(
    "aria-command-name",
    impact="serious",
    wcag=("4.1.2",),
    act=("97a4e1", "c487ae", "m6b1q3"),
    on=("[role]",),
    help="Buttons, links and menu items made with ARIA say what they do",
    source="ACT rules 97a4e1 and c487ae",
)
def aria_command_name(document: Document, element: HtmlElement) -> bool:
    """An element that acts as a button, link or menu item has a name."""
    if element.tag in ("button", "input") or explicit_role(element) not in COMMAND_ROLES:
        return True
    if element.tag == "a" and explicit_role(element) not in ("button", "menuitem"):
        return True
    return bool(accessible_name(document, element)) or document.is_hidden(element)


@rule(
    "summary-name",
    impact="serious",
    wcag=("4.1.2",),
    act=("2t702h",),
    on=("summary",),
    help="What opens more detail says what it opens",
    source="ACT rule 2t702h",
)
def summary_name(document: Document, summary: HtmlElement) -> bool:
    """The first summary of a details element has a name of the author's."""
    parent = summary.getparent()
    if parent is None or parent.tag != "details" or explicit_role(summary):
        return True
    if next(iter(parent.iterchildren("summary")), None) is not summary:
        return True
    return bool(accessible_name(document, summary)) or document.is_hidden(summary)


@rule(
    "frame-title",
    impact="serious",
    wcag=("4.1.2",),
    act=("cae760",),
    on=("iframe", "frame"),
    help="Frames say what is in them",
    source="WCAG technique H64",
)
def frame_title(document: Document, frame: HtmlElement) -> bool:
    """A frame that the keyboard can reach has a title or a label."""
    return (
        bool(accessible_name(document, frame))
        or (frame.get("tabindex") or "").strip().startswith("-")
        or is_presentational(frame)
        or document.is_hidden(frame)
    )


@rule(
    "skip-link",
    impact="moderate",
    on=("html",),
    help="Links that skip to the content lead to it",
    source="WCAG technique G1",
)
def skip_link(document: Document, html: HtmlElement) -> bool:
    """Every in-page link before the first other link has a target on the page."""
    for link in document.elements("a"):
        href = (link.get("href") or "").strip()
        if not href or document.is_hidden(link):
            continue
        if not _IN_PAGE.match(href):
            return True
        if not _leads_somewhere(document, href[1:]):
            return False
    return True


def _leads_somewhere(document: Document, name: str) -> bool:
    # Browsers take #top for the top of the page (HTML, 7.4.6.3).
    named = (anchor.get("name") for anchor in document.elements("a"))
    return name.lower() == "top" or document.with_id(name) is not None or name in named
