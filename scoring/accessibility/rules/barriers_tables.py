"""Common barriers in tables: layout by table, data without headings or caption."""

from __future__ import annotations

from lxml.html import HtmlElement

from scoring.accessibility.document import HEADING_TAGS, Document
from scoring.accessibility.names import explicit_role
from scoring.accessibility.registry import rule

_SECTIONS = ("thead", "tbody", "tfoot")
_LEAST_ROWS = 2  # of a table of data, its heading row included


@rule(
    "layout-table",
    impact="moderate",
    on=("table",),
    help="Tables hold data; the layout is made by style sheets",
    source="WCAG technique G115; HTML, 4.9.1",
    needs_review=True,
)
def layout_table(document: Document, table: HtmlElement) -> bool:
    """No table holds other tables, or all it has in one row or cell, and no heading or caption."""
    rows = _rows(table)
    if explicit_role(table) or table.find("caption") is not None or _has_headings(rows):
        return True
    is_one_row = len(rows) == 1 and len(rows[0]) > 0
    return not (is_one_row or table.find(".//table") is not None) or document.is_hidden(table)


@rule(
    "table-without-headings",
    impact="serious",
    wcag=("1.3.1",),
    on=("table",),
    help="Tables of data mark their headings",
    source="WCAG failure F91",
    needs_review=True,
)
def table_without_headings(document: Document, table: HtmlElement) -> bool:
    """A table of at least two rows and columns, that lays out no fields, has a heading cell."""
    rows = _rows(table)
    if explicit_role(table) or _has_headings(rows):
        return True
    is_data = sum(len(row) > 1 for row in rows) >= _LEAST_ROWS
    return not is_data or _lays_out(table) or document.is_hidden(table)


@rule(
    "table-without-caption",
    impact="minor",
    on=("table",),
    help="Tables of data say what they are about",
    source="WCAG technique H39; GOV.UK Design System: table",
)
def table_without_caption(document: Document, table: HtmlElement) -> bool:
    """A table with headings has a caption, a label, or a heading right before it."""
    rows = _rows(table)
    if explicit_role(table) not in ("", "table", "grid") or not _has_headings(rows):
        return True
    named = ("aria-label", "aria-labelledby", "aria-describedby", "title", "summary")
    if table.find("caption") is not None or any(map(table.get, named)):
        return True
    if _holds_figure_caption(table) or _follows_heading(table):
        return True
    return len(rows) < _LEAST_ROWS or _lays_out(table) or document.is_hidden(table)


def _rows(table: HtmlElement) -> list[HtmlElement]:
    """The rows of a table itself, not of those in it."""
    parts = [table, *(each for each in table if each.tag in _SECTIONS)]
    return [row for part in parts for row in part if row.tag == "tr"]


def _has_headings(rows: list[HtmlElement]) -> bool:
    cells = (cell for row in rows for cell in row if isinstance(cell.tag, str))
    headings = ("columnheader", "rowheader")
    return any(cell.tag == "th" or explicit_role(cell) in headings for cell in cells)


def _lays_out(table: HtmlElement) -> bool:
    """Whether fields or other tables stand in a table: it is likely to lay them out."""
    return next(table.iterdescendants("table", "input", "select", "textarea"), None) is not None


def _holds_figure_caption(table: HtmlElement) -> bool:
    figure = next(table.iterancestors("figure"), None)
    return figure is not None and figure.find(".//figcaption") is not None


def _follows_heading(table: HtmlElement) -> bool:
    """Whether a heading stands right before a table, or before the box that it begins."""
    step = table
    for _ in range(3):
        before = step.getprevious()
        if before is not None:
            return before.tag in HEADING_TAGS
        parent = step.getparent()
        if parent is None:
            return False
        step = parent
    return False
