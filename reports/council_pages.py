"""What a council's page says: its rows of every table, gathered once for all councils."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from config import Service
from reports.findings import RuleFindings, findings_by_rule
from reports.previous import Previous
from reports.questions import Answers, answers_by_service
from reports.raters import Rater
from reports.rendered import with_finders
from reports.summaries import Record, Tables, in_order, pillars_of, ranking, records, with_services
from reports.wording import load_wording
from scoring.accessibility.statement_checks import CHECKS
from scoring.explaining import Working, explain_all
from scoring.peers import NEAREST, compare_with_peers
from scoring.review import is_reviewed
from scoring.sensitivity import sensitivity

Grouped = dict[str, list[Record]]
AT_ONCE = 64  # councils whose rows are in memory as records


@dataclass(frozen=True)
class CouncilPage:
    """All that a council's page shows.

    `council` has the columns of `councils` and of the ranking, with `type_rank` and `type_ranked`
    (its place among the ranked councils of its type, and how many there are) and `ranked` (how many
    there are of all types). `services` and `measures` are in groups, `questions` by LGSL id;
    `peers` is its score beside each group of peers (scoring/peers.py), `places` the best and worst
    as the method's weights move; `findings` and `needs_review` are worst first; `rendered` has who
    found what on each page of the sample; `statement` are the checks of the accessibility
    statement, each with what it `asks`, by the names of their groups; `before` is its rating in the
    previous run; `unassessed` says reason by reason what could not be known; `taken_out` are the
    services that the council does not provide, as a person decided; `working` is how the main
    method comes to its score, None where the method's file is not there.
    """

    council: Record
    ratings: list[Record]
    pillars: list[Record]
    before: Record | None
    peers: list[Record]
    places: Record | None
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


def council_pages(
    tables: Tables, main: Rater, surveyed: Sequence[Service], previous: Previous | None = None
) -> Iterator[CouncilPage]:
    """Every council's page as the main method rates it, in the order of the ranking.

    What the `previous` run gave it stands beside that. Some pages are made at a time: the rows of
    all councils are many.
    """
    ranked = _with_type_rank(ranking(tables, main.id))
    columns = ["slug", "homepage", "population", "state", "pages", "coverage"]
    councils = records(ranked.merge(tables["councils"][columns], on="slug"))
    pillars = pillars_of(tables, main.id)
    groups = ranked.groupby("type")[pillars]
    by_type = {
        name: {row["type"]: row for row in records(frame.reset_index())}
        for name, frame in (("median", groups.median()), ("best", groups.max()))
    }
    before = {row["slug"]: row for row in records(previous.ratings)} if previous else {}
    findings = findings_by_rule(tables, "findings", surveyed)
    needs_review = findings_by_rule(tables, "needs_review", surveyed)
    rated = tables["ratings"].query("method == @main.id")
    places = _places(tables, main, load_wording().peers.weights_move)
    workings = {each.slug: each for each in explain_all(tables, main.method)} if main.method else {}
    for council, own in _with_rows(councils, _shown(tables, rated, surveyed)):
        slug = council["slug"]
        yield CouncilPage(
            council=council,
            ratings=own["ratings"],
            pillars=_pillars(council, by_type, before.get(slug), pillars, main),
            before=before.get(slug),
            peers=_each_once(own["peers"], load_wording().peer_groups),
            places=places.get(slug),
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


def _shown(
    tables: Tables, rated: pd.DataFrame, surveyed: Sequence[Service]
) -> dict[str, pd.DataFrame]:
    """The rows that the councils' pages show, by what they are called there."""
    named = with_services(tables["services"], surveyed).assign(reviewed=is_reviewed)
    provided, pages = named.query("status != 'not_applicable'"), tables["pages"]
    nearest = load_wording().peers.nearest
    return {
        "ratings": tables["ratings"],
        "peers": compare_with_peers(rated, tables["councils"], [], nearest),
        "services": _with_capture(provided, pages),
        "taken_out": named.query("status == 'not_applicable' and reviewed"),
        "measures": _with_capture(_beside_services(tables["measures"]), pages),
        "questions": tables["questions"],
        "statement": tables["statement"],
        "rendered": with_finders(tables["rendered"], tables["findings"]),
    }


def _with_rows(
    councils: list[Record], shown: dict[str, pd.DataFrame]
) -> Iterator[tuple[Record, Grouped]]:
    """Each council with its rows of every table."""
    for start in range(0, len(councils), AT_ONCE):
        some = councils[start : start + AT_ONCE]
        slugs = [council["slug"] for council in some]
        rows = {name: _by_slug(frame[frame["slug"].isin(slugs)]) for name, frame in shown.items()}
        for council in some:
            yield (
                council,
                {name: by_slug.get(council["slug"], []) for name, by_slug in rows.items()},
            )


def _each_once(rows: list[Record], names: Mapping[str, str]) -> list[Record]:
    """The rows of groups of peers with their `names`; groups of the same councils as one.

    Every group is within the next wider one, and all are within the type: those of the same
    council that are as large are the same. Of the nearest that is known beside the type alone.
    """
    told: list[Record] = []
    for row in rows:
        name = names[row["group"]]
        beside = told[:1] if row["group"] == NEAREST else told
        same = next((each for each in beside if each["peers"] == row["peers"]), None)
        if same is None:
            told.append({**row, "names": name})
        else:
            same["names"] += f", {name[:1].lower()}{name[1:]}"
    return told


def _places(tables: Tables, main: Rater, change: float) -> dict[str, Record]:
    """How each ranked council's place moves with the method's weights; none without its file."""
    if main.method is None:
        return {}
    return {row["slug"]: row for row in records(sensitivity(tables, main.method, change))}


def _with_type_rank(ranked: pd.DataFrame) -> pd.DataFrame:
    by_type = ranked.groupby("type")["rank"]
    return ranked.assign(
        type_rank=by_type.rank(method="min").astype("Int64"),
        type_ranked=by_type.transform("count"),
        ranked=ranked["rank"].count(),
    )


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


def _pillars(
    council: Record,
    by_type: dict[str, dict[str, Record]],
    before: Record | None,
    pillars: list[str],
    main: Rater,
) -> list[Record]:
    """Each pillar's `title` and `points`, `median` and `best` of its type, and points `before`."""
    return [
        {
            "id": pillar,
            "title": main.pillar_title(pillar),
            "points": council[pillar],
            "before": before.get(pillar) if before else None,
            **{name: kinds.get(council["type"], {}).get(pillar) for name, kinds in by_type.items()},
        }
        for pillar in pillars
    ]


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
