"""Two runs compared, as a person at the command line asks for it: `digitalfirst compare`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

import pandas as pd

from config import Method
from config.reorganisations import load_reorganisations
from crawler.run import Run
from digitalfirst.auditing import read_anew
from digitalfirst.errors import UserError
from digitalfirst.listing import WIDTH, rows
from digitalfirst.steps import load_methods
from reports.changes import Changes
from reports.wording import load_wording, type_short
from scoring.comparing import DOWN, UP, Comparison, Side, compare, most_improved, same_councils
from scoring.mending import MENDED, NEW, finding_changes
from scoring.tables import RATED, read_tables

TABLES = (*RATED, "findings", "pages", "rendered")


class Compared(NamedTuple):
    """Two runs by one method: what changed, and in the findings; `notes` on the ground of it.

    `improved` are the most improved councils of each type.
    """

    method: Method
    changes: Comparison
    findings: pd.DataFrame
    notes: list[str]
    improved: pd.DataFrame

    @property
    def facts(self) -> dict[str, Any]:
        """All of it, plain, for JSON."""
        return {
            "method": self.method.id,
            "version": self.method.version,
            "hash": self.method.hash,
            "notes": self.notes,
            "improved": rows(self.improved),
            "councils": rows(self.changes.councils),
            "pillars": rows(self.changes.pillars),
            "services": rows(self.changes.services),
            "findings": rows(self.findings),
        }


def compare_runs(
    older: Run, newer: Run, methods: list[str], only: str | None = None
) -> list[Compared]:
    """Two runs by each method, both read by today's rules from their evidence.

    Neither run's own tables are touched: what is read anew is kept in the run's folder `cache`.
    With `only` it is the council of that slug alone, and nothing is kept.

    Raises:
        UserError: the second run began before the first.
        ConfigError: one of the folders is no run's, or a method is wrong.
    """
    if newer.read().created < older.read().created:
        raise UserError(f"{newer.folder} is older than {older.folder}: give the older run first")
    loaded = load_methods(methods)
    before, after = (read_anew(each, TABLES, only) for each in (older, newer))
    services, reorganised = newer.load_services(), load_reorganisations()
    slugs = same_councils(before["councils"], after["councils"], reorganised)
    findings = finding_changes(before, after, slugs)
    seed = newer.read().settings.seed
    sides = (older, before), (newer, after)
    found = []
    for method in loaded:
        old, new = (Side(read, _published(run, method)) for run, read in sides)
        changes = compare(old, new, services, method, reorganised, seed)
        best = most_improved(changes.councils, after["councils"], load_wording().improved)
        notes = [*_notes(older, method), *_notes(newer, method)]
        found.append(Compared(method, changes, findings, notes, best))
    return found


def changes_since(older: Run, newer: Run) -> Changes | None:
    """What changed from one run to another by the newer one's main method, for its report.

    None where evidence of one is gone, or it is not fit to be compared: the report then says so.
    """
    records = older.read(), newer.read()
    method = newer.folder / "methods" / f"{next(iter(records[1].methods), '')}.yaml"
    in_order = records[0].created <= records[1].created
    if not (in_order and method.exists() and _has_evidence(older) and _has_evidence(newer)):
        return None
    (compared,) = compare_runs(older, newer, [str(method)])
    return Changes(compared.changes, compared.findings, tuple(compared.notes))


def _has_evidence(run: Run) -> bool:
    """Whether the evidence of every council that was crawled is there."""
    if not (run.tables / "councils.parquet").exists():
        return False
    councils = read_tables(run.tables, ["councils"])["councils"]
    crawled = councils[councils["state"].ne("failed")]["slug"]
    return all(run.evidence(slug).exists() for slug in crawled)


def lines(compared: Compared, older: Run, newer: Run) -> Iterator[str]:
    """What changed, in words fit for 80 columns."""
    councils = compared.changes.councils
    yield f"{compared.method.id}: {older.folder.name} to {newer.folder.name}"
    yield from (f"  {note}" for note in compared.notes)
    yield "change  before  after    site unshared   ours  council"
    yield from (_council_line(row)[:WIDTH] for row in rows(councils))
    if len(compared.improved):
        yield "\nMost improved by type:"
        yield from (_improved_line(row)[:WIDTH] for row in rows(compared.improved))
    yield ""
    yield f"Councils: {_counts(councils)}"
    yield f"Pillars: {_counts(compared.changes.pillars)}"
    yield f"Services: {_counts(compared.changes.services)}"
    yield f"Faults: {_counts(compared.findings)}"


def moved_lines(compared: Compared, older: Run, newer: Run) -> Iterator[str]:
    """The same with each pillar and service that went up or down, and each fault mended or new."""
    yield from lines(compared, older, newer)
    for row in rows(compared.changes.pillars):
        if row["change"] in (UP, DOWN):
            title = compared.method.pillars[row["pillar"]].title
            yield f"  {row['change']:<7} {title}: {row['before']:.1f} to {row['after']:.1f}"[:WIDTH]
    for row in rows(compared.changes.services):
        if row["change"] in (UP, DOWN):
            stages = f"stage {row['before']} to {row['after']}"
            yield f"  {row['change']:<7} {row['service']}: {stages}"[:WIDTH]
    for row in rows(compared.findings):
        if row["change"] in (MENDED, NEW):
            pages = row["before"] if row["change"] == MENDED else row["after"]
            count = "1 page" if pages == 1 else f"{pages} pages"
            yield f"  {row['change']:<7} {row['rule']} (on {count})"[:WIDTH]


def _council_line(row: dict[str, Any]) -> str:
    if row["before"] is None:
        change = row["change"] if row["change"] != "not_assessed" else "-"
        return f"{change:<6}  {row['name']}: {row['reason']}"
    ours = "      ?" if row["ours"] is None else f"{row['ours']:>+z7.1f}"
    return (
        f"{row['change']:<6} {row['before']:>7.1f} {row['after']:>6.1f} {row['site']:>+z7.1f} "
        f"{row['unshared']:>+z8.1f}{ours}  {row['name']}"
    )


def _improved_line(row: dict[str, Any]) -> str:
    span = f"({row['low']:+z.1f} to {row['high']:+z.1f})"
    return f"{row['change']:>+z6.1f} {span:<17}  {type_short(row['type']):<14}  {row['name']}"


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
