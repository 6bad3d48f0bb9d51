"""Language: whether software knows in which to read a page aloud."""

from __future__ import annotations

import re
from pathlib import Path

from lxml.html import HtmlElement

from config.reading import Frozen, read_yaml
from scoring.accessibility.document import Document
from scoring.accessibility.registry import rule


class Languages(Frozen):
    """The file `languages.yaml`."""

    two_letter: frozenset[str]


LANGUAGES = read_yaml(Path(__file__).with_name("languages.yaml"), Languages)
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_THREE_LETTERS = re.compile(r"^[a-z]{3}$")


def is_language(tag: str) -> bool:
    """Whether a tag begins with a language: a two-letter code of ISO 639, or any three letters.

    >>> is_language("cy-GB"), is_language("english")
    (True, False)
    """
    primary = tag.strip().lower().partition("-")[0]
    return primary in LANGUAGES.two_letter or _THREE_LETTERS.match(primary) is not None


@rule(
    "html-has-lang",
    impact="serious",
    wcag=("3.1.1",),
    act=("b5c3f8",),
    on=("html",),
    help="The page says in which language it is",
    source="WCAG technique H57",
)
def html_has_lang(document: Document, html: HtmlElement) -> bool:
    """The html element has a lang that is not blank."""
    return bool((html.get("lang") or "").strip())


@rule(
    "html-lang-valid",
    impact="serious",
    wcag=("3.1.1",),
    act=("bf051a",),
    on=("html",),
    help="The language that the page says it is in exists",
    source="WCAG technique H57; BCP 47",
)
def html_lang_valid(document: Document, html: HtmlElement) -> bool:
    """The html element's lang, where it has one, begins with a language."""
    lang = (html.get("lang") or "").strip()
    return not lang or is_language(lang)


@rule(
    "html-xml-lang-mismatch",
    impact="moderate",
    wcag=("3.1.1",),
    on=("html",),
    help="The page says one language only for itself",
    source="WCAG technique H57",
)
def html_xml_lang_mismatch(document: Document, html: HtmlElement) -> bool:
    """The html element's lang and xml:lang, where it has both, begin with one language."""
    lang = (html.get("lang") or "").strip().lower().partition("-")[0]
    xml = (html.get("xml:lang") or html.get(XML_LANG) or "").strip().lower().partition("-")[0]
    return not (lang and xml and is_language(lang) and is_language(xml)) or lang == xml


@rule(
    "valid-lang",
    impact="serious",
    wcag=("3.1.2",),
    act=("de46e4",),
    on=("[lang]",),
    help="The languages that parts of the page say they are in exist",
    source="WCAG technique H58; BCP 47",
)
def valid_lang(document: Document, part: HtmlElement) -> bool:
    """A part's lang begins with a language, unless there is nothing in it to be read."""
    lang = part.get("lang") or ""
    return part.tag == "html" or not lang or is_language(lang) or not _has_content(document, part)


def _has_content(document: Document, part: HtmlElement) -> bool:
    """Whether a part holds shown words or alternatives that no closer lang speaks for."""
    stack = [part]
    while stack:
        element = stack.pop()
        if not isinstance(element.tag, str) or _is_taken_away(document, element):
            continue
        own_words = (element.text, *(child.tail for child in element), element.get("alt"))
        if any(words and words.strip() for words in own_words):
            return True
        stack.extend(child for child in element if child.get("lang") is None)
    return False


def _is_taken_away(document: Document, element: HtmlElement) -> bool:
    """Whether an element is out of sight; what only aria-hidden hides is still to be seen."""
    return document.hides_itself(element) and element.get("aria-hidden") != "true"
