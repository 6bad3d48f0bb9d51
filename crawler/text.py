"""The words of an element as a person meets them, the site's furniture told apart."""

from __future__ import annotations

from lxml.html import HtmlElement

LANDMARKS = {
    "nav": "nav",
    "navigation": "nav",
    "header": "header",
    "banner": "header",
    "footer": "footer",
    "contentinfo": "footer",
    "aside": "aside",
    "complementary": "aside",
    "main": "main",
}
UNSEEN = frozenset({"script", "style", "noscript", "template", "svg", "head", "iframe"})
FURNITURE = ("nav", "header", "footer", "aside")


def text_of(element: HtmlElement) -> str:
    """All the text in an element that a person may see, script and style left out."""
    if not len(element) and element.tag not in UNSEEN:
        return element.text or ""
    return "".join(seen_text(element, furniture=True))


def link_text(element: HtmlElement) -> str:
    """What a link says: its text, else its images' alternatives, its label or its title."""
    text = squeezed(text_of(element))
    if text:
        return text
    alternatives = " ".join(image.get("alt") or "" for image in element.iter("img"))
    return squeezed(alternatives or element.get("aria-label") or element.get("title") or "")


def squeezed(text: str) -> str:
    """The text with each run of white space as one space, none at the ends."""
    return " ".join(text.split())


def seen_text(element: HtmlElement, furniture: bool) -> list[str]:
    """Pieces of text in document order, by an explicit stack: pages may be nested very deep."""
    pieces: list[str] = []
    stack: list[HtmlElement | str] = [element]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            pieces.append(item)
            continue
        tag = item.tag
        if not isinstance(tag, str) or tag in UNSEEN:
            continue
        if not furniture and item is not element and _is_furniture(item):
            continue
        if text := item.text:
            pieces.append(text)
        for child in reversed(item):
            if tail := child.tail:
                stack.append(tail)
            stack.append(child)
    return pieces


def _is_furniture(element: HtmlElement) -> bool:
    landmark = LANDMARKS.get(element.get("role") or str(element.tag), "")
    return landmark in FURNITURE and not (landmark == "header" and _is_inside_main(element))


def _is_inside_main(element: HtmlElement) -> bool:
    return any(parent.tag in ("main", "article", "section") for parent in element.iterancestors())
