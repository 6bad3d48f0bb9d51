"""Rating as a program of its own, so that its time and memory can be told apart.

`python -m tests.bench.rating FOLDER` rates the councils of the tables there by the usual method.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

from config import load_method, load_services
from scoring.methods import rate, tables_to_rate


def main() -> None:
    """Rate, and print a `workshop.Crawl` as JSON: it has no pages."""
    method = load_method("digital-first")
    begun = time.perf_counter()
    rate(tables_to_rate(Path(sys.argv[1]), [method]), load_services(), method)
    used = resource.getrusage(resource.RUSAGE_SELF)
    found = {
        "pages": 0,
        "seconds": time.perf_counter() - begun,
        "cpu": used.ru_utime + used.ru_stime,
        "peak": used.ru_maxrss / 1024,
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
