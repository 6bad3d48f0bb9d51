"""A capture parsed once: its tree, text, links, forms, language, each when first asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import blake2b
from itertools import chain

from lxml.html import HtmlElement
from w3lib.encoding import html_to_unicode

from crawler.archive import Capture
from crawler.forms import CONTROLS, Form, form_of, loose_form, shows_steps
from crawler.parse import parse
from crawler.style_sheets import imports_in
from crawler.text import FURNITURE, LANDMARKS, link_text, seen_text, squeezed, text_of
from crawler.urls import absolute

HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
KEPT = (
    "is_html",
    "title",
    "lang",
    "headings",
    "breadcrumbs",
    "text",
    "links",
    "forms",
    "loose",
    "is_step",
    "mails",
    "frames",
    "scripts",
    "meta",
    "refresh",
    "alternates",
    "template",
)
# A whole old page laid out as a table, or one without landmarks, names its main part so.
MAIN_NAMES = re.compile(r"^(main|main-?content|content|primary|page-?content|maincontent)$", re.I)
# Links of one page that are looked at: no page for people has more.
MAX_LINKS = 5_000
# Bytes that no text holds: https://mimesniff.spec.whatwg.org/#binary-data-byte
_BINARY = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
# The name of the first element, after what may stand before it. Nothing is tried twice: linear.
_FIRST_ELEMENT = re.compile(
    rb"(?>\s+|<\?.*?\?>|<!--.*?-->|<!doctype[^>\[]*+(?:\[[^\]]*+\])?+[^>]*+>)*+<([a-z][\w:.-]*+)",
    re.IGNORECASE | re.DOTALL,
)
_XML_TYPES = re.compile(r"(?:application|text)/xml|.*\+xml")
_NO_PAGES = frozenset({"svg", "math"})
_BREADCRUMB = re.compile(r"breadcrumb|you are here", re.I)


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a page on the web.

    `text` is what a citizen sees or hears; `region` is the landmark it stands in (nav, header,
    footer, aside, main, or empty); `heading` is the heading before it.
    """

    url: str
    text: str
    region: str
    heading: str


class Page:
    """What one capture says as a page. A body that is no HTML has no tree, text, links or forms."""

    def __init__(self, capture: Capture) -> None:
        self.capture = capture
        self.url = capture.url

    def __repr__(self) -> str:
        return f"Page({self.url!r})"

    @cached_property
    def is_html(self) -> bool:
        """Whether the body is HTML, by what the server says or else by its look."""
        claimed = self.capture.content_type
        start = _first_bytes(self.capture.body).lstrip().lower()
        looks_so = start.startswith((b"<!doctype html", b"<html")) or b"<html" in start
        looks_binary = _BINARY.search(start) or start.startswith(b"%pdf")
        if not start or looks_binary or self.other_xml:
            return False
        return claimed in HTML_TYPES or looks_so

    @cached_property
    def other_xml(self) -> str:
        """The root element of what is XML and no XHTML (`svg`, `rss`); else empty.

        What is not served as XML is so only if it is an image or a formula, and nothing besides.
        """
        claimed = self.capture.content_type
        start = _first_bytes(self.capture.body).lstrip(b"\xef\xbb\xbf")
        found = _FIRST_ELEMENT.match(start)
        root = found[1].decode().lower() if found else "unknown"
        if not _XML_TYPES.fullmatch(claimed):
            ends_so = self.capture.body.rstrip().lower().endswith(f"</{root}>".encode())
            return root if root in _NO_PAGES and ends_so else ""
        is_page = root == "html" or (claimed in HTML_TYPES and root != "svg")
        return "" if is_page else root

    @cached_property
    def source(self) -> str:
        """The page's source as text, in the encoding that a browser would choose."""
        header = self.capture.header("content-type") or None
        return str(html_to_unicode(header, self.capture.body)[1])

    @cached_property
    def root(self) -> HtmlElement | None:
        """The root of the tree; None for what is no HTML or cannot be parsed."""
        return parse(self.source) if self.is_html else None

    def settle(self) -> None:
        """Work out what is asked of a page later on, and let its tree and body go.

        A site of some hundred pages so fits into memory; afterwards `root` is None.
        """
        for name in KEPT:
            getattr(self, name)
        for name in ("source", "root", "main", "_regions"):
            self.__dict__.pop(name, None)
        self.__dict__["root"] = self.__dict__["main"] = None
        self.capture = replace(self.capture, body=b"")

    @cached_property
    def title(self) -> str:
        """The title element's text."""
        element = self._first("title")
        return squeezed(text_of(element)) if element is not None else ""

    @cached_property
    def lang(self) -> str:
        """The primary language that the page claims (`en`, `cy`); empty where it claims none."""
        claimed = "" if self.root is None else self.root.get("lang") or ""
        return claimed.strip().lower().partition("-")[0]

    @cached_property
    def headings(self) -> tuple[tuple[int, str], ...]:
        """Level (1-6) and text of each heading, in order."""
        found = [] if self.root is None else self.root.iter(*HEADINGS)
        return tuple((int(h.tag[1]), squeezed(text_of(h))) for h in found)

    @property
    def heading(self) -> str:
        """The first level 1 heading; else the first heading of any level; else nothing."""
        first_of_any = self.headings[0][1] if self.headings else ""
        return next((text for level, text in self.headings if level == 1 and text), first_of_any)

    @cached_property
    def breadcrumbs(self) -> str:
        """The words of the breadcrumb trail; empty where there is none."""
        for element in self._all("nav", "div", "ol", "ul", "p"):
            named = " ".join(filter(None, map(element.get, ("aria-label", "class", "id"))))
            if _BREADCRUMB.search(named) or _BREADCRUMB.match((element.text or "").strip()):
                return squeezed(" ".join(seen_text(element, furniture=True)))[:300]
        return ""

    @cached_property
    def main(self) -> HtmlElement | None:
        """The element that holds the page's own content, not the site's furniture."""
        if self.root is None:
            return None
        for element in self._all("main", "div", "article", "section", "td"):
            if element.tag == "main" or element.get("role") == "main":
                return element
        for element in self._all("div", "article", "section", "td"):
            names = [element.get("id") or "", *(element.get("class") or "").split()]
            if any(MAIN_NAMES.match(name) for name in names):
                return element
        body = self._first("body")
        return self.root if body is None else body

    @cached_property
    def text(self) -> str:
        """The words of the page's own content, one space apart, furniture left out."""
        if self.main is None:
            return ""
        return squeezed(" ".join(seen_text(self.main, furniture=False)))

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Every link to an http or https address, in order, at most `MAX_LINKS`."""
        if self.root is None:
            return ()
        base = self.base
        found: list[Link] = []
        heading = ""
        for element in self.root.iter("a", "area", *HEADINGS):
            if element.tag in HEADINGS:
                heading = squeezed(text_of(element))
            href = element.get("href")
            if href is None and element.tag in HEADINGS:
                continue
            url = absolute(base, href) if href else None
            if len(found) == MAX_LINKS:
                break
            if url is not None:
                found.append(Link(url, link_text(element), self.region(element), heading))
        return tuple(found)

    @cached_property
    def forms(self) -> tuple[Form, ...]:
        """Every form, in order."""
        return tuple(
            form_of(
                element,
                absolute(self.base, element.get("action") or "") or self.url,
                self.region(element),
            )
            for element in self._all("form")
        )

    @cached_property
    def loose(self) -> Form | None:
        """The fields and sending buttons of the page's own content that no form element holds.

        Pages driven by script have such; they send to where they are, how is not to be seen.
        """
        controls = [] if self.main is None else list(self.main.iter(*CONTROLS))
        loose = [each for each in controls if next(each.iterancestors("form"), None) is None]
        own = [each for each in loose if self.region(each) not in FURNITURE]
        return loose_form(self.main, own, self.url) if own and self.main is not None else None

    @cached_property
    def is_step(self) -> bool:
        """Whether the page shows that it is one of the steps of a form."""
        if self.main is None or not (self.forms or self.loose):
            return False
        return shows_steps(self.main, self.text)

    @cached_property
    def mails(self) -> tuple[tuple[str, str], ...]:
        """Each e-mail address that the page's own content links to, with the link's text."""
        found = (a for a in self._all("a") if a.get("href", "").lower().startswith("mailto:"))
        return tuple(
            (a.get("href", "")[7:].partition("?")[0], link_text(a))
            for a in found
            if self.region(a) not in FURNITURE
        )

    @cached_property
    def frames(self) -> tuple[str, ...]:
        """Where the page's frames are from."""
        base = self.base
        found = (absolute(base, frame.get("src") or "") for frame in self._all("iframe", "frame"))
        return tuple(url for url in found if url)

    @cached_property
    def scripts(self) -> tuple[str, ...]:
        """Where the page's scripts are from."""
        base = self.base
        found = (absolute(base, script.get("src", "")) for script in self._all("script"))
        return tuple(url for url in found if url and url != self.url)

    @cached_property
    def sheets(self) -> tuple[str, ...]:
        """The addresses of the style sheets for screens that the page links to or takes in."""
        linked = (
            absolute(self.base, link.get("href") or "")
            for link in self._all("link")
            if "stylesheet" in (link.get("rel") or "").lower().split()
            and (link.get("media") or "").strip().lower() != "print"
        )
        taken_in = (imports_in(style.text or "", self.base) for style in self._all("style"))
        return tuple(dict.fromkeys(filter(None, chain(linked, *taken_in))))

    @cached_property
    def meta(self) -> dict[str, str]:
        """The content of each `meta` element by its name, property or http-equiv, lower case."""
        found: dict[str, str] = {}
        for element in self._all("meta"):
            name = element.get("name") or element.get("property") or element.get("http-equiv")
            if name:
                found.setdefault(name.strip().lower(), element.get("content") or "")
        return found

    @cached_property
    def refresh(self) -> str | None:
        """Where a `meta` refresh leads, if there is one."""
        _, _, target = self.meta.get("refresh", "").partition("=")
        return absolute(self.base, target.strip(" '\"")) if target else None

    @cached_property
    def alternates(self) -> dict[str, str]:
        """Where the page's versions in other languages are, by their language (`cy`)."""
        base = self.base
        return {
            element.get("hreflang", "").lower().partition("-")[0]: url
            for element in self._all("link")
            if element.get("hreflang") and (url := absolute(base, element.get("href") or ""))
        }

    @cached_property
    def template(self) -> str:
        """A fingerprint of the page's skeleton: pages of one template share it."""
        if self.root is None:
            return ""
        shape = [
            f"{element.tag}.{element.get('class') or ''}"
            for element in self._all("body", "header", "nav", "main", "footer", "aside", "table")
        ]
        return blake2b("|".join(shape).encode(), digest_size=6).hexdigest()

    def region(self, element: HtmlElement) -> str:
        """The landmark that an element stands in: nav, header, footer, aside, main or empty."""
        known, passed = self._regions, []
        found: str | None = None
        step: HtmlElement | None = element
        while step is not None and found is None:
            found = known.get(step)
            if found is None:
                passed.append(step)
                found = LANDMARKS.get(step.get("role") or str(step.tag))
                step = step.getparent()
        for each in passed:
            known[each] = found or ""
        return found or ""

    @cached_property
    def _regions(self) -> dict[HtmlElement, str]:
        return {}

    @cached_property
    def base(self) -> str:
        """The address against which those of the page are read."""
        base = self._first("base")
        href = base.get("href") if base is not None else None
        return (absolute(self.url, href) if href else None) or self.url

    def _first(self, tag: str) -> HtmlElement | None:
        return None if self.root is None else next(iter(self.root.iter(tag)), None)

    def _all(self, *tags: str) -> list[HtmlElement]:
        return [] if self.root is None else list(self.root.iter(*tags))


def _first_bytes(body: bytes) -> bytes:
    """The beginning of a body, in UTF-8 where it says that it is in UTF-16."""
    start = body[:1024]
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return start.decode("utf-16", "ignore").encode()
    return start
