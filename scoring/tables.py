"""The public tables: what a row is, its columns and their types. One place says it for all.

Every other module makes and reads tables by these names; `docs/tables.md` explains them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from crawler.store import copy, files_in, opened, remove, whole_file

TEXT, WHOLE, REAL, TRUTH = "string", "Int64", "Float64", "boolean"

COLUMNS: dict[str, dict[str, str]] = {
    "councils": {
        "gss": TEXT,
        "slug": TEXT,
        "name": TEXT,
        "type": TEXT,
        "nation": TEXT,
        "region": TEXT,
        "homepage": TEXT,
        "population": WHOLE,
        "state": TEXT,
        "pages": WHOLE,
        "coverage": REAL,
        "cms": TEXT,
    },
    "pages": {
        "slug": TEXT,
        "url": TEXT,
        "status": WHOLE,
        "content_type": TEXT,
        "bytes": WHOLE,
        "elapsed_ms": WHOLE,
        "depth": WHOLE,
        "title": TEXT,
        "lang": TEXT,
        "template": TEXT,
        "service": WHOLE,
        "warc_offset": WHOLE,
        "source": TEXT,
    },
    "rendered": {
        "slug": TEXT,
        "url": TEXT,
        "kinds": TEXT,
        "outcome": TEXT,
        "reason": TEXT,
        "address": TEXT,
        "status": WHOLE,
        "title": TEXT,
        "lang": TEXT,
        "violations": WHOLE,
        "incomplete": WHOLE,
        "scrolls": TRUTH,
        "scrolls_zoomed": TRUTH,
        "clipped": WHOLE,
        "clipped_spaced": WHOLE,
        "targets": WHOLE,
        "small_targets": WHOLE,
        "stops": WHOLE,
        "unseen_focus": WHOLE,
        "trap": TEXT,
        "skip_link": TRUTH,
        "moving": WHOLE,
        "moving_reduced": WHOLE,
        "bytes": WHOLE,
        "requests": WHOLE,
        "third_parties": TEXT,
        "cookies": TEXT,
        "errors": WHOLE,
        "first_byte_ms": REAL,
        "first_paint_ms": REAL,
        "largest_paint_ms": REAL,
        "layout_shift": REAL,
        "seconds": REAL,
        "browser": TEXT,
        "axe": TEXT,
        "view_offset": WHOLE,
        "thumbnail_offset": WHOLE,
        "narrow_offset": WHOLE,
    },
    "findings": {
        "slug": TEXT,
        "url": TEXT,
        "rule": TEXT,
        "impact": TEXT,
        "wcag": TEXT,
        "source": TEXT,
        "count": WHOLE,
        "selector": TEXT,
        "snippet": TEXT,
        "fingerprint": TEXT,
    },
    "needs_review": {
        "slug": TEXT,
        "url": TEXT,
        "rule": TEXT,
        "impact": TEXT,
        "wcag": TEXT,
        "source": TEXT,
        "count": WHOLE,
        "selector": TEXT,
        "snippet": TEXT,
        "fingerprint": TEXT,
    },
    "documents": {
        "slug": TEXT,
        "url": TEXT,
        "format": TEXT,
        "bytes": WHOLE,
        "status": TEXT,
        "reason": TEXT,
        "pages": WHOLE,
        "tagged": TRUTH,
        "title": TEXT,
        "title_shown": TRUTH,
        "lang": TEXT,
        "text": TRUTH,
        "form_fields": WHOLE,
        "encrypted": TRUTH,
    },
    "services": {
        "slug": TEXT,
        "lgsl": WHOLE,
        "service": TEXT,
        "stage": WHOLE,
        "stage_name": TEXT,
        "status": TEXT,
        "confidence": REAL,
        "platform": TEXT,
        "clicks": WHOLE,
        "signed_in": TRUTH,
        "evidence_url": TEXT,
        "action_url": TEXT,
        "reasons": TEXT,
    },
    "questions": {
        "slug": TEXT,
        "lgsl": WHOLE,
        "question": TEXT,
        "answer": TEXT,
        "status": TEXT,
        "evidence_url": TEXT,
        "quote": TEXT,
    },
    "statement": {
        "slug": TEXT,
        "group": TEXT,
        "check": TEXT,
        "answer": TEXT,
        "evidence_url": TEXT,
        "quote": TEXT,
    },
    "measures": {
        "slug": TEXT,
        "measure": TEXT,
        "value": REAL,
        "outcome": TEXT,
        "status": TEXT,
        "reason": TEXT,
        "n": WHOLE,
        "evidence_url": TEXT,
        "note": TEXT,
    },
    "visits": {
        "slug": TEXT,
        "url": TEXT,
        "outcome": TEXT,
        "reason": TEXT,
        "referrer": TEXT,
        "depth": WHOLE,
    },
    "ratings": {
        "slug": TEXT,
        "method": TEXT,
        "score": REAL,
        "score_low": REAL,
        "score_high": REAL,
        "stars": WHOLE,
        "class": TEXT,
        "rank": WHOLE,
        "rank_low": WHOLE,
        "rank_high": WHOLE,
        "unranked_reason": TEXT,
        "peer_group": TEXT,
        "peer_rank": WHOLE,
    },
}

# What ratings are made from, and the columns that they need.
RATED_COLUMNS = {
    "councils": ["slug", "type", "state"],
    "services": ["slug", "lgsl", "stage", "status", "reasons"],
    "questions": ["slug", "lgsl", "question", "answer"],
    "measures": ["slug", "measure", "value", "status", "n"],
}
RATED = tuple(RATED_COLUMNS)
# What the audit of the evidence gives; `ratings` follow from these by a method.
AUDITED = tuple(name for name in COLUMNS if name != "ratings")
Row = Mapping[str, Any]
# A column, how it is compared (==, in, …) and with what, as pyarrow filters rows.
Condition = tuple[str, str, Any]


def table(name: str, rows: Iterable[Row]) -> pd.DataFrame:
    """Rows as the table of this name: its columns, in order, typed; absent cells are missing.

    `ratings` may hold further columns, one a pillar (0-100, missing where nothing was measured).

    Raises:
        KeyError: a row has a column that the table has not.
    """
    listed = list(rows)
    columns = dict(COLUMNS[name])
    for row in listed:
        for column in row:
            if column not in columns and name != "ratings":
                raise KeyError(f"table {name} has no column {column}")
            columns.setdefault(column, REAL)
    frame = pd.DataFrame(listed, columns=list(columns))
    return frame.astype(columns)


def write_tables(tables: Mapping[str, pd.DataFrame], folder: Path) -> None:
    """Write each table as `NAME.parquet`; a file is replaced only when the new one is whole."""
    for name, frame in tables.items():
        with whole_file(_cleared(folder / f"{name}.parquet")) as part:
            frame.to_parquet(part, index=False)


def join_tables(names: Iterable[str], parts: Iterable[Path], folder: Path) -> None:
    """Write each table as the rows of those of its name in the folders `parts`, in their order.

    One part is held at a time. A file is replaced only when the new one is whole.
    """
    sources = list(parts)
    for name in names:
        empty = pa.Table.from_pandas(table(name, ()), preserve_index=False)
        with (
            whole_file(_cleared(folder / f"{name}.parquet")) as whole,
            pq.ParquetWriter(whole, empty.schema) as writer,
        ):
            for part in sources:
                with opened(part / f"{name}.parquet") as file:
                    writer.write_table(pq.read_table(file).cast(empty.schema))


def partition_tables(names: Iterable[str], parts: Iterable[Path], folder: Path) -> None:
    """Write each table as a folder `NAME.parquet` of the files of its name in the folders `parts`.

    They are copied where they lie, in a store without coming by us; their names keep their order.
    """
    sources = list(parts)
    for name in names:
        whole = folder / f"{name}.parquet"
        if whole.is_file():
            whole.unlink()
        remove(whole)
        for number, part in enumerate(sources):
            copy(part / f"{name}.parquet", whole / f"part-{number:05}.parquet")


def copy_table(name: str, source: Path, folder: Path) -> None:
    """Copy a table from one folder to another, be it a file or a folder of parts."""
    parts = parts_of(source / f"{name}.parquet")
    if parts[0] == source / f"{name}.parquet":
        copy(parts[0], _cleared(folder / f"{name}.parquet"))
        return
    whole = folder / f"{name}.parquet"
    if whole.is_file():
        whole.unlink()
    remove(whole)
    for part in parts:
        copy(part, whole / part.name)


def parts_of(whole: Path) -> list[Path]:
    """The files of a table, in the order of its rows: one, or those in a folder of its name."""
    names = sorted(files_in(whole)) if whole.is_dir() else []
    return [whole / name for name in names] or [whole]


def are_whole(names: Iterable[str], folder: Path) -> bool:
    """Whether every table of these names is in a folder and can be read."""
    try:
        return all(
            _can_be_read(part) for name in names for part in parts_of(folder / f"{name}.parquet")
        )
    except (OSError, pa.ArrowException):
        return False


def _can_be_read(part: Path) -> bool:
    with opened(part) as file:
        return bool(pq.read_metadata(file))


def read_tables(
    folder: Path,
    names: Iterable[str] = tuple(COLUMNS),
    columns: Mapping[str, list[str]] | None = None,
    rows: Mapping[str, list[Condition]] | None = None,
) -> dict[str, pd.DataFrame]:
    """The tables in a folder by name, all or those named.

    Of each only those `columns` are read, and of its rows those that meet all conditions in `rows`.

    Raises:
        FileNotFoundError: one of them is not there.
    """
    wanted, conditions = columns or {}, rows or {}
    return {
        name: _read(folder / f"{name}.parquet", wanted.get(name), conditions.get(name))
        for name in names
    }


def _read(whole: Path, columns: list[str] | None, rows: list[Condition] | None) -> pd.DataFrame:
    frames: list[pd.DataFrame] = []
    for part in parts_of(whole):
        with opened(part) as file:
            frames.append(
                pd.read_parquet(file, columns=columns, filters=rows, dtype_backend="numpy_nullable")
            )
    return frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True)


def _cleared(path: Path) -> Path:
    """Where a table is to be one file: a folder of parts that stood there goes."""
    if path.is_dir():
        remove(path)
    return path
