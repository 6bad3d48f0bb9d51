"""Published results: each row of a year, a scale and a level says where it was published."""

import csv
from pathlib import Path

import config

FILE = Path(config.__file__).parent / "history.csv"
ROWS = list(csv.DictReader(FILE.read_text(encoding="utf-8").splitlines()))


def test_every_row_has_a_figure_and_a_source() -> None:
    columns = ["year", "scale", "level", "councils", "share", "sites", "source", "note"]
    assert list(ROWS[0]) == columns
    assert [row for row in ROWS if not (row["source"] and (row["councils"] or row["share"]))] == []
    assert all(2000 <= int(row["year"]) <= 2019 for row in ROWS)
    assert all(0 <= float(row["share"] or 0) <= 100 for row in ROWS)
    assert {row["scale"] for row in ROWS} == {"class", "stars", "accessibility", "mobile"}


def test_shares_agree_with_counts_where_both_are_given() -> None:
    for row in ROWS:
        if row["councils"] and row["share"] and row["sites"]:
            assert abs(100 * int(row["councils"]) / int(row["sites"]) - float(row["share"])) < 1, (
                row
            )
