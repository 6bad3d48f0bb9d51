"""A cluster's runs are those of one machine, whatever happens to its parts."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from crawler.archive import RESPONSE, read_archive
from crawler.browser import find_browser
from crawler.rendered import INFO
from crawler.run import Run
from crawler.store import files_in
from crawler.survey import status
from digitalfirst import steps
from scoring.tables import AUDITED, read_tables
from tests.cluster.cluster import Cluster, crawls, free_port, kill, signal_all, wait_for
from tests.cluster.conftest import DELAY, METHOD, Place, Undisturbed, asked_for
from tests.cluster.town import CRAWL_DELAY, FORMS, SHARED
from tests.digitalfirst.command import Ended
from tests.digitalfirst.command import run as command

pytest.importorskip("distributed", reason="needs the extra [cluster]")
pytest.importorskip("moto", reason="needs a server that speaks S3: moto[server]")


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
        words += ["--contact", settings.contact, "--render", settings.render]
        words += ["--sample", str(settings.sample)]
        words += ["--services", str(cluster.folder / "services.yaml")]
        words += ["--scheduler", cluster.address]
        # What a shell runs in the background is deaf to Ctrl-C, and so would be what it starts.
        signal.signal(signal.SIGINT, signal.default_int_handler)
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


def crawled(undisturbed: Undisturbed, folder: Path) -> Run:
    """A run of the same evidence, not scored yet."""
    run = Run(folder)
    shutil.copytree(undisturbed.run.folder / "evidence", run.folder / "evidence")
    for path in (undisturbed.run.record_path, undisturbed.run.services_file):
        shutil.copy(path, run.folder)
    return run


def gathered(run: Run, parts: int = 6) -> bool:
    """Whether so many parts of councils are in the store."""
    return len(files_in(run.parts)) >= parts


def times_of(place: Place, host: str = "") -> dict[str, list[float]]:
    """When each host, or the one named, was asked, by the server's own log."""
    asked = defaultdict(list)
    for exchange in place.server.log:
        if exchange.method != "CONNECT" and host in ("", exchange.host):
            asked[exchange.host].append(exchange.time)
    return asked


def asked_more_often(place: Place, undisturbed: Undisturbed) -> list[tuple[str, str]]:
    """The addresses that were asked for more often than by one machine, undisturbed."""
    asked = Counter(asked_for(place))
    return [each for each, times in asked.items() if times > undisturbed.asked[each]]


def shortest_gap(times: list[float]) -> float:
    return min(later - earlier for earlier, later in pairwise(times))


def test_a_cluster_gathers_and_rates_what_one_machine_does(
    place: Place, cluster: Cluster, undisturbed: Undisturbed
) -> None:
    run = place.begin()
    ended = Crawl(run, cluster).ended()
    assert (ended.code, ended.err) == (0, "")
    asked = times_of(place)
    assert len(asked) >= len(slugs(run))
    assert min(map(shortest_gap, asked.values())) >= DELAY
    assert_whole(run, undisturbed)


def test_a_host_that_councils_share_is_never_asked_sooner_than_it_asks_for(
    place: Place, cluster: Cluster
) -> None:
    run = place.begin_with(place.town.councils, render="sample", sample=1)
    crawls_at_once = [Crawl(run, cluster), Crawl(run, cluster)]
    at_work: set[int] = set()
    while any(each.process.poll() is None for each in crawls_at_once):
        at_work |= {worker.pid for worker in cluster.workers if crawls(worker)}
        time.sleep(0.2)
    done, refused = sorted(each.ended() for each in crawls_at_once)
    assert (done.code, done.err) == (0, "")
    assert refused.code == 2
    assert "another crawl of this run is at work" in refused.err
    assert len(at_work) == 3
    times = times_of(place, SHARED)[SHARED]
    assert len(times) >= len(run.read().councils) * FORMS
    assert shortest_gap(times) >= CRAWL_DELAY
    for slug in slugs(run) if find_browser() else ():
        opened = [each for each in read_archive(run.evidence(slug)) if each.url.startswith(INFO)]
        assert opened


def test_an_interrupted_command_goes_on_when_it_is_given_again(
    place: Place, cluster: Cluster, undisturbed: Undisturbed
) -> None:
    run = place.begin()
    crawl = Crawl(run, cluster)
    wait_for(lambda: gathered(run))
    crawl.process.send_signal(signal.SIGINT)
    ended = crawl.ended()
    assert ended.code == 130
    assert "the same command for that folder goes on" in ended.err
    kept = {each.slug: each.pages for each in status(run)}
    assert sum(kept.values()) > 0
    assert not files_in(run.parts)
    assert Crawl(run, cluster).ended().code == 0
    assert asked_more_often(place, undisturbed) == []
    assert_whole(run, undisturbed)


def test_what_a_command_that_died_had_begun_is_finished_and_taken_in_by_the_next(
    place: Place, cluster: Cluster, undisturbed: Undisturbed
) -> None:
    run = place.begin()
    crawl = Crawl(run, cluster)
    wait_for(lambda: gathered(run))
    crawl.process.kill()
    assert crawl.ended().code == -signal.SIGKILL
    assert Crawl(run, cluster).ended().code == 0
    assert asked_more_often(place, undisturbed) == []
    assert_whole(run, undisturbed)


def test_a_doctor_says_whether_a_cluster_is_ready(cluster: Cluster, tmp_path: Path) -> None:
    words = ["doctor", "--json", "--scheduler", cluster.address, "--store"]
    good, bad = (
        command(*words, store, folder=tmp_path) for store in ("s3://runs/there", "s3://nowhere/at")
    )
    found = {check["name"]: check for check in json.loads(good.out)}
    assert good.code == 0, good
    assert found["workers"]["found"] == "3 workers, 12 councils at a time"
    assert all(check["well"] for check in found.values() if check["needed"])
    assert bad.code == 1
    assert [each["name"] for each in json.loads(bad.out) if not each["well"]] == ["store"]


def test_a_worker_that_reads_sites_by_other_rules_is_refused_by_name(
    place: Place, cluster: Cluster, tmp_path: Path
) -> None:
    for package in ("config", "crawler", "scoring"):
        shutil.copytree(Path(__file__).parents[2] / package, tmp_path / package)
    with (tmp_path / "config" / "crawl.yaml").open("a") as rules:
        rules.write("# another rule\n")
    other = cluster.start_worker(PYTHONPATH=str(tmp_path))
    try:
        cluster.mend(len(cluster.workers))
        ended = Crawl(place.begin(), cluster).ended()
    finally:
        kill(other)
    assert (ended.code, ended.err.count("\n")) == (2, 1)
    assert "install the same everywhere" in ended.err
    assert place.server.log == []


def test_a_scheduler_that_is_not_there_is_one_clear_line(place: Place, tmp_path: Path) -> None:
    nowhere = f"tcp://127.0.0.1:{free_port()}"
    ended = command(
        "crawl", "run", "--contact", "a@b.test", "--scheduler", nowhere, folder=tmp_path
    )
    assert (ended.code, ended.err.count("\n")) == (2, 1)
    assert "no scheduler answers" in ended.err


def test_a_crawl_into_a_store_without_a_cluster_is_one_clear_line(
    place: Place, tmp_path: Path
) -> None:
    ended = command("crawl", "s3://runs/x", "--contact", "a@b.test", folder=tmp_path)
    assert (ended.code, ended.err.count("\n")) == (2, 1)
    assert "needs a cluster" in ended.err


def test_a_worker_that_dies_loses_nothing(
    place: Place, cluster: Cluster, undisturbed: Undisturbed
) -> None:
    run = place.begin()
    crawl = Crawl(run, cluster)
    wait_for(lambda: gathered(run))
    kill(next(worker for worker in cluster.workers if crawls(worker)))
    assert "partial" in {each.state for each in status(run)}
    ended = crawl.ended()
    assert (ended.code, ended.err) == (0, "")
    assert_whole(run, undisturbed)


def test_a_worker_that_is_cut_off_and_comes_back_does_nothing_twice(
    place: Place, cluster: Cluster, undisturbed: Undisturbed
) -> None:
    run = place.begin()
    crawl = Crawl(run, cluster)
    wait_for(lambda: gathered(run))
    worker = next(worker for worker in cluster.workers if crawls(worker))
    stopped = signal_all(worker, signal.SIGSTOP)
    try:
        time.sleep(9)  # longer than its lease and its life as the scheduler sees it
    finally:
        for pid in stopped:
            os.kill(pid, signal.SIGCONT)
    ended = crawl.ended()
    assert (ended.code, ended.err) == (0, "")
    assert min(map(shortest_gap, times_of(place).values())) >= DELAY
    assert_whole(run, undisturbed)


def test_a_scheduler_that_is_lost_is_told_of_and_the_same_command_goes_on(
    place: Place, cluster: Cluster, undisturbed: Undisturbed
) -> None:
    run = place.begin()
    crawl = Crawl(run, cluster)
    wait_for(lambda: gathered(run))
    kill(cluster.scheduler)
    ended = crawl.ended()
    assert ended.code == 130
    assert ended.err.count("\n") == 1
    assert "the same command for that folder goes on" in ended.err
    before = len(place.server.log)
    cluster.mend(3)
    assert Crawl(run, cluster).ended().code == 0
    assert len(place.server.log) > before
    assert_whole(run, undisturbed)


def test_the_tables_of_a_cluster_are_those_of_one_machine_to_the_last_digit(
    cluster: Cluster, undisturbed: Undisturbed, tmp_path: Path
) -> None:
    from scoring.cluster import audit_run_on_cluster

    run = crawled(undisturbed, tmp_path / "run")
    ratings = steps.score(run, [METHOD], cluster.address)
    assert_frame_equal(ratings, undisturbed.ratings)
    apart = tmp_path / "apart"
    audit_run_on_cluster(run, cluster.address, lambda slug: None, apart, councils_a_file=1)
    assert (apart / "pages.parquet").is_dir()
    ours = read_tables(undisturbed.run.tables, AUDITED)
    for folder in (run.tables, apart):
        for name, table in read_tables(folder, AUDITED).items():
            assert_frame_equal(table, ours[name])


# As Azure's library does when it opens a file.
LEAVES_A_LOOP = """
import asyncio, sys, threading
from crawler.cluster import crawler_process
loop = asyncio.new_event_loop()
threading.Thread(target=loop.run_forever, daemon=True).start()
asyncio.set_event_loop(loop)
crawler_process.TO_WORKER = sys.stdout
crawler_process.main()
"""


def test_a_crawling_process_has_an_event_loop_of_its_own(cluster: Cluster, place: Place) -> None:
    asked = {"run": str(place.begin().folder), "scheduler": cluster.address, "checkpoint": 1}
    ended = subprocess.run(
        [sys.executable, "-c", LEAVES_A_LOOP],
        env=cluster.environment,
        input=json.dumps(asked) + "\n",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, "")


def test_an_audit_that_was_stopped_goes_on_from_there(
    cluster: Cluster, undisturbed: Undisturbed, tmp_path: Path
) -> None:
    from scoring.cluster import audit_run_on_cluster

    run = crawled(undisturbed, tmp_path / "run")
    keys = {each.slug: "made from this" for each in run.read().councils}
    heard: list[str] = []

    def interrupt(slug: str) -> None:
        heard.append(slug)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        audit_run_on_cluster(run, cluster.address, interrupt, run.tables, keys)
    shutil.copy(os.devnull, run.evidence(heard[0]))  # it is not looked at any more
    audit_run_on_cluster(run, cluster.address, heard.append, run.tables, keys)
    assert sorted(heard[1:]) == sorted(keys)
    ours = read_tables(undisturbed.run.tables, AUDITED)
    for name, table in read_tables(run.tables, AUDITED).items():
        assert_frame_equal(table, ours[name])
    assert not (run.tables / "parts").exists()
