"""Accessibility of single pages, wherever they are: findings as lines, as JSON, as EARL."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.page import Page
from crawler.rendered import Rendered
from crawler.run import CrawlSettings
from digitalfirst.errors import UserError
from digitalfirst.places import Found, is_on_web, pages_at
from scoring.accessibility.registry import Finding, check_page
from scoring.rendered import failures, to_review

if TYPE_CHECKING:
    from digitalfirst.rendering import Renderer


@dataclass(frozen=True, slots=True)
class Checked:
    """A page that was checked: its name, itself, and what was found on it."""

    name: str
    page: Page
    findings: list[Finding]

    @property
    def failures(self) -> list[Finding]:
        """What fails a rule, without what is for a person to judge."""
        return [each for each in self.findings if not each.needs_review]


class Checks:
    """The pages at some places, checked one after another; what cannot be is told on stderr.

    With a `renderer` each page is opened in the browser too. After the last one `failed` says
    whether a page fails a rule, `unchecked` whether a place that was named could not be checked.
    """

    def __init__(
        self,
        places: Sequence[str],
        settings: CrawlSettings,
        renderer: Renderer | None = None,
    ) -> None:
        self._places, self._settings, self._renderer = places, settings, renderer
        self.failed = self.unchecked = False

    def __iter__(self) -> Iterator[Checked]:
        for found in pages_at(self._places, self._settings):
            if found.problem:
                self._cannot(found.problem)
            if found.page is not None:
                in_markup = check_page(found.page, sheets=found.sheets)
                findings = [*in_markup, *self._in_browser(found)]
                checked = Checked(found.name, found.page, findings)
                self.failed = self.failed or bool(checked.failures)
                yield checked

    def _in_browser(self, found: Found) -> list[Finding]:
        """What the browser finds on a page; none where it is not asked, or cannot open it."""
        page = found.page
        if self._renderer is None or page is None or found.problem:
            return []
        if is_on_web(found.name) and found.name in self._places:
            rendered = self._renderer.render(page.url)
        else:
            folder = Path(found.name).parent if Path(found.name).is_file() else None
            kind = page.capture.header("content-type")
            rendered = self._renderer.render_html(page.capture.body, folder, kind)
        try:
            return findings_of(found.name, rendered)
        except UserError as error:
            self._cannot(error)
            return []

    def _cannot(self, problem: UserError) -> None:
        self.unchecked = True
        print(f"digitalfirst: {problem}", file=sys.stderr)


def findings_of(name: str, rendered: Rendered) -> list[Finding]:
    """What the browser found on a page of this name, for a person to judge included.

    Raises:
        UserError: the page could not be measured.
    """
    if not rendered.is_whole:
        raise UserError(f"{name}: cannot be rendered: {rendered.reason}")
    return [*failures(rendered), *to_review(rendered)]


def lines(checked: Checked, review: bool) -> Iterator[str]:
    """A page's findings for people, a line each; a page without any is told so."""
    shown = _shown(checked, review)
    if not shown and checked.page.root is not None:
        yield f"{checked.name}: nothing found"
    for finding in shown:
        wcag = ", ".join(finding.wcag) or "best practice"
        times = f" x{finding.count}" if finding.count > 1 else ""
        judge = "; for a person to judge" if finding.needs_review else ""
        kind = f"({finding.impact}; {wcag}{judge})"
        yield f"{checked.name}: {finding.rule}{times} {kind} {finding.snippet}"


def json_lines(checked: Checked, review: bool) -> Iterator[str]:
    """A page's findings as JSON, an object a line."""
    for finding in _shown(checked, review):
        row = {
            "file": checked.name,
            "rule": finding.rule,
            "impact": finding.impact,
            "wcag": list(finding.wcag),
            "act": list(finding.act),
            "selector": finding.selector,
            "snippet": finding.snippet,
            "source": finding.source,
        }
        marked = row | {"needs_review": True} if finding.needs_review else row
        yield json.dumps(marked, ensure_ascii=False)


def _shown(checked: Checked, review: bool) -> list[Finding]:
    return checked.findings if review else checked.failures
