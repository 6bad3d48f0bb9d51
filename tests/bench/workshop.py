"""What benchmarks work with: a scratch folder, estates served from their own process, crawls."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from config import Council
from crawler.run import CrawlSettings, Run, new_record
from digitalfirst.estate import Estate

# The folder of real data and pages beside the project; benchmarks that need it say so without it.
SHARED = Path(__file__).parents[3] / "shared"
CONTACT = "bench@digitalfirst.test"


class Asked(NamedTuple):
    """An estate to crawl: `pages` is the size of a site, `max_pages` the budget of a council."""

    seed: int
    councils: int
    pages: int
    max_pages: int


class Crawl(NamedTuple):
    """What a crawl in a process of its own came to.

    `pages` counts the answers with status 200, search results and files among them; `seconds` run
    from the first answer to the end; `cpu` is the processor time of the crawl, start included;
    `peak` is the most memory that any one of its processes held, in MB.
    """

    pages: int
    seconds: float
    cpu: float
    peak: float

    @property
    def rate(self) -> float:
        """Pages a second."""
        return self.pages / self.seconds


@dataclass
class Workshop:
    """A scratch folder, and what was crawled into it, so that benchmarks share crawls."""

    folder: Path
    quick: bool
    _crawled: dict[Asked, Run] = field(default_factory=dict)

    def crawled(self, asked: Asked) -> Run:
        """A run that has crawled an estate, made when first asked for."""
        if asked not in self._crawled:
            run = self.new_run(estate_of(asked).councils, asked.max_pages)
            with estate_server(asked) as env:
                crawl_apart(run, env)
            self._crawled[asked] = run
        return self._crawled[asked]

    def new_run(self, councils: Iterable[Council], max_pages: int, delay: float = 0) -> Run:
        """A run in a folder of its own, to crawl these councils with a delay in seconds."""
        run = Run(Path(tempfile.mkdtemp(prefix="run-", dir=self.folder)))
        settings = CrawlSettings(max_pages=max_pages, delay=delay, contact=CONTACT)
        run.write(new_record(run.folder.name, tuple(councils), settings))
        return run


def estate_of(asked: Asked) -> Estate:
    """The estate asked for."""
    return Estate(asked.seed, asked.councils, asked.pages)


def typical_councils(estate: Estate) -> list[Council]:
    """Those whose pages have about as many links, elements and bytes as real councils' pages.

    They have a menu of all services on every page. Those that ask for a delay are left out.
    """
    return [
        council
        for council, profile in zip(estate.councils, estate.profiles, strict=True)
        if profile.template == "mega" and not profile.deep and profile.robots != "delay"
    ]


@contextmanager
def estate_server(asked: Asked) -> Iterator[dict[str, str]]:
    """Serve an estate from its own process; gives the environment that leads a crawler there."""
    words = ["--seed", asked.seed, "--councils", asked.councils, "--pages", asked.pages]
    command = [sys.executable, "-m", "digitalfirst.estate", "--port", "0", *map(str, words)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        proxy = server.stdout.readline().split()[1]
        env = {name: value for name, value in os.environ.items() if name.lower() != "no_proxy"}
        try:
            yield env | dict.fromkeys(("http_proxy", "https_proxy"), proxy)
        finally:
            server.terminate()


def crawl_apart(run: Run, env: Mapping[str, str], processes: int = 1) -> Crawl:
    """Crawl a run with all features, in so many processes, none of them this one."""
    return apart("tests.bench.crawling", [run.folder, processes], env)


def apart(module: str, words: Sequence[object], env: Mapping[str, str]) -> Crawl:
    """Run a module as a program of its own, which prints a `Crawl` as JSON.

    Raises:
        subprocess.CalledProcessError: it failed; what it said of that went to stderr.
    """
    command = [sys.executable, "-m", module, *map(str, words)]
    done = subprocess.run(command, env=dict(env), stdout=subprocess.PIPE, text=True, check=True)
    return Crawl(**json.loads(done.stdout))
