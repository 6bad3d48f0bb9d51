"""The command line: `digitalfirst COMMAND`. Results go to stdout, progress to stderr.

Exit codes: 0 done, 1 a threshold not met, 2 wrong usage or input, 3 finished with councils failed.
"""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from config import ConfigError
from config.services import load_services
from config.vocabulary import Vocabulary
from crawler.run import CrawlSettings, Run
from crawler.survey import CrawlFailed, status
from digitalfirst import checking, listing, steps
from digitalfirst.steps import UserError
from reports.filters import ReportError

NOT_MET, WRONG, SOME_FAILED, INTERRUPTED = 1, 2, 3, 130

app = typer.Typer(
    help="How well do councils serve people online? An audit crawler of council websites.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Folder = Annotated[Path, typer.Argument(metavar="RUN", help="the run's folder")]
AsJson = Annotated[bool, typer.Option("--json", help="print the result as JSON")]
Methods = Annotated[
    list[str] | None, typer.Option("--method", help="a method's name or YAML file; repeatable")
]
Contact = Annotated[
    str,
    typer.Option(envvar="DIGITALFIRST_CONTACT", help="who is asking: an e-mail or web address"),
]
Delay = Annotated[float, typer.Option(min=0, help="seconds between two requests to a host")]
MaxPages = Annotated[int, typer.Option(min=1, help="pages to read of each council")]
AllowPrivate = Annotated[
    bool, typer.Option("--allow-private", help="let private and loopback addresses be visited")
]
ServicesFile = Annotated[
    Path | None, typer.Option("--services", help="survey the services of this YAML file")
]
Seed = Annotated[int, typer.Option(help="settles what is drawn at random")]


class ExportFormat(StrEnum):
    """What `export` can write."""

    csv = "csv"
    parquet = "parquet"
    sqlite = "sqlite"
    datapackage = "datapackage"


class CheckFormat(StrEnum):
    """How `check` prints findings."""

    table = "table"
    jsonl = "jsonl"


class ListFormat(StrEnum):
    """How lists are printed."""

    table = "table"
    json = "json"


@app.command(epilog="Example: digitalfirst demo --councils 12")
def demo(
    out: Annotated[Path, typer.Option(help="the run's folder")] = Path("runs/demo"),
    councils: Annotated[int, typer.Option(min=1, max=1000)] = 12,
    pages: Annotated[int, typer.Option(min=20, help="pages of each simulated council")] = 150,
    max_pages: MaxPages = 200,
    seed: Seed = 1,
) -> None:
    """Audit a simulated estate of councils, end to end, and say where the report is."""
    from digitalfirst.demo import served
    from digitalfirst.estate import Estate

    estate = Estate(seed=seed, councils=councils, pages=pages)
    run = Run(out)
    settings = CrawlSettings(
        max_pages=max_pages, delay=0.02, contact="demo@digitalfirst.test", seed=seed
    )
    steps.begin(run, estate.councils, settings)
    estate.write(out / "estate")
    with served(estate):
        steps.crawl(run)
    ratings = steps.score(run, ["digital-first"])
    _export(run, list(ExportFormat))
    page = steps.report(run)
    print(listing.ranking_lines(run, ratings, most=councils))
    print(f"\nThe report: {page}")


@app.command(
    epilog="Example: digitalfirst audit https://www.example.gov.uk/ --contact me@example.org"
)
def audit(
    url: Annotated[str, typer.Argument(metavar="URL", help="the site's homepage")],
    out: Annotated[Path | None, typer.Option(help="the run's folder")] = None,
    type: Annotated[
        str, typer.Option(help="the type of council: what it must provide")
    ] = "unitary",
    nation: Annotated[str, typer.Option(help="England, Scotland, Wales or Northern Ireland")] = "",
    max_pages: MaxPages = 150,
    delay: Delay = 1.0,
    contact: Contact = "",
    allow_private: AllowPrivate = False,
    services: ServicesFile = None,
    method: Methods = None,
    fail_under: Annotated[
        float | None, typer.Option(min=0, max=100, help="exit 1 where the score is lower")
    ] = None,
    seed: Seed = 0,
    as_json: AsJson = False,
) -> None:
    """Audit one site: crawl it, score it, write its report."""
    council = steps.one_site(url, type, nation)
    run = Run(out or Path("runs") / f"{council.slug}-{steps.stamp()}")
    settings = CrawlSettings(
        max_pages=max_pages, delay=delay, contact=contact, allow_private=allow_private, seed=seed
    )
    steps.begin(run, [council], settings, services)
    ended = steps.crawl(run)[0]
    ratings = steps.score(run, method or ["digital-first"])
    page = steps.report(run)
    summary = listing.summary(run, ratings, council.slug)
    print(
        json.dumps(summary | {"report": str(page)}, indent=1)
        if as_json
        else listing.summary_lines(summary, page)
    )
    if ended.state == "failed":
        raise typer.Exit(SOME_FAILED)
    if fail_under is not None and (summary["score"] is None or summary["score"] < fail_under):
        raise typer.Exit(NOT_MET)


@app.command(
    epilog="Example: digitalfirst crawl runs/2026 --where type=unitary --contact me@example.org"
)
def crawl(
    run: Folder,
    councils: Annotated[
        Path | None, typer.Option(help="a register of one's own (CSV); else the UK's councils")
    ] = None,
    where: Annotated[
        list[str] | None, typer.Option(help="only councils with COLUMN=VALUE; repeatable")
    ] = None,
    max_pages: MaxPages = 150,
    delay: Delay = 1.0,
    contact: Contact = "",
    allow_private: AllowPrivate = False,
    services: ServicesFile = None,
    seed: Seed = 0,
    as_json: AsJson = False,
) -> None:
    """Crawl the councils of a register into a run's folder. Run it again to go on."""
    folder = Run(run)
    settings = CrawlSettings(
        max_pages=max_pages, delay=delay, contact=contact, allow_private=allow_private, seed=seed
    )
    steps.begin(folder, steps.chosen(councils, where or []), settings, services)
    ended = steps.crawl(folder)
    _print_status(ended, as_json)
    if any(each.state == "failed" for each in ended):
        raise typer.Exit(SOME_FAILED)


@app.command(epilog="Example: digitalfirst score runs/2026 --method digital-first")
def score(
    run: Annotated[
        Path, typer.Argument(metavar="RUN", help="the run's folder, or a WARC file by any crawler")
    ],
    method: Methods = None,
    homepage: Annotated[
        str | None, typer.Option(help="of the site in a WARC file; else its first page")
    ] = None,
    type: Annotated[str, typer.Option(help="of the council in a WARC file")] = "unitary",
    nation: Annotated[str, typer.Option(help="of the council in a WARC file")] = "",
    out: Annotated[Path | None, typer.Option(help="the run's folder for a WARC file")] = None,
    as_json: AsJson = False,
) -> None:
    """Rate a run's evidence. Fetches nothing; may be done again at any time, by other methods."""
    folder = Run(run)
    if run.is_file():
        name = run.name.split(".warc")[0]
        folder = steps.adopt(run, out or run.parent / f"{name}-run", homepage, type, nation)
    ratings = steps.score(folder, method or ["digital-first"])
    if as_json:
        print(ratings.to_json(orient="records", indent=1))
    else:
        print(listing.ranking_lines(folder, ratings, most=20))
        print(f"\nThe tables: {folder.tables}")


@app.command(epilog="Example: digitalfirst report runs/2026")
def report(run: Folder) -> None:
    """Write the report site of a scored run and say where it is."""
    print(steps.report(Run(run)))


@app.command(epilog="Example: digitalfirst export runs/2026 --format csv --format sqlite")
def export(
    run: Folder,
    format: Annotated[
        list[ExportFormat] | None, typer.Option(help="what to write; repeatable; else csv")
    ] = None,
) -> None:
    """Write a scored run's tables for other programs into its folder `export`."""
    for path in _export(Run(run), format or [ExportFormat.csv]):
        print(path)


@app.command(epilog="Example: digitalfirst check page.html --format jsonl")
def check(
    places: Annotated[
        list[str], typer.Argument(metavar="FILE|DIR|-", help="HTML files, folders, or - for stdin")
    ],
    format: Annotated[CheckFormat, typer.Option(help="how to print")] = (CheckFormat.table),
) -> None:
    """Check the accessibility of single pages from their markup."""
    line = checking.as_json_line if format is CheckFormat.jsonl else checking.as_line
    failed = False
    for name, finding in checking.check(places):
        failed = True
        print(line(name, finding))
    if failed:
        raise typer.Exit(NOT_MET)


@app.command(epilog="Example: echo 'Report a missed bin' | digitalfirst services --match")
def services(
    match: Annotated[
        bool, typer.Option("--match", help="read URLs or link texts, one a line, from stdin")
    ] = False,
    services: ServicesFile = None,
    as_json: AsJson = False,
) -> None:
    """List the services surveyed; or say which services URLs or link texts speak of."""
    if match:
        vocabulary = Vocabulary.of(load_services(services) if services else load_services())
        for line in sys.stdin:
            text = line.rstrip("\n")
            found = [{"lgsl": m.lgsl, "score": round(m.score, 3)} for m in vocabulary.match(text)]
            print(json.dumps({"input": text, "matches": found}, ensure_ascii=False), flush=True)
    elif as_json:
        known = load_services(services) if services else load_services()
        print(json.dumps([each.model_dump(mode="json") for each in known], indent=1))
    else:
        print("\n".join(listing.service_lines(services)))


@app.command(epilog="Example: digitalfirst rules --format json")
def rules(
    measures: Annotated[bool, typer.Option("--measures", help="list the measures instead")] = False,
    format: Annotated[ListFormat, typer.Option(help="how to print")] = ListFormat.table,
) -> None:
    """List what is checked: the accessibility rules, or the measures."""
    listed = listing.measure_facts() if measures else listing.rule_facts()
    if format is ListFormat.json:
        print(json.dumps(listed, indent=1))
    else:
        for each in listed:
            print("  ".join(str(value) for value in list(each.values())[:4]))


@app.command("status", epilog="Example: digitalfirst status runs/2026")
def show_status(run: Folder, as_json: AsJson = False) -> None:
    """Say how far a crawl has come: what is done, partial, failed, waiting."""
    _print_status(list(status(Run(run))), as_json)


@app.command(epilog="Example: digitalfirst doctor")
def doctor(as_json: AsJson = False) -> None:
    """Say whether this machine is ready: browser, disk, network, proxy."""
    from digitalfirst.doctor import checks

    found = list(checks(Path.cwd()))
    if as_json:
        print(json.dumps([each.row for each in found], indent=1))
    else:
        for each in found:
            mark = "ok" if each.well else ("FAIL" if each.needed else "note")
            print(f"{mark:<5} {each.name:<13} {each.found}")
    if any(each.needed and not each.well for each in found):
        raise typer.Exit(NOT_MET)


def main() -> None:
    """Run the command line; a user's mistake is one line on stderr and exit code 2."""
    try:
        app()
    except (ConfigError, UserError, ReportError, CrawlFailed) as error:
        print(f"digitalfirst: {error}", file=sys.stderr)
        sys.exit(WRONG if not isinstance(error, CrawlFailed) else SOME_FAILED)
    except KeyboardInterrupt:
        print("digitalfirst: stopped; run the same command again to go on", file=sys.stderr)
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        sys.exit(0)


def _export(run: Run, formats: list[ExportFormat]) -> list[Path]:
    return [path for each in formats for path in steps.export(run, each.value)]


def _print_status(ended: list[Any], as_json: bool) -> None:
    rows = [
        {"slug": each.slug, "state": each.state, "pages": each.pages, "reason": each.reason}
        for each in ended
    ]
    if as_json:
        print(json.dumps(rows, indent=1))
        return
    for row in rows:
        print(f"{row['state']:<8} {row['pages']:>5}  {row['slug']}  {row['reason']}".rstrip())
    states = sorted({row["state"] for row in rows})
    counts = ", ".join(f"{sum(row['state'] == s for row in rows)} {s}" for s in states)
    print(f"{len(rows)} councils: {counts}")
