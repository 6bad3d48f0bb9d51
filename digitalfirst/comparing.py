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
from scoring.comparing import DOWN, UP, Comparison, Side, compare, same_councils
from scoring.mending import MENDED, NEW, finding_changes
from scoring.tables import RATED, read_tables

TABLES = (*RATED, "findings", "pages", "rendered")


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


def lines(compared: Compared, older: Run, newer: Run) -> Iterator[str]:
    """What changed, in words fit for 80 columns."""
    councils = compared.changes.councils
    yield f"{compared.method.id}: {older.folder.name} to {newer.folder.name}"
    yield from (f"  {note}" for note in compared.notes)
    yield "change  before  after    site unshared   ours  council"
    yield from (_council_line(row)[:WIDTH] for row in rows(councils))
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
    ours = "      ?" if row["ours"] is None else f"{row['ours']:>+7.1f}"
    return (
        f"{row['change']:<6} {row['before']:>7.1f} {row['after']:>6.1f} {row['site']:>+7.1f} "
        f"{row['unshared']:>+8.1f}{ours}  {row['name']}"
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
