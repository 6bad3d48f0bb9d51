"""A national survey as it would be run: every council side by side, a second between two requests.

The councils are simulated and answer from this machine, which so does the work of 380 servers too.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from crawler.run import Run
from tests.bench.harness import Figure, Note, Result, benchmark
from tests.bench.workshop import Asked, Workshop, crawl_apart, estate_of, estate_server

SEED = 7501
SITE_PAGES = 300
BUDGET = 150  # pages a council
DELAY = 1.0  # seconds


@benchmark("national")
def national(workshop: Workshop) -> Iterator[Result]:
    """How long a survey takes, and whether the delay or this machine is what holds it up."""
    asked = Asked(SEED, 40 if workshop.quick else 380, SITE_PAGES, BUDGET)
    run = workshop.new_run(estate_of(asked).councils, BUDGET, DELAY)
    cores = os.cpu_count() or 1
    with estate_server(asked) as env:
        crawl = crawl_apart(run, env, processes=cores)
    exchanges = _exchanges(run)
    needed = max(exchanges) * DELAY
    yield Note(
        f"{asked.councils} councils of at most {BUDGET} pages, {DELAY:g} s between two requests, "
        f"{cores} processes; {sum(exchanges)} exchanges, {crawl.pages} answers of status 200"
    )
    yield Figure("time taken", crawl.seconds, "s")
    yield Figure("time that the delay alone asks of the longest council", needed, "s")
    yield Figure("time taken, as a multiple of that", crawl.seconds / needed, "x")
    yield Note("more than 1 where servers are slow: the pause follows a site's own speed")
    busy = crawl.cpu / (cores * crawl.seconds)
    yield Figure("share of the time that the crawl kept the processors busy", busy, most=0.5)
    yield Figure("processor time an exchange", 1000 * crawl.cpu / sum(exchanges), "ms")
    yield Figure("peak memory of a process", crawl.peak, "MB", most=400)


def _exchanges(run: Run) -> list[int]:
    return [int(run.read_ending(each.slug)["exchanges"]) for each in run.read().councils]
