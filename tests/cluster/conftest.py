"""An estate, a store, and the run that a cluster's are compared with: made once.

They last for one module: the environment leads to them, and other tests must not go there.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

import pandas as pd
import pytest
import yaml

import config
from config import Council
from crawler.run import CrawlSettings, Run
from crawler.store import folder_at
from digitalfirst import steps
from digitalfirst.demo import served
from digitalfirst.estate import Estate, EstateServer
from tests.cluster.cluster import SETTINGS, Cluster, store_server
from tests.cluster.town import Both, Town

CONFIG = Path(config.__path__[0])
# Seconds between two requests to a host: so long that the crawl can be cut into.
DELAY = 0.1
METHOD = "digital-first"


class Place(NamedTuple):
    """Where it all happens: what is served, and the environment that leads there."""

    estate: Estate
    town: Town
    server: EstateServer[Both]
    folder: Path
    environment: dict[str, str]
    services: Path

    def begin(self, folder: Path | None = None) -> Run:
        """A new run of the estate, in the store if no folder is given."""
        return self.begin_with(self.estate.councils, folder)

    def begin_with(
        self, councils: Iterable[Council], folder: Path | None = None, **settings: Any
    ) -> Run:
        """The same of other councils, crawled by other settings."""
        run = Run(folder or folder_at(f"s3://runs/{uuid4().hex[:8]}"))
        asked = CrawlSettings(max_pages=12, delay=DELAY, contact="a@b.test", **settings)
        steps.begin(run, councils, asked, self.services)
        self.server.log.clear()
        return run


class Undisturbed(NamedTuple):
    """A run of one machine, with its ratings, and how often it asked for which address."""

    run: Run
    ratings: pd.DataFrame
    asked: Counter[tuple[str, str]]


def asked_for(place: Place) -> list[tuple[str, str]]:
    """Host and path of every request since the last run was begun."""
    return [(each.host, each.path) for each in place.server.log if each.method != "CONNECT"]


def few_services(path: Path) -> Path:
    """Write a list of a few of the services: each is looked for by the site's search."""
    listed = yaml.safe_load((CONFIG / "services.yaml").read_text("utf-8"))
    listed["services"] = listed["services"][:6]
    path.write_text(yaml.safe_dump(listed), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Four councils of the estate, six that share a host, and an empty bucket."""
    folder = tmp_path_factory.mktemp("cluster")
    before = dict(os.environ)
    both = Both(Estate(seed=5, councils=4, pages=30), Town())
    with store_server(folder) as store, served(both) as server:
        os.environ.update(
            SETTINGS,
            AWS_ENDPOINT_URL=store,
            AWS_ACCESS_KEY_ID="anybody",
            AWS_SECRET_ACCESS_KEY="anything",
            AWS_DEFAULT_REGION="us-east-1",
            NO_PROXY="127.0.0.1",
            no_proxy="127.0.0.1",
        )
        folder_at("s3://runs").fs.mkdir("runs")  # type: ignore[attr-defined]  # a store's path
        try:
            services = few_services(folder / "services.yaml")
            yield Place(both.estate, both.town, server, folder, dict(os.environ), services)
        finally:
            os.environ.clear()
            os.environ.update(before)


@pytest.fixture(scope="module")
def undisturbed(place: Place) -> Undisturbed:
    """The estate crawled and scored by one machine, in a folder of it."""
    run = place.begin(place.folder / "here")
    steps.crawl(run)
    return Undisturbed(run, steps.score(run, [METHOD]), Counter(asked_for(place)))


@pytest.fixture(scope="module")
def started(place: Place) -> Iterator[Cluster]:
    """A scheduler, and workers as they are asked for."""
    cluster = Cluster(place.folder, place.environment)
    try:
        yield cluster
    finally:
        cluster.close()


@pytest.fixture
def cluster(started: Cluster) -> Cluster:
    """A scheduler and three workers, whatever befell those of the test before."""
    started.mend(3)
    return started
