"""A real crawl, killed at random moments, ends with exactly the pages of an undisturbed one."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from crawler.archive import RESPONSE, read_archive
from crawler.run import CrawlSettings, Run, new_record
from crawler.survey import crawl, status
from digitalfirst.demo import served
from digitalfirst.estate import Estate

KILLS = 10
CRAWL = """
import sys
from pathlib import Path
from crawler.run import Run
from crawler.survey import crawl

if __name__ == "__main__":
    crawl(Run(Path(sys.argv[1])), lambda news: None)
"""


def captured(run: Run) -> dict[str, list[tuple[str, int]]]:
    """What each council's evidence holds, in its order."""
    return {
        council.slug: [
            (each.url, each.status)
            for each in read_archive(run.evidence(council.slug))
            if each.kind == RESPONSE
        ]
        for council in run.read().councils
    }


def pages_in(run: Run, slug: str) -> bool:
    """Whether a council's evidence holds more than its robots.txt by now."""
    path = run.evidence(slug)
    return path.exists() and sum(each.status == 200 for each in read_archive(path)) > 3


def test_ten_kills_lose_nothing_and_change_nothing(tmp_path: Path) -> None:
    estate = Estate(seed=77, councils=3, pages=150)
    settings = CrawlSettings(max_pages=60, delay=0.01, contact="test@digitalfirst.test")
    runs = [Run(tmp_path / name) for name in ("undisturbed", "killed")]
    for run in runs:
        run.write(new_record("run", estate.councils, settings))
    script = tmp_path / "crawl.py"
    script.write_text(CRAWL)
    undisturbed, killed = runs
    chance = random.Random(5)
    with served(estate):
        began = time.monotonic()
        crawl(undisturbed, lambda news: None)
        took = time.monotonic() - began
        for _ in range(KILLS):
            process = subprocess.Popen(
                [sys.executable, str(script), str(killed.folder)],
                start_new_session=True,
                cwd=Path(__file__).parents[2],
            )
            time.sleep(chance.uniform(1.0, max(1.5, took * 0.6)))
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        crawl(killed, lambda news: None)
    assert captured(killed) == captured(undisturbed)
    assert all(each.state == "done" for each in status(killed))


def test_an_interrupt_finishes_what_is_under_way_and_says_so(tmp_path: Path) -> None:
    estate = Estate(seed=78, councils=2, pages=150)
    settings = CrawlSettings(max_pages=100, delay=0.2, contact="test@digitalfirst.test")
    run = Run(tmp_path / "run")
    run.write(new_record("run", estate.councils, settings))
    script = tmp_path / "crawl.py"
    script.write_text(CRAWL)
    with served(estate):
        process = subprocess.Popen(
            [sys.executable, str(script), str(run.folder)],
            start_new_session=True,
            cwd=Path(__file__).parents[2],
            stderr=subprocess.DEVNULL,
        )
        for council in estate.councils:
            while not pages_in(run, council.slug):
                assert process.poll() is None
                time.sleep(0.1)
        os.killpg(process.pid, signal.SIGINT)
        assert process.wait(timeout=30) != 0
    states = [(each.state, each.reason, each.pages > 0) for each in status(run)]
    assert states == [("partial", "interrupted", True)] * 2
