"""Accessibility of single pages: files, folders or stdin."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from crawler.archive import RESPONSE, Capture, now
from crawler.page import Page
from digitalfirst.errors import UserError
from scoring.accessibility.registry import Finding, check_page

PAGES = frozenset({".html", ".htm", ".xhtml"})
# Files that are checked need not say that they are HTML; they must hold a tag.
AS_HTML = (("Content-Type", "text/html"),)
_TAG = re.compile(rb"<[a-z!?]", re.IGNORECASE)
_WEB = re.compile(r"https?://?", re.IGNORECASE)


def check(places: Sequence[str]) -> Iterator[tuple[str, Finding]]:
    """The findings of each page, with the name of its file.

    What is no page in a folder is told on stderr and passed over.

    Raises:
        UserError: a place named is no file or folder, is no HTML page, or has none in it.
    """
    for place in places:
        if _WEB.match(place):
            raise UserError(f"{place}: check reads files; save the page first, or use audit URL")
        if place == "-":
            yield from _findings("-", sys.stdin.buffer.read())
        elif Path(place).is_dir():
            yield from _folder_findings(Path(place))
        else:
            yield from _findings(place, _bytes_of(Path(place)))


def as_json_line(name: str, finding: Finding) -> str:
    """A finding as one line of JSON."""
    return json.dumps(
        {
            "file": name,
            "rule": finding.rule,
            "impact": finding.impact,
            "wcag": list(finding.wcag),
            "act": list(finding.act),
            "selector": finding.selector,
            "snippet": finding.snippet,
            "source": finding.source,
        },
        ensure_ascii=False,
    )


def as_line(name: str, finding: Finding) -> str:
    """A finding as one line for people."""
    wcag = ", ".join(finding.wcag) or "best practice"
    times = f" x{finding.count}" if finding.count > 1 else ""
    return f"{name}: {finding.rule}{times} ({finding.impact}; {wcag}) {finding.snippet}"


def _folder_findings(folder: Path) -> Iterator[tuple[str, Finding]]:
    files = sorted(each for each in folder.rglob("*") if each.suffix.lower() in PAGES)
    if not files:
        raise UserError(f"{folder}: has no HTML files in it ({', '.join(sorted(PAGES))})")
    for file in files:
        try:
            yield from _findings(str(file), _bytes_of(file))
        except UserError as error:
            print(f"digitalfirst: passed over: {error}", file=sys.stderr)


def _findings(name: str, body: bytes) -> Iterator[tuple[str, Finding]]:
    page = Page(Capture(RESPONSE, f"file:{name}", now(), 0, 200, AS_HTML, body))
    if not _TAG.search(body) or page.root is None:
        raise UserError(f"{name}: is {'not an HTML page' if body.strip() else 'empty'}")
    yield from ((name, finding) for finding in check_page(page))


def _bytes_of(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise UserError(f"{file}: cannot be read: {error.strerror}") from error
