"""A small survey to report on: real table shapes, invented councils, and strings that mean harm."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from config import Council
from crawler.run import CrawlSettings, Run, RunRecord
from scoring.accessibility.statement_checks import CHECKS
from scoring.tables import table, write_tables
from tests.reports.example_method import METHOD

SCRIPT = "<script>alert(1)</script>"
HOME = "https://www.walford.example/"
SCRIPT_URL = "javascript:alert(document.domain)"
FORMULA = '=HYPERLINK("https://evil.example/","click")'

PILLARS = [
    "services",
    "accessibility",
    "findability",
    "mobile",
    "openness",
    "participation",
    "trust",
    "content",
]
SERVICES = {
    57: "Council tax: pay",
    59: "Council tax: discounts and exemptions",
    524: "Bins: collection day and missed collections",
    528: "Bulky waste collection",
    530: "Garden waste collection",
    587: "Fly-tipping: report",
    440: "Libraries: renew a loan",
    516: "Planning applications: view and comment",
    13: "School admissions: apply",
    92: "Housing: apply for a council home",
    557: "Potholes: report",
    471: "Parking fines: pay or challenge",
}
STAGES = ["absent", "information", "form to download", "online form", "full transaction"]
COUNCILS = [
    ("Barsetshire", "county", "England", "South West"),
    ("Borchester", "shire-district", "England", "West Midlands"),
    ("Ambridge", "shire-district", "England", "West Midlands"),
    ("Casterbridge", "unitary", "England", "South West"),
    ("Melchester", "unitary", "England", "South West"),
    ("Coketown", "metropolitan-district", "England", "North West"),
    ("Walford", "london-borough", "England", "London"),
    ("Glenbogle", "scottish-unitary", "Scotland", "Scotland"),
    ("Llareggub", "welsh-unitary", "Wales", "Wales"),
    ("Ballykissangel", "ni-district", "Northern Ireland", "Northern Ireland"),
    ("Cranford", "shire-district", "England", "North West"),
    (f"Trumpton {SCRIPT}", "unitary", "England", "South East"),
]
REFUSED = "llareggub"
HOSTILE = "trumpton"
MEASURES = {
    "services.online": "share",
    "accessibility.errors-a-page": "count",
    "accessibility.statement": "complete",
    "findability.clicks-median": "count",
    "findability.site-search": "found",
    "mobile.viewport": "present",
    "openness.spending": "csv",
    "participation.webcasts": "present",
    "trust.https": "everywhere",
    "trust.hsts": "long",
    "content.reading-age": "years",
}
RULES = {
    "image-alt": ("critical", "1.1.1", '<img src="/crest.png">'),
    "label": ("critical", "4.1.2", '<input type="text" name="q">'),
    "color-contrast": ("serious", "1.4.3", '<p class="pale">Opening times</p>'),
    "html-has-lang": ("serious", "3.1.1", "<html>"),
    "heading-order": ("moderate", "", "<h4>Contact us</h4>"),
}
Rows = list[dict[str, Any]]


def example_tables(number: int = 12, seed: int = 2026) -> dict[str, pd.DataFrame]:
    """The tables of a survey of so many councils (12 to several hundred), the same for a seed."""
    chance = random.Random(seed)
    councils = list(_councils(number, chance))
    rated = [row for row in councils if row["state"] == "done"]
    return {
        "councils": table("councils", councils),
        "pages": table("pages", _each(councils, _pages, chance)),
        "rendered": table("rendered", _each(rated, _rendered, random.Random(seed))),
        "findings": table("findings", _each(rated, _findings, chance)),
        "needs_review": table("needs_review", _each(rated, _reviews, random.Random(seed))),
        "documents": table("documents", _each(rated, _documents, random.Random(seed))),
        "services": table("services", _each(councils, _services, chance)),
        "questions": table("questions", _each(rated, _questions, chance)),
        "statement": table("statement", _each(rated, _statement, random.Random(seed))),
        "measures": table("measures", _each(councils, _measures, chance)),
        "visits": table("visits", _each(councils, _visits, chance)),
        "ratings": table("ratings", _ratings(councils, rated, chance)),
    }


def example_run(folder: Path, number: int = 12) -> Path:
    """A run folder with tables and `run.json`, as a survey leaves it."""
    tables = example_tables(number)
    write_tables(tables, folder / "tables")
    (folder / "methods").mkdir()
    (folder / "methods" / "plain.yaml").write_text(METHOD, encoding="utf-8")
    record = RunRecord(
        name="Example survey 2026",
        created="2026-11-23T09:30:00+00:00",
        version="0.1.0",
        settings=CrawlSettings(contact="survey@example.org", seed=2026),
        councils=(Council(slug="walford", name="Walford", type="london-borough", homepage=HOME),),
        methods=("plain", "other"),
    )
    Run(folder).write(record)
    return folder


def _each(councils: Rows, make: Any, chance: random.Random) -> Iterator[dict[str, Any]]:
    for council in councils:
        yield from make(council, chance)


def _councils(number: int, chance: random.Random) -> Iterator[dict[str, Any]]:
    for index in range(number):
        name, kind, nation, region = COUNCILS[index % len(COUNCILS)]
        extra = index // len(COUNCILS)
        slug = name.split()[0].lower() + (f"-{extra}" if extra else "")
        refused = slug == REFUSED
        yield {
            "gss": f"E060{index:05d}",
            "slug": slug,
            "name": name + (f" {extra}" if extra else ""),
            "type": kind,
            "nation": nation,
            "region": region,
            "homepage": SCRIPT_URL if slug == HOSTILE else f"https://www.{slug}.example/",
            "population": chance.randrange(60_000, 600_000),
            "state": "failed" if refused else "done",
            "pages": 0 if refused else chance.randrange(80, 400),
            "coverage": 0.0 if refused else round(chance.uniform(0.6, 1), 3),
            "cms": None if refused else ("drupal", "wordpress", None)[index % 3],
        }


def _pages(council: dict[str, Any], chance: random.Random) -> Iterator[dict[str, Any]]:
    if council["state"] == "failed":
        return
    for lgsl, service in SERVICES.items():
        yield {
            "slug": council["slug"],
            "url": _page_url(council, lgsl),
            "status": 200,
            "content_type": "text/html",
            "bytes": chance.randrange(9_000, 90_000),
            "elapsed_ms": chance.randrange(60, 900),
            "depth": chance.randrange(1, 4),
            "title": FORMULA if council["slug"] == HOSTILE else service,
            "lang": "en",
            "template": f"t{chance.randrange(4)}",
            "service": lgsl,
            "warc_offset": chance.randrange(1_000, 9_000_000),
        }


def _page_url(council: dict[str, Any], lgsl: int) -> str:
    return f"https://www.{council['slug']}.example/services/{lgsl}"


def _documents(council: dict[str, Any], chance: random.Random) -> Rows:
    return [
        {
            "slug": council["slug"],
            "url": f"{council['homepage']}guide-{number}.pdf",
            "format": "pdf",
            "bytes": chance.randint(20_000, 2_000_000),
            "status": "read",
            "pages": chance.randint(1, 60),
            "tagged": chance.random() < 0.4,
            "title": "A guide",
            "title_shown": chance.random() < 0.3,
            "lang": "en-GB",
            "text": chance.random() < 0.9,
            "form_fields": 0,
            "encrypted": False,
        }
        for number in range(3)
    ]


def _statement(council: dict[str, Any], chance: random.Random) -> Rows:
    return [
        {
            "slug": council["slug"],
            "group": check.group,
            "check": check.id,
            "answer": chance.choice(["yes", "no"]),
            "evidence_url": f"{council['homepage']}accessibility",
            "quote": "This website is partially compliant.",
        }
        for check in CHECKS.checks
    ]


def _services(council: dict[str, Any], chance: random.Random) -> Iterator[dict[str, Any]]:
    for lgsl, service in SERVICES.items():
        assessed = council["state"] == "done" and chance.random() > 0.08
        stage = chance.choices(range(5), weights=[1, 3, 2, 4, 5])[0]
        hostile = council["slug"] == HOSTILE
        provided = not (council["type"] == "county" and lgsl in (524, 528, 530))
        row: dict[str, Any] = {
            "slug": council["slug"],
            "lgsl": lgsl,
            "service": service,
            "status": "not_assessed" if provided else "not_applicable",
            "reasons": "crawl cut short" if provided else "",
        }
        if assessed and provided:
            row |= {
                "stage": stage,
                "stage_name": STAGES[stage],
                "status": "measured",
                "confidence": round(chance.uniform(0.5, 1), 2),
                "platform": chance.choice(["", "achieveforms", "govuk-pay"]),
                "clicks": chance.randrange(1, 5),
                "signed_in": stage == 4 and chance.random() < 0.2,
                "evidence_url": SCRIPT_URL if hostile else _page_url(council, lgsl),
                "action_url": f"https://forms.{council['slug']}.example/{lgsl}",
                "reasons": SCRIPT
                if hostile
                else f"“{service}” is the page's heading; a form posts",
            }
        yield row


def _questions(council: dict[str, Any], chance: random.Random) -> Iterator[dict[str, Any]]:
    for lgsl in SERVICES:
        yield {
            "slug": council["slug"],
            "lgsl": lgsl,
            "question": "home-page-links-to-it",
            "answer": chance.choice(["yes", "no"]),
            "status": "measured",
            "evidence_url": council["homepage"],
            "quote": SCRIPT if council["slug"] == HOSTILE else "Do it online",
        }


def _findings(council: dict[str, Any], chance: random.Random) -> Iterator[dict[str, Any]]:
    for rule, (impact, wcag, snippet) in RULES.items():
        for lgsl in chance.sample(list(SERVICES), chance.randrange(0, 9)):
            yield {
                "slug": council["slug"],
                "url": _page_url(council, lgsl),
                "rule": rule,
                "impact": impact,
                "wcag": wcag,
                "source": "source",
                "count": chance.randrange(1, 6),
                "selector": "main > p:nth-child(2)",
                "snippet": SCRIPT if council["slug"] == HOSTILE else snippet,
                "fingerprint": f"{rule}-1",
            }


def _reviews(council: dict[str, Any], chance: random.Random) -> Iterator[dict[str, Any]]:
    for row in _findings(council, chance):
        if row["rule"] == "heading-order":
            yield row | {"rule": "p-as-heading", "impact": "serious", "wcag": "1.3.1"}


def _rendered(council: dict[str, Any], chance: random.Random) -> Iterator[dict[str, Any]]:
    """One page measured, and one that could not be."""
    hostile = council["slug"] == HOSTILE
    yield {
        "slug": council["slug"],
        "url": council["homepage"],
        "kinds": "home",
        "outcome": "rendered",
        "title": SCRIPT if hostile else council["name"],
        "violations": chance.randrange(0, 5),
        "scrolls": chance.random() < 0.3,
        "small_targets": chance.randrange(0, 9),
        "unseen_focus": chance.randrange(0, 3),
        "bytes": chance.randrange(20_000, 4_000_000),
        "requests": chance.randrange(3, 120),
        "largest_paint_ms": chance.uniform(200, 4000),
        "axe": "4.12.1",
        "browser": "156.0",
    }
    yield {
        "slug": council["slug"],
        "url": f"{SCRIPT_URL}//" if hostile else _page_url(council, 57),
        "kinds": "service:57",
        "outcome": "timed-out",
        "reason": FORMULA if hostile else "loading took too long",
    }


def _measures(council: dict[str, Any], chance: random.Random) -> Iterator[dict[str, Any]]:
    for measure, outcome in MEASURES.items():
        row: dict[str, Any] = {"slug": council["slug"], "measure": measure}
        if council["state"] == "failed":
            row |= {"status": "not_assessed", "reason": "robots.txt refuses the crawler"}
        elif chance.random() < 0.1:
            row |= {"status": "not_assessed", "reason": "no page was rendered"}
        else:
            row |= {
                "value": round(chance.uniform(0, 1), 3),
                "outcome": FORMULA if council["slug"] == HOSTILE else outcome,
                "status": "measured",
                "n": chance.randrange(1, 300),
                "evidence_url": _page_url(council, 57),
                "note": SCRIPT if council["slug"] == HOSTILE else "",
            }
        yield row


def _visits(council: dict[str, Any], chance: random.Random) -> Iterator[dict[str, Any]]:
    refused = council["state"] == "failed"
    yield {
        "slug": council["slug"],
        "url": f"https://www.{council['slug']}.example/",
        "outcome": "left" if refused else "captured",
        "reason": "robots.txt" if refused else "",
        "depth": 0,
    }


def _ratings(councils: Rows, ranked: Rows, chance: random.Random) -> Rows:
    rows: Rows = []
    for method in ("plain", "other"):
        rows += [
            {"slug": council["slug"], "method": method, "unranked_reason": "not_crawled"}
            for council in councils
            if council not in ranked
        ]
        rated = sorted(
            ({"slug": c["slug"], "type": c["type"], **_points(chance)} for c in ranked),
            key=lambda row: -row["score"],
        )
        rows += [_rating(row, place, rated, method) for place, row in enumerate(rated, start=1)]
    return rows


def _points(chance: random.Random) -> dict[str, float]:
    centre = chance.uniform(35, 85)
    points = {pillar: min(100.0, max(0.0, chance.gauss(centre, 12))) for pillar in PILLARS}
    return {"score": sum(points.values()) / len(points), **points}


def _rating(row: dict[str, Any], place: int, rated: Rows, method: str) -> dict[str, Any]:
    peers = [other["slug"] for other in rated if other["type"] == row["type"]]
    spread = max(1, len(rated) // 12)
    points = {name: value for name, value in row.items() if name != "type"}
    return points | {
        "method": method,
        "score_low": max(0.0, row["score"] - 3),
        "score_high": min(100.0, row["score"] + 3),
        "stars": 1 + sum(row["score"] >= step for step in (45, 60, 75)),
        "class": "T" if row["score"] > 60 else "C",
        "rank": place,
        "rank_low": max(1, place - spread),
        "rank_high": min(len(rated), place + spread),
        "peer_group": row["type"],
        "peer_rank": peers.index(row["slug"]) + 1,
    }
