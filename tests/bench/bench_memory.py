"""The most memory that the crawl's process holds: flat in the number of councils."""

from __future__ import annotations

from collections.abc import Iterator

from tests.bench.harness import Figure, Result, benchmark
from tests.bench.workshop import (
    Asked,
    Workshop,
    crawl_apart,
    estate_of,
    estate_server,
    typical_councils,
)

SEED = 7301
SITE_PAGES = 400
BUDGET = 80  # pages a council


@benchmark("memory")
def memory(workshop: Workshop) -> Iterator[Result]:
    """Peak resident memory over so many councils side by side, and over twice as many."""
    few = 6 if workshop.quick else 12
    asked = Asked(SEED, 450, SITE_PAGES, BUDGET)
    register = typical_councils(estate_of(asked))
    peaks = []
    with estate_server(asked) as env:
        for councils in (few, 2 * few):
            run = workshop.new_run(register[:councils], BUDGET)
            peaks.append(crawl_apart(run, env).peak)
            yield Figure(f"{councils} councils, {BUDGET} pages each", peaks[-1], "MB", most=400)
    yield Figure("growth with twice as many councils", peaks[1] / peaks[0], "x", most=1.25)
