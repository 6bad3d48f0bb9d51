"""How far ratings agree with the truth of estates that nobody tuned to."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from crawler.run import Run
from digitalfirst.estate import Estate
from scoring.audit import audit_run
from scoring.tables import AUDITED, read_tables
from tests.bench.harness import Figure, Note, Result, benchmark
from tests.bench.workshop import Asked, Workshop, estate_of
from tests.measured import beside_the_truth

SEEDS = (7401, 7402, 7403)  # no rule, word or weight was chosen by looking at these
SITE_PAGES = 120
BUDGET = 200
STAGES = [0, 1, 2, 3, 4]
EDGES = [0.0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.0]  # of the bins of confidence
NINE_IN_TEN = (0.85, 0.95)  # confidence of which nine in ten should be right
WORST = 10  # rows shown of a long table


@benchmark("agreement")
def agreement(workshop: Workshop) -> Iterator[Result]:
    """Stages, confidence and measures against the truth, over several unseen seeds."""
    seeds, councils = (SEEDS[:1], 4) if workshop.quick else (SEEDS, 8)
    audits = [_audited(workshop, Asked(each, councils, SITE_PAGES, BUDGET)) for each in seeds]
    yield Note(f"seeds {seeds}, {councils} councils each")
    services = pd.concat([_services(estate, tables) for estate, tables in audits])
    yield from _stages(services)
    yield from _calibration(services[services["status"] == "measured"])
    yield from _measures(pd.concat([_measured(estate, tables) for estate, tables in audits]))


def _audited(workshop: Workshop, asked: Asked) -> tuple[Estate, dict[str, pd.DataFrame]]:
    run: Run = workshop.crawled(asked)
    audit_run(run, lambda slug: None)
    return estate_of(asked), read_tables(run.tables, AUDITED)


def _services(estate: Estate, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Each service that is a council's duty: its true stage beside the rated one."""
    truth = estate.truth()["services"]
    both = truth.merge(tables["services"], on=["slug", "lgsl"], suffixes=("_true", ""))
    captured = set(tables["pages"].loc[tables["pages"]["status"] == 200, "url"])
    return both.assign(captured=both["page_url"].isin(captured))


def _stages(services: pd.DataFrame) -> Iterator[Result]:
    rated = services[services["status"] == "measured"]
    true, given = rated["stage_true"].to_numpy(int), rated["stage"].to_numpy(int)
    counts = pd.crosstab(
        pd.Series(true, name="true stage"), pd.Series(given, name="rated")
    ).reindex(index=STAGES, columns=STAGES, fill_value=0)
    yield Note(f"{len(rated)} ratings, true stage by rated stage:", counts)
    yield Figure("exact stage", float((true == given).mean()), least=0.92)
    yield Figure("within one stage", float((abs(true - given) <= 1).mean()), least=0.99)
    yield Figure("macro-F1 over stages", _macro_f1(counts), least=0.90)
    yield Figure("services assessed", len(rated) / len(services))
    missed = int(_not_recognised(services).sum())
    yield Figure("captured service pages not recognised", missed, "pages", most=0)
    yield from _worst(services)


def _worst(services: pd.DataFrame) -> Iterator[Result]:
    """Where the errors are: by the route that is true, and by service."""
    right = (services["stage"] == services["stage_true"]).where(services["status"] == "measured")
    judged = services.assign(exact=right.astype("boolean"), missed=_not_recognised(services))
    for name in ("route", "service"):
        table = judged.groupby(name).agg(
            exact=("exact", "mean"), rated=("exact", "count"), not_recognised=("missed", "sum")
        )
        yield Note(f"by {name}, worst first:", table.sort_values("exact").round(2).head(WORST))


def _not_recognised(services: pd.DataFrame) -> pd.Series:
    """Whether a service's page was captured, yet no page found for a service that is a duty.

    Where a page was found but its way on was not read, the service is not assessed: not these.
    """
    due = services["captured"] & (services["stage_true"] > 0)
    nothing = services["evidence_url"].isna() & (services["status"] != "not_applicable")
    return due & nothing


def _macro_f1(counts: pd.DataFrame) -> float:
    hits = np.diag(counts)
    given, true = counts.sum(axis=0).to_numpy(), counts.sum(axis=1).to_numpy()
    return float(np.mean(2 * hits / np.maximum(given + true, 1)))


def _calibration(rated: pd.DataFrame) -> Iterator[Result]:
    confidence = rated["confidence"].astype(float)
    bins = pd.cut(confidence, EDGES, include_lowest=True)
    judged = pd.DataFrame(
        {"confidence": confidence, "right": (rated["stage"] == rated["stage_true"]).astype(float)}
    )
    by_bin = judged.groupby(bins, observed=True).mean()
    by_bin["ratings"] = judged.groupby(bins, observed=True).size()
    yield Note("confidence given and share right:", by_bin.round(3))
    sure = judged[judged["confidence"].between(*NINE_IN_TEN)]
    yield Figure("right of ratings given about 0.9", float(sure["right"].mean()), least=0.9)
    gaps = (by_bin["confidence"] - by_bin["right"]).abs()
    error = np.average(gaps, weights=by_bin["ratings"])
    yield Figure("mean gap between confidence and share right", float(error), most=0.05)


def _measured(estate: Estate, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Each measure that the truth knows, beside what was found, and whether that is right."""
    both = beside_the_truth(estate, tables["measures"])
    known = both["status"] != "not_assessed"
    right = both["right"].astype("boolean").where(known)
    return both.assign(assessed=known, right=right)


def _measures(found: pd.DataFrame) -> Iterator[Result]:
    by_measure = found.groupby("measure")[["assessed", "right"]].mean().round(2)
    by_measure["councils"] = found.groupby("measure").size()
    yield Note("measures, the share assessed and of these right:", by_measure.sort_values("right"))
    yield Figure("measures right, of those assessed", float(found["right"].mean()), least=0.95)
    yield Figure("measures assessed", float(found["assessed"].mean()))
