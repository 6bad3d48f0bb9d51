"""How long it takes to rate every council by several methods: intervals, firm places and all."""

from __future__ import annotations

import time
from collections.abc import Iterator

from config import Service, load_councils, load_method, load_services
from reports.wording import load_wording
from scoring.measures import all_measures
from scoring.methods import rate
from scoring.sensitivity import sensitivity
from tests.bench.harness import Figure, Note, Result, benchmark
from tests.bench.made_up import made_up, made_up_register
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
    tables = made_up(load_councils()[:COUNCILS], services)
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
        register = made_up_register(times * COUNCILS)
        tables = made_up(register, services)
        begun = time.process_time()
        rate(tables, services, method)
        costs.append((time.process_time() - begun) / len(register))
    return costs[1] / costs[0]
