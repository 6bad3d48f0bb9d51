"""Accessibility of single pages: files, folders or stdin."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from crawler.archive import RESPONSE, Capture, now
from crawler.page import Page
from digitalfirst.steps import UserError
from scoring.accessibility.registry import Finding, check_page

PAGES = ("*.html", "*.htm", "*.xhtml")


def check(places: Sequence[str]) -> Iterator[tuple[str, Finding]]:
    """The findings of each page, with the name of its file.

    Raises:
        UserError: there is no such file, or it is no HTML page.
    """
    for place in places:
        for name, body in _bodies(place):
            page = Page(Capture(RESPONSE, f"file:{name}", now(), 0, status=200, body=body))
            if page.root is None:
                raise UserError(f"{name}: is not an HTML page")
            yield from ((name, finding) for finding in check_page(page))


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


def _bodies(place: str) -> Iterator[tuple[str, bytes]]:
    if place == "-":
        yield "-", sys.stdin.buffer.read()
        return
    path = Path(place)
    files = [path]
    if path.is_dir():
        files = sorted(file for pattern in PAGES for file in path.rglob(pattern))
    for file in files:
        try:
            yield str(file), file.read_bytes()
        except OSError as error:
            raise UserError(f"{file}: cannot be read: {error.strerror}") from error
