"""Planning the Route as files: a page, and the same as Markdown and CSV for a work plan."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from functools import partial
from io import StringIO

from config import Method, Service
from reports.actions import Action, Plan, plans
from reports.filters import file_slug, in_unit, points, safe_url
from reports.page_files import PageFiles
from reports.row_digests import row_digests
from reports.summaries import Tables
from reports.tables import harmless_cell
from reports.wording import measure_facts

SUFFIX = "-plan"
PLANNED_FROM = ("councils", "measures", "services", "questions")
COLUMNS = (
    "change",
    "now",
    "could_be",
    "gain",
    "work",
    "how",
    "score_after",
    "stars_after",
    "councils_like_it",
    "evidence",
    "routes",
)


def from_to(action: Action) -> str:
    """From what to what a change goes, in its unit: `from no to yes`, `from stage 1 to stage 3`."""
    return f"from {_in_words(action, action.now)} to {_in_words(action, action.reach)}"


def write_plans(
    files: PageFiles, tables: Tables, method: Method, surveyed: Sequence[Service]
) -> set[str]:
    """Write `councils/SLUG-plan.html`, `.md` and `.csv` of each ranked council; returns the slugs.

    A plan follows from what is known of all councils of its type: those of a type of which nothing
    changed stay as they are.
    """
    ranked = set(tables["ratings"].query("method == @method.id and rank.notna()")["slug"])
    rows = row_digests({name: tables[name] for name in PLANNED_FROM})
    for kind, councils in tables["councils"].groupby("type"):
        slugs = sorted(councils["slug"])
        facts = [(slug, slug in ranked, rows[slug]) for slug in slugs]
        paths = [path for slug in slugs if slug in ranked for path in plan_files(slug)]
        if not files.are_made(f"plans of {kind}", facts, paths):
            for slug, plan in plans(_of(slugs, tables), method, surveyed).items():
                _write_plan(files, slug, plan)
    return ranked


def _of(slugs: list[str], tables: Tables) -> Tables:
    wanted = {name: tables[name] for name in (*PLANNED_FROM, "ratings")}
    return {name: frame[frame["slug"].isin(slugs)] for name, frame in wanted.items()}


def plan_files(slug: str) -> tuple[str, str, str]:
    """The files of a council's plan, in the report's folder: page, Markdown, CSV."""
    stem = f"councils/{file_slug(slug)}{SUFFIX}"
    return f"{stem}.html", f"{stem}.md", f"{stem}.csv"


def _write_plan(files: PageFiles, slug: str, plan: Plan) -> None:
    page, markdown, sheet = plan_files(slug)
    files.file(markdown, plan, partial(plan_markdown, plan))
    files.file(sheet, plan, partial(plan_csv, plan))
    sizes = [
        (kind, (files.folder / file).stat().st_size)
        for kind, file in (("md", markdown), ("csv", sheet))
    ]
    files.page(page, "plan", plan=plan, council=plan.council, slug=slug, files=sizes)


def plan_csv(plan: Plan) -> str:
    """The changes of a plan and of its routes as CSV, a row a change; see COLUMNS."""
    text = StringIO()
    sheet = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    sheet.writeheader()
    for action in _all_actions(plan):
        sheet.writerow({name: harmless_cell(cell) for name, cell in _cells(action, plan).items()})
    return text.getvalue()


def _cells(action: Action, plan: Plan) -> dict[str, str | float]:
    return {
        "change": action.title,
        "now": _in_words(action, action.now),
        "could_be": _in_words(action, action.reach),
        "gain": round(action.gain, 2),
        "work": action.effort,
        "how": action.how,
        "score_after": round(action.score, 2),
        "stars_after": action.stars,
        "councils_like_it": "; ".join(other.name for other in action.alike),
        "evidence": " ".join(safe_url(other.evidence_url) for other in action.alike).strip(),
        "routes": "; ".join(r.title for r in plan.routes if action in r.actions),
    }


def plan_markdown(plan: Plan) -> str:
    """The plan as Markdown, its changes as boxes to tick."""
    return "\n".join(_markdown_lines(plan)) + "\n"


def _markdown_lines(plan: Plan) -> Iterator[str]:
    yield f"# Planning the Route: {_plain(plan.council['name'])}"
    yield f"\nNow: {points(plan.score)} points, {plan.stars} stars.\n\n## Changes worth most\n"
    for action in plan.actions:
        yield f"- [ ] {_line(action)}. {action.how}"
        names = ", ".join(_linked(o.name, safe_url(o.evidence_url)) for o in action.alike)
        if names:
            yield f"  Already done by {names}."
    for route in plan.routes:
        yield f"\n## {route.title}: to {points(route.score)} points, {route.stars} stars\n"
        yield from (f"- [ ] {_line(action)}" for action in route.actions)


def _line(action: Action) -> str:
    gain = f"+{points(action.gain)} points, {action.effort} work"
    return f"{_plain(action.title)} ({from_to(action)}; {gain})"


def _linked(name: str, url: str) -> str:
    target = url.replace("<", "%3C").replace(">", "%3E")
    return f"[{_plain(name)}](<{target}>)" if url else _plain(name)


def _plain(text: str) -> str:
    """Text that Markdown takes for no markup."""
    return re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", " ".join(text.split()))


def _all_actions(plan: Plan) -> list[Action]:
    """The changes of the plan, then those that only its routes have, each once."""
    in_routes = [action for route in plan.routes for action in route.actions]
    return list(dict.fromkeys([*plan.actions, *in_routes]))


def _in_words(action: Action, value: float) -> str:
    if action.kind == "service":
        return f"stage {value:.0f}"
    return in_unit(value, measure_facts()[action.id].unit)
