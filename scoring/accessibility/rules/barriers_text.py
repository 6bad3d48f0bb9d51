"""Common barriers in text: headings that are only bold, blank paragraphs, capitals, justified."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from scoring.accessibility.document import HEADING_TAGS, Document
from scoring.accessibility.names import explicit_role
from scoring.accessibility.registry import rule
from scoring.accessibility.rules.barriers import BARRIERS, bare, quick_text

_BOLD = ("strong", "b")
# What a heading introduces, and what may stand in it beside text.
_INTRODUCED = frozenset({"p", "ul", "ol", "dl", "table"})
_SPACING = frozenset({"br", "span", "strong", "b", "em", "i", "font"})
# Elements whose bold text is no heading: captions, quotations, items and cells of their own.
_APART = ("li", "td", "th", "figure", "blockquote", "address", "label", "legend", "footer", "a")
_DIGIT = re.compile(r"\d")
_JUSTIFIED = re.compile(r"text-align\s*:\s*justify", re.IGNORECASE)
_CAPITALS = re.compile(r"text-transform\s*:\s*uppercase", re.IGNORECASE)


@rule(
    "p-as-heading",
    impact="serious",
    wcag=("1.3.1",),
    on=("p",),
    help="Headings are marked as headings, not as bold paragraphs",
    source="WCAG failure F2",
    needs_review=True,
)
def p_as_heading(document: Document, paragraph: HtmlElement) -> bool:
    """No short paragraph is bold from end to end and followed by what it seems to introduce."""
    if len(paragraph) != 1 or paragraph[0].tag not in _BOLD or (paragraph.text or "").strip():
        return True
    if (paragraph[0].tail or "").strip() or explicit_role(paragraph):
        return True
    text = quick_text(paragraph).strip()
    if not 1 < len(text) <= BARRIERS.longest_heading or text[-1] in ".!,;":
        return True
    after = paragraph.getnext()
    if after is None or after.tag not in _INTRODUCED or _is_bold(after):
        return True
    is_apart = next(paragraph.iterancestors(*_APART), None) is not None
    return is_apart or not any(map(str.isalpha, text)) or document.is_hidden(paragraph)


def _is_bold(element: HtmlElement) -> bool:
    return len(element) == 1 and element[0].tag in _BOLD and not (element.text or "").strip()


@rule(
    "paragraph-blank",
    impact="minor",
    on=("p",),
    help="No blank paragraphs make space",
    source="WCAG technique C22; HTML, 3.2.5.1",
)
def paragraph_blank(document: Document, paragraph: HtmlElement) -> bool:
    """No paragraph is made of hard spaces and line breaks alone.

    One without anything in it is left alone: browsers show nothing and screen readers pass it by.
    """
    if paragraph.text and paragraph.text.strip():
        return True
    inner = list(paragraph.iterdescendants()) if len(paragraph) else []
    if any(each.tag not in _SPACING for each in inner) or quick_text(paragraph).strip():
        return True
    makes_space = any(each.tag == "br" for each in inner) or "\xa0" in quick_text(paragraph)
    names = paragraph.attrib
    is_filled_later = any(name == "id" or name[:5] in ("aria-", "data-") for name in names)
    return not makes_space or is_filled_later or document.is_hidden(paragraph)


@rule(
    "text-capitals",
    impact="minor",
    on=("p", "li", "td", "strong", "b", "em", *HEADING_TAGS),
    help="Sentences are not written in capitals",
    source="GOV.UK content design: style guide, capitalisation",
)
def text_capitals(document: Document, element: HtmlElement) -> bool:
    """No text of some words is in capitals alone; names and abbreviations are shorter."""
    text = element.text
    if text is None or not text.isupper():
        return True
    words = [word for word in text.split() if len(word) > 1 and not _DIGIT.search(word)]
    letters = sum(map(len, words))
    is_short = letters < BARRIERS.capital_letters or len(words) < BARRIERS.capital_words
    return is_short or document.is_hidden(element)


@rule(
    "text-capitals-style",
    impact="minor",
    on=("[style]",),
    help="Styles do not turn text into capitals",
    source="GOV.UK content design: style guide, capitalisation",
)
def text_capitals_style(document: Document, element: HtmlElement) -> bool:
    """No inline style shows a text of some words in capitals."""
    if not _CAPITALS.search(element.get("style") or ""):
        return True
    text = bare(quick_text(element))
    is_short = len(text) < BARRIERS.capital_letters or len(text.split()) < BARRIERS.capital_words
    return is_short or document.is_hidden(element)


@rule(
    "text-justified",
    impact="minor",
    on=("[style]", "[align]"),
    help="Text is not justified at both sides",
    source="WCAG failure F88",
)
def text_justified(document: Document, element: HtmlElement) -> bool:
    """Neither an inline style nor `align` justifies an element that holds text."""
    is_justified = (element.get("align") or "").strip().lower() == "justify"
    if not is_justified and not _JUSTIFIED.search(element.get("style") or ""):
        return True
    return not quick_text(element).strip() or document.is_hidden(element)
