"""What can become of an address met: the outcomes of `outcomes.yaml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from config.councils import HERE
from config.reading import Frozen, read_yaml

OTHER = "other-status"
Sentence = Annotated[str, Field(min_length=1)]


class Outcome(Frozen):
    """An outcome as `outcomes.yaml` explains; `statuses` are the HTTP answers that mean it."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    cause: Sentence
    advice: Sentence
    retry: bool = False
    read: bool = False
    of_host: bool = False
    statuses: tuple[int, ...] = ()


class Outcomes(Frozen):
    """The file `outcomes.yaml`."""

    outcomes: tuple[Outcome, ...]


@cache
def load_outcomes(path: Path = HERE / "outcomes.yaml") -> dict[str, Outcome]:
    """The outcomes by id.

    Raises:
        ConfigError: the file is missing or wrong.
    """
    return {outcome.id: outcome for outcome in read_yaml(path, Outcomes).outcomes}


def outcome_of_status(status: int) -> str:
    """What an HTTP status means for the address that was asked.

    >>> outcome_of_status(200), outcome_of_status(410), outcome_of_status(502)
    ('captured', 'not-found', 'server-error')
    """
    return _by_status().get(status, "server-error" if status >= 500 else OTHER)


@cache
def _by_status() -> dict[int, str]:
    return {status: each.id for each in load_outcomes().values() for status in each.statuses}


def outcomes_markdown() -> str:
    """The text of `docs/outcomes.md`: every outcome, its cause and what to do."""
    outcomes = load_outcomes().values()
    read = [each for each in outcomes if each.read]
    retry = [each for each in outcomes if each.retry]
    permanent = [each for each in outcomes if not each.read and not each.retry]
    return "\n".join(
        [
            _INTRODUCTION,
            *_section("Read", read, "The page is in the evidence and was looked at."),
            *_section("Worth retrying", retry, "Another day may bring the page."),
            *_section("Permanent", permanent, "The same crawl would end the same way."),
        ]
    )


_INTRODUCTION = """\
# What became of each address

<!-- Made from config/outcomes.yaml by config.outcomes.outcomes_markdown(). -->

Every address that a crawl met has one outcome, in the column `outcome` of the table `visits`. The
reason why a whole council failed is one of them too: that of its home page.
"""


def _section(title: str, outcomes: list[Outcome], meaning: str) -> list[str]:
    rows = [f"| `{each.id}` | {each.cause} | {each.advice} |" for each in outcomes]
    return [
        f"## {title}",
        "",
        meaning,
        "",
        "| outcome | cause | what to do |",
        "|---|---|---|",
        *rows,
        "",
    ]
