"""A crawl as a program of its own, so that its time and memory can be told apart.

`python -m tests.bench.crawling FOLDER PROCESSES` crawls the run that was prepared there.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

from crawler import survey
from crawler.run import Run


def main() -> None:
    """Crawl, and print a `workshop.Crawl` as JSON."""
    run = Run(Path(sys.argv[1]))
    moments: list[float] = []
    survey.crawl(run, lambda news: moments.append(time.perf_counter()), int(sys.argv[2]))
    pages = sum(_answers(run, each.slug) for each in run.read().councils)
    if not pages:
        raise SystemExit(f"nothing was crawled: {next(survey.status(run)).reason}")
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    found = {
        "pages": pages,
        "seconds": moments[-1] - moments[0],
        "cpu": used.ru_utime + used.ru_stime,
        "peak": used.ru_maxrss / 1024,
    }
    print(json.dumps(found))


def _answers(run: Run, slug: str) -> int:
    outcomes = run.read_ending(slug).get("outcomes", {})
    return int(outcomes.get("200", 0))


if __name__ == "__main__":
    main()
