"""The report: a run's tables as a static site that needs no server, no script and no network."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from config import Service, load_platforms
from crawler.run import Run, RunRecord
from reports import filters
from reports.challenge import Challenge, check_challenge
from reports.changes import Changes, change_facts, change_sheet, improved_sheet
from reports.charts import Chart, draw_charts
from reports.council_pages import council_pages, shown_rows
from reports.filters import ReportError, file_slug
from reports.group_pages import group_pages
from reports.groups import Group
from reports.page_files import PageFiles
from reports.pillar_pages import pillar_pages, pillar_stem
from reports.plan_pages import from_to, write_plans
from reports.platform_pages import users_sheet
from reports.previous import Previous, load_previous
from reports.raters import Rater, find_raters
from reports.rendered import with_pictures
from reports.row_digests import row_digests
from reports.service_pages import service_pages, service_stems
from reports.standings import Standing, standings
from reports.summaries import pillars_of
from reports.tables import csv_text
from reports.top_pages import Facts, dictionary_facts, ranking_facts, subjects
from reports.wording import load_wording, measure_facts, rule_help, titled, type_name
from scoring.accessibility.advice import load_advice
from scoring.tables import read_tables

TEMPLATES = Path(__file__).parent / "templates"
ASSETS = ("style.css", "sort.js")
ON_INDEX = ("stars", "map")  # charts on the first page; all are on their own
FILTERS = (
    "safe_url",
    "percent",
    "points",
    "number",
    "signed",
    "in_unit",
    "day",
    "megabytes",
    "file_slug",
    "coded",
    "listed",
    "path",
    "site_name",
)


def write_site(
    run: Path,
    previous: Path | None = None,
    groups: Sequence[Group] = (),
    changes: Changes | None = None,
) -> Path:
    """Write `report/` in a run's folder from its `run.json` and `tables/`; returns its index page.

    The first method of `run.json` that rated is the main one. The downloads listed are what
    `export/` holds by now. Scores of the run in folder `previous` stand beside its own, or what
    changed since, where that is known by today's rules (`changes`). Pages of which nothing changed
    since the last time are left as they are.

    Raises:
        ReportError: no method rated it, a slug cannot name a file, its challenge is no link, or
            `previous` is no run to compare it with.
        ConfigError: the run's record or one of its methods is wrong.
        FileNotFoundError: a table is not there.
    """
    survey = _survey(Run(run), None if previous is None else Run(previous), changes)
    report = survey.run.report
    report.mkdir(exist_ok=True)
    for asset in ASSETS:
        shutil.copyfile(TEMPLATES / asset, report / asset)
    files = PageFiles(_environment(survey), report, _shared(survey))
    charts = draw_charts(
        survey.tables, survey.main.id, report / "charts", survey.services, survey.previous
    )
    pictures = with_pictures(survey.tables["rendered"], survey.run, report / "pictures")
    survey.tables["rendered"] = pictures
    _write_councils(files, survey, groups)
    _write_subjects(files, survey, groups)
    _write_tops(files, survey, groups, charts)
    files.close()
    return report / "index.html"


@dataclass(frozen=True)
class _Survey:
    """What is reported on: a run, its tables, and the names of its services' and pillars' pages."""

    run: Run
    record: RunRecord
    tables: dict[str, pd.DataFrame]
    raters: list[Rater]
    services: tuple[Service, ...]
    service_stems: dict[int, str]
    pillar_stems: dict[str, str]
    previous: Previous | None

    @property
    def main(self) -> Rater:
        """The method by which councils are ranked."""
        return self.raters[0]


def _survey(run: Run, previous: Run | None, changes: Changes | None) -> _Survey:
    record, tables, services = run.read(), read_tables(run.tables), run.load_services()
    raters = find_raters(run, record.methods, tables)
    if not raters:
        raise ReportError(f"{run.folder}: no method has rated these councils; score the run first")
    for slug in tables["councils"]["slug"]:
        file_slug(slug)
    check_challenge(record.challenge)
    return _Survey(
        run,
        record,
        tables,
        raters,
        services,
        service_stems(services, tables["services"]["lgsl"]),
        {name: pillar_stem(name) for name in pillars_of(tables, raters[0].id)},
        load_previous(previous, run, raters[0].id, changes) if previous else None,
    )


def _environment(survey: _Survey) -> Environment:
    """Templates that escape all they are given, and fail on a name that nobody gave them."""
    site = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    site.filters.update({name: getattr(filters, name) for name in FILTERS})
    site.filters.update(type_name=type_name, titled=titled, from_to=from_to)
    record = survey.record
    site.globals.update(
        link=filters.link,
        run=record,
        raters=survey.raters,
        main=survey.main,
        previous=survey.previous,
        service_stems=survey.service_stems,
        pillar_stems=survey.pillar_stems,
        challenge=Challenge(record.challenge, record.name),
        stages=load_wording().stages,
        weights_move=load_wording().peers.weights_move,
        platforms={platform.id: platform.name for platform in load_platforms()},
        rules=rule_help(),
        advice=load_advice(),
        measures=measure_facts(),
    )
    return site


def _shared(survey: _Survey) -> list[object]:
    """What of the environment differs from run to run; the rest is the program's own."""
    shown = survey.record.model_dump(mode="json", exclude={"councils", "reviewed", "overruled"})
    methods = [(rater.id, rater.method.hash if rater.method else "") for rater in survey.raters]
    before = survey.previous and (
        survey.previous.when,
        survey.previous.caution,
        survey.previous.changes is not None,
    )
    stems = survey.service_stems, survey.pillar_stems
    return [shown, methods, survey.services, *stems, before]


def _write_councils(files: PageFiles, survey: _Survey, groups: Sequence[Group]) -> None:
    """Each council's page and, where it is ranked, its plan; only what changed is made."""
    rows = row_digests(shown_rows(survey.tables))
    method = survey.main.method
    planned = write_plans(files, survey.tables, method, survey.services) if method else set()
    anew: dict[str, tuple[Standing, Facts]] = {}
    for standing in standings(survey.tables, survey.main, survey.services, survey.previous):
        slug = file_slug(standing.slug)
        beside = {
            "planned": slug in planned,
            "evidence_file": survey.run.evidence(slug).name,
            "groups": [(group.name, group.stem) for group in groups if slug in group.slugs],
        }
        if not files.is_made(f"councils/{slug}.html", [standing, beside, rows[slug]]):
            anew[slug] = standing, beside
    wanted = [standing for standing, _ in anew.values()]
    for page in council_pages(survey.tables, survey.main, survey.services, wanted):
        slug, council = page.standing.slug, page.standing.council
        files.make(f"councils/{slug}.html", "council", page=page, council=council, **anew[slug][1])


def _write_subjects(files: PageFiles, survey: _Survey, groups: Sequence[Group]) -> None:
    """A page a service, a pillar and a group."""
    tables, main, services = survey.tables, survey.main, survey.services
    for service in service_pages(tables, services, survey.service_stems):
        files.page(f"services/{service.stem}.html", "service", page=service)
    for pillar in pillar_pages(tables, main):
        files.page(f"pillars/{pillar.stem}.html", "pillar", page=pillar)
    for group in group_pages(tables, main, services, groups):
        files.page(f"groups/{group.stem}.html", "group", page=group)


def _write_tops(
    files: PageFiles, survey: _Survey, groups: Sequence[Group], charts: list[Chart]
) -> None:
    """The pages on top, which lead to the others."""
    changed = _changes(survey)
    sheets = _write_sheets(files, survey, changed)
    for name, facts in subjects(survey.tables, survey.main, survey.services).items():
        files.page(f"{name}.html", name, sheets=sheets, **facts)
    if changed is not None:
        files.page("changes.html", "changes", sheets=sheets, **changed)
    known = set(survey.tables["councils"]["slug"])
    files.page(
        "index.html",
        "index",
        **ranking_facts(survey.tables, survey.main),
        charts=[chart for chart in charts if chart.id in ON_INDEX],
        groups=[(group.name, group.stem) for group in groups if known & set(group.slugs)],
        reviewed=survey.record.reviewed,
        overruled=survey.record.overruled,
    )
    files.page("charts.html", "charts", charts=charts)
    exported = _downloads(survey.run.export)
    files.page("data.html", "data", files=exported, sheets=sheets, **dictionary_facts())


def _write_sheets(files: PageFiles, survey: _Survey, changed: Facts | None) -> dict[str, int]:
    """The report's own CSV files; returns their sizes in bytes by their names."""
    users = users_sheet(survey.tables, survey.main, load_platforms(), survey.services)
    sheets = {"platforms.csv": users}
    if changed is not None:
        sheets["most-improved.csv"] = improved_sheet(changed)
        sheets["changes.csv"] = change_sheet(changed)
    for name, frame in sheets.items():
        files.file(name, frame, partial(csv_text, frame))
    return {name: (files.folder / name).stat().st_size for name in sheets}


def _changes(survey: _Survey) -> Facts | None:
    """What changed since the run before, where that is known."""
    if survey.previous is None or survey.previous.changes is None:
        return None
    return change_facts(survey.previous.changes, survey.tables["councils"], survey.services)


def _downloads(folder: Path) -> list[tuple[str, int]]:
    """The files of a folder: name and size in bytes; none where there is no such folder."""
    if not folder.is_dir():
        return []
    files = [path for path in sorted(folder.iterdir()) if path.is_file()]
    return [(path.name, path.stat().st_size) for path in files if not path.name.startswith(".")]
