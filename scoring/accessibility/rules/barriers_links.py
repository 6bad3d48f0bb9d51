"""Common barriers in links: texts that say nothing, new windows, documents without their format."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from scoring.accessibility.document import Document
from scoring.accessibility.names import accessible_name
from scoring.accessibility.registry import rule
from scoring.accessibility.rules.barriers import BARRIERS, bare, quick_text

_GENERIC = BARRIERS.generic_links
_ADDRESS = re.compile(r"\s*(?:https?://|www\.\S+/)\S+\s*$", re.IGNORECASE)
_FORMATS = {
    kind: re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)
    for kind, words in BARRIERS.document_formats.items()
}
_ENDS = tuple(f".{each}" for kind in _FORMATS for each in (kind, kind.upper(), kind.title()))
_DOCUMENT = re.compile(rf"[^?#]*\.({'|'.join(_FORMATS)})(?=$|[?#])", re.IGNORECASE)
_SIZE = re.compile(r"\d\s*(?:[kmg]i?b|k|bytes|kilobytes|megabytes|pages?|tudalen)\b", re.IGNORECASE)
_NEW_WINDOWS = frozenset({"_blank", "_new", "blank"})


def _names(document: Document) -> dict[HtmlElement, str]:
    """What each link is called."""
    links = document.elements("a")
    return {link: accessible_name(document, link) for link in links if link.get("href") is not None}


def _generic(document: Document) -> list[HtmlElement]:
    names = document.fact("link names", _names).items()
    return [link for link, name in names if bare(name) in _GENERIC]


@rule(
    "link-text-generic",
    impact="moderate",
    on=(_generic,),
    help="Links say where they lead without the text around them",
    source="WCAG failure F84; GOV.UK content design: writing link text",
)
def link_text_generic(document: Document, link: HtmlElement) -> bool:
    """A link is not called "click here", "more" or the like; one with words of its own passes."""
    return document.is_hidden(link)


def _addresses(document: Document) -> list[HtmlElement]:
    names = document.fact("link names", _names).items()
    return [link for link, name in names if "/" in name and _ADDRESS.match(name)]


@rule(
    "link-text-address",
    impact="minor",
    on=(_addresses,),
    help="Links are called by words, not by a web address",
    source="GOV.UK content design: writing link text",
)
def link_text_address(document: Document, link: HtmlElement) -> bool:
    """A link's text is more than an address; the plain name of a site (`www.gov.uk`) may stand."""
    return document.is_hidden(link)


@rule(
    "link-new-window",
    impact="minor",
    on=("[target]",),
    help="Links that open a new window or tab say so",
    source="WCAG techniques G201 and H83; GOV.UK Design System: links",
)
def link_new_window(document: Document, link: HtmlElement) -> bool:
    """A link with `target=_blank` tells of it in its name, title or description."""
    is_new = (link.get("target") or "").strip().lower() in _NEW_WINDOWS
    if not is_new or link.tag not in ("a", "area") or link.get("href") is None:
        return True
    if not _is_understood(document):
        return True
    said = " ".join([accessible_name(document, link), link.get("title") or "", quick_text(link)])
    said = f"{said} {_description(document, link)}".lower()
    return any(words in said for words in BARRIERS.new_window) or document.is_hidden(link)


def _is_understood(document: Document) -> bool:
    """Whether the page is in a language of the words that are looked for, or does not say."""
    language = (document.root.get("lang") or "").strip().lower().partition("-")[0]
    return not language or language in BARRIERS.languages


def _description(document: Document, element: HtmlElement) -> str:
    ids = (element.get("aria-describedby") or "").split()
    found = (target for id in ids if (target := document.with_id(id)) is not None)
    return " ".join(map(quick_text, found))


def _documents(document: Document) -> dict[HtmlElement, str]:
    """The links to documents, and the format that the end of each address names."""
    kinds = {link: _document_kind(link) for link in document.elements("a")}
    return {link: kind for link, kind in kinds.items() if kind}


def _to_documents(document: Document) -> dict[HtmlElement, str]:
    return document.fact("links to documents", _documents)


@rule(
    "link-document-format",
    impact="minor",
    on=(_to_documents,),
    help="Links to documents say which format opens",
    source="GOV.UK content design: linking to documents",
)
def link_document_format(document: Document, link: HtmlElement) -> bool:
    """The format of a document (PDF, Word …) stands in the link to it or just beside it."""
    named = _FORMATS[_to_documents(document)[link]]
    said = _about_document(document, link)
    return named.search(said) is not None or document.is_hidden(link)


@rule(
    "link-document-size",
    impact="minor",
    on=(_to_documents,),
    help="Links to documents say how large they are",
    source="GOV.UK content design: linking to documents",
)
def link_document_size(document: Document, link: HtmlElement) -> bool:
    """A link that tells the format of a document tells its size or pages as well."""
    said = _about_document(document, link)
    return (
        not _FORMATS[_to_documents(document)[link]].search(said)
        or _SIZE.search(said) is not None
        or document.is_hidden(link)
    )


def _document_kind(link: HtmlElement) -> str:
    """The format that the end of the link's address names; empty where it is no document's."""
    href = link.get("href") or ""
    if not href.endswith(_ENDS) and "?" not in href and "#" not in href:
        return ""
    found = _DOCUMENT.match(href)
    return found[1].lower() if found else ""


def _about_document(document: Document, link: HtmlElement) -> str:
    """The link's name and title, and what follows it up to the next link but one sibling."""
    said = [accessible_name(document, link), link.get("title") or "", link.tail or ""]
    after = link.getnext()
    if after is not None and isinstance(after.tag, str) and after.tag != "a":
        said += [quick_text(after), after.tail or ""]
    return " ".join(said)
