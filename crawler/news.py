"""News of a crawl, and of the sample that is opened after it: what is told while they run."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """News of a council's crawl: its pages so far, and its state once it has ended."""

    slug: str
    pages: int
    state: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """News of a council's sample: so many of the wanted pages are done."""

    slug: str
    done: int
    wanted: int
