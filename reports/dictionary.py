"""What the public tables mean, in words: for readers, and for the data package."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from config.reading import Frozen, read_yaml
from scoring.tables import COLUMNS, REAL, TEXT, TRUTH, WHOLE

HERE = Path(__file__).parent
KINDS = {TEXT: "text", WHOLE: "whole number", REAL: "number", TRUTH: "true or false"}


class Column(Frozen):
    """What a column holds, and its unit if it is a quantity."""

    description: Annotated[str, Field(min_length=1)]
    unit: str = ""

    @property
    def sentence(self) -> str:
        """The description with its unit."""
        return f"{self.description} Unit: {self.unit}." if self.unit else self.description


class Link(Frozen):
    """Columns that hold the key of a row in another table."""

    columns: tuple[str, ...]
    table: str


class Table(Frozen):
    """What a table's rows and columns are.

    `key` identifies a row (empty where nothing does); `further` describes columns that depend on
    the method and so cannot be named here.
    """

    title: str
    row: str
    key: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    columns: dict[str, Column]
    further: Column | None = None

    def column(self, name: str) -> Column:
        """The description of a column.

        Raises:
            KeyError: the dictionary has none.
        """
        described = self.columns.get(name, self.further)
        if described is None:
            raise KeyError(f"the dictionary does not describe the column {name}")
        return described


class Licence(Frozen):
    """The licence of the published tables."""

    name: str
    title: str
    path: str


class Source(Frozen):
    """Where the data come from."""

    title: str
    path: str = ""


class Package(Frozen):
    """What the tables are as a whole."""

    name: str
    title: str
    description: str
    licence: Licence
    sources: tuple[Source, ...]


class Dictionary(Frozen):
    """The file `dictionary.yaml`."""

    package: Package
    tables: dict[str, Table]


@cache
def load_dictionary(path: Path = HERE / "dictionary.yaml") -> Dictionary:
    """The dictionary of the public tables.

    Raises:
        ConfigError: the file is missing or wrong.
    """
    return read_yaml(path, Dictionary)


def dictionary_markdown() -> str:
    """The text of `docs/tables.md`: every table and column, with its type and meaning."""
    dictionary = load_dictionary()
    parts = [_INTRODUCTION.format(licence=dictionary.package.licence)]
    parts += [_table_markdown(name, table) for name, table in dictionary.tables.items()]
    return "\n".join(parts)


_INTRODUCTION = """\
# The tables

<!-- Made from reports/dictionary.yaml by reports.dictionary.dictionary_markdown(). -->

The result of a run is a set of tables: Parquet files in `tables/`, and the same in `export/` as CSV
with a [data package](https://specs.frictionlessdata.io/tabular-data-package/) and as an SQLite
database. Their columns are a public contract. Text is UTF-8; an empty cell is a missing value.

In a column called `status`, `measured` says that there is a value, `not_applicable` that the
question does not arise, and `not_assessed` that it could not be answered. Not assessed is never
zero.

In the CSV files, text that a spreadsheet would read as a formula (beginning with `=`, `+`, `-`,
`@`, a tab or a carriage return) has an apostrophe before it. The other formats hold the text as
found.

The tables are published under [{licence.title}]({licence.path}) ({licence.name}).
"""


def _table_markdown(name: str, table: Table) -> str:
    key = ", ".join(f"`{column}`" for column in table.key)
    lines = [f"## {name}", "", f"A row is {table.row}." + (f" Key: {key}." if key else ""), ""]
    lines += ["| column | type | meaning |", "|---|---|---|"]
    for column, kind in COLUMNS[name].items():
        lines.append(f"| `{column}` | {KINDS[kind]} | {table.column(column).sentence} |")
    if table.further:
        lines.append(f"| *one a pillar* | {KINDS[REAL]} | {table.further.sentence} |")
    return "\n".join([*lines, ""])
