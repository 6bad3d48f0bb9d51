"""How `audit` ends: one site's result, in facts for machines and in words for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from textwrap import shorten
from typing import Any

import pandas as pd
from rich.console import Console
from rich.text import Text

from crawler.run import Run
from crawler.survey import Status
from digitalfirst.listing import WIDTH, count_of, plain
from reports.actions import plans
from reports.findings import worst_first
from reports.plan_pages import from_to
from reports.wording import rule_help
from scoring.measures.services import ONLINE
from scoring.tables import COLUMNS, read_tables

Facts = dict[str, Any]
FIRST = 3  # changes that are said to come first, and faults
MEND = 5  # faults that are told to machines
BAR = 20  # characters of a full bar
STEPS = ((70, "green"), (40, "yellow"), (0, "red"))  # what a pillar of so many points looks like
IMPACTS = {"critical": "red", "serious": "yellow"}


def summary(run: Run, ratings: pd.DataFrame, ended: Status) -> Facts:
    """One site's result: score, stars, pillars, what to do first, and what fails most."""
    tables = read_tables(run.tables)
    rating = ratings[ratings["slug"] == ended.slug].iloc[0]
    council = tables["councils"].set_index("slug").loc[ended.slug]
    pillars = [name for name in ratings.columns if name not in COLUMNS["ratings"]]
    services, findings = (_of(ended.slug, tables[name]) for name in ("services", "findings"))
    rated = services[services["status"] == "measured"]
    faults = worst_first(findings)
    columns = ("score", "score_low", "score_high", "stars", "class", "unranked_reason")
    return {
        "slug": ended.slug,
        "name": council["name"],
        "state": council["state"],
        "reason": ended.reason or None,
        "pages": plain(council["pages"]),
        "coverage": plain(council["coverage"]),
        "method": rating["method"],
        **{name: plain(rating[name]) for name in columns},
        "most_stars": max(step.stars for step in run.find_method(rating["method"]).stars),
        "pillars": {name: plain(rating[name]) for name in pillars},
        "services": {
            "rated": len(rated),
            "online": int((rated["stage"] >= ONLINE).sum()),
            "not_assessed": int((services["status"] == "not_assessed").sum()),
        },
        "first": _first(run, tables, rating["method"], ended.slug),
        "findings": {row["rule"]: row["pages"] for row in faults[:MEND]},
        "faults": [
            {name: row[name] for name in ("rule", "impact", "pages")}
            | {"help": rule_help().get(row["rule"], row["rule"])}
            for row in faults[:MEND]
        ],
    }


def _of(slug: str, frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["slug"] == slug]


def _first(run: Run, tables: dict[str, pd.DataFrame], method: str, slug: str) -> list[Facts]:
    """The changes that gain most for their work; see reports/actions.py."""
    plan = plans(tables, run.find_method(method), run.load_services()).get(slug)
    return [
        {
            "change": action.title,
            "what": from_to(action),
            "gain": round(action.gain, 2),
            "effort": action.effort,
        }
        for action in (plan.actions[:FIRST] if plan else ())
    ]


def print_summary(found: Facts, page: Path) -> None:
    """Print one site's result, fit for 80 columns, in colour where the terminal has it."""
    console = Console(width=WIDTH, highlight=False, markup=False, emoji=False, soft_wrap=True)
    for line in _failed(found) if found["state"] == "failed" else _lines(found):
        console.print(line)
    console.print(f"\nThe report: {page}")


def _failed(found: Facts) -> Iterator[Text]:
    yield Text(f"{found['slug']}: could not be audited: {found['reason']}", "red")
    if "private-address" in (found["reason"] or ""):
        yield Text("(--allow-private lets such addresses be visited)")


def _lines(found: Facts) -> Iterator[Text]:
    yield Text(shorten(found["name"], WIDTH, placeholder="…"), "bold")
    yield _score(found)
    yield Text(
        f"{count_of(found['pages'], 'page')} read, crawl {found['state']}, "
        f"coverage {_percent(found['coverage'])}",
        "dim",
    )
    yield Text()
    for name, points in found["pillars"].items():
        yield _pillar(name, points)
    services = found["services"]
    yield Text(
        f"\nServices: {services['online']} of {services['rated']} rated are online; "
        f"{services['not_assessed']} could not be assessed"
    )
    if found["first"]:
        yield Text("\nDo first (points gained, work):", "bold")
        for change in found["first"]:
            start = f"{change['gain']:>+6.1f}  {change['effort']:<6}  "
            room = WIDTH - len(start)
            yield Text.assemble((start, "green"), shorten(change["change"], room, placeholder="…"))
    if found["faults"]:
        yield Text("\nMend first (pages that fail):", "bold")
        for fault in found["faults"][:FIRST]:
            impact = fault["impact"] or "unknown"
            start = f"{fault['pages']:>6}  {impact:<8}  "
            words = shorten(fault["help"], WIDTH - len(start), placeholder="…")
            yield Text.assemble((start, IMPACTS.get(impact, "")), words)


def _score(found: Facts) -> Text:
    if found["score"] is None:
        why = str(found["unranked_reason"] or "not rated").replace("_", " ")
        return Text(f"no score by {found['method']}: {why}", "yellow")
    low, high = found["score_low"], found["score_high"]
    between = "" if low is None else f" ({low:.0f} to {high:.0f})"
    score = f"{found['score']:.0f} of 100{between}"
    if found["stars"] is None:
        why = str(found["unranked_reason"] or "").replace("_", " ")
        return Text(f"{score}, not ranked: {why} ({found['method']})")
    stars, most = found["stars"], found["most_stars"]
    marks = f"{'★' * stars}{'☆' * (most - stars)}"
    told = f" {stars} of {count_of(most, 'star')}, {score} ({found['method']})"
    return Text.assemble((marks, "yellow"), (told, "bold"))


def _pillar(name: str, points: float | None) -> Text:
    start = f"  {name:<15} "
    if points is None:
        return Text.assemble(start, ("not assessed", "dim"))
    colour = next(colour for least, colour in STEPS if points >= least)
    return Text.assemble(
        start, (f"{'#' * round(points * BAR / 100):<{BAR}}", colour), f" {points:>3.0f}"
    )


def _percent(share: float | None) -> str:
    return "unknown" if share is None else f"{share:.0%}"
