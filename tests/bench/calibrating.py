"""Fits how sure ratings are: `python -m tests.bench.calibrating`, some minutes.

It rates estates at seeds of their own, compares with the truth, and prints `certainty`, `doubts`
and `calibration` as they stand in `scoring/services/rules.yaml`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from config import load_platforms
from crawler.run import Run
from crawler.search import searches
from scoring.services.rate import Rater
from scoring.site import read_site
from tests.bench.workshop import Asked, Workshop, estate_of

SEEDS = (21, 22, 23, 24, 25, 26)  # neither the tests' nor the benchmarks'
COUNCILS, SITE_PAGES, BUDGET = 8, 120, 200
POINTS = 40  # ratings, at the least, behind each point of the table
DOUBTS = ("elsewhere", "unlinked", "disputed")


def main() -> None:
    """Rate, compare, fit, print."""
    with tempfile.TemporaryDirectory(prefix="digitalfirst-calibrating-") as folder:
        workshop = Workshop(Path(folder), quick=False)
        asked = [Asked(seed, COUNCILS, SITE_PAGES, BUDGET) for seed in SEEDS]
        judged = [each for one in asked for each in _judged(one, workshop.crawled(one))]
    print(fitted(pd.DataFrame(judged)))


def fitted(judged: pd.DataFrame) -> str:
    """What was fitted, as YAML."""
    certainty = {str(kind): _share(rows) for kind, rows in judged.groupby("kind")["right"]}
    lines = ["certainty:", *(f"  {kind}: {share}" for kind, share in certainty.items())]
    guess = judged["kind"].map(certainty).astype(float) * judged["surely"]
    lines.append("doubts:")
    for doubt in DOUBTS:
        marked = judged[doubt].astype(bool)
        left = min(
            1.0, round(_share(judged["right"][marked]) / _share(judged["right"][~marked]), 2)
        )
        lines.append(f"  {doubt}: {left}  # of {marked.sum()} ratings")
        guess = guess.where(~marked, guess * left)
    lines.append("calibration:")
    points = calibration(guess.to_numpy(float), judged["right"].to_numpy(float))
    return "\n".join([*lines, *(f"  - [{at:.3f}, {share:.3f}]" for at, share in points)])


def calibration(guess: np.ndarray, right: np.ndarray) -> list[tuple[float, float]]:
    """The share right by guess, never falling: neighbouring groups that would fall are joined.

    Below the first group, where there were too few ratings to tell, it falls to nothing.
    """
    order = np.argsort(guess, kind="stable")
    pools: list[tuple[float, float, int]] = []  # guesses' sum, rights' sum, ratings
    for group in np.array_split(order, max(1, len(order) // POINTS)):
        pool = (float(guess[group].sum()), float(right[group].sum()), len(group))
        while pools and _rate(pools[-1]) >= _rate(pool):
            before = pools.pop()
            pool = (before[0] + pool[0], before[1] + pool[1], before[2] + pool[2])
        pools.append(pool)
    points = [(total / count, _rate((total, good, count))) for total, good, count in pools]
    return [(0.0, 0.0), *points]


def _rate(pool: tuple[float, float, int]) -> float:
    """The share right as if one more were right and one wrong, so that few never seem certain."""
    return (pool[1] + 1) / (pool[2] + 2)


def _share(right: pd.Series) -> float:
    return round((float(right.sum()) + 1) / (len(right) + 2), 2)


def _judged(asked: Asked, run: Run) -> Iterator[dict[str, object]]:
    """The grounds of each rating, and whether it was right."""
    truth = estate_of(asked).truth()["services"].set_index(["slug", "lgsl"])["stage"]
    for council in run.read().councils:
        site = read_site(council, run.evidence(council.slug))
        services = run.load_services()
        if site.home is not None:
            site.searches = searches(site.home, services)
        rater = Rater(site, services, load_platforms())
        for row in rater.rows():
            true = truth.get((council.slug, row["lgsl"]))
            if row["status"] == "measured" and true is not None:
                grounds = rater.grounds[row["lgsl"]]
                doubts = {doubt: doubt in grounds.doubts for doubt in DOUBTS}
                right = bool(row["stage"] == true)
                yield {"kind": grounds.kind, "surely": grounds.surely, **doubts, "right": right}


if __name__ == "__main__":
    main()
