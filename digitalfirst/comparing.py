"""Two runs compared, as a person at the command line asks for it: `digitalfirst compare`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

import config
import crawler
import scoring
from config import Method
from config.reorganisations import load_reorganisations
from crawler.run import Run, write_whole
from digitalfirst.errors import UserError
from digitalfirst.listing import WIDTH, rows
from digitalfirst.progress import counting_bar
from digitalfirst.steps import load_methods
from scoring.audit import audit_run
from scoring.comparing import Comparison, Side, compare, same_councils
from scoring.mending import finding_changes
from scoring.review import lay_over, read_decisions
from scoring.tables import RATED, read_tables

TABLES = (*RATED, "findings", "pages", "rendered")
READ_BY_RULES = {".py", ".yaml", ".csv", ".json"}
Tables = dict[str, pd.DataFrame]


class Compared(NamedTuple):
    """Two runs by one method: what changed, and in the findings; `notes` on the ground of it."""

    method: Method
    changes: Comparison
    findings: pd.DataFrame
    notes: list[str]

    @property
    def facts(self) -> dict[str, Any]:
        """All of it, plain, for JSON."""
        return {
            "method": self.method.id,
            "version": self.method.version,
            "hash": self.method.hash,
            "notes": self.notes,
            "councils": rows(self.changes.councils),
            "pillars": rows(self.changes.pillars),
            "services": rows(self.changes.services),
            "findings": rows(self.findings),
        }


def compare_runs(older: Run, newer: Run, methods: list[str]) -> list[Compared]:
    """Two runs by each method, both read by today's rules from their evidence.

    Neither run's own tables are touched: what is read anew is kept in the run's folder `cache`.

    Raises:
        UserError: the second run began before the first.
        ConfigError: one of the folders is no run's, or a method is wrong.
    """
    if newer.read().created < older.read().created:
        raise UserError(f"{newer.folder} is older than {older.folder}: give the older run first")
    loaded = load_methods(methods)
    before, after = read_anew(older), read_anew(newer)
    services, reorganised = newer.load_services(), load_reorganisations()
    slugs = same_councils(before["councils"], after["councils"], reorganised)
    findings = finding_changes(before, after, slugs)
    seed = newer.read().settings.seed
    return [
        Compared(
            method,
            compare(
                Side(before, _published(older, method)),
                Side(after, _published(newer, method)),
                services,
                method,
                reorganised,
                seed,
            ),
            findings,
            [*_notes(older, method), *_notes(newer, method)],
        )
        for method in loaded
    ]


def read_anew(run: Run) -> Tables:
    """A run's tables by today's rules, its reviewers' decisions laid over; kept in its `cache`."""
    cache = run.folder / "cache"
    made_by, key = cache / "made-by.txt", _key(run)
    if not made_by.exists() or made_by.read_text("utf-8") != key:
        made_by.unlink(missing_ok=True)
        with counting_bar("read", len(run.read().councils)) as bar:
            audit_run(run, lambda slug: bar.advance(bar.task_ids[0]), into=cache)
        write_whole(made_by, key)
    tables = read_tables(cache, TABLES)
    decisions = read_decisions(run.decisions)
    return lay_over(tables, decisions, run.load_services()) if decisions else tables


def lines(compared: Compared, older: Run, newer: Run) -> Iterator[str]:
    """What changed, in words fit for 80 columns."""
    councils = compared.changes.councils
    yield f"{compared.method.id}: {older.folder.name} to {newer.folder.name}"
    yield from (f"  {note}" for note in compared.notes)
    yield "change  before  after    site    ours  council"
    yield from (_council_line(row)[:WIDTH] for row in rows(councils))
    yield ""
    yield f"Councils: {_counts(councils)}"
    yield f"Pillars: {_counts(compared.changes.pillars)}"
    yield f"Services: {_counts(compared.changes.services)}"
    yield f"Faults: {_counts(compared.findings)}"


def _council_line(row: dict[str, Any]) -> str:
    if row["before"] is None:
        change = row["change"] if row["change"] != "not_assessed" else "-"
        return f"{change:<6}  {row['name']}: {row['reason']}"
    ours = "      ?" if row["ours"] is None else f"{row['ours']:>+7.1f}"
    return (
        f"{row['change']:<6} {row['before']:>7.1f} {row['after']:>6.1f} {row['site']:>+7.1f} "
        f"{ours}  {row['name']}"
    )


def _counts(frame: pd.DataFrame) -> str:
    counted = Counter(frame["change"].to_list())
    words = (f"{count} {word.replace('_', ' ')}" for word, count in counted.most_common())
    return ", ".join(words) or "none"


def _published(run: Run, method: Method) -> dict[str, float]:
    """The scores by a method that a run's own tables have; none where it was not rated by it."""
    if not (run.tables / "ratings.parquet").exists():
        return {}
    ratings = read_tables(run.tables, ["ratings"])["ratings"]
    own = ratings[(ratings["method"] == method.id) & ratings["score"].notna()]
    return {str(slug): float(score) for slug, score in zip(own["slug"], own["score"], strict=True)}


def _notes(run: Run, method: Method) -> Iterator[str]:
    """In what a run was rated otherwise than now."""
    name = run.folder.name
    if method.id not in run.read().methods:
        yield f"{name} was not rated by {method.id}: what was ours is not known"
    elif (was := run.find_method(method.id)).hash != method.hash:
        yield f"{name} was rated by {method.id} {was.version}, other than today's {method.version}"


def _key(run: Run) -> str:
    """What the tables of a run follow from, as a hash: the rules, the data, and the evidence."""
    digest = sha256()
    for package in (config, crawler, scoring):
        folder = Path(package.__path__[0])
        for file in sorted(each for each in folder.rglob("*") if each.suffix in READ_BY_RULES):
            digest.update(f"{file.relative_to(folder)}\n".encode() + file.read_bytes())
    for file in (run.services_file, run.links_file):
        digest.update(file.read_bytes() if file.exists() else b"-")
    digest.update(run.read().model_dump_json(include={"councils"}).encode())
    for file in sorted((run.folder / "evidence").glob("*")):
        facts = file.stat()
        digest.update(f"{file.name} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()
