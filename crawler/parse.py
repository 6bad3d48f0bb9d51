"""HTML into a tree, as near to a browser's as libxml2 goes."""

from __future__ import annotations

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

# All that a head holds: https://html.spec.whatwg.org/multipage/dom.html#metadata-content
METADATA = frozenset({"base", "link", "meta", "noscript", "script", "style", "template", "title"})


def parse(source: str) -> HtmlElement | None:
    """The root of a page's tree; None where it cannot be parsed."""
    parser = lxml.html.HTMLParser(encoding="utf-8")
    try:
        root = lxml.html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError):
        return None
    if not isinstance(root, HtmlElement):
        return None
    _move_content_out_of_head(root)
    return root


def _move_content_out_of_head(root: HtmlElement) -> None:
    """Begin the body with what libxml2 left in the head.

    Where a page omits the body tag, as HTML allows, libxml2 does not know that `main` or `header`
    begins its body.
    """
    head = root.find("head")
    children = [] if head is None else list(head)
    tags = [child.tag for child in children]
    strays = (n for n, tag in enumerate(tags) if isinstance(tag, str) and tag not in METADATA)
    first = next(strays, None)
    if first is None:
        return
    body = root.find("body")
    if body is None:
        body = etree.SubElement(root, "body")
    for place, child in enumerate(children[first:]):
        body.insert(place, child)
