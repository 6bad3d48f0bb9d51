import csv
import json
import sqlite3
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.tables import (
    export_csv,
    export_datapackage,
    export_parquet,
    export_ranking,
    export_sqlite,
    harmless,
)
from scoring.tables import COLUMNS, read_tables, table
from tests.reports.example import FORMULA, HOSTILE, REFUSED

Tables = dict[str, pd.DataFrame]


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_csv_holds_the_table_with_its_columns_in_order(tables: Tables, tmp_path: Path) -> None:
    paths = export_csv(tables, tmp_path)
    assert [path.stem for path in paths] == list(COLUMNS)
    rows = read_csv(tmp_path / "councils.csv")
    assert list(rows[0]) == list(COLUMNS["councils"])
    assert [row["slug"] for row in rows] == tables["councils"]["slug"].tolist()
    assert rows[0]["population"] == str(tables["councils"]["population"][0])


def test_missing_values_are_empty_cells(tables: Tables, tmp_path: Path) -> None:
    export_csv(tables, tmp_path)
    unassessed = [r for r in read_csv(tmp_path / "services.csv") if r["status"] == "not_assessed"]
    assert unassessed
    assert {row["stage"] for row in unassessed} == {""}


@given(st.text(max_size=5), st.sampled_from("=+-@\t\r"))
def test_no_cell_begins_like_a_formula(rest: str, start: str) -> None:
    frame = table("measures", [{"slug": "a", "measure": "m", "outcome": start + rest}])
    assert harmless(frame)["outcome"][0] == "'" + start + rest


def test_a_negative_number_is_no_formula() -> None:
    frame = table("measures", [{"slug": "a", "measure": "m", "value": -2.5}])
    assert harmless(frame)["value"][0] == -2.5


def test_only_csv_changes_a_formula(tables: Tables, tmp_path: Path) -> None:
    export_csv(tables, tmp_path)
    outcomes = {r["outcome"] for r in read_csv(tmp_path / "measures.csv") if r["slug"] == HOSTILE}
    assert "'" + FORMULA in outcomes
    assert FORMULA not in outcomes
    database = sqlite3.connect(export_sqlite(tables, tmp_path / "all.sqlite"))
    assert database.execute("SELECT 1 FROM measures WHERE outcome = ?", [FORMULA]).fetchone()
    database.close()


def test_parquet_comes_back_as_it_went(tables: Tables, tmp_path: Path) -> None:
    export_parquet(tables, tmp_path)
    for name, frame in read_tables(tmp_path).items():
        pd.testing.assert_frame_equal(frame, tables[name])


def test_the_database_holds_every_row_with_keys_that_hold(tables: Tables, tmp_path: Path) -> None:
    path = export_sqlite(tables, tmp_path / "new" / "all.sqlite")
    database = sqlite3.connect(path)
    for name, frame in tables.items():
        assert database.execute(f"SELECT count(*) FROM {name}").fetchone() == (len(frame),)
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert database.execute("PRAGMA foreign_key_list(services)").fetchall()
    stages = database.execute("SELECT typeof(stage) FROM services GROUP BY 1 ORDER BY 1").fetchall()
    assert stages == [("integer",), ("null",)]
    database.close()


def test_an_older_database_is_replaced(tables: Tables, tmp_path: Path) -> None:
    path = export_sqlite(tables, tmp_path / "all.sqlite")
    before = path.read_bytes()
    assert export_sqlite(tables, path).read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["all.sqlite"]


def test_the_data_package_describes_the_files_beside_it(tables: Tables, tmp_path: Path) -> None:
    package = json.loads(export_datapackage(tables, tmp_path).read_text(encoding="utf-8"))
    assert package["profile"] == "tabular-data-package"
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    for resource in package["resources"]:
        header = (tmp_path / resource["path"]).read_text(encoding="utf-8").splitlines()[0]
        fields = resource["schema"]["fields"]
        assert header.split(",") == [field["name"] for field in fields]
        assert all(field["description"] for field in fields)
    ratings = next(r for r in package["resources"] if r["name"] == "ratings")
    assert {"name": "trust", "type": "number"}.items() <= ratings["schema"]["fields"][-2].items()
    assert ratings["schema"]["primaryKey"] == ["slug", "method"]


def test_the_ranking_reads_by_itself(tables: Tables, tmp_path: Path) -> None:
    rows = read_csv(export_ranking(tables, "plain", tmp_path / "ranking.csv"))
    assert [row["rank"] for row in rows] == [*map(str, range(1, 12)), ""]
    assert rows[0]["type"] == "Shire district"
    assert rows[0]["page"] == "../report/councils/cranford.html"
    assert 0 <= float(rows[0]["trust"]) <= 100
    assert REFUSED in rows[-1]["page"]
    assert "robots.txt refuses the crawler" in rows[-1]["note"]


def test_a_council_that_is_not_ranked_has_no_score_in_the_ranking(
    tables: Tables, tmp_path: Path
) -> None:
    ratings = tables["ratings"].assign(rank=pd.array([pd.NA] * len(tables["ratings"]), "Int64"))
    path = export_ranking({**tables, "ratings": ratings}, "plain", tmp_path / "ranking.csv")
    assert {row["score"] for row in read_csv(path)} == {""}


@pytest.mark.parametrize("slug", ["../evil", "", "A", "a/b", "a.html"])
def test_a_slug_that_cannot_name_a_file_is_refused(
    tables: Tables, tmp_path: Path, slug: str
) -> None:
    councils = tables["councils"].assign(slug=slug)
    with pytest.raises(Exception, match="cannot name a file"):
        export_ranking({**tables, "councils": councils}, "plain", tmp_path / "ranking.csv")
