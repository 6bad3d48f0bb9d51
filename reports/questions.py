"""The answers about each service as a council's page shows them: what failed comes first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from config import Service
from config.questions import load_questions
from reports.summaries import Record
from reports.wording import titled

ORDER = ("no", "yes")


@dataclass
class Answers:
    """The answers about one service.

    `rows` are those that are measured, no before yes and essential ones before others, each with
    `asks` (the question in words) and `essential`; `unassessed` is how many could not be answered.
    """

    rows: list[Record] = field(default_factory=list)
    unassessed: int = 0

    def count(self, answer: str) -> int:
        """How many were answered so."""
        return sum(row["answer"] == answer for row in self.rows)


def answers_by_service(rows: Sequence[Record], surveyed: Sequence[Service]) -> dict[str, Answers]:
    """A council's rows of table `questions` by the service's LGSL id, as text."""
    words = _words(surveyed)
    found: dict[str, Answers] = defaultdict(Answers)
    for row in rows:
        answers = found[str(row["lgsl"])]
        answers.unassessed += row["status"] == "not_assessed"
        if row["status"] == "measured":
            asks, essential = words.get((row["lgsl"], row["question"])) or _of_all(row["question"])
            answers.rows.append({**row, "asks": asks, "essential": essential})
    for answers in found.values():
        answers.rows.sort(key=_place)
    return {lgsl: answers for lgsl, answers in found.items() if answers.rows}


def _words(surveyed: Sequence[Service]) -> Mapping[tuple[int, str], tuple[str, bool]]:
    """Each service's own questions in words, and whether they are essential."""
    return {
        (service.lgsl, own.id): (own.question, own.essential)
        for service in surveyed
        for own in load_questions().of(service.id)
    }


def _of_all(id: str) -> tuple[str, bool]:
    """A question that is asked of every service, in words; its id where nobody wrote it down."""
    standard = {each.id: each.question for each in load_questions().standard}
    return standard.get(id, titled(id)), False


def _place(row: Record) -> tuple[int, bool]:
    place = ORDER.index(row["answer"]) if row["answer"] in ORDER else len(ORDER)
    return place, not row["essential"]
