"""The run before: its ratings, and what changed since, to be shown beside this one's."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from config.reorganisations import load_reorganisations
from crawler.run import Run, RunRecord
from reports.changes import Changes
from reports.filters import ReportError, day
from scoring.comparing import same_councils
from scoring.tables import read_tables

BY_TODAYS_RULES = (
    "Both surveys are read by today’s rules, and only what both could measure is compared: the "
    "change is the site’s. Where it lies within the noise, there is none."
)
AS_PUBLISHED = (
    "The earlier scores are as they were published: the evidence that they rest on is not at hand, "
    "so what changed may be the rules as well as a site."
)


@dataclass(frozen=True)
class Previous:
    """An older run's `ratings` by one method, of the councils that are the same still.

    `when` says of the older run and of this when they were, in words; `caution` what to keep in
    mind, in a sentence or two. `changes` are known where both runs could be read by today’s rules:
    then they are what is shown, and `ratings` are not.
    """

    ratings: pd.DataFrame
    when: tuple[str, str]
    caution: str
    changes: Changes | None = None


def load_previous(
    older: Run, newer: Run, method_id: str, changes: Changes | None = None
) -> Previous:
    """The ratings of an older run by a method that rated the newer one, as they were published.

    `changes` are what the two runs differ in by today’s rules, where that can be told.

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
        caution=BY_TODAYS_RULES if changes else _caution(older, newer, method_id),
        changes=changes,
    )


def _when(older: Run, newer: Run, *records: RunRecord) -> tuple[str, str]:
    """The days of two runs; where they began on the same, their folders' names."""
    days = day(records[0].created), day(records[1].created)
    return days if days[0] != days[1] else (older.folder.name, newer.folder.name)


def _caution(older: Run, newer: Run, method_id: str) -> str:
    """Why published scores say little of a change."""
    before, after = older.find_method(method_id), newer.find_method(method_id)
    if before.hash == after.hash:
        return AS_PUBLISHED
    return f"{AS_PUBLISHED} They are by version {before.version} of the method, these by another."
