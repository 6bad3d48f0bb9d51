"""Tables: which heading speaks for which cell."""

from __future__ import annotations

from bisect import bisect_left
from itertools import chain
from typing import NamedTuple

from lxml.html import HtmlElement

from crawler.text import squeezed
from scoring.accessibility.document import Document
from scoring.accessibility.names import content_text, explicit_role, is_presentational
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


@rule(
    "empty-table-header",
    impact="minor",
    on=("th", "[role]"),
    help="Headings of tables say something",
    source="WCAG technique H51",
)
def empty_table_header(document: Document, cell: HtmlElement) -> bool:
    """A heading of a row or column has text that is seen, not only a label."""
    role = explicit_role(cell)
    if role not in ("columnheader", "rowheader") and (role or cell.tag != "th"):
        return True
    table = next(cell.iterancestors("table"), None)
    if table is not None and is_presentational(table):
        return True
    return bool(content_text(document, cell)) or document.is_hidden(cell)


@rule(
    "table-duplicate-name",
    impact="minor",
    on=("table",),
    help="A table's caption and summary say different things",
    source="WCAG techniques H39 and H73",
)
def table_duplicate_name(document: Document, table: HtmlElement) -> bool:
    """The summary attribute does not repeat the caption."""
    caption = next(table.iterchildren("caption"), None)
    summary = squeezed(table.get("summary") or "").lower()
    if caption is None or not summary:
        return True
    return content_text(document, caption).lower() != summary or document.is_hidden(table)


@rule(
    "table-fake-caption",
    impact="serious",
    wcag=("1.3.1",),
    on=("table",),
    help="A table's title is a caption, not its first row",
    source="WCAG technique H39",
    needs_review=True,
)
def table_fake_caption(document: Document, table: HtmlElement) -> bool:
    """The first row of a table with data is not one cell across all its columns."""
    rows = rows_of(table)
    if len(rows) < 2 or is_presentational(table) or table.find("caption") is not None:
        return True
    first = _cells(rows[0])
    across = len(first) == 1 and span(first[0], "colspan") == max(map(_width, rows[1:]))
    is_title = across and span(first[0], "colspan") > 1 and bool(content_text(document, first[0]))
    return not is_title or document.is_hidden(table)


@rule(
    "td-has-header",
    impact="critical",
    wcag=("1.3.1",),
    on=("table",),
    help="Data in large tables have headings",
    source="WCAG technique H51",
    needs_review=True,
)
def td_has_header(document: Document, table: HtmlElement) -> bool:
    """A table of more than three rows and columns has headings."""
    rows = rows_of(table)
    if len(rows) < LARGE or max(map(_width, rows), default=0) < LARGE or is_presentational(table):
        return True
    heads = (c for row in rows for c in _cells(row) if c.tag == "th" or c.get("headers"))
    return next(heads, None) is not None or document.is_hidden(table)


# Rows and columns from which axe-core takes a table to be large.
LARGE = 4


@rule(
    "th-has-data-cells",
    impact="serious",
    wcag=("1.3.1",),
    act=("d0f69e",),
    on=("table",),
    help="Headings of tables are for some cell",
    source="HTML Living Standard, 4.9.12.2; ACT rule d0f69e",
    needs_review=True,
)
def th_has_data_cells(document: Document, table: HtmlElement) -> bool:
    """Every heading of a row or column has a cell in that row or column."""
    if (
        next(table.iterdescendants("th"), None) is None
        or is_presentational(table)
        or document.is_hidden(table)
    ):
        return True
    grid = grid_of(table)
    named = {id for each in grid for id in (each.cell.get("headers") or "").split()}
    rows = [each.row for each in grid]
    return all(_speaks(each, grid, rows, named) for each in grid if each.cell.tag == "th")


class Placed(NamedTuple):
    """A cell and where it stands in its table; the ends are the first row and column after it."""

    cell: HtmlElement
    row: int
    column: int
    row_end: int
    column_end: int


def _speaks(head: Placed, grid: list[Placed], rows: list[int], named: set[str]) -> bool:
    """Whether some cell is assigned to a heading; `rows` are those in which the cells begin."""
    role = explicit_role(head.cell)
    if role not in ("", "columnheader", "rowheader") or (head.cell.get("id") or "") in named:
        return True
    scope = (head.cell.get("scope") or "").lower()
    row, end = bisect_left(rows, head.row), bisect_left(rows, head.row_end)
    if role == "rowheader" or scope in ("row", "rowgroup"):
        beside = chain(grid[row:end], grid[:row])
        return any(_is_beside(head, each) for each in beside)
    if any(_is_under(head, each) and not each.cell.get("headers") for each in grid[end:]):
        return True
    is_column = role == "columnheader" or scope in ("col", "colgroup")
    beside = chain(grid[row:end], grid[:row])
    return not is_column and any(_is_beside(head, e) and e.cell.tag == "td" for e in beside)


def _is_under(head: Placed, other: Placed) -> bool:
    return other.column < head.column_end and head.column < other.column_end


def _is_beside(head: Placed, other: Placed) -> bool:
    in_row = other.row < head.row_end and head.row < other.row_end
    return in_row and other.cell is not head.cell


def rows_of(table: HtmlElement) -> list[HtmlElement]:
    """The rows of a table itself, not those of tables in it."""
    rows: list[HtmlElement] = []
    for child in table.iterchildren("thead", "tbody", "tfoot", "tr"):
        rows += [child] if child.tag == "tr" else child.iterchildren("tr")
    return rows


def _cells(row: HtmlElement) -> list[HtmlElement]:
    return list(row.iterchildren("td", "th"))


def _width(row: HtmlElement) -> int:
    return sum(span(cell, "colspan") for cell in _cells(row))


def span(cell: HtmlElement, name: str) -> int:
    """How many rows or columns a cell takes, 1 to 1000 (HTML, 4.9.11)."""
    given = (cell.get(name) or "").strip()
    return min(max(int(given), 1), 1000) if given.isdecimal() and len(given) < 6 else 1


def grid_of(table: HtmlElement) -> list[Placed]:
    """Where each cell of a table stands; of very large tables only the first cells."""
    placed: list[Placed] = []
    taken: dict[int, int] = {}  # the row from which a column is free again
    for number, row in enumerate(rows_of(table)):
        column = 0
        for cell in _cells(row):
            while taken.get(column, 0) > number:
                column += 1
            end, row_end = column + span(cell, "colspan"), number + span(cell, "rowspan")
            placed.append(Placed(cell, number, column, row_end, end))
            taken.update(dict.fromkeys(range(column, end), row_end))
            column = end
            if len(placed) == MOST_CELLS:
                return placed
    return placed


MOST_CELLS = 1000
