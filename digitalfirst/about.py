"""Commands about the program itself: what it looks for, and what it needs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from config.addresses import Addresses
from config.services import load_services
from digitalfirst import listing
from digitalfirst.ending import NOT_MET
from digitalfirst.errors import UserError
from digitalfirst.on_cluster import check_extra
from digitalfirst.options import AsJson, ListFormat, Scheduler, ServicesFile
from digitalfirst.printing import print_checks, print_json, stdin_lines


def services(
    match: Annotated[
        bool, typer.Option("--match", help="read URLs or link texts, one a line, from stdin")
    ] = False,
    questions: Annotated[
        bool,
        typer.Option("--questions", help="list the questions asked about each; * is essential"),
    ] = False,
    services: ServicesFile = None,
    as_json: AsJson = False,
) -> None:
    """List the services surveyed, or say which ones texts speak of."""
    known = load_services(services) if services else load_services()
    if match:
        addresses = Addresses.of(known)
        for line in stdin_lines():
            text = line.rstrip("\n")
            found = [match._asdict() for match in addresses.guess(text)]
            print(json.dumps({"input": text, "matches": found}, ensure_ascii=False), flush=True)
    elif as_json and questions:
        print_json(listing.question_facts(known))
    elif as_json:
        print_json([each.model_dump(mode="json") for each in known])
    else:
        lines = listing.question_lines if questions else listing.service_lines
        print("\n".join(lines(known)))


def rules(
    measures: Annotated[bool, typer.Option("--measures", help="list the measures instead")] = False,
    format: Annotated[
        ListFormat, typer.Option(metavar="FORMAT", help=f"{', '.join(ListFormat)}")
    ] = ListFormat.table,
) -> None:
    """List what is checked: the accessibility rules, or the measures."""
    listed = listing.measure_facts() if measures else listing.rule_facts()
    if format is ListFormat.json:
        print_json(listed)
    else:
        print("\n".join(listing.measure_lines() if measures else listing.rule_lines()))


def doctor(
    scheduler: Scheduler = None,
    store: Annotated[
        str | None,
        typer.Option(metavar="URL", help="a folder in a store that its workers can write to"),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say whether this machine, or a cluster, is ready: browser, disk, network; workers, store."""
    from digitalfirst.doctor import checks

    if store is not None and scheduler is None:
        raise UserError("--store: is tried from a cluster's workers: name its --scheduler")
    if scheduler is not None:
        check_extra()
        from digitalfirst.cluster_doctor import cluster_checks

        found = list(cluster_checks(scheduler, store))
    else:
        found = list(checks(Path.cwd()))
    print_checks(found, as_json)
    if any(each.needed and not each.well for each in found):
        raise typer.Exit(NOT_MET)
