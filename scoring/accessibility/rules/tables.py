"""Tables: which heading speaks for which cell."""

from __future__ import annotations

from lxml.html import HtmlElement

from scoring.accessibility.document import Document
from scoring.accessibility.names import is_presentational
from scoring.accessibility.registry import rule

CELLS = ("td", "th")


@rule(
    "td-headers-attr",
    impact="serious",
    wcag=("1.3.1",),
    act=("a25f45",),
    on=("[headers]",),
    help="Cells name headings of their own table",
    source="WCAG technique H43",
)
def td_headers_attr(document: Document, cell: HtmlElement) -> bool:
    """Every id in a cell's headers is another cell's of the same table."""
    table = next(cell.iterancestors("table"), None)
    if cell.tag not in CELLS or table is None or is_presentational(table):
        return True
    named = [document.with_id(id) for id in (cell.get("headers") or "").split()]
    return all(_is_cell_of(table, other, cell) for other in named) or document.is_hidden(cell)


def _is_cell_of(table: HtmlElement, other: HtmlElement | None, cell: HtmlElement) -> bool:
    if other is None or other is cell or other.tag not in CELLS:
        return False
    return next(other.iterancestors("table"), None) is table


@rule(
    "scope-attr-valid",
    impact="moderate",
    on=("[scope]",),
    help="Headings of tables say whether they are for a row or a column",
    source="WCAG technique H63; HTML, 4.9.10",
)
def scope_attr_valid(document: Document, cell: HtmlElement) -> bool:
    """A scope stands on a heading cell and is one of HTML's four."""
    scope = (cell.get("scope") or "").strip().lower()
    if cell.tag not in CELLS:
        return True
    return cell.tag == "th" and scope in ("row", "col", "rowgroup", "colgroup")
