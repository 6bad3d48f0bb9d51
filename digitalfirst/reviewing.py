"""`digitalfirst review RUN export|import`: the sheet goes out, the decisions come in."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from crawler.run import Run
from digitalfirst import steps
from digitalfirst.choosing import having
from digitalfirst.errors import UserError
from digitalfirst.options import AsJson, Folder, Seed, Where, example
from digitalfirst.review_sheet import drawn, read_sheet, sheet
from reports.tables import harmless
from scoring.agreement import Agreement, Agreements, agreements
from scoring.review import add_decisions, current, read_decisions

STDOUT = "-"

app = typer.Typer(
    help="Have a person review a scored run's ratings: a sheet out, decisions in.",
    epilog=example("digitalfirst review runs/2026 export --most 50 --out sheet.csv"),
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: decisions that were `new`, or `known` for they stand on record already
    (`superseded` of them by later ones, which still hold); notes `unused` for want of a stage; how
    many ratings are `decided` now, and how these agree with the machine."""

    new: int
    known: int
    superseded: int
    unused: int
    decided: int
    agreement: Agreements


@app.callback()
def review(context: typer.Context, run: Folder) -> None:
    """Have a person review a scored run's ratings: a sheet out, decisions in."""
    context.obj = Run(run)


@app.command("export", epilog=example("digitalfirst review runs/2026 export --out sheet.csv"))
def write(
    context: typer.Context,
    out: Annotated[
        str, typer.Option(metavar="FILE", help="the sheet (CSV), a new file; - is stdout")
    ] = STDOUT,
    most: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="only so many, the least certain")
    ] = None,
    sample: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="so many drawn at random instead")
    ] = None,
    where: Where = None,
    seed: Seed = 0,
) -> None:
    """Write the ratings of services as a sheet to fill in, the least certain first."""
    if most and sample:
        raise UserError("give --most or --sample, not both")
    run: Run = context.obj
    text = sheet_text(run, where or [], most, sample, seed)
    if out == STDOUT:
        sys.stdout.buffer.write(text)
        return
    if Path(out).exists():
        raise UserError(f"{out}: is there already and may hold a reviewer's work; give a new name")
    Path(out).write_bytes(text)
    print(out)


@app.command("import", epilog=example("digitalfirst review runs/2026 import sheet.csv"))
def read(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="a sheet filled in (CSV)")],
    as_json: AsJson = False,
) -> None:
    """Take a sheet's decisions on record, and say how far all agree with the machine."""
    run: Run = context.obj
    done = take(run, file, datetime.now(UTC).isoformat(timespec="seconds"))
    if as_json:
        print(json.dumps(asdict(done), indent=1))
    else:
        print("\n".join(_lines(run, done)))


def sheet_text(
    run: Run, conditions: list[str], most: int | None, sample: int | None, seed: int
) -> bytes:
    """A run's sheet as CSV for spreadsheets: UTF-8 with a byte-order mark.

    Raises:
        UserError: the run has not been scored, or there is nothing to review.
    """
    slugs = [council.slug for council in having(run.read().councils, conditions)]
    ratings = sheet(run, steps.machine_tables(run), read_decisions(run.decisions), slugs)
    if ratings.empty:
        raise UserError(f"{run.folder}: of these councils there is no rating to review")
    chosen = drawn(ratings, sample, seed) if sample else ratings.head(most or len(ratings))
    return harmless(chosen).to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


def take(run: Run, file: Path, now: str) -> Imported:
    """Take the decisions of a sheet on record, all or none; what is on record stays.

    Raises:
        ConfigError: a row is wrong; the error names its line.
        UserError: the run has not been scored.
    """
    filled = read_sheet(file, steps.machine_tables(run)["services"], now)
    before = read_decisions(run.decisions)
    known, holding = {each.content for each in before}, current(before)
    new = [each for each in filled.decisions if each.content not in known]
    if new:
        add_decisions(run.decisions, new)
    again = [each for each in filled.decisions if each.content in known]
    return Imported(
        new=len(new),
        known=len(again),
        superseded=sum(holding[each.key].content != each.content for each in again),
        unused=filled.unused,
        decided=len(current([*before, *new])),
        agreement=agreements([*before, *new], run.read().settings.seed),
    )


def _lines(run: Run, done: Imported) -> Iterator[str]:
    """What an import did, in words fit for 80 columns."""
    yield f"new decisions: {done.new}; on record already: {done.known}"
    if done.superseded:
        yield f"of those on record, superseded since and left so: {done.superseded}"
    if done.unused:
        yield f"notes in rows without a stage, not taken: {done.unused}"
    yield f"ratings that a person has decided by now: {done.decided}"
    yield ""
    yield f"{'agreement with the machine':<34}{'n':>5}{'exact':>7}{'within 1':>10}  kappa (95%)"
    found = done.agreement
    yield _agreement_line("all that were decided", found.all)
    yield _agreement_line("of these, drawn at random", found.at_random)
    names = {service.lgsl: service.name for service in run.load_services()}
    for lgsl, each in found.by_service.items():
        yield _agreement_line(f"  {lgsl} {names.get(lgsl, '')}"[:33], each)
    yield ""
    if found.left_out:
        yield f"Left out: {found.left_out} decisions where machine or person gave no stage."
    yield "Kappa is Cohen's, weighted linearly. Only ratings drawn at random (export"
    yield "--sample) tell how right the machine is: those chosen because they are doubtful"
    yield "or challenged are wrong more often than the rest."
    yield ""
    yield f"To rate by these decisions: digitalfirst score {run.folder}"


def _agreement_line(name: str, found: Agreement) -> str:
    if not found.n:
        return f"{name:<34}{0:>5}"
    kappa = "undefined" if found.kappa is None else f"{found.kappa:.2f}"
    between = "" if found.low is None else f" ({found.low:.2f} to {found.high:.2f})"
    return f"{name:<34}{found.n:>5}{found.exact:>7.0%}{found.within_one:>10.0%}  {kappa}{between}"
