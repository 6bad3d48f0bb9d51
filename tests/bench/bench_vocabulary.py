"""How often a real council's address, by its words alone, leads to the right service.

The addresses are GOV.UK's local links of 2017, each labelled with the service it was given for.
What is learnt from them is judged on councils it was not learnt from, in five folds.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

import pandas as pd

from config import load_services
from config.addresses import address_words, signs_of
from config.learning import read_given
from config.vocabulary import Vocabulary
from tests.bench.harness import Figure, Note, Result, benchmark
from tests.bench.workshop import Workshop
from tests.labelled import ADDRESSES, FOLDS, judged

CHANCES = [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0]  # edges of the bins


@benchmark("vocabulary")
def vocabulary(workshop: Workshop) -> Iterator[Result]:
    """The share of addresses whose service comes first, and among the first three."""
    if not ADDRESSES.exists():
        yield Note("skipped: ../shared/data/gds-service-urls.csv is not there")
        return
    folds = range(1) if workshop.quick else range(FOLDS)
    found = _judged(folds)
    yield Note(
        f"{len(found)} addresses of {found['council'].nunique()} councils, "
        f"{found['service'].nunique()} services; folds by council: {len(folds)} of {FOLDS}"
    )
    yield Figure("the service comes first", found["top-1"].mean(), least=0.85)
    yield Figure("it is among the first three", found["top-3"].mean(), least=0.95)
    yield Figure("first is one that the same address was given for", found["any label"].mean())
    yield Figure("short texts matched", _matched_a_second(found["url"]), "texts/s")
    yield from _ceilings(found)
    yield from _where_words_tell(found)
    yield from _by_service(found, workshop.quick)


def _judged(folds: range) -> pd.DataFrame:
    """A row for each address: its label, whether that was guessed, and what its words say."""
    services = load_services()
    names = {service.lgsl: service.id for service in services}
    words = Vocabulary.of(services)
    rows = read_given(ADDRESSES, services)
    frame = pd.DataFrame(
        {
            "council": row.council,
            "url": row.url,
            "service": names[row.lgsl],
            "first": names[guessed[0].lgsl],
            "chance": guessed[0].score,
            "top-1": guessed[0].lgsl == row.lgsl,
            "top-3": row.lgsl in {match.lgsl for match in guessed},
            "named": bool(words.match(row.url)),
            "signs": _telling(row.url, words),
        }
        for fold in folds
        for row, guessed in judged(rows, fold)
    )
    labels = frame.groupby("url")["service"].agg(set)
    given = [first in labels[url] for url, first in zip(frame["url"], frame["first"], strict=True)]
    return frame.assign(**{"any label": given})


def _matched_a_second(texts: pd.Series) -> float:
    """How many texts that were not met before are matched in a second of processor time."""
    words, texts = Vocabulary.of(load_services()), texts.drop_duplicates()
    words.match("warm")
    began = time.process_time()
    for text in texts:
        words.match(text)
    return float(len(texts) / (time.process_time() - began))


def _telling(url: str, words: Vocabulary) -> str:
    """What an address shows that any service was ever told by; empty if there is nothing."""
    signs, learnt = signs_of(url, words), address_words()
    known = (signs.words & learnt.words.keys()) | (signs.last & learnt.last.keys())
    return " ".join([*sorted(known), *(f"{lgsl}:{score}" for lgsl, score in signs.named)])


def _ceilings(found: pd.DataFrame) -> Iterator[Result]:
    """What nobody can pass who gives an address, or what it shows, one answer."""
    silent = found["signs"] == ""
    yield Figure("addresses that show nothing telling", silent.mean())
    for what, groups in (
        ("were each address known by heart", found["url"]),
        ("and those that show nothing answered alike", found["url"].where(~silent, "")),
        ("were every set of telling words known by heart", found["signs"]),
    ):
        counts = found.groupby([groups.rename("group"), "service"]).size()
        best = counts.sort_values(ascending=False).groupby(level="group")
        one, three = (best.head(size).sum() / len(found) for size in (1, 3))
        yield Note(f"ceiling {what}: first {one:.3f}, among three {three:.3f}")


def _where_words_tell(found: pd.DataFrame) -> Iterator[Result]:
    named = found[found["named"]]
    yield Figure("addresses whose words name a service", len(named) / len(found))
    yield Figure("first, where the words name a service", named["top-1"].mean())
    yield Figure("among the first three, where the words name a service", named["top-3"].mean())
    yield Figure("any label, where the words name a service", named["any label"].mean())
    bins = found.groupby(pd.cut(found["chance"], CHANCES), observed=True)
    table = bins[["chance", "top-1", "top-3", "any label"]].mean().round(2)
    table.insert(0, "addresses", bins.size())
    yield Note("by the chance given to the first:", table)


def _by_service(found: pd.DataFrame, quick: bool) -> Iterator[Result]:
    groups = found.groupby("service")
    by_service = groups[["top-1", "top-3", "any label", "named"]].mean().round(2)
    by_service.insert(0, "addresses", groups.size())
    by_service["missed"] = groups["top-1"].agg(lambda right: int((~right).sum()))
    worst = by_service.sort_values("missed", ascending=False)
    yield Note("by service, most misses first:", worst.head(10) if quick else worst)
    missed = found[~found["top-1"] & (found["signs"] != "")]
    pairs = missed.groupby(["service", "first"]).size().sort_values(ascending=False)
    yield Note("taken for another most often:", pairs.rename("addresses").reset_index().head(20))
