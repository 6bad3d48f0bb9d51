"""How long it takes to rate every council by several methods: intervals, firm places and all."""

from __future__ import annotations

import time
from collections.abc import Iterator

import numpy as np
import pandas as pd

from config import Council, Service, load_councils, load_method, load_services
from reports.wording import load_wording
from scoring.measures import all_measures
from scoring.methods import rate
from scoring.sensitivity import sensitivity
from scoring.tables import COLUMNS, table
from tests.bench.harness import Figure, Note, Result, benchmark
from tests.bench.workshop import Workshop

COUNCILS = 380
METHODS = 3
DRAWS = 1000


@benchmark("methods-speed")
def methods_speed(workshop: Workshop) -> Iterator[Result]:
    """Rate made-up measures of the real register by copies of our method, on one core."""
    method = load_method("digital-first").model_copy(update={"draws": DRAWS})
    copies = [method.model_copy(update={"id": f"copy-{number}"}) for number in range(METHODS)]
    services = load_services()
    tables = _made_up(load_councils()[:COUNCILS], services)
    yield Note(
        f"{COUNCILS} councils x {len(all_measures())} measures x {len(services)} services, "
        f"{METHODS} copies of {method.id}, {DRAWS} draws"
    )
    begun = time.process_time()
    for copy in copies:
        ratings = rate(tables, services, copy)
        sensitivity({**tables, "ratings": ratings}, copy, load_wording().peers.weights_move)
    yield Figure("all methods, processor time", time.process_time() - begun, "s", most=10)
    if not workshop.quick:
        yield Figure("cost a council with ten times as many", _growth(services), "x", most=1.3)


def _growth(services: tuple[Service, ...]) -> float:
    """The cost a council at ten times the number, as a multiple of that at the number itself."""
    method = load_method("digital-first").model_copy(update={"draws": 100})
    costs = []
    for times in (1, 10):
        register = [
            each.model_copy(update={"slug": f"{each.slug}-{number}"})
            for number in range(times)
            for each in load_councils()[:COUNCILS]
        ]
        tables = _made_up(register, services)
        begun = time.process_time()
        rate(tables, services, method)
        costs.append((time.process_time() - begun) / len(register))
    return costs[1] / costs[0]


def _made_up(
    councils: list[Council] | tuple[Council, ...], services: tuple[Service, ...]
) -> dict[str, pd.DataFrame]:
    """Tables of an audit with a value drawn for each measure and a stage for each service."""
    random = np.random.default_rng(1)
    slugs = [council.slug for council in councils]
    names = [measure.id for measure in all_measures()]
    measures = pd.DataFrame(
        {
            "slug": np.repeat(slugs, len(names)),
            "measure": np.tile(names, len(slugs)),
            "value": random.random(len(slugs) * len(names)),
            "status": "measured",
            "n": 100,
        }
    )
    stages = pd.DataFrame(
        {
            "slug": np.repeat(slugs, len(services)),
            "lgsl": np.tile([service.lgsl for service in services], len(slugs)),
            "stage": random.integers(0, 5, len(slugs) * len(services)),
            "status": "measured",
            "reasons": "made up",
        }
    )
    return {
        "councils": table(
            "councils",
            (council.model_dump() | {"state": "done", "coverage": 1.0} for council in councils),
        ),
        "measures": measures.astype(_types("measures", measures)),
        "services": stages.astype(_types("services", stages)),
        "questions": table("questions", []),
    }


def _types(name: str, frame: pd.DataFrame) -> dict[str, str]:
    return {column: kind for column, kind in COLUMNS[name].items() if column in frame}
