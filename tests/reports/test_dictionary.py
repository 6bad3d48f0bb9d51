from pathlib import Path

from reports.dictionary import dictionary_markdown, load_dictionary
from scoring.tables import COLUMNS

DOCS = Path(__file__).parents[2] / "docs" / "tables.md"


def test_every_column_of_every_table_is_described_in_its_order() -> None:
    described = {name: list(table.columns) for name, table in load_dictionary().tables.items()}
    assert described == {name: list(columns) for name, columns in COLUMNS.items()}


def test_the_docs_are_what_the_dictionary_makes() -> None:
    assert DOCS.read_text(encoding="utf-8") == dictionary_markdown(), (
        "docs/tables.md is out of date: write reports.dictionary.dictionary_markdown() to it"
    )


def test_keys_and_links_name_columns_that_are_there() -> None:
    tables = load_dictionary().tables
    for name, table in tables.items():
        assert set(table.key) <= set(COLUMNS[name])
        for link in table.links:
            assert set(link.columns) <= set(COLUMNS[name])
            assert link.columns == tables[link.table].key
