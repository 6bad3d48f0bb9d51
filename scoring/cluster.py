"""From evidence to tables on a Dask cluster: some councils a task, their tables put in the store.

The tables are those of one machine, row by row: the councils of a part are in the run's order, and
so are the parts.
"""

from __future__ import annotations

import queue
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from hashlib import sha256
from itertools import islice
from pathlib import Path
from uuid import uuid4

import dask
from distributed import Client, Future, get_worker

from crawler.cluster.connecting import SchedulerLost, connected
from crawler.run import Run
from crawler.store import is_here, remove
from scoring.audit import Task, audit_tables, tasks_of
from scoring.parts import Parts
from scoring.tables import AUDITED, join_tables, partition_tables, write_tables

# A part holds so many councils at most, fewer where every worker can have some.
COUNCILS_A_PART = 50
PARTS_A_WORKER = 4
AT_ONCE_A_WORKER = 2
# Tables of up to so many councils are one file each, as on one machine; else a folder of parts.
COUNCILS_A_FILE = 1000
LOOK = 0.5  # seconds between two looks at whether the scheduler is still there
# Reading evidence keeps a core busy: one part at a time, however many threads a worker has.
_READING = threading.Lock()


def audit_run_on_cluster(
    run: Run,
    scheduler: str,
    on_council: Callable[[str], None],
    into: Path,
    keys: Mapping[str, str] | None = None,
    councils_a_file: int = COUNCILS_A_FILE,
) -> None:
    """Audit every council of a run on a cluster and write all tables but `ratings` into a folder.

    `on_council` hears of each council that is finished. A worker that is lost costs its tasks
    another try. With `keys`, for each slug a hash of what its tables follow from, parts that were
    read before the audit was stopped are not read again. Tables of more than `councils_a_file` are
    folders of parts.

    Raises:
        ConfigError: there is no such cluster.
        SchedulerLost: its scheduler does not answer any more.
    """
    if is_here(run.folder):
        run, into = Run(run.folder.absolute()), into.absolute()
    tasks = tasks_of(run)
    with connected(scheduler) as client:
        workers = max(1, len(client.nthreads()))
        size = max(1, min(COUNCILS_A_PART, len(tasks) // (PARTS_A_WORKER * workers)))
        dealt = {f"{place:07}": tasks[place : place + size] for place in range(0, len(tasks), size)}
        parts = Parts(into / "parts", _part_keys(dealt, keys or {}))
        current = parts.current(dealt)
        for task in (task for name in current for task in dealt[name]):
            on_council(task.council.slug)
        unread = {name: few for name, few in dealt.items() if name not in current}
        _audit_parts(client, unread, parts, on_council)
    make = join_tables if len(tasks) <= councils_a_file else partition_tables
    make(AUDITED, map(parts.at, dealt), into)
    remove(parts.folder)


def _part_keys(dealt: Mapping[str, Sequence[Task]], keys: Mapping[str, str]) -> dict[str, str]:
    """What the tables of each part follow from, where that is known of each of its councils."""
    found = {name: [keys.get(task.council.slug, "") for task in few] for name, few in dealt.items()}
    return {
        name: sha256("\n".join(each).encode()).hexdigest()
        for name, each in found.items()
        if all(each)
    }


def audit_part(tasks: Sequence[Task], name: str, parts: Parts) -> None:
    """The task of Dask: audit a part's councils and put their tables, joined, in its folder.

    Dask ends no task that runs. One of an audit that was stopped leaves off by itself, and does not
    write beside the task of an audit that was begun since.
    """
    with _READING, tempfile.TemporaryDirectory(prefix="digitalfirst-audit-") as scratch:
        councils = [Path(scratch, task.council.slug) for task in tasks]
        for task, council in zip(tasks, councils, strict=True):
            if _is_waited_for():
                write_tables(audit_tables(task), council)
        if _is_waited_for():
            with parts.writing(name) as folder:
                join_tables(AUDITED, councils, folder)


def _is_waited_for() -> bool:
    """Whether anybody still wants what this thread's task gives."""
    worker = get_worker()
    task = worker.state.tasks.get(worker.get_current_task())
    return task is not None and task.state != "cancelled"


def _audit_parts(
    client: Client,
    dealt: Mapping[str, Sequence[Task]],
    parts: Parts,
    on_council: Callable[[str], None],
) -> None:
    """Give out parts, so many at a time that each worker has one to do and one to come."""
    ended: queue.SimpleQueue[Future] = queue.SimpleQueue()
    waiting: dict[Future, Sequence[Task]] = {}
    to_come = iter(dealt.items())
    key = f"digitalfirst-audit-{uuid4().hex[:12]}"

    def submit(name: str, tasks: Sequence[Task]) -> None:
        retries = int(dask.config.get("digitalfirst.retries"))
        own = parts.only(name)
        future = client.submit(
            audit_part, tasks, name, own, key=(key, name), retries=retries, pure=False
        )
        waiting[future] = tasks
        future.add_done_callback(ended.put)

    while True:
        most = AT_ONCE_A_WORKER * max(1, len(client.nthreads()))
        for name, tasks in islice(to_come, most - len(waiting)):
            submit(name, tasks)
        if not waiting:
            return
        future = _next(ended, client)
        future.result()
        for task in waiting.pop(future):
            on_council(task.council.slug)


def _next(ended: queue.SimpleQueue[Future], client: Client) -> Future:
    """The next task that ended.

    Raises:
        SchedulerLost: the scheduler does not answer any more.
    """
    seen = time.monotonic()
    while time.monotonic() - seen < float(dask.config.get("digitalfirst.patience")):
        with suppress(queue.Empty):
            future = ended.get(timeout=LOOK)
            if future.status in ("cancelled", "lost"):
                break
            return future
        if client.status == "running":
            seen = time.monotonic()
    raise SchedulerLost("the scheduler was lost")
