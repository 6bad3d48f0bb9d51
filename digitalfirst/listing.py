"""What the commands print: rankings, one site's summary, lists of rules and measures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from textwrap import shorten
from typing import Any

import pandas as pd

from config import Method, Service
from config.questions import load_questions
from crawler.run import Run
from reports.summaries import Tables
from reports.wording import load_wording, type_short
from scoring.accessibility.advice import load_advice
from scoring.accessibility.registry import all_rules
from scoring.accessibility.wcag import load_criteria
from scoring.measures import all_measures
from scoring.sensitivity import sensitivity
from scoring.tables import read_tables

WIDTH = 80
Facts = dict[str, Any]


def ranking_lines(run: Run, ratings: pd.DataFrame, most: int) -> str:
    """The first so many places of each method's ranking, fit for 80 columns."""
    councils = read_tables(run.tables, ["councils"])["councils"][["slug", "name", "type"]]
    lines = []
    for method, rated in ratings.groupby("method", sort=False):
        table = rated.merge(councils, on="slug").sort_values(["rank", "slug"])
        lines.append(f"{method}: place (between), stars, score, council")
        lines += [_ranking_line(row) for row in table.head(most).to_dict("records")]
        if len(table) > most:
            lines.append(f"… and {len(table) - most} more")
    return "\n".join(lines)


def shift_lines(run: Run, ratings: pd.DataFrame, most: int) -> Iterator[str]:
    """How places by each further method differ from those by the first; the largest are named."""
    names = read_tables(run.tables, ["councils"])["councils"].set_index("slug")["name"]
    by_method = {str(name): part for name, part in ratings.groupby("method", sort=False)}
    first, *others = by_method
    for method in others:
        pair = [by_method[each].set_index("slug")[["rank", "score"]] for each in (first, method)]
        both = pair[0].join(pair[1], lsuffix="_first").dropna(subset=["rank", "rank_first"])
        shift = both["rank_first"] - both["rank"]
        up, down = int((shift > 0).sum()), int((shift < 0).sum())
        yield f"{method} beside {first}: {up} up, {down} down, {len(shift) - up - down} the same"
        named = both.assign(size=shift.abs(), name=names)
        ordered = named.sort_values(["size", "rank"], ascending=[False, True])
        for row in ordered[ordered["size"] > 0].head(most).to_dict("records"):
            places = f"{row['rank_first']:>4} to {row['rank']:>3}"
            scores = f"{row['score_first']:.1f} to {row['score']:.1f}"
            yield f"{places}  {scores:<13} {row['name']}"[:WIDTH]


def firm_lines(tables: Tables, methods: Sequence[Method]) -> Iterator[str]:
    """How many places of each method's ranking hold whichever of its weights is moved."""
    change = load_wording().peers.weights_move
    for method in methods:
        firm = sensitivity(tables, method, change)["firm"]
        yield (
            f"{method.id}: {firm.sum()} of {count_of(len(firm), 'place')} firm: "
            f"no weight moved by {change:.0%} moves them"
        )


def review_line(run: Run) -> str:
    """How many of a run's ratings a person decided, on a line of its own; empty where none."""
    record = run.read()
    if not record.reviewed:
        return ""
    decided = count_of(record.reviewed, "rating")
    return f"A person decided {decided}, {record.overruled} otherwise than the machine.\n"


def rows(ratings: pd.DataFrame) -> list[Facts]:
    """A table as plain rows; a missing cell is None."""
    return [
        {str(name): plain(cell) for name, cell in row.items()} for row in ratings.to_dict("records")
    ]


def status_lines(found: list[Facts]) -> list[str]:
    """How far each council's crawl has come, a line each, and how many are how far."""
    lines = [
        f"{row['state']:<8} {row['pages']:>5}  {row['slug']}  {row['reason']}".rstrip()
        for row in found
    ]
    states = Counter(row["state"] for row in found)
    counts = ", ".join(f"{count} {state}" for state, count in sorted(states.items()))
    return [*lines, f"{count_of(len(found), 'council')}: {counts}"]


def service_lines(known: Sequence[Service]) -> list[str]:
    """The services surveyed, a line each: LGSL id, tier, ceiling, name."""
    return [f"{each.lgsl:>5}  {each.tier:<9} {each.ceiling}  {each.name}" for each in known]


def question_facts(known: Sequence[Service]) -> list[Facts]:
    """The questions asked of every service (its id is None), then each service's own."""
    asked = load_questions()
    common = {"service": None, "lgsl": None, "essential": False}
    standard: list[Facts] = [{**common, **each.model_dump()} for each in asked.standard]
    own: list[Facts] = [
        {
            "service": service.id,
            "lgsl": service.lgsl,
            "essential": each.essential,
            "id": each.id,
            "question": each.question,
            "how": each.how,
        }
        for service in known
        for each in asked.of(service.id)
    ]
    return [*standard, *own]


def question_lines(known: Sequence[Service]) -> list[str]:
    """Every question, a line each: service, id, an asterisk if essential, the question."""
    return [
        f"{fact['service'] or 'every service':<29}  {fact['id']:<18} "
        f"{'*' if fact['essential'] else ' '} {fact['question']}"
        for fact in question_facts(known)
    ]


def rule_lines() -> list[str]:
    """Every accessibility rule, a line each: id, impact, success criteria, what it asks for.

    What only a person can decide is marked so.
    """
    return [
        f"{each.id:<25} {each.impact:<9} {' '.join(each.wcag) or 'best practice':<13}  {each.help}"
        f"{' (needs review)' if each.needs_review else ''}"
        for each in all_rules()
    ]


def measure_lines() -> list[str]:
    """Every measure, a line each: id, unit, question."""
    return [f"{each.id:<32} {each.unit:<18} {each.question}" for each in all_measures()]


def rule_facts() -> list[Facts]:
    """Every accessibility rule with its advice."""
    return [
        {
            "id": rule.id,
            "impact": rule.impact,
            "wcag": list(rule.wcag),
            "criteria": [_criterion(number) for number in rule.wcag],
            "needs_review": rule.needs_review,
            "description": rule.help,
            "act": list(rule.act),
            "source": rule.source,
            **_advice(rule.id),
        }
        for rule in all_rules()
    ]


def _criterion(number: str) -> Facts:
    known = load_criteria()[number]
    return {"number": number, "name": known.name, "level": known.level}


def _advice(rule: str) -> Facts:
    """What is wrong, whom it hinders, how to mend it, and an example."""
    advice = load_advice().rules[rule]
    return {
        "wrong": advice.wrong,
        "whom": list(load_advice().hindered(rule)),
        "mend": advice.mend,
        "example": {"before": advice.before, "after": advice.after},
    }


def measure_facts() -> list[Facts]:
    """Every measure that is a question put to the site."""
    return [
        {
            "id": measure.id,
            "unit": measure.unit,
            "question": measure.question,
            "pillar": measure.pillar,
            "source": measure.source,
        }
        for measure in all_measures()
    ]


def _ranking_line(row: dict[Any, Any]) -> str:
    if pd.isna(row["rank"]):
        why = str(row["unranked_reason"]).replace("_", " ")
        return _with_name("   -            not ranked  ", row["name"], why)
    between = f"({row['rank_low']}-{row['rank_high']})"
    place = f"{row['rank']:>4} {between:<10} {row['stars']} {row['score']:>5.1f}  "
    return _with_name(place, row["name"], type_short(row["type"]))


def _with_name(start: str, name: str, note: str) -> str:
    """A line that fits: the end of a long name is left out, the note on it is not."""
    room = max(WIDTH - len(start) - len(f" ({note})"), 0)
    fitting = name if len(name) <= room else shorten(name, room, placeholder="…")
    return f"{start}{fitting} ({note})"[:WIDTH]


def count_of(number: int, noun: str) -> str:
    """So many of a thing: `1 page`, `2 pages`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def plain(value: Any) -> Any:
    """A cell as JSON has it: missing is null."""
    if pd.isna(value):
        return None
    return value.item() if hasattr(value, "item") else value
