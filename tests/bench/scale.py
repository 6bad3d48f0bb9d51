"""`python -m tests.bench.scale`: what a survey costs as it grows, and what 100,000 sites would.

The simulated estate is crawled and scored for real at each size; the curves are fitted and the
figures of the largest carried on. `docs/scale.md` tells what the figures mean.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from config import Council, load_services
from crawler.run import CrawlSettings, Run, new_record
from scoring.tables import write_tables
from tests.bench.made_up import made_up, made_up_register
from tests.bench.workshop import CONTACT, Asked, apart, crawl_apart, estate_of, estate_server

SEED = 7901
SIZES, PAGES = (50, 100, 200, 400), 500
QUICK_SIZES, QUICK_PAGES = (5, 10, 20), 100
RATED, QUICK_RATED = (1_000, 10_000, 100_000), (1_000, 10_000)
SITES = 100_000
DELAY = 1.0  # seconds between two requests to a host
AT_ONCE = 200  # sites that a process crawls side by side: the run's setting
HOUR = 3600
FIGURES = ("step", "councils", "pages", "exchanges", "seconds", "cpu", "peak", "mb")
STRAIGHT = 0.98  # of the variance, that a straight line has to explain


@dataclass(frozen=True, slots=True)
class Machine:
    """A rented machine: cores, and what an hour of it costs."""

    cores: int
    price: float


def main() -> int:
    """Measure, fit, and project; 1 where a curve is not straight."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.scale", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a few small sites")
    parser.add_argument("--cores", type=int, default=8, help="of a rented machine (8)")
    parser.add_argument("--price", type=float, default=0.40, help="an hour of it costs (0.40)")
    parser.add_argument(
        "--folder", type=Path, help="keep the work there: what was measured is not measured again"
    )
    args = parser.parse_args()
    sizes, pages, rated = (
        (QUICK_SIZES, QUICK_PAGES, QUICK_RATED) if args.quick else (SIZES, PAGES, RATED)
    )
    with tempfile.TemporaryDirectory(prefix="digitalfirst-scale-") as scratch:
        figures = measured(args.folder or Path(scratch), sizes, pages, rated)
    table, ratings = as_table(figures), figures.query("step == 'rate'")
    print(f"\n{table.round(1).to_string(index=False)}\n")
    machine, straight = Machine(args.cores, args.price), True
    for column in ("crawl_cpu_s", "score_cpu_s", "evidence_mb", "tables_mb"):
        straight &= told(column, table["councils"], table[column])
    print(f"\n{ratings[['councils', 'seconds', 'cpu', 'peak']].round(1).to_string(index=False)}\n")
    straight &= told("rate_cpu_s", ratings["councils"], ratings["cpu"])
    print()
    print("\n".join(projected(table.iloc[-1], ratings.iloc[-1], machine)))
    return 0 if straight else 1


def measured(folder: Path, sizes: Sequence[int], pages: int, rated: Sequence[int]) -> pd.DataFrame:
    """What each step took at each size, a row each, kept in a CSV file of the folder.

    Made-up tables are rated at the sizes `rated`.

    The largest survey is crawled and scored, then the smaller ones are crawled. It is scored in
    stages: so many councils are added to those before them as make the next size.
    """
    asked = Asked(SEED, max(sizes), pages, pages)
    register, file = estate_of(asked).councils, folder / f"figures-{pages}.csv"
    folder.mkdir(parents=True, exist_ok=True)

    def measure(step: str, size: int, figures: Callable[[], dict[str, float]]) -> None:
        known = pd.read_csv(file) if file.exists() else pd.DataFrame(columns=FIGURES)
        if not known.query("step == @step and councils == @size").empty:
            return
        row = pd.DataFrame([{"step": step, "councils": size} | figures()], columns=FIGURES)
        row.to_csv(file, mode="a", header=not file.exists(), index=False)
        print(row.round(1).to_csv(index=False), flush=True)

    for size in rated:
        measure("rate", size, partial(_rate, folder / "made-up", size))
    for size in sorted(sizes, reverse=True):
        run = Run(folder / f"run-{size}")
        measure("crawl", size, partial(_crawl, run, asked, register[:size]))
        for stage in sorted(sizes) if size == asked.councils else ():
            before = max((each for each in sizes if each < stage), default=0)
            measure("score", stage, partial(_score, run, register[:stage], before))
        shutil.rmtree(run.folder, ignore_errors=True)
    return pd.read_csv(file)


def _crawl(run: Run, asked: Asked, councils: Sequence[Council]) -> dict[str, float]:
    shutil.rmtree(run.folder, ignore_errors=True)  # what an interrupted measurement left
    settings = CrawlSettings(max_pages=asked.max_pages, delay=0, contact=CONTACT)
    run.write(new_record(run.folder.name, tuple(councils), settings))
    with estate_server(asked) as env:
        crawl = crawl_apart(run, env, os.cpu_count() or 1)
    exchanges = sum(int(run.read_ending(each.slug)["exchanges"]) for each in councils)
    return crawl._asdict() | {"exchanges": exchanges, "mb": _megabytes(run.folder / "evidence")}


def _score(run: Run, councils: Sequence[Council], before: int) -> dict[str, float]:
    """Score the first councils of a run, of which those `before` have been scored already."""
    for council in councils[before:]:
        shutil.rmtree(run.folder / "cache" / "councils" / council.slug, ignore_errors=True)
    run.write(run.read().model_copy(update={"councils": tuple(councils)}))
    score = apart("tests.bench.scoring", [run.folder], os.environ)
    return score._asdict() | {"mb": _megabytes(run.folder / "tables")}


def _rate(folder: Path, size: int) -> dict[str, float]:
    write_tables(made_up(made_up_register(size), load_services()), folder)
    rated = apart("tests.bench.rating", [folder], os.environ)
    mb = _megabytes(folder)
    shutil.rmtree(folder)
    return rated._asdict() | {"mb": mb}


def _megabytes(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6


def as_table(figures: pd.DataFrame) -> pd.DataFrame:
    """A row a size: what it took in all. Stages of scoring are added up, seconds and processor."""
    crawl, score = (
        figures.query("step == @step").set_index("councils").sort_index()
        for step in ("crawl", "score")
    )
    return pd.DataFrame(
        {
            "pages": score["pages"],
            "exchanges": crawl["exchanges"],
            "crawl_s": crawl["seconds"],
            "crawl_cpu_s": crawl["cpu"],
            "crawl_peak_mb": crawl["peak"],
            "score_s": score["seconds"].cumsum(),
            "score_cpu_s": score["cpu"].cumsum(),
            "score_peak_mb": score["peak"],
            "evidence_mb": crawl["mb"],
            "tables_mb": score["mb"],
        }
    ).reset_index()


def told(name: str, sizes: pd.Series, values: pd.Series) -> bool:
    """Print the straight line through some figures; whether they lie near enough to it."""
    a, b, explained = line(sizes, values)
    print(f"{name} = {a:.2f} + {b:.4f} x councils, explains {explained:.4f} of the variance")
    return explained >= STRAIGHT


def line(sizes: pd.Series, values: pd.Series) -> tuple[float, float, float]:
    """The straight line through values by least squares: its start, its slope, and the share
    (0-1) of the values' variance that it explains."""
    b, a = np.polyfit(sizes, values, 1)
    left = ((values - (a + b * sizes)) ** 2).sum()
    return float(a), float(b), float(1 - left / ((values - values.mean()) ** 2).sum())


def projected(survey: pd.Series, rating: pd.Series, machine: Machine) -> list[str]:
    """What `SITES` sites like those of a survey would take, a line a step of the arithmetic.

    `survey` is a row of `as_table`, `rating` what it took to rate made-up councils.
    """
    pages, exchanges, crawl, score = (
        survey[name] / survey.councils
        for name in ("pages", "exchanges", "crawl_cpu_s", "score_cpu_s")
    )
    kept = (survey.evidence_mb + survey.tables_mb) / survey.councils
    abreast = machine.cores * AT_ONCE
    waiting = SITES * exchanges * DELAY / abreast / HOUR
    crawling = SITES * crawl / machine.cores / HOUR
    scoring = SITES * score / machine.cores / HOUR
    hours = max(waiting, crawling) + scoring
    return [
        f"{SITES:,} sites of {pages:.0f} pages and {exchanges:.0f} exchanges,"
        f" on machines of {machine.cores} cores, {AT_ONCE} sites abreast a core:",
        f"  waiting: {SITES:,} x {exchanges:.0f} x {DELAY:g} s / {abreast:,} abreast"
        f" = {waiting:,.0f} machine hours",
        f"  crawling, meanwhile: {SITES:,} x {crawl:.2f} s of a processor / {machine.cores}"
        f" = {crawling:,.0f} machine hours",
        f"  scoring: {SITES:,} x {score:.2f} s of a processor / {machine.cores}"
        f" = {scoring:,.0f} machine hours",
        f"  rating all, on one core: {SITES:,} / {rating.councils:,} x {rating.cpu:.0f} s"
        f" = {SITES / rating.councils * rating.cpu / HOUR:,.1f} hours",
        f"  in all, the longer of the first two and the third: {hours:,.0f} machine hours;"
        f" on ten machines {hours / 10:,.0f} hours",
        f"  price: {hours:,.0f} x {machine.price:g} = {hours * machine.price:,.0f}",
        f"  storage: {SITES:,} x {kept:.2f} MB = {SITES * kept / 1e6:,.2f} TB",
        f"  memory: {survey.crawl_peak_mb:.0f} MB a process that crawls,"
        f" {survey.score_peak_mb:.0f} MB one that scores,"
        f" {rating.peak:,.0f} MB to rate {rating.councils:,}",
    ]


if __name__ == "__main__":
    raise SystemExit(main())
