"""The command line: `digitalfirst COMMAND`. Results go to stdout, progress to stderr.

Exit codes: 0 done, 1 a threshold not met, 2 wrong usage or input, 3 finished with councils failed.
"""

from __future__ import annotations

from contextlib import nullcontext
from itertools import pairwise
from pathlib import Path
from typing import Annotated

import typer

from crawler.run import Run
from crawler.store import folder_at, is_here
from crawler.survey import status
from digitalfirst import about, checking, comparing, listing, reviewing, steps
from digitalfirst.adopting import adopt
from digitalfirst.choosing import as_known, chosen, one_site
from digitalfirst.ending import NOT_MET, SOME_FAILED, WRONG, end_well
from digitalfirst.errors import UserError
from digitalfirst.options import (
    Against,
    AllowPrivate,
    AsJson,
    Between,
    Bom,
    Challenge,
    CheckFormat,
    Contact,
    CouncilType,
    Delay,
    Explain,
    ExportFormat,
    ExportFormats,
    FailUnder,
    Folder,
    Groups,
    Homepage,
    LinksFile,
    MaxPages,
    Methods,
    Nation,
    Place,
    Previous,
    RenderChoice,
    RenderWhich,
    SampleSize,
    Scheduler,
    Seed,
    ServicesFile,
    SimulatedCouncils,
    SimulatedPages,
    Where,
    Years,
    example,
)
from digitalfirst.printing import print_json, print_status, print_working
from digitalfirst.summary import print_summary, summary
from scoring.accessibility import earl
from scoring.tables import RATED

METHOD = "digital-first"

app = typer.Typer(
    help="How well do councils serve people online? An audit crawler of council websites.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(reviewing.app, name="review")


@app.command(epilog=example("digitalfirst demo --councils 12"))
def demo(
    out: Annotated[Path, typer.Option(metavar="FOLDER", help="the run's folder")] = Path(
        "runs/demo"
    ),
    councils: SimulatedCouncils = 12,
    pages: SimulatedPages = 150,
    max_pages: MaxPages = 200,
    years: Years = 1,
    seed: Seed = 1,
    as_json: AsJson = False,
) -> None:
    """Audit a simulated estate of councils; say where the report is."""
    from digitalfirst.demo import audit_estate, run_of

    runs = [run_of(Run(out), year) for year in range(years)]
    rated = [
        audit_estate(run, councils, pages, max_pages, seed, year) for year, run in enumerate(runs)
    ]
    for run in runs:
        _export(run, [each for each in ExportFormat if each is not ExportFormat.wacz])
    befores = [None, *(run.folder for run in runs)]
    reports = [steps.report(run, before) for run, before in zip(runs, befores, strict=False)]
    pairs = list(pairwise(runs))
    compared = [each for pair in pairs for each in comparing.compare_runs(*pair, [METHOD])]
    if as_json:
        facts = {"report": str(reports[-1]), "ratings": listing.rows(rated[-1])}
        print_json(facts | {"compared": [each.facts for each in compared]})
        return
    for run, ratings, page in zip(runs, rated, reports, strict=True):
        print(listing.ranking_lines(run, ratings, most=councils))
        print(f"\nThe report: {page}\n")
    for pair, each in zip(pairs, compared, strict=True):
        print("\n".join(comparing.lines(each, *pair)))


@app.command(
    epilog=example("digitalfirst audit https://www.example.gov.uk/ --contact me@example.org")
)
def audit(
    url: Annotated[str, typer.Argument(metavar="URL", help="the site's homepage")],
    out: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="the run's folder; else runs/SITE-TIME"),
    ] = None,
    type: CouncilType = "unitary",
    nation: Nation = "",
    max_pages: MaxPages = 150,
    delay: Delay = 1.0,
    contact: Contact = "",
    allow_private: AllowPrivate = False,
    services: ServicesFile = None,
    render: RenderWhich = RenderChoice.sample,
    sample: SampleSize = 20,
    method: Methods = None,
    fail_under: FailUnder = None,
    against: Against = None,
    seed: Seed = 0,
    as_json: AsJson = False,
) -> None:
    """Audit one site: crawl it, score it, write its report."""
    council = one_site(url, type, nation)
    if against is not None:
        council = as_known(council, Run(against).read().councils, against)
    methods = method or [METHOD]
    steps.load_methods(methods)
    run = Run(out or Path("runs") / f"{council.slug}-{steps.stamp()}")
    settings = steps.settings(
        max_pages=max_pages,
        delay=delay,
        contact=contact,
        allow_private=allow_private,
        render=render.value,
        sample=sample,
        seed=seed,
    )
    steps.begin(run, [council], settings, services)
    ended = steps.crawl(run)[0]
    ratings = steps.score(run, methods)
    page = steps.report(run)
    found = summary(run, ratings, ended)
    older = Run(against or run.folder)
    moved = comparing.compare_runs(older, run, methods, council.slug) if against else []
    if as_json:
        print_json(found | {"report": str(page), "against": [each.facts for each in moved]})
    else:
        print_summary(found, page)
        for each in moved:
            print("", *comparing.moved_lines(each, older, run), sep="\n")
    if ended.state == "failed":
        raise typer.Exit(SOME_FAILED)
    if fail_under is not None and (found["score"] is None or found["score"] < fail_under):
        raise typer.Exit(NOT_MET)


@app.command(
    epilog=example("digitalfirst crawl runs/2026 --where type=unitary --contact me@example.org")
)
def crawl(
    run: Place,
    councils: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="a register of one's own (CSV); else the UK's councils"),
    ] = None,
    where: Where = None,
    max_pages: MaxPages = 150,
    delay: Delay = 1.0,
    between: Between = "",
    contact: Contact = "",
    allow_private: AllowPrivate = False,
    services: ServicesFile = None,
    links: LinksFile = None,
    render: RenderWhich = RenderChoice.sample,
    sample: SampleSize = 20,
    scheduler: Scheduler = None,
    seed: Seed = 0,
    as_json: AsJson = False,
) -> None:
    """Crawl the councils of a register into a run's folder. Run it again to go on."""
    folder = Run(folder_at(run))
    settings = steps.settings(
        max_pages=max_pages,
        delay=delay,
        between=between,
        contact=contact,
        allow_private=allow_private,
        render=render.value,
        sample=sample,
        seed=seed,
    )
    steps.begin(folder, chosen(councils, where or []), settings, services, links)
    ended = steps.crawl(folder, scheduler)
    print_status(ended, as_json)
    if any(each.state == "failed" for each in ended):
        raise typer.Exit(SOME_FAILED)


@app.command(epilog=example("digitalfirst score runs/2026 --method digital-first"))
def score(
    run: Annotated[
        str,
        typer.Argument(
            metavar="RUN", help="the run's folder or URL (s3://…), or a WARC file by any crawler"
        ),
    ],
    method: Methods = None,
    homepage: Homepage = None,
    type: CouncilType = "unitary",
    nation: Nation = "",
    out: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="the run's folder for a WARC file; else FILE-run"),
    ] = None,
    explain: Explain = None,
    scheduler: Scheduler = None,
    as_json: AsJson = False,
) -> None:
    """Rate a run's evidence. Fetches nothing; may be done again at any time, by other methods."""
    place = folder_at(run)
    folder = Run(place)
    if explain is not None:
        print_working(folder, explain, method or [], as_json)
        return
    methods = method or [METHOD]
    rated_by = steps.load_methods(methods)
    if is_here(place) and place.is_file():
        name = place.name.split(".warc")[0]
        folder = adopt(place, out or place.parent / f"{name}-run", homepage, type, nation)
    elif homepage or nation or out:
        raise UserError(f"{run} is no WARC file: it alone takes --homepage, --nation and --out")
    ratings = steps.score(folder, methods, scheduler)
    if as_json:
        print_json(listing.rows(ratings))
    else:
        print(listing.ranking_lines(folder, ratings, most=20))
        print("", *listing.shift_lines(folder, ratings, most=10), sep="\n")
        tables = steps.scored_tables(folder, (*RATED, "ratings"))
        print(*listing.firm_lines(tables, rated_by), sep="\n")
        print(f"\n{listing.review_line(folder)}The tables: {folder.tables}")


@app.command(epilog=example("digitalfirst report runs/2026 --groups partnerships.csv"))
def report(
    run: Folder,
    previous: Previous = None,
    groups: Groups = None,
    challenge: Challenge = None,
    as_json: AsJson = False,
) -> None:
    """Write the report site of a scored run and say where it is."""
    page = steps.report(Run(run), previous, groups, challenge)
    if as_json:
        print_json({"report": str(page)})
    else:
        print(page)


@app.command(epilog=example("digitalfirst export runs/2026 --format csv --format sqlite"))
def export(
    run: Folder,
    format: ExportFormats = None,
    bom: Bom = False,
    as_json: AsJson = False,
) -> None:
    """Write a scored run's tables, or its evidence, for other programs."""
    formats = format or [ExportFormat.csv]
    if bom and ExportFormat.csv not in formats:
        raise UserError("--bom is for CSV files alone: ask for --format csv")
    if bom and ExportFormat.datapackage in formats:
        raise UserError("--bom: a data package is UTF-8 without a byte order mark")
    paths = [str(path) for path in _export(Run(run), formats, bom)]
    if as_json:
        print_json(paths)
    else:
        print("\n".join(paths))


@app.command(epilog=example("digitalfirst compare runs/2025 runs/2026"))
def compare(
    older: Annotated[Path, typer.Argument(metavar="RUN", help="the older run's folder")],
    newer: Annotated[Path, typer.Argument(metavar="RUN", help="the newer run's folder")],
    method: Methods = None,
    as_json: AsJson = False,
) -> None:
    """Say what changed between two runs, and what of it was a change of rules or method."""
    runs = Run(older), Run(newer)
    compared = comparing.compare_runs(*runs, method or [METHOD])
    if as_json:
        print_json([each.facts for each in compared])
    else:
        print("\n".join(line for each in compared for line in comparing.lines(each, *runs)))


@app.command(epilog=example("digitalfirst check page.html --format jsonl"))
def check(
    places: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE|DIR|URL|-", help="HTML, WARC or WACZ files, folders, URLs, or - for stdin"
        ),
    ],
    format: Annotated[
        CheckFormat, typer.Option(metavar="FORMAT", help=f"{', '.join(CheckFormat)}")
    ] = CheckFormat.table,
    review: Annotated[
        bool, typer.Option("--review", help="show what is for a person to judge, too")
    ] = False,
    rendered: Annotated[
        bool, typer.Option("--rendered", help="open each page in a browser as well")
    ] = False,
    delay: Delay = 1.0,
    contact: Contact = "",
    allow_private: AllowPrivate = False,
) -> None:
    """Check the accessibility of single pages. Exits 1 if one fails a rule."""
    from digitalfirst.rendering import rendering  # and Playwright with it

    settings = steps.settings(delay=delay, contact=contact, allow_private=allow_private)
    with rendering(settings) if rendered else nullcontext() as renderer:
        checks = checking.Checks(places, settings, renderer)
        if format is CheckFormat.earl:
            print_json(earl.report((each.name, each.page, each.findings) for each in checks))
        else:
            lines = checking.json_lines if format is CheckFormat.jsonl else checking.lines
            for each in checks:
                print("".join(f"{line}\n" for line in lines(each, review)), end="", flush=True)
    if checks.unchecked:
        raise typer.Exit(WRONG)
    if checks.failed:
        raise typer.Exit(NOT_MET)


@app.command("status", epilog=example("digitalfirst status runs/2026"))
def show_status(run: Place, as_json: AsJson = False) -> None:
    """Say how far a crawl has come: done, partial, failed, waiting."""
    print_status(list(status(Run(folder_at(run)))), as_json)


app.command(epilog=example("echo 'Report a missed bin' | digitalfirst services --match"))(
    about.services
)
app.command(epilog=example("digitalfirst rules --format json"))(about.rules)
app.command(epilog=example("digitalfirst doctor"))(about.doctor)


def main() -> None:
    """Run the command line; a user's mistake is one line on stderr and exit code 2."""
    end_well(lambda: app(prog_name="digitalfirst"))


def _export(run: Run, formats: list[ExportFormat], bom: bool = False) -> list[Path]:
    written = (path for each in formats for path in steps.export(run, each.value, bom))
    return list(dict.fromkeys(written))
