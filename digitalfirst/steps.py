"""The steps of the way through, each as a person at the command line meets it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
from pyarrow import ArrowException
from pydantic import ValidationError

from config import Council, Method, load_method, load_services
from config.govuk_links import load_govuk_links
from config.method import METHODS
from config.reading import read_text
from crawler import survey
from crawler.browser import NoBrowser, find_browser
from crawler.run import CrawlSettings, Run, RunRecord, new_record, write_whole
from crawler.store import is_here
from digitalfirst.auditing import copy_audited
from digitalfirst.choosing import is_loopback
from digitalfirst.errors import Stopped, UserError
from digitalfirst.on_cluster import audit_on_cluster, crawl_on_cluster
from digitalfirst.progress import crawl_bar, render_bar, warn
from reports.challenge import check_challenge
from reports.filters import listed
from reports.groups import not_in, read_groups, write_groups
from reports.tables import (
    export_csv,
    export_datapackage,
    export_parquet,
    export_ranking,
    export_sqlite,
)
from reports.wacz import export_wacz
from scoring.measures import all_measures
from scoring.methods import rate, tables_to_rate
from scoring.review import count_overruled, is_reviewed, review_run
from scoring.tables import (
    COLUMNS,
    RATED,
    copy_table,
    read_tables,
    write_tables,
)

Tables = dict[str, pd.DataFrame]


def settings(**asked: Any) -> CrawlSettings:
    """How a run crawls, from what was asked at the command line.

    Raises:
        UserError: one of the settings cannot be understood.
    """
    try:
        return CrawlSettings(**asked)
    except ValidationError as error:
        first = error.errors()[0]
        message = first["msg"].removeprefix("Value error, ")
        raise UserError(f"--{'-'.join(map(str, first['loc']))}: {message}") from error


def begin(
    run: Run,
    councils: Iterable[Council],
    settings: CrawlSettings,
    services: Path | None = None,
    links: Path | None = None,
) -> RunRecord:
    """The record of a run: the one that is there, or a new one.

    `services` (a list of one's own) and `links` (GOV.UK's) are copied into the run's folder.

    Raises:
        UserError: the run that is there was asked for otherwise, or no contact was given.
        ConfigError: one of the files is wrong.
    """
    if services is not None:
        load_services(services)
    if links is not None:
        load_govuk_links(links)
    copies = {run.services_file: services, run.links_file: links}
    wanted = new_record(run.folder.name, tuple(councils), settings)
    if run.record_path.exists():
        record = run.read()
        if differences := [*_differences(record, wanted), *_other_files(copies)]:
            raise UserError(
                f"{run.folder} was begun otherwise ({'; '.join(differences)}): "
                "ask for the same to go on with it, or give another folder to begin anew"
            )
        return record
    check_contact(wanted.settings, wanted.councils)
    if run.folder.exists() and not run.folder.is_dir():
        raise UserError(f"{run.folder}: is a file, not a folder")
    for copy, given in copies.items():
        if given is not None:
            write_whole(copy, read_text(given))
    run.write(wanted)
    return wanted


def check_contact(settings: CrawlSettings, councils: Iterable[Council]) -> None:
    """Make sure that we say who is asking.

    Raises:
        UserError: no contact was given, and a site is not on this machine.
    """
    contact = settings.contact
    if not contact.isprintable():
        raise UserError(f"--contact {contact!r}: must be one line of text")
    if contact or settings.allow_private or all(map(is_loopback, councils)):
        return
    raise UserError(
        "say who is asking before visiting live sites: --contact ADDRESS "
        "(an e-mail address or a web page) or DIGITALFIRST_CONTACT"
    )


def crawl(run: Run, scheduler: str | None = None) -> list[survey.Status]:
    """Crawl what is left of a run, and open its sample in a browser; returns how each ended.

    `scheduler` is the address of a cluster to do so on.

    Raises:
        Stopped: the user interrupted it, or the scheduler was lost; what was captured is kept.
        UserError: the run is in a store, and no cluster was named.
    """
    goes_on = f"what was captured is in {run.folder}: the same command for that folder goes on"
    try:
        if scheduler is not None:
            for note in crawl_on_cluster(run, scheduler, goes_on):
                warn(note)
        elif not is_here(run.folder):
            needs = "a crawl into a store needs a cluster: --scheduler tcp://HOST:8786"
            raise UserError(f"{run.folder}: {needs}")
        else:
            _crawl(run)
            if run.read().settings.render != "none":
                _render(run)
    except KeyboardInterrupt as error:
        raise Stopped(f"stopped; {goes_on}") from error
    return list(survey.status(run))


def _crawl(run: Run, only: frozenset[str] | None = None) -> None:
    record = run.read()
    done = sum(each.state == "done" for each in survey.status(run))
    with crawl_bar(len(record.councils), done, record.settings.max_pages) as bar:
        survey.crawl(run, bar.hear, only=only)


def _render(run: Run) -> None:
    """The sample; where script makes a site, its pages are read and the crawl goes on from them."""
    browser = find_browser()
    if browser is None:
        warn("no Chromium here: no page is rendered, and measures that need it are not assessed")
        return
    from crawler.rendering_run import render_run  # and Playwright with it

    left: frozenset[str] | None = None
    try:
        while left is None or left:
            with render_bar() as bar:
                left = render_run(run, browser, bar.hear, left)
            if left:
                _crawl(run, left)
    except NoBrowser as error:
        warn(f"no page is rendered: {error}")


def load_methods(names: Sequence[str]) -> list[Method]:
    """The methods of these names or files.

    Raises:
        ConfigError: one does not exist or its file is wrong.
        UserError: two are the same, or one weighs a measure that does not exist.
    """
    methods = [load_method(name) for name in names]
    ids = [method.id for method in methods]
    if twice := next((id for id in ids if ids.count(id) > 1), None):
        raise UserError(f"two of the methods given are called {twice!r}: change one's id")
    known = {measure.id for measure in all_measures()}
    known |= {f"services.{service.lgsl}" for service in load_services()}
    for name, method in zip(names, methods, strict=True):
        if unknown := next((each for each in method.measures if each not in known), None):
            listed = "digitalfirst rules --measures lists them"
            raise UserError(f"{name}: no measure is called {unknown!r}; {listed}")
    return methods


def score(run: Run, methods: Sequence[str], scheduler: str | None = None) -> pd.DataFrame:
    """Audit a run's evidence, lay reviewers' decisions over it and rate it by each method.

    A council's evidence that was read by today's rules before is not read again. `scheduler` is the
    address of a cluster to read it on. Returns the table `ratings`.

    Raises:
        UserError: a cluster was named, and what it needs is not installed.
        Stopped: the user interrupted it, a process that reads died, or the scheduler was lost.
    """
    loaded = load_methods(methods)
    record = run.read()
    _read_evidence(run, scheduler)
    machine, tables = _to_rate(run, loaded)
    rated = [rate(tables, run.load_services(), method, record.settings.seed) for method in loaded]
    ratings = pd.concat(rated, ignore_index=True)
    write_tables({"ratings": ratings}, run.tables)
    for name, method in zip(methods, loaded, strict=True):
        copy = run.folder / "methods" / f"{method.id}.yaml"
        write_whole(copy, read_text(_method_file(name)))
    update = {
        "methods": tuple(method.id for method in loaded),
        "reviewed": int(is_reviewed(tables["services"]).sum()),
        "overruled": count_overruled(machine["services"], tables["services"]),
    }
    run.write(record.model_copy(update=update))
    return ratings


def _read_evidence(run: Run, scheduler: str | None) -> None:
    goes_on = "what was read is kept: the same command goes on from there"
    try:
        if scheduler is not None:
            audit_on_cluster(run, scheduler, goes_on)
        else:
            copy_audited(run)
    except KeyboardInterrupt as error:
        raise Stopped(f"stopped; {goes_on}") from error
    except BrokenProcessPool as error:
        died = "a process that reads evidence died, for want of memory perhaps"
        raise Stopped(f"{died}; {goes_on}") from error


def _to_rate(run: Run, methods: Sequence[Method]) -> tuple[Tables, Tables]:
    """What the machine found and what is to be rated; of a run without decisions it is the same.

    Then no more is held of it than these methods' ratings need.
    """
    if run.decisions.exists():
        machine = read_tables(run.tables, RATED)
        return machine, review_run(run, machine)
    copy_table("services", run.tables, run.machine)
    tables = tables_to_rate(run.tables, methods)
    return tables, tables


def scored_tables(run: Run, names: Iterable[str] = tuple(COLUMNS)) -> Tables:
    """A scored run's tables, all or those named.

    Raises:
        UserError: the run has not been scored, or a table of it is damaged.
    """
    run.read()
    return {name: _table(run, name, run.tables) for name in names}


def machine_tables(run: Run) -> dict[str, pd.DataFrame]:
    """A scored run's tables with `services` as the machine has it, no decision laid over.

    Raises:
        UserError: the run has not been scored, or a table of it is damaged.
    """
    return scored_tables(run) | {"services": _table(run, "services", run.machine)}


def report(
    run: Run,
    previous: Path | None = None,
    groups: Path | None = None,
    challenge: str | None = None,
) -> Path:
    """Write the report site of a scored run; returns its first page.

    Scores of the run in folder `previous` stand beside its own: what changed since, by today's
    rules, or where the evidence is gone the scores as published. `groups` is a file of groups of
    councils, kept with the run: without one, the groups kept before stand. Slugs in it that the
    run does not have are warned of. `challenge` is the template of links to challenge a rating: it
    is kept in the run's record.

    Raises:
        UserError: the run has not been scored, or a table of it is damaged.
        ConfigError: the file of groups is wrong.
        ReportError: the template can make no link, or `previous` is no run to compare it with.
    """
    from digitalfirst.comparing import changes_since  # here, for it needs these steps
    from reports.site import write_site  # here, for matplotlib takes a while to load

    councils = scored_tables(run)["councils"]
    file = groups or (run.groups if run.groups.is_file() else None)
    grouped = read_groups(file) if file else ()
    if unknown := not_in(grouped, set(councils["slug"])):
        warn(f"{file}: no council of this run has the slug {listed(unknown)}")
    if groups:
        write_groups(grouped, run.groups)
    record = run.read()
    if challenge is not None and check_challenge(challenge) != record.challenge:
        run.write(record.model_copy(update={"challenge": challenge}))
    changes = changes_since(Run(previous), run) if previous else None
    return write_site(run.folder, previous, grouped, changes)


def export(run: Run, format: str, bom: bool = False) -> list[Path]:
    """Write a scored run's tables (or, as wacz, its evidence) in a format; returns the files.

    With `bom` CSV files begin with a byte order mark.

    Raises:
        UserError: the run has not been scored, or a table of it is damaged.
    """
    tables = scored_tables(run)
    match format:
        case "csv":
            method = str(tables["ratings"]["method"].iloc[0])
            ranking = export_ranking(tables, method, run.export / "ranking.csv", bom)
            return [*export_csv(tables, run.export, bom), ranking]
        case "parquet":
            return export_parquet(tables, run.export)
        case "sqlite":
            return [export_sqlite(tables, run.export / "digitalfirst.sqlite")]
        case "wacz":
            return export_wacz(run, tables["pages"], run.export / "wacz")
    return [export_datapackage(tables, run.export)]


def stamp() -> str:
    """The time to the second, fit for a folder's name."""
    return datetime.now(UTC).strftime("%Y-%m-%d-%H%M%S")


def _differences(record: RunRecord, wanted: RunRecord) -> list[str]:
    """In what two records of one run differ, in words; empty where they ask for the same."""
    old, new = record.settings.model_dump(), wanted.settings.model_dump()
    found = [f"{name} {old[name]!r}, not {new[name]!r}" for name in old if old[name] != new[name]]
    if record.councils != wanted.councils:
        found.append(f"{len(record.councils)} councils, not these {len(wanted.councils)}")
    return found


def _other_files(copies: dict[Path, Path | None]) -> Iterator[str]:
    """Which of a run's own copies are not of the files given now, in words."""
    for copy, given in copies.items():
        before = read_text(copy) if copy.exists() else None
        if before != (read_text(given) if given else None):
            yield f"another {copy.name}"


def _table(run: Run, name: str, folder: Path) -> pd.DataFrame:
    again = f"digitalfirst score {run.folder}"
    try:
        table = read_tables(folder, [name])[name]
    except FileNotFoundError as error:
        raise UserError(f"{run.folder} has not been scored yet: {again}") from error
    except (ArrowException, OSError) as error:
        raise UserError(f"{folder / name}.parquet: is damaged; score again: {again}") from error
    if absent := set(COLUMNS[name]) - set(table.columns):
        lacks = f"lacks the column {min(absent)}"
        raise UserError(f"{folder / name}.parquet: {lacks}; score again: {again}")
    return table


def _method_file(name: str) -> Path:
    return Path(name) if name.endswith((".yaml", ".yml")) else METHODS / f"{name}.yaml"
