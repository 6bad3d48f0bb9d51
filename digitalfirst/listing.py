"""What the commands print: rankings, one site's summary, lists of rules and measures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from config import load_services
from crawler.run import Run
from scoring.accessibility.registry import all_rules
from scoring.measures import all_measures
from scoring.tables import read_tables

WIDTH = 80
Facts = dict[str, Any]


def ranking_lines(run: Run, ratings: pd.DataFrame, most: int) -> str:
    """The first so many places of each method's ranking, fit for 80 columns."""
    councils = read_tables(run.tables)["councils"][["slug", "name", "type", "state"]]
    lines = []
    for method, rated in ratings.groupby("method", sort=False):
        table = rated.merge(councils, on="slug").sort_values(["rank", "slug"])
        lines.append(f"{method}: place (between), stars, score, council")
        lines += [_ranking_line(row) for row in table.head(most).to_dict("records")]
        if len(table) > most:
            lines.append(f"… and {len(table) - most} more")
    return "\n".join(lines)


def summary(run: Run, ratings: pd.DataFrame, slug: str) -> Facts:
    """One site's result: score, stars, pillars, and what stands out."""
    tables = read_tables(run.tables)
    rating = ratings[ratings["slug"] == slug].iloc[0]
    council = tables["councils"].set_index("slug").loc[slug]
    fixed = {"slug", "method", "score", "stars", "class", "peer_group", "peer_rank"}
    pillars = [name for name in ratings.columns if name not in fixed and "rank" not in name]
    services = tables["services"]
    rated = services[services["status"] == "measured"]
    findings = tables["findings"].groupby("rule")["url"].nunique().sort_values(ascending=False)
    return {
        "slug": slug,
        "state": council["state"],
        "pages": _plain(council["pages"]),
        "coverage": _plain(council["coverage"]),
        "method": rating["method"],
        "score": _plain(rating["score"]),
        "stars": _plain(rating["stars"]),
        "class": _plain(rating["class"]),
        "pillars": {name: _plain(rating[name]) for name in pillars},
        "services": {
            "rated": len(rated),
            "online": int((rated["stage"] >= 3).sum()),
            "not_assessed": int((services["status"] == "not_assessed").sum()),
        },
        "findings": {rule: int(pages) for rule, pages in findings.head(5).items()},
    }


def summary_lines(found: Facts, page: Path) -> str:
    """One site's result in words, fit for 80 columns."""
    stars = "not rated" if found["stars"] is None else f"{found['stars']} stars"
    score = "no score" if found["score"] is None else f"{found['score']:.0f} of 100"
    lines = [
        f"{found['slug']}: {score}, {stars} ({found['method']})",
        f"{found['pages']} pages read, crawl {found['state']}, "
        f"coverage {_percent(found['coverage'])}",
        "",
        *(f"  {name:<15} {_bar(value)}" for name, value in found["pillars"].items()),
        "",
        "  Services rated {rated}, online {online}, not assessed {not_assessed}".format(
            **found["services"]
        ),
    ]
    lines += [f"  Mend first: {rule} ({pages} pages)" for rule, pages in found["findings"].items()]
    return "\n".join([*lines, "", f"The report: {page}"])


def service_lines(path: Path | None) -> list[str]:
    """The services surveyed, a line each: LGSL id, tier, ceiling, name."""
    known = load_services(path) if path else load_services()
    return [f"{each.lgsl:>5}  {each.tier:<9} {each.ceiling}  {each.name}" for each in known]


def rule_facts() -> list[Facts]:
    """Every accessibility rule."""
    return [
        {
            "id": rule.id,
            "impact": rule.impact,
            "wcag": list(rule.wcag),
            "description": rule.help,
            "act": list(rule.act),
            "source": rule.source,
        }
        for rule in all_rules()
    ]


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
        return f"   -            not ranked  {row['name']} ({row['state']})"[:WIDTH]
    between = f"({row['rank_low']}-{row['rank_high']})"
    return (
        f"{row['rank']:>4} {between:<10} {row['stars']} {row['score']:>5.1f}  "
        f"{row['name']} ({row['type']})"
    )[:WIDTH]


def _bar(value: float | None) -> str:
    if value is None:
        return "not assessed"
    return f"{'#' * round(value / 5):<20} {value:>3.0f}"


def _percent(share: float | None) -> str:
    return "unknown" if share is None else f"{share:.0%}"


def _plain(value: Any) -> Any:
    """A cell as JSON has it: missing is null."""
    if pd.isna(value):
        return None
    return value.item() if hasattr(value, "item") else value
