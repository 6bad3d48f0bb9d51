"""A cluster's runs are those of one machine, whatever happens to its parts."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter, defaultdict

import pandas as pd
from pandas.testing import assert_frame_equal

from crawler.archive import RESPONSE, read_archive
from crawler.run import Run
from crawler.store import files_in
from crawler.survey import status
from crawler.urls import host_of
from digitalfirst import steps
from tests.cluster.cluster import Cluster
from tests.cluster.conftest import DELAY, METHOD, Place, Undisturbed
from tests.digitalfirst.command import Ended

# Pages that a council should have before something is done to the crawl.
SOME = 5


class Crawl:
    """`digitalfirst crawl RUN --scheduler …` as a command under way."""

    def __init__(self, run: Run, cluster: Cluster) -> None:
        record = run.read()
        register = cluster.folder / "councils.csv"
        rows = [each.model_dump() for each in record.councils]
        pd.DataFrame(rows).to_csv(register, index=False)
        settings = record.settings
        words = ["crawl", str(run.folder), "--councils", str(register)]
        words += ["--max-pages", str(settings.max_pages), "--delay", str(settings.delay)]
        words += ["--contact", settings.contact, "--render", "none"]
        words += ["--scheduler", cluster.address]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "digitalfirst", *words],
            env=cluster.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def ended(self) -> Ended:
        """Wait for its end."""
        out, err = self.process.communicate(timeout=100)
        return Ended(self.process.returncode, out, err)


def slugs(run: Run) -> list[str]:
    return [council.slug for council in run.read().councils]


def assert_whole(run: Run, undisturbed: Undisturbed) -> None:
    """Nothing is lost, nothing is there twice, and the ratings are those of one machine."""
    assert {each.state for each in status(run)} == {"done"}
    for slug in slugs(run):
        captures, ours = (
            [each.url for each in read_archive(some.evidence(slug)) if each.kind == RESPONSE]
            for some in (run, undisturbed.run)
        )
        assert [url for url, times in Counter(captures).items() if times > 1] == []
        assert sorted(captures) == sorted(ours)
    assert not files_in(run.parts)
    assert_frame_equal(steps.score(run, [METHOD]), undisturbed.ratings)


def gathered(run: Run) -> bool:
    """Whether parts of some council are in the store."""
    return len(files_in(run.parts)) >= 3


def test_a_cluster_gathers_and_rates_what_one_machine_does_as_politely(
    place: Place, cluster: Cluster, undisturbed: Undisturbed
) -> None:
    run = place.begin()
    ended = Crawl(run, cluster).ended()
    assert (ended.code, ended.err) == (0, "")
    asked = defaultdict(list)
    for exchange in place.server.log:
        if exchange.method != "CONNECT":
            asked[exchange.host].append(exchange.time)
    gaps = {
        host: min(later - earlier for earlier, later in zip(times, times[1:], strict=False))
        for host, times in asked.items()
        if len(times) > 1
    }
    councils_at = Counter(
        host
        for slug in slugs(run)
        for host in {host_of(each.url) for each in read_archive(run.evidence(slug))}
    )
    assert [host for host in gaps if councils_at[host] > 2]
    assert {host: gap for host, gap in gaps.items() if gap < DELAY} == {}
    assert_whole(run, undisturbed)
