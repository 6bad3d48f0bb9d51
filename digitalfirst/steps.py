"""The steps of the way through, each as a person at the command line meets it."""

from __future__ import annotations

import ipaddress
import re
import shutil
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from config import Council, load_councils, load_method, load_services
from crawler import survey
from crawler.archive import RESPONSE, read_archive
from crawler.run import CrawlSettings, Run, RunRecord, new_record
from crawler.urls import canonical, host_of
from digitalfirst.progress import counting_bar, crawl_bar
from reports.site import write_site
from reports.tables import (
    export_csv,
    export_datapackage,
    export_parquet,
    export_ranking,
    export_sqlite,
)
from scoring.audit import audit_run
from scoring.methods import rate
from scoring.tables import AUDITED, read_tables, write_tables

_NOT_SLUG = re.compile(r"[^a-z0-9]+")


class UserError(Exception):
    """Something that the user can put right; its text is one line that says how."""


def begin(
    run: Run, councils: Iterable[Council], settings: CrawlSettings, services: Path | None = None
) -> RunRecord:
    """The record of a run: the one that is there, or a new one.

    Raises:
        UserError: the run that is there was asked for otherwise, or no contact was given.
    """
    wanted = tuple(councils)
    if run.record_path.exists():
        record = run.read()
        if record.settings != settings or record.councils != wanted:
            raise UserError(
                f"{run.folder} was begun with other councils or settings; "
                "give the same ones to go on with it, or another folder to begin anew"
            )
        return record
    if not settings.contact and not settings.allow_private and not all(map(_is_loopback, wanted)):
        raise UserError(
            "say who is asking before visiting live sites: --contact ADDRESS "
            "(an e-mail address or a web page) or DIGITALFIRST_CONTACT"
        )
    record = new_record(run.folder.name, wanted, settings)
    if services is not None:
        load_services(services)
        record = record.model_copy(update={"services": str(services.resolve())})
    run.write(record)
    return record


def crawl(run: Run) -> list[survey.Status]:
    """Crawl what is left of a run; returns how each council ended."""
    record = run.read()
    done = sum(each.state == "done" for each in survey.status(run))
    with crawl_bar(len(record.councils), done, record.settings.max_pages) as bar:
        survey.crawl(run, bar.hear)
    return list(survey.status(run))


def score(run: Run, methods: Sequence[str]) -> pd.DataFrame:
    """Audit a run's evidence and rate it by each method; returns the table `ratings`."""
    loaded = [load_method(_method(name)) for name in methods]
    record = run.read()
    with counting_bar("score", len(record.councils)) as bar:
        audit_run(run, lambda slug: bar.advance(bar.task_ids[0]))
    tables = read_tables(run.tables, AUDITED)
    services = load_services(Path(record.services)) if record.services else load_services()
    rated = [rate(tables, services, method, record.settings.seed) for method in loaded]
    ratings = pd.concat(rated, ignore_index=True)
    write_tables({"ratings": ratings}, run.tables)
    run.write(record.model_copy(update={"methods": tuple(method.id for method in loaded)}))
    return ratings


def report(run: Run) -> Path:
    """Write the report site of a scored run; returns its first page.

    Raises:
        UserError: the run has not been scored.
    """
    _scored(run)
    return write_site(run.folder)


def export(run: Run, format: str) -> list[Path]:
    """Write a scored run's tables as csv, parquet, sqlite or datapackage; returns the files.

    Raises:
        UserError: the run has not been scored.
    """
    tables = _scored(run)
    method = run.read().methods[0]
    match format:
        case "csv":
            ranking = export_ranking(tables, method, run.export / "ranking.csv")
            return [*export_csv(tables, run.export), ranking]
        case "parquet":
            return export_parquet(tables, run.export)
        case "sqlite":
            return [export_sqlite(tables, run.export / "digitalfirst.sqlite")]
    return [export_datapackage(tables, run.export)]


def chosen(register: Path | None, conditions: Sequence[str]) -> tuple[Council, ...]:
    """The councils of a register that meet every condition `column=value`.

    Raises:
        UserError: a condition cannot be understood, or no council meets them all.
    """
    councils = load_councils(register) if register else load_councils()
    for condition in conditions:
        column, equals, value = condition.partition("=")
        if not equals or column not in Council.model_fields:
            known = ", ".join(Council.model_fields)
            raise UserError(f"--where {condition!r}: write COLUMN=VALUE, a column of: {known}")
        councils = tuple(
            each for each in councils if str(getattr(each, column)).lower() == value.lower()
        )
    if not councils:
        raise UserError(f"no council in the register has {' and '.join(conditions)}")
    return councils


def one_site(homepage: str, type: str, nation: str) -> Council:
    """A council of which only the homepage is known.

    Raises:
        UserError: the homepage is no http or https address.
    """
    url = canonical(homepage)
    if url is None:
        raise UserError(f"{homepage!r} is not an http or https URL")
    host = host_of(url)
    slug = _NOT_SLUG.sub("-", host.removeprefix("www.")).strip("-")
    return Council(slug=slug, name=host, type=type, nation=nation, homepage=url)


def adopt(source: Path, folder: Path, homepage: str | None, type: str, nation: str) -> Run:
    """A run around a WARC file that another crawler wrote. The file is copied, never changed.

    Raises:
        UserError: the file holds no page to begin at.
    """
    start = homepage or _first_page(source)
    if start is None:
        raise UserError(f"{source}: holds no captured page; give --homepage URL if it is elsewhere")
    council = one_site(start, type, nation)
    run = Run(folder)
    run.write(new_record(folder.name, (council,), CrawlSettings(allow_private=True)))
    target = folder / "evidence" / (council.slug + ("".join(source.suffixes[-2:]) or ".warc.gz"))
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    return run


def stamp() -> str:
    """The time to the second, fit for a folder's name."""
    return datetime.now(UTC).strftime("%Y-%m-%d-%H%M%S")


def _scored(run: Run) -> dict[str, pd.DataFrame]:
    run.read()
    try:
        return read_tables(run.tables)
    except FileNotFoundError as error:
        wanted = f"digitalfirst score {run.folder}"
        raise UserError(f"{run.folder} has not been scored yet: {wanted}") from error


def _method(name: str) -> str | Path:
    return Path(name) if name.endswith((".yaml", ".yml")) else name


def _first_page(warc: Path) -> str | None:
    try:
        captures = (each for each in read_archive(warc) if each.kind == RESPONSE)
        return next((each.url for each in captures if "html" in each.content_type), None)
    except Exception as error:
        raise UserError(f"{warc}: is not a WARC file: {error}") from error


def _is_loopback(council: Council) -> bool:
    host = host_of(council.homepage)
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
