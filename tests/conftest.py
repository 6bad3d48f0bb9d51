"""What several tests share: one simulated estate, audited once."""

from __future__ import annotations

import datetime as dt
import fcntl
import os
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import settings

from crawler.run import CrawlSettings, Run
from digitalfirst import steps
from digitalfirst.demo import served
from digitalfirst.estate import Estate

# How long an example takes says more of the machine's other work than of ours.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

# No rule, word or weight was chosen by looking at this seed.
UNSEEN_SEED = 20261


class Audited(NamedTuple):
    """An estate, and the run that audited it."""

    estate: Estate
    run: Run


@pytest.fixture(scope="session")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Audited:
    """Eight councils, crawled through the estate's proxy, scored and reported.

    The first process of the tests to need the run makes it for all: not to be changed by a test.
    """
    today = dt.datetime.now(dt.UTC).date()  # what is dated is dated as seen today
    estate = Estate(seed=UNSEEN_SEED, councils=8, pages=120, today=today)
    place = tmp_path_factory.getbasetemp()
    place = place.parent if "PYTEST_XDIST_WORKER" in os.environ else place
    run, made = Run(place / "audited"), place / "audited.made"
    with (place / "audited.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            _audit(estate, run)
            made.touch()
    return Audited(estate, run)


def _audit(estate: Estate, run: Run) -> None:
    settings = CrawlSettings(max_pages=200, delay=0, contact="test@digitalfirst.test")
    steps.begin(run, estate.councils, settings)
    with served(estate):
        steps.crawl(run)
    steps.score(run, ["digital-first"])
    for format in ("csv", "sqlite", "datapackage"):
        steps.export(run, format)
    steps.report(run)


@pytest.fixture
def shared() -> Path:
    """The folder of real data and pages beside the project; skips where it is not there."""
    folder = Path(__file__).parents[2] / "shared"
    if not (folder / "data").is_dir():
        pytest.skip("../shared is not there: no real data or pages to test with")
    return folder
