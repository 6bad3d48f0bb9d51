"""Common barriers in images: alternatives that are no alternatives, and images made of text."""

from __future__ import annotations

from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.text import squeezed
from scoring.accessibility.document import Document
from scoring.accessibility.registry import rule
from scoring.accessibility.rules.barriers import BARRIERS, bare


@rule(
    "image-alt-meaningless",
    impact="serious",
    wcag=("1.1.1",),
    on=("[alt]",),
    help="The alternative of an image is no file name and no stopgap",
    source="WCAG failure F30",
)
def image_alt_meaningless(document: Document, image: HtmlElement) -> bool:
    """An alternative is neither the name of a file nor a word that any image could bear."""
    alternative = squeezed(image.get("alt") or "")
    if not alternative or not _is_image(image) or _has_label(image):
        return True
    is_file = BARRIERS.file_name.fullmatch(alternative) is not None
    is_stopgap = bare(alternative) in BARRIERS.empty_alternatives
    return not (is_file or is_stopgap) or document.is_hidden(image)


@rule(
    "image-alt-says-image",
    impact="minor",
    on=("[alt]",),
    help="The alternative of an image does not begin by saying that it is an image",
    source="GOV.UK content design: images, alt text",
)
def image_alt_says_image(document: Document, image: HtmlElement) -> bool:
    """An alternative does not begin with "image of" or the like."""
    alternative = squeezed(image.get("alt") or "").lower()
    if not alternative or not _is_image(image) or _has_label(image):
        return True
    begins = any(alternative.startswith(f"{words} ") for words in BARRIERS.says_image)
    return not begins or document.is_hidden(image)


@rule(
    "image-of-text",
    impact="serious",
    wcag=("1.4.5",),
    on=("img",),
    help="Text is text, not an image of it",
    source="WCAG techniques C22 and C30",
    needs_review=True,
)
def image_of_text(document: Document, image: HtmlElement) -> bool:
    """Neither the file name of an image nor the length of its alternative hints at text in it."""
    if len(image.get("alt") or "") > BARRIERS.long_alternative:
        return document.is_hidden(image)
    source = (image.get("src") or "").strip()
    if not source or source[:5].lower() == "data:":
        return True
    return not BARRIERS.text_in_name.search(_file_name(source)) or document.is_hidden(image)


def _file_name(address: str) -> str:
    try:
        path = urlsplit(address).path
    except ValueError:
        return ""
    return path.rpartition("/")[2]


def _is_image(element: HtmlElement) -> bool:
    is_button = (element.get("type") or "").strip().lower() == "image"
    return element.tag in ("img", "area") or (element.tag == "input" and is_button)


def _has_label(image: HtmlElement) -> bool:
    """Whether ARIA names the image, in place of its alternative."""
    return bool((image.get("aria-label") or image.get("aria-labelledby") or "").strip())
