"""A human reviewer's decisions, kept apart and laid over the machine's.

Decisions are a file of their own in the run's folder to which importing adds; none is ever taken
out. What the machine said stays beside them, so that taking the file away gives it back whole.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import pandas as pd
from pydantic import Field

from config import Service
from config.reading import Frozen, read_rows
from crawler.run import Run, write_whole
from scoring.measures import result_row
from scoring.measures.services import stage_rows, starred, summed_up, without_essential
from scoring.services.signals import load_rules
from scoring.tables import Row, table, write_tables

NOT_PROVIDED = "n/a"
# How the reasons of a rating begin that a person gave; the machine's begin with a kind of evidence.
REVIEWED = "reviewed: "
Key = tuple[str, int]
Tables = dict[str, pd.DataFrame]


class Decision(Frozen):
    """What a person decided about a council's service, and what the machine said then.

    `stage` is 0 to 4, or n/a where the council does not provide the service. `at_random` says that
    the rating was looked at because it was drawn, not because it was doubted. `decided_at` is when
    it was imported (ISO 8601, UTC), by which `version` of this program. `machine_stage` is missing
    where the machine gave none.
    """

    slug: str
    lgsl: int
    stage: Annotated[str, Field(pattern=r"^([0-4]|n/a)$")]
    note: str = ""
    reviewer: str
    at_random: bool = False
    decided_at: str
    machine_stage: Annotated[int, Field(ge=0, le=4)] | None = None
    machine_confidence: Annotated[float, Field(ge=0, le=1)] | None = None
    version: str

    @property
    def key(self) -> Key:
        """The council and the service that it is about."""
        return self.slug, self.lgsl

    @property
    def number(self) -> int | None:
        """The stage (0-4); None where the service is not provided."""
        return None if self.stage == NOT_PROVIDED else int(self.stage)

    @property
    def content(self) -> tuple[Key, str, str, str, bool]:
        """What was decided, by whom: equal for a decision that is imported twice."""
        return self.key, self.stage, self.note, self.reviewer, self.at_random


def read_decisions(path: Path) -> tuple[Decision, ...]:
    """The decisions on record, in the order of import; none where there is no such file.

    Raises:
        ConfigError: the file is damaged; the error names its line and column.
    """
    return read_rows(path, Decision) if path.exists() else ()


def add_decisions(path: Path, new: Iterable[Decision]) -> None:
    """Add decisions to those on record; all of them or, should that fail, none."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(Decision.model_fields), lineterminator="\n")
    writer.writeheader()
    writer.writerows(each.model_dump() for each in (*read_decisions(path), *new))
    write_whole(path, text.getvalue())


def current(decisions: Iterable[Decision]) -> dict[Key, Decision]:
    """The decision that holds for each council and service: the last."""
    return {each.key: each for each in decisions}


def review_run(run: Run, machine: Tables) -> Tables:
    """The audit's tables with the run's decisions laid over, written where there are any.

    The machine's own `services` is kept in the run's folder `review/machine`.
    """
    write_tables({"services": machine["services"]}, run.machine)
    decisions = read_decisions(run.decisions)
    if not decisions:
        return machine
    reviewed = lay_over(machine, decisions, run.load_services())
    write_tables({name: reviewed[name] for name in ("services", "measures")}, run.tables)
    return reviewed


def lay_over(machine: Tables, decisions: Iterable[Decision], services: Sequence[Service]) -> Tables:
    """The machine's tables with `services` as decided, and with the measures that follow from it.

    No decision makes a service a council's duty: such a row, and one that is not there, stays.
    What the machine answered about a service that a person decided takes none of its stars.
    """
    decided = current(decisions)
    rows = [_decided(row, decided.get((row["slug"], row["lgsl"]))) for row in _rows(machine)]
    ceilings = {service.lgsl: service.ceiling for service in services}
    by_slug: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_slug[row["slug"]].append(row)
    asked: dict[str, list[Row]] = defaultdict(list)
    for row in _rows(machine, "questions"):
        if (row["slug"], row["lgsl"]) not in decided:
            asked[row["slug"]].append(row)
    changed: dict[tuple[str, str], Row] = {}
    for slug in {slug for slug, _ in decided} & by_slug.keys():
        results = summed_up(by_slug[slug], ceilings)
        capped = without_essential(asked[slug])
        results["services.task-stars"] = starred(by_slug[slug], ceilings, capped)
        follow = [
            *stage_rows(by_slug[slug]),
            *(result_row(slug, *each) for each in results.items()),
        ]
        changed |= {(slug, row["measure"]): row for row in follow}
    measures = [
        changed.get((row["slug"], row["measure"]), row) for row in _rows(machine, "measures")
    ]
    return machine | {
        "services": table("services", rows),
        "measures": table("measures", measures),
    }


def capped_services(tables: Mapping[str, pd.DataFrame]) -> dict[str, set[int]]:
    """The services (LGSL) of each council that a no to an essential question leaves few stars.

    What the machine answered of a service that a person decided leaves it all its stars.
    """
    services = tables["services"]
    decided = services.loc[is_reviewed(services), ["slug", "lgsl"]]
    noes = tables["questions"].query("answer == 'no'")[["slug", "lgsl", "question", "answer"]]
    asked = noes.merge(decided, on=["slug", "lgsl"], how="left", indicator="by")
    by_slug: dict[str, list[Row]] = defaultdict(list)
    for row in _rows({"asked": asked[asked["by"] == "left_only"]}, "asked"):
        by_slug[row["slug"]].append(row)
    return {slug: without_essential(rows) for slug, rows in by_slug.items()}


def is_reviewed(services: pd.DataFrame) -> pd.Series[bool]:
    """Which rows of table `services` a person decided."""
    return services["reasons"].str.startswith(REVIEWED).fillna(False).astype(bool)


def count_overruled(machine: pd.DataFrame, reviewed: pd.DataFrame) -> int:
    """In how many rows of table `services` a person decided otherwise than the machine."""
    both = machine.merge(reviewed, on=["slug", "lgsl"], suffixes=("", "_reviewed"))
    # Missing in one only is a difference; missing in both is none.
    stages, decided = both["stage"].fillna(-1), both["stage_reviewed"].fillna(-1)
    return int(((stages != decided) | (both["status"] != both["status_reviewed"])).sum())


def _decided(row: Row, decision: Decision | None) -> Row:
    """A row of `services` as a person decided it; what else the machine saw stays."""
    if decision is None or (row["status"] == "not_applicable" and decision.number is not None):
        return row
    stage = decision.number
    return {
        **row,
        "stage": stage,
        "stage_name": None if stage is None else load_rules().stage_names[stage],
        "status": "not_applicable" if stage is None else "measured",
        "confidence": None if stage is None else 1.0,
        "reasons": f"{REVIEWED}{decision.note or 'agreed'} (machine {_said(row)})",
    }


def _said(row: Row) -> str:
    """What the machine said of a service, with its reasons, in one line."""
    reasons = (row["reasons"] or "no reason recorded").replace(" | ", "; ")
    if row["status"] == "measured":
        return f"said stage {row['stage']}: {reasons}"
    return f"said {row['status'].replace('_', ' ')}: {reasons}"


def _rows(tables: Tables, name: str = "services") -> list[dict[str, Any]]:
    frame = tables[name].astype(object)
    return [
        {str(column): cell for column, cell in row.items()}
        for row in frame.where(frame.notna(), None).to_dict("records")
    ]
