"""The main job on the simulated estate."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pandas as pd

from crawler.run import CrawlSettings, Run
from digitalfirst import steps
from digitalfirst.estate import Estate, EstateServer, serve
from digitalfirst.estate.server import ServedT

PROXIES = ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY")
NO_PROXIES = ("no_proxy", "NO_PROXY")
# Seconds between two requests to a simulated host: real councils are given a second.
DELAY = 0.02
# Pages of each simulated council that a browser opens: enough to be seen in the report.
SAMPLE = 6
CONTACT = "demo@digitalfirst.test"


def audit_estate(
    run: Run, councils: int, pages: int, max_pages: int, seed: int, year: int = 0
) -> pd.DataFrame:
    """Crawl and score so many simulated councils; returns the table `ratings`.

    `year` counts the years since the first, in each of which some of the sites change.
    """
    estate = Estate(seed=seed, councils=councils, pages=pages, year=year)
    settings = CrawlSettings(
        max_pages=max_pages,
        delay=DELAY,
        contact=CONTACT,
        render="sample",
        sample=SAMPLE,
        seed=seed,
    )
    steps.begin(run, estate.councils, settings)
    estate.write(run.folder / "estate")
    with served(estate):
        steps.crawl(run)
    return steps.score(run, ["digital-first"])


def run_of(first: Run, year: int) -> Run:
    """The run of a year: the first has the folder asked for, those after it their own beside it."""
    name = first.folder.name
    return first if year == 0 else Run(first.folder.with_name(f"{name}-year-{year + 1}"))


@contextmanager
def served(estate: ServedT) -> Iterator[EstateServer[ServedT]]:
    """Serve an estate and send this process and its children there, for as long as it lasts."""
    before = {name: os.environ.get(name) for name in (*PROXIES, *NO_PROXIES)}
    with serve(estate) as server:
        os.environ.update(dict.fromkeys(PROXIES, server.proxy_url))
        for name in NO_PROXIES:
            os.environ.pop(name, None)
        try:
            yield server
        finally:
            for name, value in before.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value
