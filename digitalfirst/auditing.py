"""A run's evidence read by today's rules: once, and again when the rules or the evidence change."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterator
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pyarrow.parquet as pq
from pyarrow import ArrowException

import config
import crawler
import scoring
from config.method import METHODS
from crawler.run import Run, write_whole
from digitalfirst.progress import counting_bar
from scoring.audit import audit_run
from scoring.review import lay_over, read_decisions
from scoring.tables import AUDITED, read_tables

READ_BY_RULES = {".py", ".yaml", ".csv", ".json"}
Tables = dict[str, pd.DataFrame]


def audited(run: Run) -> Path:
    """The folder, `cache` in the run's, of its tables by today's rules; made if it is not there."""
    cache = run.folder / "cache"
    made_by, key = cache / "made-by.txt", _key(run)
    if not (made_by.exists() and made_by.read_text("utf-8") == key and _is_whole(cache)):
        made_by.unlink(missing_ok=True)
        _audit(run, cache)
        write_whole(made_by, key)
    return cache


def copy_audited(run: Run) -> None:
    """Put a run's tables by today's rules in place of those it has, each whole or not at all."""
    source = audited(run)
    run.tables.mkdir(parents=True, exist_ok=True)
    for name in AUDITED:
        part = run.tables / f".{name}.parquet"
        shutil.copyfile(source / f"{name}.parquet", part)
        part.replace(run.tables / f"{name}.parquet")


def read_anew(run: Run, names: Collection[str], only: str | None = None) -> Tables:
    """A run's tables by today's rules, its reviewers' decisions laid over; its own are untouched.

    With `only` they are of that council alone, and no other is read.
    """
    if only is None:
        tables = read_tables(audited(run), names)
    else:
        with TemporaryDirectory() as scratch:
            _audit(run, Path(scratch), only)
            tables = read_tables(Path(scratch), names)
    decisions = [each for each in read_decisions(run.decisions) if only in (None, each.slug)]
    return lay_over(tables, decisions, run.load_services()) if decisions else tables


def _audit(run: Run, into: Path, only: str | None = None) -> None:
    number = len(run.read().councils) if only is None else 1
    with counting_bar("read", number) as bar:
        audit_run(run, lambda slug: bar.advance(bar.task_ids[0]), into=into, only=only)


def _is_whole(cache: Path) -> bool:
    """Whether every table is there and can be read."""
    try:
        return all(pq.read_metadata(cache / f"{name}.parquet") for name in AUDITED)
    except (OSError, ArrowException):
        return False


def _key(run: Run) -> str:
    """What the tables of a run follow from, as a hash: the rules, the data, and the evidence."""
    digest = sha256()
    for name, file in _rules():
        digest.update(f"{name}\n".encode() + file.read_bytes())
    for file in (run.services_file, run.links_file):
        digest.update(file.read_bytes() if file.exists() else b"-")
    digest.update(run.read().model_dump_json(include={"councils"}).encode())
    for file in sorted((run.folder / "evidence").glob("*")):
        facts = file.stat()
        digest.update(f"{file.name} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _rules() -> Iterator[tuple[Path, Path]]:
    """The files that reading the evidence hangs on, with their names within their packages."""
    for package in (config, crawler, scoring):
        folder = Path(package.__path__[0])
        for file in sorted(each for each in folder.rglob("*") if each.suffix in READ_BY_RULES):
            if METHODS not in file.parents:
                yield file.relative_to(folder), file
