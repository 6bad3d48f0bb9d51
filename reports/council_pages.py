"""What a council's page says: its standing, and its rows of every table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from config import Service
from reports.findings import RuleFindings, findings_by_rule
from reports.questions import Answers, answers_by_service
from reports.raters import Rater
from reports.rendered import with_finders
from reports.standings import Standing
from reports.summaries import Record, Tables, in_order, pillars_of, records, with_services
from scoring.accessibility.statement_checks import CHECKS
from scoring.explaining import Working, explain_all
from scoring.review import is_reviewed

Grouped = dict[str, list[Record]]
AT_ONCE = 64  # councils whose rows are in memory as records
SHOWN = (
    "councils",
    "ratings",
    "services",
    "questions",
    "findings",
    "needs_review",
    "statement",
    "rendered",
    "measures",
)
OF_PAGES = ["slug", "url", "template", "title", "warc_offset"]


@dataclass(frozen=True)
class CouncilPage:
    """All that a council's page shows: its `standing` among the others, and its own rows.

    `services` and `measures` are in groups, `questions` by LGSL id; `findings` and `needs_review`
    are worst first; `rendered` has who found what on each page of the sample; `statement` are the
    checks of the accessibility statement, each with what it `asks`, by the names of their groups;
    `unassessed` says reason by reason what could not be known; `taken_out` are the services that
    the council does not provide, as a person decided; `working` is how the main method comes to its
    score, None where the method's file is not there.
    """

    standing: Standing
    ratings: list[Record]
    services: Grouped
    questions: dict[str, Answers]
    findings: list[RuleFindings]
    needs_review: list[RuleFindings]
    rendered: list[Record]
    measures: Grouped
    statement: Grouped
    unassessed: list[Record]
    taken_out: list[Record]
    working: Working | None

    @property
    def reviewed(self) -> int:
        """How many of the services' stages a person decided."""
        return sum(row["reviewed"] for rows in self.services.values() for row in rows)


def shown_rows(tables: Tables) -> dict[str, pd.DataFrame]:
    """Of the tables, what a council's page is made of beside its standing."""
    return {**{name: tables[name] for name in SHOWN}, "pages": tables["pages"][OF_PAGES]}


def council_pages(
    tables: Tables, main: Rater, surveyed: Sequence[Service], wanted: Sequence[Standing]
) -> Iterator[CouncilPage]:
    """The pages of councils with these standings, as the main method rates them.

    Some are made at a time, each from its own rows alone: the rows of all councils are many.
    """
    shown = shown_rows(tables)
    pillars = pillars_of(tables, main.id)
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        slugs = [standing.slug for standing in some]
        own = {name: frame[frame["slug"].isin(slugs)] for name, frame in shown.items()}
        yield from _pages(own, main, surveyed, some, pillars)


def _pages(
    tables: Tables,
    main: Rater,
    surveyed: Sequence[Service],
    wanted: Sequence[Standing],
    pillars: list[str],
) -> Iterator[CouncilPage]:
    findings = findings_by_rule(tables, "findings", surveyed)
    needs_review = findings_by_rule(tables, "needs_review", surveyed)
    workings = {each.slug: each for each in explain_all(tables, main.method)} if main.method else {}
    rows = {name: _by_slug(frame) for name, frame in _rows(tables, surveyed).items()}
    for standing in wanted:
        slug = standing.slug
        own = {name: by_slug.get(slug, []) for name, by_slug in rows.items()}
        yield CouncilPage(
            standing=standing,
            ratings=own["ratings"],
            services=_grouped(own["services"], lambda row: str(row["group"])),
            questions=answers_by_service(own["questions"], surveyed),
            findings=findings.get(slug, []),
            needs_review=needs_review.get(slug, []),
            rendered=own["rendered"],
            measures=_measures(own["measures"], pillars, main),
            statement=_statement(own["statement"]),
            unassessed=_unassessed(own["services"], own["measures"]),
            taken_out=own["taken_out"],
            working=workings.get(slug),
        )


def _rows(tables: Tables, surveyed: Sequence[Service]) -> dict[str, pd.DataFrame]:
    """The rows that the councils' pages show, by what they are called there."""
    named = with_services(tables["services"], surveyed).assign(reviewed=is_reviewed)
    provided, pages = named.query("status != 'not_applicable'"), tables["pages"]
    return {
        "ratings": tables["ratings"],
        "services": _with_capture(provided, pages),
        "taken_out": named.query("status == 'not_applicable' and reviewed"),
        "measures": _with_capture(_beside_services(tables["measures"]), pages),
        "questions": tables["questions"],
        "statement": tables["statement"],
        "rendered": with_finders(tables["rendered"], tables["findings"]),
    }


def _with_capture(frame: pd.DataFrame, pages: pd.DataFrame) -> pd.DataFrame:
    """The rows with `warc_offset`: where the page that bears them out was captured."""
    captures = pages[["slug", "url", "warc_offset"]].drop_duplicates(["slug", "url"])
    captures = captures.rename(columns={"url": "evidence_url"})
    return frame.merge(captures, on=["slug", "evidence_url"], how="left")


def _beside_services(measures: pd.DataFrame) -> pd.DataFrame:
    """The measures that say more than the stage of one service, and do apply."""
    one_service = measures["measure"].str.fullmatch(r"services\.\d+")
    return measures[~one_service & measures["status"].ne("not_applicable")]


def _by_slug(frame: pd.DataFrame) -> Grouped:
    return _grouped(records(frame), lambda row: str(row["slug"]))


def _grouped(rows: list[Record], group: Any) -> Grouped:
    groups: Grouped = defaultdict(list)
    for row in rows:
        groups[group(row)].append(row)
    return dict(groups)


def _measures(rows: list[Record], pillars: list[str], main: Rater) -> Grouped:
    """The measures by their pillars' titles, in the method's order."""
    groups = _grouped(rows, lambda row: str(row["measure"]).partition(".")[0])
    ordered = in_order(list(groups), pillars)
    return {main.pillar_title(pillar): groups[pillar] for pillar in ordered}


def _statement(rows: list[Record]) -> Grouped:
    """The checks of a statement by their groups' names, each with what it `asks` in words."""
    asks = {check.id: check.asks for check in CHECKS.checks}
    worded = [{**row, "asks": asks.get(str(row["check"]), row["check"])} for row in rows]
    return _grouped(worded, lambda row: CHECKS.groups.get(str(row["group"]), str(row["group"])))


def _unassessed(services: list[Record], measures: list[Record]) -> list[Record]:
    """What could not be known: `reason`, `things`; the reason that took most first."""
    things: dict[str, list[str]] = defaultdict(list)
    for row in services:
        if row["status"] == "not_assessed":
            things[row["reasons"] or "no reason recorded"].append(str(row["service"]))
    for row in measures:
        if row["status"] == "not_assessed":
            things[row["reason"] or "no reason recorded"].append(str(row["measure"]))
    ordered = sorted(things.items(), key=lambda item: (-len(item[1]), item[0]))
    return [{"reason": reason, "things": named} for reason, named in ordered]
