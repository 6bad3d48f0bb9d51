"""Every outcome that the code can produce is explained, and nothing else."""

import ast
import inspect
import re
from pathlib import Path
from types import ModuleType

from config.outcomes import load_outcomes, outcome_of_status, outcomes_markdown
from crawler import hosts, knowledge, likeness, scope, spider
from scoring import audit

DOCS = Path(__file__).parents[2] / "docs" / "outcomes.md"
CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def constants(module: ModuleType) -> set[str]:
    """The outcomes among the names that a module defines."""
    tree = ast.parse(inspect.getsource(module))
    return set().union(*(codes(part.value) for part in tree.body if isinstance(part, ast.Assign)))


def returned(module: ModuleType, function: str) -> set[str]:
    """The outcomes written in a function."""
    return codes(ast.parse(inspect.getsource(getattr(module, function))))


def codes(tree: ast.AST) -> set[str]:
    found = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {value for value in found if isinstance(value, str) and CODE.fullmatch(value)}


def produced() -> set[str]:
    found = constants(knowledge) | constants(hosts) | constants(scope) | constants(likeness)
    found |= {name for _, name in spider.OUTCOMES} | spider.WORTH_RETRYING
    found |= returned(spider, "_outcome") | returned(audit, "_outcome")
    return found | {outcome_of_status(status) for status in range(600)}


def test_every_outcome_that_the_code_can_produce_is_explained() -> None:
    assert len(produced()) > 25
    assert produced() - load_outcomes().keys() == set()


def test_no_outcome_is_explained_that_nothing_produces() -> None:
    assert load_outcomes().keys() - produced() == set()


def test_the_docs_are_what_the_configuration_makes() -> None:
    assert DOCS.read_text(encoding="utf-8") == outcomes_markdown(), (
        "docs/outcomes.md is out of date: write config.outcomes.outcomes_markdown() to it"
    )


def test_a_status_has_one_outcome() -> None:
    statuses = [status for each in load_outcomes().values() for status in each.statuses]
    assert len(statuses) == len(set(statuses))
    assert [outcome_of_status(status) for status in (200, 301, 404, 403, 429, 503, 418)] == [
        "captured",
        "redirected",
        "not-found",
        "blocked",
        "too-many-requests",
        "server-error",
        "other-status",
    ]


def test_what_is_worth_retrying_is_told_from_what_is_permanent() -> None:
    outcomes = load_outcomes()
    assert all(outcomes[name].retry for name in spider.WORTH_RETRYING)
    assert not any(each.retry and each.read for each in outcomes.values())
