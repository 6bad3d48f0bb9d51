"""The texts of `docs/measures.md`, `rules.md` and `questions.md`, and the schema of method files,
made from what they tell of.

Write them anew with `python -m digitalfirst.reference`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import groupby, starmap
from pathlib import Path
from typing import get_args

from config import Method, Service, load_services
from config.method import METHODS
from config.questions import Question, load_questions
from reports.filters import listed
from scoring.accessibility.advice import load_advice
from scoring.accessibility.registry import Rule, all_rules
from scoring.accessibility.wcag import criterion_text
from scoring.measures import Measure, all_measures
from scoring.measures.duties import DUTIES, Duty, Nation
from scoring.rendered import BrowserRule, browser_rules

DOCS = Path(__file__).parents[1] / "docs"
MADE = "<!-- Made by digitalfirst.reference from the code. -->"
NATIONS: tuple[Nation, ...] = get_args(Nation)
ACT = "https://www.w3.org/WAI/standards-guidelines/act/rules/{}/"

_MEASURES = f"""\
# The measures

{MADE}

A measure is a fact about one council's site, with the page that shows it; table `measures` has a
row for each. The part before the dot is its pillar. How facts become points is told in
[methods.md](methods.md).

In the column *unit*, a share is from 0 to 1 (100%), and yes is 1, no is 0. A measure that could not
be taken is `not_assessed`, with the reason; one that does not apply is `not_applicable`. Neither is
ever counted as zero.

Beside those below, `services.LGSL` is the stage (0-4) of each service, by its number in the Local
Government Services List: `services.524` for bin collections.
"""

_RULES = f"""\
# The accessibility rules

{MADE}

What every page of a council's own is checked for, in its markup and its style sheets: nothing is
rendered, no script is run. Rules have the names and impacts that axe-core gives them; the code is
our own. A rule without a success criterion is a best practice: it is reported, and no measure
counts it. What is of level AAA alone is checked on single pages only (`digitalfirst check`), not in
a survey.

No automatic check finds more than a part of what keeps people out. A page without findings has
passed these rules; it may still fail people.

What markup hints at but only a person can decide is marked **needs review**: table `needs_review`
has it, and no measure counts it. `digitalfirst rules --format json` gives all this to software.
"""

_MENDING = """\
## What is wrong, whom it hinders, how to mend it

An example follows each rule: first as it fails, then mended.
"""

_DUTIES = """\
## What the law asks for, by nation

Where a nation has no law, the measure is `not_applicable` to its councils. Some laws bind only some
types of council; [duties.yaml](../scoring/measures/duties.yaml) says which.
"""

_IN_BROWSER = """\
## In a browser

On the [rendered sample](rendering.md) axe-core runs as well, with all its rules for WCAG 2.2 A and
AA and its best practices: findings of source `axe-core`. What is measured there beside gives
findings of source `browser`:
"""

_QUESTIONS = f"""\
# The questions

{MADE}

What is asked about each service, beside how far it goes online; table `questions` has a row for
each. The wording and the ways of answering are data: [questions.yaml](../config/questions.yaml).

An answer is yes or no, with the page and the words that show it; yes is good. A no is said only
where the service's pages, and those they lead on to, were captured; else it is `not_assessed`. What
is not the council's duty, or does not arise, is `not_applicable`. Neither counts against a council.

An **essential** question is one without which the service is of little use: a method may cap its
stars by it.

`digitalfirst services --questions` lists them too.
"""

_STANDARD = """\
## Asked of every service

The first five are those of Socitm's Better Connected 2016-17.
"""


def questions_markdown() -> str:
    """The text of `docs/questions.md`: the standard questions, then each service's own by group."""
    asked = load_questions()
    standard = (f"`{each.id}` | {each.question} | {each.how}" for each in asked.standard)
    parts = [_QUESTIONS, _STANDARD, _table("question | asks | how", standard)]
    for group, services in groupby(load_services(), key=lambda each: each.group):
        rows = (_question_row(each, own) for each in services for own in asked.of(each.id))
        parts += [f"## {group}\n", _table("service | question | asks | answered by", rows)]
    return "\n".join(parts)


def measures_markdown() -> str:
    """The text of `docs/measures.md`: every measure, by pillar."""
    parts = [_MEASURES]
    for pillar, measures in groupby(all_measures(), key=lambda each: each.pillar):
        rows = (_measure_row(each) for each in measures)
        parts += [f"## {pillar.title()}\n", _table("measure | asks | how | unit | source", rows)]
    parts += [
        _DUTIES,
        _table(" | ".join(("measure", *NATIONS)), starmap(_duty_row, DUTIES.duties.items())),
    ]
    return "\n".join(parts)


def rules_markdown() -> str:
    """The text of `docs/rules.md`: every accessibility rule by id, then each with its advice."""
    table = _table("rule | impact | WCAG 2.2 | asks", map(_rule_row, all_rules()))
    measured = _table("rule | impact | WCAG 2.2 | asks", map(_browser_row, browser_rules()))
    sections = map(_rule_section, all_rules())
    return "\n".join([_RULES, table, _IN_BROWSER, measured, _MENDING, *sections])


def method_schema() -> str:
    """The text of `config/methods/schema.json`: the JSON Schema of a method file, for editors."""
    schema = Method.model_json_schema()
    del schema["properties"]["hash"]
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _measure_row(measure: Measure) -> str:
    how = " ".join((measure.function.__doc__ or "").split())
    return f"`{measure.id}` | {measure.question} | {how} | {measure.unit} | {measure.source}"


def _duty_row(id: str, duty: Duty) -> str:
    laws = (duty.laws.get(nation) or _excuse(duty, nation) for nation in NATIONS)
    return " | ".join((f"`{id}`", *laws))


def _excuse(duty: Duty, nation: Nation) -> str:
    return f"- ({duty.instead[nation]})" if nation in duty.instead else "-"


def _rule_row(rule: Rule) -> str:
    wcag = ", ".join(rule.wcag) or "best practice"
    review = " **Needs review.**" if rule.needs_review else ""
    return f"[`{rule.id}`](#{rule.id}) | {rule.impact} | {wcag} | {rule.help}{review}"


def _rule_section(rule: Rule) -> str:
    """A rule's facts and advice under a heading of its own."""
    advice = load_advice().rules[rule.id]
    facts = ["Needs review"] if rule.needs_review else []
    facts += [rule.impact.capitalize(), *map(criterion_text, rule.wcag)]
    facts += [] if rule.wcag else ["best practice"]
    facts += [f"ACT rule [{act}]({ACT.format(act)})" for act in rule.act]
    return f"""\
### {rule.id}

{advice.wrong} It hinders {listed(load_advice().hindered(rule.id))}.

{advice.mend}

```html
{advice.before}
{advice.after}
```

{"; ".join(facts)}. Source: {rule.source}.
"""


def _browser_row(rule: BrowserRule) -> str:
    asks = f"{rule.help} (for a person to judge)" if rule.needs_review else rule.help
    return f"`{rule.id}` | {rule.impact} | {rule.wcag or 'best practice'} | {asks}"


def _question_row(service: Service, question: Question) -> str:
    essential = " **Essential.**" if question.essential else ""
    asks = f"{question.question}{essential}"
    return f"`{service.id}` | `{question.id}` | {asks} | {question.how}"


def _table(head: str, rows: Iterable[str]) -> str:
    rule = "|".join("---" for _ in head.split("|"))
    return "\n".join([f"| {head} |", f"|{rule}|", *(f"| {row} |" for row in rows), ""])


if __name__ == "__main__":
    (DOCS / "measures.md").write_text(measures_markdown(), encoding="utf-8")
    (DOCS / "rules.md").write_text(rules_markdown(), encoding="utf-8")
    (DOCS / "questions.md").write_text(questions_markdown(), encoding="utf-8")
    (METHODS / "schema.json").write_text(method_schema(), encoding="utf-8")
