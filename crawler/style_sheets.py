"""Style sheets: those that a page links to, those that a sheet takes in, those in an archive."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from crawler.archive import Capture, read_typed
from crawler.urls import absolute

CSS = "text/css"
MOST_REDIRECTS = 5
# A sheet that another takes in: its address, and on what media, up to the semicolon (CSS Cascading
# and Inheritance 4, 2.1).
IMPORT = re.compile(
    r"@import\s{1,9}(?:url\(\s{0,9})?[\"']?([^\"'()\s;]{1,2000})[\"']?\s{0,9}\)?([^;{}@]{0,500});",
    re.IGNORECASE,
)
_CHARSET = re.compile(r"charset=[\"']?([\w-]+)", re.IGNORECASE)
_SAYS_CHARSET = re.compile(rb'@charset "([\w-]+)";')


def without_comments(text: str) -> str:
    """A style sheet's text without its comments; one that does not end takes in all the rest."""
    kept: list[str] = []
    start = 0
    while (begin := text.find("/*", start)) >= 0:
        kept.append(text[start:begin])
        end = text.find("*/", begin + 2)
        start = len(text) if end < 0 else end + 2
    return "".join([*kept, text[start:]])


def imports_in(text: str, base: str) -> Iterator[str]:
    """The addresses of the sheets that a sheet's text takes in, relative to `base`."""
    for found in IMPORT.finditer(without_comments(text)) if "@import" in text else ():
        if url := absolute(base, found[1]):
            yield url


def text_of(capture: Capture) -> str:
    """A style sheet's text, in the encoding that it is sent or marked in, else UTF-8."""
    told = _CHARSET.search(capture.header("content-type"))
    marked = _SAYS_CHARSET.match(capture.body)
    encoding = told[1] if told else marked[1].decode() if marked else "utf-8"
    try:
        return capture.body.decode(encoding, "replace").removeprefix("\ufeff")
    except LookupError:
        return capture.body.decode("utf-8", "replace")


class ArchivedSheets:
    """The style sheets in a WARC file, by address, redirects followed; read once.

    Raises:
        OSError: the file cannot be read.
        ArchiveLoadFailed: it is no WARC file.
    """

    def __init__(self, path: Path) -> None:
        self._captures: dict[str, Capture] = {}
        for capture in read_typed(path, CSS):
            self._captures.setdefault(capture.url, capture)

    def text(self, url: str) -> str | None:
        """The text of the sheet at an address; None where it is not in the archive."""
        for _ in range(MOST_REDIRECTS):
            capture = self._captures.get(url)
            if capture is None:
                return None
            if capture.status == 200:
                return text_of(capture)
            url = absolute(capture.url, capture.location) or ""
        return None
