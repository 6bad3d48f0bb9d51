"""The style sheets that pages link to, by their address, read once for all pages."""

from __future__ import annotations

from collections.abc import Callable
from re import Match

from lxml.html import HtmlElement

from crawler.style_sheets import IMPORT, without_comments
from crawler.urls import absolute
from scoring.accessibility.bundle import Bundle
from scoring.accessibility.sheets import STYLES, Sheet, read_sheet, read_style_element

FindText = Callable[[str], str | None]


class LinkedSheets:
    """Style sheets by address; `find` gives the text at one, None where it is not at hand."""

    def __init__(self, find: FindText = lambda url: None) -> None:
        self._find = find
        self._sheets: dict[str, Sheet | None] = {}
        self._bundles: dict[tuple[Sheet, ...], Bundle] = {}

    def of_link(self, link: HtmlElement, base: str) -> Sheet | None:
        """The sheet of a `link` element on a page with this base address."""
        url = absolute(base, link.get("href") or "")
        return self.at(url) if url else None

    def of_style(self, text: str, base: str) -> Sheet:
        """The sheet in a `style` element that takes in others, on a page with this base address."""
        whole = _taken_in(base, text, self._find, STYLES.most_deep)
        return read_style_element(whole if len(whole) <= STYLES.most_bytes else text)

    def bundle(self, sheets: tuple[Sheet, ...]) -> Bundle:
        """These sheets in order, with what pages that linked to them before brought to light."""
        if sheets not in self._bundles:
            if len(self._bundles) >= STYLES.most_sets:
                self._bundles.clear()
            self._bundles[sheets] = Bundle(sheets)
        return self._bundles[sheets]

    def at(self, url: str) -> Sheet | None:
        """The sheet at an address with those that it takes in; None where it is not at hand."""
        if url not in self._sheets:
            text = self._find(url)
            whole = None if text is None else _taken_in(url, text, self._find, STYLES.most_deep)
            is_read = whole is not None and len(whole) <= STYLES.most_bytes
            self._sheets[url] = read_sheet(whole) if whole is not None and is_read else None
        return self._sheets[url]


def _taken_in(url: str, text: str, find: FindText, deep: int) -> str:
    """A sheet's text with the sheets that it takes in put in their place, as far as at hand.

    No more is taken in than a page's sheets may come to.
    """
    if "@import" not in text:
        return text
    left = STYLES.most_bytes - len(text)

    def take_in(match: Match[str]) -> str:
        nonlocal left
        address, media = absolute(url, match[1]), match[2].strip()
        inner = find(address) if address and deep and left > 0 else None
        if address is None or inner is None:
            return match[0]
        whole = _taken_in(address, inner, find, deep - 1)
        left -= len(whole)
        return f"@media {media} {{{whole}}}" if media else whole

    return IMPORT.sub(take_in, without_comments(text))
