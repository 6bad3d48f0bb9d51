"""Labels and names that are heard: that they say what is seen, and say it once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin

from lxml.html import HtmlElement

from crawler.text import squeezed
from scoring.accessibility.aria import ARIA
from scoring.accessibility.document import Document
from scoring.accessibility.names import (
    BUTTON_TYPES,
    FIELDS,
    accessible_name,
    label_text,
    referenced_text,
)
from scoring.accessibility.registry import rule
from scoring.accessibility.roles import role_of
from scoring.accessibility.visible import is_seen

_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_NO_LETTER = re.compile(r"[\W_]+")
# Fonts that draw a picture for a word, and classes that keep text for those who listen.
_PICTURE_FONT = re.compile(r"icon|symbol|glyph|awesome", re.IGNORECASE)
_HEARD_ONLY = re.compile(
    r"visually-?hidden|sr-?only|screen-?reader|off-?screen|a11y|assistive", re.IGNORECASE
)


@rule(
    "label-content-name-mismatch",
    impact="serious",
    wcag=("2.5.3",),
    act=("2ee8b8",),
    on=("[aria-label]", "[aria-labelledby]"),
    help="People who speak to their computer can say what they see",
    source="WCAG technique F96; ACT rule 2ee8b8",
)
def label_content_name_mismatch(document: Document, element: HtmlElement) -> bool:
    """The words to be seen in a link, button or the like stand in its name, in their order."""
    role = role_of(document, element)
    if role not in ARIA.widgets or role not in ARIA.named_by_content or element.tag == "input":
        return True
    seen = _words(_seen_text(document, element))
    if not seen or (len(seen) == 1 and len(seen[0]) == 1 and not seen[0].isdigit()):
        return True
    name = _words(accessible_name(document, element))
    starts = range(len(name) - len(seen) + 1)
    said = not name or any(name[start : start + len(seen)] == seen for start in starts)
    return said or document.is_hidden(element)


def _words(text: str) -> list[str]:
    words = (_NO_LETTER.sub("", word) for word in _ASIDE.sub(" ", text.lower()).split())
    return [word for word in words if word]


def _seen_text(document: Document, element: HtmlElement) -> str:
    return squeezed("".join(_seen_pieces(document, element)))


def _seen_pieces(document: Document, element: HtmlElement) -> Iterator[str]:
    stack: list[HtmlElement | str] = [element]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            yield item
        elif isinstance(item.tag, str) and item.tag not in ("svg", *FIELDS):
            if not is_seen(document, item) or _is_no_text(document, item):
                continue
            yield " " if item.tag in ("br", "p", "li") else ""
            for child in reversed(item):
                stack += [child.tail or "", child]
            yield item.text or ""


def _is_no_text(document: Document, element: HtmlElement) -> bool:
    names = element.get("class") or ""
    families = document.styles.value(element, "font-family")
    return any(map(_PICTURE_FONT.search, (names, families))) or bool(_HEARD_ONLY.search(names))


@rule(
    "form-field-multiple-labels",
    impact="moderate",
    wcag=("3.3.2",),
    on=("input", "select", "textarea"),
    help="A field has one label",
    source="WCAG technique H44",
    needs_review=True,
)
def form_field_multiple_labels(document: Document, field: HtmlElement) -> bool:
    """No field has two label elements that are there, unless aria-labelledby decides."""
    if (field.get("type") or "").lower() in ("hidden", *BUTTON_TYPES):
        return True
    labels = list(document.labels.get(field.get("id") or "", ()))
    labels += [label for label in field.iterancestors("label") if label not in labels]
    shown = [label for label in labels if not document.is_hidden(label)]
    decided = bool(referenced_text(document, field))
    return len(shown) < 2 or decided or document.is_hidden(field)


@rule(
    "label-title-only",
    impact="serious",
    on=("input", "select", "textarea"),
    help="A field's label can be seen",
    source="WCAG technique H44",
)
def label_title_only(document: Document, field: HtmlElement) -> bool:
    """No field has only a title, or a description, to say what it is for."""
    if (field.get("type") or "").lower() in ("hidden", "image", *BUTTON_TYPES):
        return True
    labelled = (field.get("aria-label") or "").strip() or referenced_text(document, field)
    if labelled or label_text(document, field) or (field.get("placeholder") or "").strip():
        return True
    only = (field.get("title") or "").strip() or (field.get("aria-describedby") or "").strip()
    return not only or document.is_hidden(field)


@rule(
    "identical-links-same-purpose",
    impact="minor",
    wcag=("2.4.9",),
    on=("a", "area"),
    help="Links that say the same lead to the same",
    source="WCAG technique G197",
    needs_review=True,
)
def identical_links_same_purpose(document: Document, link: HtmlElement) -> bool:
    """No other link of the same name leads to another address; the first is told."""
    return link not in document.fact("ambiguous links", _ambiguous)


def _ambiguous(document: Document) -> set[HtmlElement]:
    alike: dict[str, list[HtmlElement]] = {}
    for link in (*document.elements("a"), *document.elements("area")):
        name = "" if link.get("href") is None else accessible_name(document, link).lower()
        if name and not document.is_hidden(link):
            alike.setdefault(name, []).append(link)
    base = next(iter(document.elements("base")), None)
    start = "" if base is None else base.get("href") or ""
    several = (links for links in alike.values() if len({link.get("href") for link in links}) > 1)
    return {links[0] for links in several if len(_addresses(links, start)) > 1}


def _addresses(links: list[HtmlElement], base: str) -> set[str]:
    return {_address(base, (link.get("href") or "").strip()) for link in links}


def _address(base: str, href: str) -> str:
    try:
        return urljoin(base, href).removesuffix("/")
    except ValueError:
        return href


@rule(
    "frame-title-unique",
    impact="serious",
    wcag=("4.1.2",),
    on=("iframe", "frame"),
    help="Frames with different content have different names",
    source="WCAG technique H64",
    needs_review=True,
)
def frame_title_unique(document: Document, frame: HtmlElement) -> bool:
    """No other frame of the same name shows another address; the first is told."""
    return frame not in document.fact("ambiguous frames", _ambiguous_frames)


def _ambiguous_frames(document: Document) -> set[HtmlElement]:
    alike: dict[str, list[HtmlElement]] = {}
    for frame in (*document.elements("iframe"), *document.elements("frame")):
        name = accessible_name(document, frame).lower()
        if name and not document.is_hidden(frame):
            alike.setdefault(name, []).append(frame)
    return {
        frames[0]
        for frames in alike.values()
        if len({(each.get("src"), each.get("srcdoc")) for each in frames}) > 1
    }


@rule(
    "server-side-image-map",
    impact="minor",
    wcag=("2.1.1",),
    on=("img",),
    help="No picture is to be clicked at a point",
    source="WCAG technique F54",
)
def server_side_image_map(document: Document, image: HtmlElement) -> bool:
    """No image in a link sends where in it people click."""
    if image.get("ismap") is None or next(image.iterancestors("a"), None) is None:
        return True
    return document.is_hidden(image)
