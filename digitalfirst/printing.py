"""What commands print to standard output, and what they read from standard input."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from io import TextIOWrapper
from typing import Any

from crawler.run import Run
from crawler.survey import Status
from digitalfirst import explaining, listing
from digitalfirst.doctor import Check


def print_working(run: Run, slug: str, methods: list[str], as_json: bool) -> None:
    """Print how a council's rating is worked out by each method."""
    workings = explaining.explain_run(run, slug, methods)
    if as_json:
        print_json([asdict(each) for each in workings])
    else:
        print("\n\n".join("\n".join(explaining.lines(each)) for each in workings))


def print_json(result: object) -> None:
    """Print a result as JSON."""
    print(json.dumps(result, indent=1, ensure_ascii=False))


def print_status(ended: list[Status], as_json: bool) -> None:
    """Print how far each council's crawl has come."""
    rows: list[dict[str, Any]] = [
        {"slug": each.slug, "state": each.state, "pages": each.pages, "reason": each.reason}
        for each in ended
    ]
    if as_json:
        print_json(rows)
    else:
        print("\n".join(listing.status_lines(rows)))


def print_checks(found: list[Check], as_json: bool) -> None:
    """Print what was found of this machine."""
    if as_json:
        print_json([each.row for each in found])
        return
    for each in found:
        mark = "ok" if each.well else ("FAIL" if each.needed else "note")
        print(f"{mark:<5} {each.name:<13} {each.found}")


def stdin_lines() -> TextIOWrapper:
    """Standard input as UTF-8 whatever the locale; what is none becomes a replacement mark."""
    return TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="replace")
