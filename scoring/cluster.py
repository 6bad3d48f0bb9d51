"""From evidence to tables on a Dask cluster: some councils a task, their tables put in the store.

The tables are those of one machine, row by row: the councils of a part are in the run's order, and
so are the parts.
"""

from __future__ import annotations

import queue
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from uuid import uuid4

import dask
from distributed import Client, Future

from crawler.cluster.connecting import SchedulerLost, connected
from crawler.run import Run
from crawler.store import is_here, put, remove
from scoring.audit import Task, audit_tables, tasks_of
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
    councils_a_file: int = COUNCILS_A_FILE,
) -> None:
    """Audit every council of a run on a cluster and write all tables but `ratings` into a folder.

    `on_council` hears of each council that is finished. A worker that is lost costs its tasks
    another try. Tables of more than `councils_a_file` are folders of parts.

    Raises:
        ConfigError: there is no such cluster.
        SchedulerLost: its scheduler does not answer any more.
    """
    if is_here(run.folder):
        run, into = Run(run.folder.absolute()), into.absolute()
    tasks = tasks_of(run)
    scratch = into / "parts"
    with connected(scheduler) as client:
        workers = max(1, len(client.nthreads()))
        size = max(1, min(COUNCILS_A_PART, len(tasks) // (PARTS_A_WORKER * workers)))
        dealt = [tasks[place : place + size] for place in range(0, len(tasks), size)]
        folders = [scratch / f"{number:05}" for number in range(len(dealt))]
        _audit_parts(client, dealt, folders, on_council)
    make = join_tables if len(tasks) <= councils_a_file else partition_tables
    make(AUDITED, folders, into)
    remove(scratch)


def audit_part(tasks: Sequence[Task], folder: Path) -> None:
    """The task of Dask: audit these councils and put their tables, joined, in a folder."""
    with _READING, tempfile.TemporaryDirectory(prefix="digitalfirst-audit-") as name:
        councils = [Path(name, task.council.slug) for task in tasks]
        for task, council in zip(tasks, councils, strict=True):
            write_tables(audit_tables(task), council)
        joined = Path(name, ".joined")
        join_tables(AUDITED, councils, joined)
        for table in AUDITED:
            put(joined / f"{table}.parquet", folder / f"{table}.parquet")


def _audit_parts(
    client: Client,
    dealt: Sequence[Sequence[Task]],
    folders: Sequence[Path],
    on_council: Callable[[str], None],
) -> None:
    """Give out parts, so many at a time that each worker has one to do and one to come."""
    ended: queue.SimpleQueue[Future] = queue.SimpleQueue()
    waiting: dict[Future, Sequence[Task]] = {}
    to_come = iter(enumerate(zip(dealt, folders, strict=True)))
    key = f"digitalfirst-audit-{uuid4().hex[:12]}"

    def submit(number: int, tasks: Sequence[Task], folder: Path) -> None:
        retries = int(dask.config.get("digitalfirst.retries"))
        future = client.submit(
            audit_part, tasks, folder, key=(key, number), retries=retries, pure=False
        )
        waiting[future] = tasks
        future.add_done_callback(ended.put)

    while True:
        most = AT_ONCE_A_WORKER * max(1, len(client.nthreads()))
        for number, (tasks, folder) in islice(to_come, most - len(waiting)):
            submit(number, tasks, folder)
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
