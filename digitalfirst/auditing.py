"""A run's evidence read by today's rules: once, and again when the rules or the evidence change."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

import config
import crawler
import scoring
from config.method import METHODS
from crawler.run import Run, write_whole
from crawler.store import files_in, is_here
from digitalfirst.progress import counting_bar
from scoring.audit import audit_run
from scoring.parts import Parts
from scoring.review import lay_over, read_decisions
from scoring.tables import AUDITED, are_whole, copy_table, read_tables

READ_BY_RULES = {".py", ".yaml", ".csv", ".json"}
Tables = dict[str, pd.DataFrame]


def audited(run: Run, scheduler: str | None = None) -> Path:
    """The folder, `cache` in the run's, of its tables by today's rules; made if it is not there.

    `scheduler` is the address of a cluster to read the evidence on.
    """
    cache = run.folder / "cache"
    made_by = cache / "made-by.txt"
    key = sha256("\n".join(_keys(run).values()).encode()).hexdigest()
    is_current = made_by.exists() and made_by.read_text("utf-8") == key
    if not (is_current and are_whole(AUDITED, cache)):
        made_by.unlink(missing_ok=True)
        _audit(run, cache, scheduler=scheduler)
        write_whole(made_by, key)
    return cache


def copy_audited(run: Run, scheduler: str | None = None) -> None:
    """Put a run's tables by today's rules in place of those it has, each whole or not at all."""
    source = audited(run, scheduler)
    for name in AUDITED:
        copy_table(name, source, run.tables)


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


def _audit(run: Run, into: Path, only: str | None = None, scheduler: str | None = None) -> None:
    number = len(run.read().councils) if only is None else 1
    with counting_bar("read", number) as bar:

        def advance(slug: str) -> None:
            bar.advance(bar.task_ids[0])

        if scheduler is None:
            audit_run(run, advance, into=into, only=only, parts=_parts(run))
        else:
            from scoring.cluster import audit_run_on_cluster  # an extra brings what it needs

            audit_run_on_cluster(run, scheduler, advance, into, _keys(run))


def _parts(run: Run) -> Parts | None:
    """What was read already of a run's councils. A store has too long a way for so many files."""
    if not is_here(run.folder):
        return None
    return Parts(run.folder / "cache" / "councils", _keys(run))


def _keys(run: Run) -> dict[str, str]:
    """What the tables of each council follow from, as a hash: the rules, the data, the evidence."""
    shared = sha256()
    for name, file in _rules():
        shared.update(f"{name}\n".encode() + file.read_bytes())
    for file in (run.services_file, run.links_file):
        shared.update(file.read_bytes() if file.exists() else b"-")
    evidence: dict[str, list[str]] = {}
    for path, stored in files_in(run.folder / "evidence").items():
        slug = path.partition(".")[0]
        evidence.setdefault(slug, []).append(f"{path} {stored.size} {stored.mark}\n")
    keys = {}
    for council in run.read().councils:
        digest = shared.copy()
        digest.update(council.model_dump_json().encode())
        digest.update("".join(evidence.get(council.slug, ())).encode())
        keys[council.slug] = digest.hexdigest()
    return keys


def _rules() -> Iterator[tuple[Path, Path]]:
    """The files that reading the evidence hangs on, with their names within their packages."""
    for package in (config, crawler, scoring):
        folder = Path(package.__path__[0])
        for file in sorted(each for each in folder.rglob("*") if each.suffix in READ_BY_RULES):
            if METHODS not in file.parents:
                yield file.relative_to(folder), file
