"""The public tables as files for other people's tools: CSV, Parquet, SQLite, a data package."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pandas as pd

from reports.dictionary import Table, load_dictionary
from reports.filters import file_slug
from reports.summaries import Tables, pillars_of, ranking
from reports.wording import type_name
from scoring.tables import COLUMNS, REAL, TEXT, TRUTH, WHOLE, write_tables

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
SCHEMA_TYPES = {TEXT: "string", WHOLE: "integer", REAL: "number", TRUTH: "boolean"}
SQLITE_TYPES = {TEXT: "TEXT", WHOLE: "INTEGER", REAL: "REAL", TRUTH: "INTEGER"}
SCORE = ("score", "score_low", "score_high")
INDEXES = {
    "pages": ("slug", "service"),
    "findings": ("slug", "rule"),
    "services": ("lgsl", "stage"),
    "measures": ("measure",),
    "visits": ("slug", "outcome"),
    "ratings": ("method", "rank"),
}


def export_csv(tables: Tables, folder: Path, bom: bool = False) -> list[Path]:
    """Write each table as `NAME.csv` (UTF-8, a header row, missing values empty).

    Text that a spreadsheet would run as a formula gets a leading apostrophe: cells come from
    websites of strangers (CWE-1236). With `bom` a byte order mark comes first, by which older
    versions of Excel tell UTF-8.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return [write_csv(frame, folder / f"{name}.csv", bom) for name, frame in tables.items()]


def export_ranking(tables: Tables, method_id: str, path: Path, bom: bool = False) -> Path:
    """Write one method's ranking as a CSV for someone who opens nothing else.

    Columns: rank name type nation region score score_low score_high stars class rank_low rank_high
    unranked_reason, one a pillar, `page` (the council's page in the report, seen from `export/`),
    `note` (why it is not ranked; what is known of such a council makes no score).
    """
    front = ["rank", "name", "type", "nation", "region", *SCORE, "stars", "class"]
    pillars = pillars_of(tables, method_id)
    ranked = ranking(tables, method_id)
    slugs = ranked["slug"].map(file_slug).astype("string")
    frame = ranked[[*front, "rank_low", "rank_high", "unranked_reason", *pillars]].assign(
        type=ranked["type"].map(type_name).astype("string"),
        score=ranked["score"].where(ranked["rank"].notna()),
        page="../report/councils/" + slugs + ".html",
        note=ranked["why"],
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    return write_csv(frame.round(dict.fromkeys([*SCORE, *pillars], 1)), path, bom)


def write_csv(frame: pd.DataFrame, path: Path, bom: bool = False) -> Path:
    """Write one table as CSV, text that looks like a formula made harmless."""
    harmless(frame).to_csv(
        path, index=False, encoding="utf-8-sig" if bom else "utf-8", lineterminator="\n"
    )
    return path


def csv_text(frame: pd.DataFrame) -> str:
    """The same as text."""
    return harmless(frame).to_csv(index=False, lineterminator="\n")


def harmless(frame: pd.DataFrame) -> pd.DataFrame:
    """The table with an apostrophe before every text that a spreadsheet would run as a formula."""
    names = list(map(str, frame.select_dtypes("string").columns))
    return frame.assign(**{name: _harmless(frame[name]) for name in names})


def harmless_cell(cell: str | float) -> str | float:
    """One cell likewise.

    >>> harmless_cell("=1+1"), harmless_cell("1+1"), harmless_cell(-1)
    ("'=1+1", '1+1', -1)
    """
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell


def _harmless(texts: pd.Series[str]) -> pd.Series[str]:
    return texts.mask(texts.str.startswith(FORMULA_STARTS, na=False), "'" + texts)


def export_parquet(tables: Tables, folder: Path) -> list[Path]:
    """Write each table as `NAME.parquet`, as they are in a run's own `tables/`."""
    write_tables(tables, folder)
    return [folder / f"{name}.parquet" for name in tables]


def export_sqlite(tables: Tables, path: Path) -> Path:
    """Write one database of all tables, with keys and indexes; an older one is replaced."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}")
    part.unlink(missing_ok=True)
    with closing(sqlite3.connect(part)) as database, database:
        for name, frame in tables.items():
            database.execute(_create(name, frame))
            database.executemany(_insert(name, frame), _sqlite_rows(frame))
            for column in INDEXES.get(name, ()):
                database.execute(f'CREATE INDEX "{name}_{column}" ON "{name}" ("{column}")')
    part.replace(path)
    return path


def export_datapackage(tables: Tables, folder: Path) -> Path:
    """Write the tables as CSV with a `datapackage.json` that describes them.

    The profile is Frictionless Data's Tabular Data Package, version 1.
    """
    export_csv(tables, folder)
    package = load_dictionary().package
    descriptor = {
        "profile": "tabular-data-package",
        "name": package.name,
        "title": package.title,
        "description": package.description,
        "licenses": [package.licence.model_dump()],
        "sources": [source.model_dump(exclude_defaults=True) for source in package.sources],
        "resources": [_resource(name, frame) for name, frame in tables.items()],
    }
    path = folder / "datapackage.json"
    path.write_text(json.dumps(descriptor, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def _resource(name: str, frame: pd.DataFrame) -> dict[str, Any]:
    described = load_dictionary().tables[name]
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "title": described.title,
        "description": f"A row is {described.row}.",
        "path": f"{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": _schema(name, described, frame),
    }


def _schema(name: str, described: Table, frame: pd.DataFrame) -> dict[str, Any]:
    fields = [
        {
            "name": column,
            "type": SCHEMA_TYPES[_kind(name, column)],
            "description": described.column(column).sentence,
        }
        for column in frame.columns
    ]
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if described.key:
        schema["primaryKey"] = list(described.key)
    schema["foreignKeys"] = [
        {
            "fields": list(link.columns),
            "reference": {"resource": link.table, "fields": list(link.columns)},
        }
        for link in described.links
    ]
    return schema


def _kind(name: str, column: str) -> str:
    """The type of a column; those that the contract does not name are a method's pillars."""
    return COLUMNS[name].get(column, REAL)


def _create(name: str, frame: pd.DataFrame) -> str:
    described = load_dictionary().tables[name]
    parts = [f"{_quoted(column)} {SQLITE_TYPES[_kind(name, column)]}" for column in frame.columns]
    if described.key:
        parts.append(f"PRIMARY KEY ({_columns(described.key)})")
    for link in described.links:
        own = _columns(link.columns)
        parts.append(f"FOREIGN KEY ({own}) REFERENCES {_quoted(link.table)} ({own})")
    return f"CREATE TABLE {_quoted(name)} ({', '.join(parts)})"


def _insert(name: str, frame: pd.DataFrame) -> str:
    marks = ", ".join("?" * len(frame.columns))
    return f"INSERT INTO {_quoted(name)} VALUES ({marks})"


def _sqlite_rows(frame: pd.DataFrame) -> Any:
    plain = frame.astype(object).where(frame.notna(), None)
    return plain.itertuples(index=False, name=None)


def _columns(names: tuple[str, ...]) -> str:
    return ", ".join(_quoted(name) for name in names)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
