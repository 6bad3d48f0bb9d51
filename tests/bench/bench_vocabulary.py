"""How often a real council's address, by its words alone, leads to the right service.

The addresses are GOV.UK's local links of 2017, each labelled with the service it was given for.
Nothing is learnt from them, so there is nothing to cross-validate: every address counts.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from config import load_services
from config.vocabulary import Vocabulary
from tests.bench.harness import Figure, Note, Result, benchmark
from tests.bench.workshop import SHARED, Workshop

ADDRESSES = SHARED / "data" / "gds-service-urls.csv"


@benchmark("vocabulary")
def vocabulary(workshop: Workshop) -> Iterator[Result]:
    """The share of addresses whose service comes first, and among the first three."""
    if not ADDRESSES.exists():
        yield Note("skipped: ../shared/data/gds-service-urls.csv is not there")
        return
    names = {service.lgsl: service.id for service in load_services()}
    rows = pd.read_csv(ADDRESSES)
    rows = rows[rows["lgsl"].isin(names)].reset_index(drop=True)
    match = Vocabulary.of(load_services()).match
    found = [[one.lgsl for one in match(url)] for url in rows["url"]]
    labels = rows.groupby("url")["lgsl"].agg(set)
    judged = pd.DataFrame(
        {
            "service": rows["lgsl"].map(names),
            "top-1": [lgsl in each[:1] for lgsl, each in zip(rows["lgsl"], found, strict=True)],
            "top-3": [lgsl in each for lgsl, each in zip(rows["lgsl"], found, strict=True)],
            "any label": [
                bool(labels[url] & set(each[:1]))
                for url, each in zip(rows["url"], found, strict=True)
            ],
            "silent": [not each for each in found],
        }
    )
    yield Note(
        f"{len(rows)} addresses of {rows['council'].nunique()} councils, "
        f"{rows['lgsl'].nunique()} services; nothing is learnt from them"
    )
    yield Figure("the service comes first", judged["top-1"].mean(), least=0.85)
    yield Figure("it is among the first three", judged["top-3"].mean(), least=0.95)
    yield Figure("first is one that the same address was given for", judged["any label"].mean())
    yield Figure("addresses whose words name no service", judged["silent"].mean())
    spoken = judged[~judged["silent"]]
    yield Figure("first, where the words name a service", spoken["top-1"].mean())
    yield from _by_service(judged, workshop.quick)


def _by_service(judged: pd.DataFrame, quick: bool) -> Iterator[Result]:
    by_service = judged.groupby("service").mean().round(2)
    by_service.insert(0, "addresses", judged.groupby("service").size())
    by_service["missed"] = (by_service["addresses"] * (1 - by_service["top-1"])).round().astype(int)
    worst = by_service.sort_values("missed", ascending=False)
    yield Note("by service, most misses first:", worst.head(10) if quick else worst)
