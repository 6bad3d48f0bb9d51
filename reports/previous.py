"""The run before: its ratings, to be shown beside this one's."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from config.reorganisations import load_reorganisations
from crawler.run import Run, RunRecord
from reports.filters import ReportError, day
from scoring.comparing import same_councils
from scoring.tables import read_tables


@dataclass(frozen=True)
class Previous:
    """An older run's `ratings` by one method, of the councils that are the same still.

    `when` says of the older run and of this when they were, in words; `caution` what to keep in
    mind, in a sentence or two.
    """

    ratings: pd.DataFrame
    when: tuple[str, str]
    caution: str


def load_previous(older: Run, newer: Run, method_id: str) -> Previous:
    """The ratings of an older run by a method that rated the newer one, as they were published.

    Raises:
        ConfigError: the older folder is no run's.
        ReportError: it was not scored, not by this method, or began after the newer one.
    """
    records = older.read(), newer.read()
    if records[0].created > records[1].created:
        raise ReportError(f"{older.folder} is newer than {newer.folder}: it is not the run before")
    try:
        tables = read_tables(older.tables, ["councils", "ratings"])
    except FileNotFoundError as error:
        raise ReportError(f"{older.folder} has not been scored yet") from error
    rated = tables["ratings"].query("method == @method_id")
    if rated.empty:
        raise ReportError(f"{older.folder} was not rated by {method_id}: score it by that first")
    councils = read_tables(newer.tables, ["councils"])["councils"]
    same = same_councils(tables["councils"], councils, load_reorganisations())
    when = _when(older, newer, *records)
    return Previous(
        ratings=rated[rated["slug"].isin(same)].reset_index(drop=True),
        when=when,
        caution=f"{_versions(older, newer, method_id)}What changed may be the rules as well as a "
        "site: `digitalfirst compare` tells the two apart.",
    )


def _when(older: Run, newer: Run, *records: RunRecord) -> tuple[str, str]:
    """The days of two runs; where they began on the same, their folders' names."""
    days = day(records[0].created), day(records[1].created)
    return days if days[0] != days[1] else (older.folder.name, newer.folder.name)


def _versions(older: Run, newer: Run, method_id: str) -> str:
    before, after = older.find_method(method_id), newer.find_method(method_id)
    if before.hash == after.hash:
        return ""
    return f"The earlier scores are by version {before.version} of the method, these by another. "
