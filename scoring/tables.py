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

# What the audit of the evidence gives; `ratings` follow from these by a method.
# What ratings are made from.
RATED = ("councils", "services", "questions", "measures")
AUDITED = tuple(name for name in COLUMNS if name != "ratings")
Row = Mapping[str, Any]


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
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in tables.items():
        part = folder / f".{name}.parquet"
        frame.to_parquet(part, index=False)
        part.replace(folder / f"{name}.parquet")


def join_tables(names: Iterable[str], parts: Iterable[Path], folder: Path) -> None:
    """Write each table as the rows of those of its name in the folders `parts`, in their order.

    One part is held at a time. A file is replaced only when the new one is whole.
    """
    folder.mkdir(parents=True, exist_ok=True)
    sources = list(parts)
    for name in names:
        whole = folder / f".{name}.parquet"
        empty = pa.Table.from_pandas(table(name, ()), preserve_index=False)
        with pq.ParquetWriter(whole, empty.schema) as writer:
            for part in sources:
                writer.write_table(pq.read_table(part / f"{name}.parquet").cast(empty.schema))
        whole.replace(folder / f"{name}.parquet")


def read_tables(folder: Path, names: Iterable[str] = tuple(COLUMNS)) -> dict[str, pd.DataFrame]:
    """The tables in a folder by name, all or those named.

    Raises:
        FileNotFoundError: one of them is not there.
    """
    return {
        name: pd.read_parquet(folder / f"{name}.parquet", dtype_backend="numpy_nullable")
        for name in names
    }
