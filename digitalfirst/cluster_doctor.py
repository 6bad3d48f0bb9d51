"""Is a cluster ready?"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from typing import Any

from config import ConfigError
from crawler.cluster.connecting import reached, version, versions
from crawler.cluster.trying import browser_there, store_error
from digitalfirst.doctor import Check

# Of more workers than these only the number is told.
NAMED = 3


def cluster_checks(scheduler: str, store: str | None = None) -> Iterator[Check]:
    """What a crawl on the cluster of this scheduler needs; `store` is where its runs are to lie.

    Raises:
        ConfigError: the store's URL cannot be understood.
    """
    try:
        with reached(scheduler) as client:
            yield Check("scheduler", True, f"answers at {scheduler}")
            threads: Mapping[str, int] = client.nthreads()
            found = f"{len(threads)} workers, {sum(threads.values())} councils at a time"
            yield Check("workers", bool(threads), found)
            if threads:
                yield from _workers(client, store)
    except ConfigError as error:
        yield Check("scheduler", False, str(error))


def _workers(client: Any, store: str | None) -> Iterator[Check]:
    ours, theirs = version(), versions(client)
    others = [address for address, each in theirs.items() if each != ours]
    yield Check("digitalfirst", not others, _where(f"{ours} here, another", others, ours))
    yield _libraries(client)
    without = [address for address, there in client.run(browser_there).items() if not there]
    yield Check("browsers", not without, _where("none", without, "on every worker"), False)
    if store is not None:
        errors = {at: error for at, error in client.run(store_error, store).items() if error}
        first = next(iter(errors.values()), "")
        can_write = f"every worker can write to {store}"
        yield Check("store", not errors, _where(f"{store}: {first}:", list(errors), can_write))


def _libraries(client: Any) -> Check:
    """Whether Dask and what it speaks by are of one version everywhere."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            client.get_versions(check=True)
        except (ValueError, UserWarning) as error:
            return Check("libraries", False, " ".join(str(error).split())[:300])
    return Check("libraries", True, "of the same versions everywhere")


def _where(what: str, workers: list[str], else_: str) -> str:
    """What is amiss at which workers, or else."""
    if not workers:
        return else_
    more = f" and {len(workers) - NAMED} more" if len(workers) > NAMED else ""
    return f"{what} at {', '.join(workers[:NAMED])}{more}"
