"""How long the report takes for every council, whole and after one of them changed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scoring.tables import read_tables, write_tables
from tests.bench.harness import Figure, Note, Result, benchmark
from tests.bench.workshop import Workshop
from tests.reports.example import SERVICES, example_run

COUNCILS = 380
MB = 1024  # of the kilobytes in which peak memory is told


@dataclass(frozen=True)
class Cost:
    """What a command took: processor seconds, and megabytes at most."""

    seconds: float
    memory: float


@benchmark("report-speed")
def report_speed(workshop: Workshop) -> Iterator[Result]:
    """`digitalfirst report` on a made-up survey, each time in a process of its own."""
    run = example_run(workshop.folder / "report", COUNCILS)
    yield Note(f"{COUNCILS} councils x {len(SERVICES)} services, all charts")
    first = _report(run)
    yield Figure("the first report, processor time", first.seconds, "s", most=60)
    yield Figure("peak memory", first.memory, "MB", most=1000)
    pages = list((run / "report").rglob("*.html"))
    yield Figure("pages", len(pages))
    _change_one(run)
    before = {page: page.stat().st_mtime_ns for page in pages}
    again = _report(run)
    yield Figure("after one council changed, processor time", again.seconds, "s", most=10)
    written = sum(page.stat().st_mtime_ns != before[page] for page in pages)
    yield Figure("of which pages were written", written)
    size = (run / "report" / "index.html").stat().st_size
    yield Figure("size of the page with the ranking", size / 1000, "kB", most=500)


def _report(run: Path) -> Cost:
    words = [sys.executable, "-m", "digitalfirst", "report", str(run)]
    started = subprocess.Popen(words, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(started.pid, 0)
    if os.waitstatus_to_exitcode(status):
        raise RuntimeError("the report could not be written")
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / MB)


def _change_one(run: Path) -> None:
    """A council takes its services a stage further, and moves up by three points."""
    tables = read_tables(run / "tables", ["services", "ratings"])
    slug = str(tables["ratings"]["slug"].iloc[COUNCILS // 2])
    services, ratings = tables["services"], tables["ratings"]
    own = services["slug"].eq(slug) & services["stage"].lt(4).fillna(False)
    services.loc[own, "stage"] += 1
    ratings.loc[ratings["slug"].eq(slug), ["score", "services"]] += 3
    by_method = ratings.groupby("method")["score"]
    ratings["rank"] = by_method.rank(method="min", ascending=False).astype("Int64")
    write_tables({"services": services, "ratings": ratings}, run / "tables")
