"""Scoring as a program of its own, so that its time and memory can be told apart.

`python -m tests.bench.scoring FOLDER` does what `digitalfirst score FOLDER` does.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

from crawler.run import Run
from digitalfirst import steps
from scoring.tables import read_tables


def main() -> None:
    """Score, and print a `workshop.Crawl` as JSON: `pages` are those that were read."""
    run = Run(Path(sys.argv[1]))
    begun = time.perf_counter()
    steps.score(run, ["digital-first"])
    seconds = time.perf_counter() - begun
    own, others = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    found = {
        "pages": int(read_tables(run.tables, ["councils"])["councils"]["pages"].sum()),
        "seconds": seconds,
        "cpu": sum(used.ru_utime + used.ru_stime for used in (own, others)),
        "peak": max(own.ru_maxrss, others.ru_maxrss) / 1024,
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
