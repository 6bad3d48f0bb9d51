"""The report: a run's tables as a static site that needs no server, no script and no network."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from config import Service, load_platforms
from crawler.run import Run, RunRecord
from reports import filters
from reports.actions import Plan, plans
from reports.charts import Chart, draw_charts
from reports.council_pages import CouncilPage, council_pages
from reports.dictionary import KINDS, load_dictionary
from reports.filters import ReportError, file_slug
from reports.findings import rules_by_site
from reports.plan_pages import SUFFIX, from_to, write_plans
from reports.previous import load_previous
from reports.raters import Rater, find_raters
from reports.rendered import with_pictures
from reports.summaries import Tables, pillars_of, ranking, records, share_online, stages_by_service
from reports.wording import load_wording, measure_facts, rule_help, titled, type_name
from scoring.accessibility.advice import load_advice
from scoring.tables import COLUMNS, read_tables

TEMPLATES = Path(__file__).parent / "templates"
ASSETS = ("style.css", "sort.js")
ON_INDEX = ("stars", "map")  # charts on the first page; all are on their own
FILTERS = (
    "safe_url",
    "percent",
    "points",
    "number",
    "in_unit",
    "day",
    "megabytes",
    "file_slug",
    "coded",
    "listed",
    "path",
    "site_name",
)


def write_site(run: Path, previous: Path | None = None) -> Path:
    """Write `report/` in a run's folder from its `run.json` and `tables/`; returns its index page.

    The first method of `run.json` that rated is the main one. The downloads listed are what
    `export/` holds by now. Scores of the run in folder `previous` stand beside its own.

    Raises:
        ReportError: no method rated it, a slug cannot name a file, or `previous` is no run to
            compare it with.
        ConfigError: the run's record or one of its methods is wrong.
        FileNotFoundError: a table is not there.
    """
    record, tables = Run(run).read(), read_tables(run / "tables")
    raters = find_raters(Run(run), record.methods, tables)
    if not raters:
        raise ReportError(f"{run}: no method has rated these councils; score the run first")
    slugs = {file_slug(slug) for slug in tables["councils"]["slug"]}
    before = load_previous(Run(previous), Run(run), raters[0].id) if previous else None
    report = run / "report"
    report.mkdir(exist_ok=True)
    for asset in ASSETS:
        shutil.copyfile(TEMPLATES / asset, report / asset)
    services = Run(run).load_services()
    site = _environment(record, raters)
    site.globals.update(previous=before)
    charts = draw_charts(tables, raters[0].id, report / "charts", services, before)
    tables["rendered"] = with_pictures(tables["rendered"], Run(run), report / "pictures")
    method = raters[0].method
    planned = plans(tables, method, services) if method else {}
    _write_councils(site, council_pages(tables, raters[0], services, before), planned, Run(run))
    write_plans(site, planned, report / "councils")
    _remove_others(report / "councils", slugs | {f"{slug}{SUFFIX}" for slug in planned})
    for name, facts in _pages(tables, raters[0], charts, services, run).items():
        text = site.get_template(f"{name}.html.j2").render(root="", here=name, **facts)
        (report / f"{name}.html").write_text(text, encoding="utf-8")
    return report / "index.html"


def _environment(run: RunRecord, raters: list[Rater]) -> Environment:
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
    platforms = {platform.id: platform.name for platform in load_platforms()}
    site.globals.update(
        run=run,
        raters=raters,
        main=raters[0],
        stages=load_wording().stages,
        peer_groups=load_wording().peer_groups,
        weights_move=load_wording().peers.weights_move,
        platforms=platforms,
        rules=rule_help(),
        advice=load_advice(),
        measures=measure_facts(),
    )
    return site


def _pages(
    tables: Tables, main: Rater, charts: list[Chart], services: tuple[Service, ...], run: Path
) -> Mapping[str, dict[str, Any]]:
    """The pages beside the councils' own, by name: what each template is given."""
    councils = records(ranking(tables, main.id))
    ranked = [council for council in councils if council["rank"] is not None]
    return {
        "index": {
            "ranked": ranked,
            "unranked": [council for council in councils if council["rank"] is None],
            "pages": int(tables["councils"]["pages"].fillna(0).sum()),
            "online": share_online(tables),
            "charts": [chart for chart in charts if chart.id in ON_INDEX],
        },
        "charts": {"charts": charts},
        "services": {"services": records(stages_by_service(tables, services))},
        "method": {"pillars": pillars_of(tables, main.id)},
        "data": {
            "files": _downloads(run / "export"),
            "dictionary": load_dictionary(),
            "columns": COLUMNS,
            "kinds": KINDS,
        },
        "findings": {"found": rules_by_site(tables, services)},
        "accessibility": {},
    }


def _downloads(folder: Path) -> list[tuple[str, int]]:
    """The files of a folder: name and size in bytes; none where there is no such folder."""
    if not folder.is_dir():
        return []
    files = [path for path in sorted(folder.iterdir()) if path.is_file()]
    return [(path.name, path.stat().st_size) for path in files if not path.name.startswith(".")]


def _write_councils(
    site: Environment, pages: Iterable[CouncilPage], planned: Mapping[str, Plan], run: Run
) -> None:
    folder = run.report / "councils"
    folder.mkdir(exist_ok=True)
    template = site.get_template("council.html.j2")
    for page in pages:
        slug = file_slug(page.council["slug"])
        text = template.render(
            page=page,
            council=page.council,
            planned=slug in planned,
            evidence_file=run.evidence(slug).name,
            root="../",
            here="",
        )
        (folder / f"{slug}.html").write_text(text, encoding="utf-8")


def _remove_others(folder: Path, stems: set[str]) -> None:
    """Remove the files of councils that the run no longer has, and plans that nobody has now."""
    for path in folder.iterdir():
        if path.suffix in (".html", ".md", ".csv") and path.stem not in stems:
            path.unlink()
