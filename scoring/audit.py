"""From evidence to tables: one council at a time, many councils in parallel."""

from __future__ import annotations

import json
import multiprocessing
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from warcio.exceptions import ArchiveLoadFailed

from config import Council, Platform, Service, load_platforms
from config.govuk_links import GovukLink
from config.outcomes import outcome_of_status
from config.reading import first_line
from crawler.archive import NOT_VISITED, Capture
from crawler.page import Page
from crawler.run import Run
from crawler.search import searches
from crawler.store import is_here
from crawler.style_sheets import ArchivedSheets
from scoring.accessibility.linked import LinkedSheets
from scoring.accessibility.registry import SOURCE, Finding, check_page, surveyed_rules
from scoring.accessibility.statement_checks import check_statement
from scoring.cms import cms_of
from scoring.measures import measure_site
from scoring.measures.services import stage_rows
from scoring.parts import Parts
from scoring.rendered import BROWSER, in_browser, rendered_rows, to_review_in_browser
from scoring.services.govuk import link_questions
from scoring.services.questions import questions
from scoring.services.rate import Rater
from scoring.site import Site, read_site
from scoring.tables import AUDITED, Row, join_tables, table, write_tables

Rows = dict[str, list[Row]]
Tables = dict[str, pd.DataFrame]


@dataclass(frozen=True, slots=True)
class Task:
    """One council to audit, in a form that another process can be given."""

    council: Council
    evidence: Path
    services: tuple[Service, ...]
    links: tuple[GovukLink, ...] = ()


def audit_run(
    run: Run,
    on_council: Callable[[str], None],
    workers: int | None = None,
    into: Path | None = None,
    only: str | None = None,
    parts: Parts | None = None,
) -> None:
    """Audit every council of a run and write all tables but `ratings` into its folder, or `into`.

    With `only` it is the council of that slug alone. What `parts` has of a council is not read
    again; each council's tables stay there.
    `on_council` hears of each council that is finished. One council's tables are held at a time.
    """
    if parts is None:
        # On the run's disk where it has one: it may be larger than the system's place for scratch.
        here = run.folder if is_here(run.folder) else None
        with tempfile.TemporaryDirectory(prefix=".audit-", dir=here) as scratch:
            audit_run(run, on_council, workers, into, only, Parts(Path(scratch)))
        return
    tasks = tasks_of(run, only)
    current = parts.current(task.council.slug for task in tasks)
    for slug in current:
        on_council(slug)
    unread = [task for task in tasks if task.council.slug not in current]
    for slug, tables in _audited(unread, workers or os.cpu_count() or 1):
        with parts.writing(slug) as folder:
            write_tables(tables, folder)
        on_council(slug)
    join_tables(AUDITED, [parts.at(task.council.slug) for task in tasks], into or run.tables)


def tasks_of(run: Run, only: str | None = None) -> list[Task]:
    """The councils of a run to audit, in its order; with `only` the one of that slug."""
    services, links = run.load_services(), run.load_links()
    councils = [each for each in run.read().councils if only in (None, each.slug)]
    files = run.evidence_of([each.slug for each in councils])
    return [
        Task(council, file, services, links.get(council.gss, ()))
        for council, file in zip(councils, files, strict=True)
    ]


def audit_council(task: Task) -> Rows:
    """All of a council's rows, by table. Evidence that cannot be read gives rows that say so."""
    site = _read(task)
    platforms = load_platforms()
    rater = Rater(site, task.services, platforms)
    site.services, site.coverage = rater.rows(), rater.coverage
    site.ceilings = {service.lgsl: service.ceiling for service in task.services}
    site.questions = [
        *questions(site, rater, site.services),
        *link_questions(site, rater, task.links),
    ]
    return {
        "councils": [_council_row(site, platforms)],
        "pages": [_page_row(site, capture, rater) for capture in site.captures.values()],
        "rendered": list(rendered_rows(site)),
        "findings": [*_finding_rows(site, site.findings), *_finding_rows(site, in_browser(site))],
        "needs_review": [
            *_finding_rows(site, site.needs_review),
            *_finding_rows(site, to_review_in_browser(site)),
        ],
        "documents": [{"slug": site.council.slug, **each.row} for each in site.documents.values()],
        "services": site.services,
        "questions": site.questions,
        "statement": list(_statement_rows(site)),
        "measures": [*stage_rows(site.services), *measure_site(site)],
        "visits": list(_visits(site)),
    }


def audit_tables(task: Task) -> Tables:
    """A council's rows as tables, which take far less room than rows."""
    return {name: table(name, rows) for name, rows in audit_council(task).items()}


def _audited(tasks: Sequence[Task], workers: int) -> Iterator[tuple[str, Tables]]:
    if workers == 1 or len(tasks) <= 1:
        yield from ((task.council.slug, audit_tables(task)) for task in tasks)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(workers, len(tasks)), mp_context=context) as pool:
        futures: dict[Future[Tables], str] = {
            pool.submit(audit_tables, task): task.council.slug for task in tasks
        }
        while futures:
            for future in wait(futures, return_when=FIRST_COMPLETED).done:
                yield futures.pop(future), future.result()


def _read(task: Task) -> Site:
    """The site, its pages checked and its searches known; a failed one without evidence."""
    found: dict[str, list[Finding]] = {}

    def check(page: Page) -> None:
        found[page.url] = check_page(page, surveyed_rules(), sheets)

    try:
        sheets = LinkedSheets(ArchivedSheets(task.evidence).text)
        site = read_site(task.council, task.evidence, check)
    except (OSError, ArchiveLoadFailed) as error:
        says_nothing = isinstance(error, OSError) and not isinstance(error, FileNotFoundError)
        if says_nothing and not is_here(task.evidence):
            raise  # it is the store that cannot be read, for now
        return Site(task.council, "failed", f"no evidence: {first_line(error)[:200]}")
    if site.home is not None:
        site.searches = searches(site.home, task.services)
    # The results of its search are of one making and as many as services: one stands for all.
    results = [url for url in site.searches.values() if url in found]
    for url, findings in found.items():
        if site.is_own(url) and url not in results[1:]:
            site.findings[url] = [each for each in findings if not each.needs_review]
            site.needs_review[url] = [each for each in findings if each.needs_review]
    return site


def _finding_rows(site: Site, found: Mapping[str, list[Finding]]) -> Iterator[Row]:
    for url, findings in found.items():
        for finding in findings:
            yield {"slug": site.council.slug, "url": url, **finding.row}


def _statement_rows(site: Site) -> Iterator[Row]:
    for each in check_statement(site):
        yield {
            "slug": site.council.slug,
            "group": each.group,
            "check": each.id,
            "answer": "yes" if each.holds else "no",
            "evidence_url": each.url,
            "quote": each.quote or None,
        }


def _council_row(site: Site, platforms: tuple[Platform, ...]) -> Row:
    council = site.council.model_dump()
    results = set(site.searches.values())
    pages = sum(page.url not in results for page in site.pages)
    seen = {"state": site.state, "pages": pages, "coverage": site.coverage}
    return council | seen | {"cms": cms_of(site, platforms)}


def _page_row(site: Site, capture: Capture, rater: Rater) -> Row:
    page = site.by_url.get(capture.url)
    length = capture.header("content-length")
    depth = capture.depth if capture.depth is not None else site.clicks.get(capture.url)
    return {
        "slug": site.council.slug,
        "url": capture.url,
        "status": capture.status,
        "content_type": capture.content_type or None,
        "bytes": int(length) if length.isdecimal() else site.sizes.get(capture.url),
        "elapsed_ms": capture.elapsed_ms,
        "depth": depth,
        "title": (page.title or None) if page else None,
        "lang": (page.lang or None) if page else None,
        "template": page.template if page else None,
        "service": rater.main_service(capture.url),
        "warc_offset": capture.offset,
        "source": (BROWSER if capture.url in site.from_browser else SOURCE) if page else None,
    }


def _visits(site: Site) -> Iterator[Row]:
    noted = site.resources.get(NOT_VISITED)
    reasons = json.loads(noted.body or b"{}") if noted else {}
    for capture in [*site.captures.values(), *site.attempts.values()]:
        yield {
            "slug": site.council.slug,
            "url": capture.url,
            "outcome": reasons.pop(capture.url, None) or _outcome(capture),
            "reason": capture.reason or None,
            "referrer": capture.via or None,
            "depth": capture.depth,
        }
    for url, reason in reasons.items():
        yield {"slug": site.council.slug, "url": url, "outcome": reason}


def _outcome(capture: Capture) -> str:
    return outcome_of_status(capture.status) if capture.status else capture.outcome
