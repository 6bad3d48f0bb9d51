"""The answer to a question about a service."""

from __future__ import annotations

from typing import NamedTuple

from scoring.measures import Status


class Answer(NamedTuple):
    """What was answered, and the page and its words that show it.

    `said` is `yes`, `no` or, where hosts are asked for, their names; empty unless measured.
    `target` is the address to which a route leads.
    """

    said: str
    url: str = ""
    words: str = ""
    status: Status = "measured"
    target: str = ""


NOT_ASSESSED = Answer("", status="not_assessed")
NOT_APPLICABLE = Answer("", status="not_applicable")
