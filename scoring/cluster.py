"""From evidence to tables on a Dask cluster: some councils a task, their tables put in the store.

The tables are those of one machine, row by row: the councils of a part are in the run's order, and
so are the parts.
"""

from __future__ import annotations

import queue
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import islice
from pathlib import Path
from uuid import uuid4

import dask
from distributed import Client, Future

from crawler.cluster.connecting import SchedulerLost, connected
from crawler.run import Run, write_whole
from crawler.store import is_here, put, read_each, remove
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


@dataclass(frozen=True, slots=True)
class Part:
    """Councils to audit in one task, the folder for their tables, and what these follow from."""

    tasks: Sequence[Task]
    folder: Path
    key: str = ""

    @property
    def made_by(self) -> Path:
        """The file that says so, written when all tables are there."""
        return self.folder / "made-by.txt"


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
    scratch = into / "parts"
    with connected(scheduler) as client:
        workers = max(1, len(client.nthreads()))
        size = max(1, min(COUNCILS_A_PART, len(tasks) // (PARTS_A_WORKER * workers)))
        parts = [
            Part(tasks[place : place + size], scratch / f"{place:07}")
            for place in range(0, len(tasks), size)
        ]
        _audit_parts(client, _unread(parts, keys or {}, on_council), on_council)
    make = join_tables if len(tasks) <= councils_a_file else partition_tables
    make(AUDITED, [part.folder for part in parts], into)
    remove(scratch)


def audit_part(part: Part) -> None:
    """The task of Dask: audit a part's councils and put their tables, joined, in its folder."""
    with _READING, tempfile.TemporaryDirectory(prefix="digitalfirst-audit-") as name:
        councils = [Path(name, task.council.slug) for task in part.tasks]
        for task, council in zip(part.tasks, councils, strict=True):
            write_tables(audit_tables(task), council)
        joined = Path(name, ".joined")
        join_tables(AUDITED, councils, joined)
        write_whole(part.made_by, "")
        for table in AUDITED:
            put(joined / f"{table}.parquet", part.folder / f"{table}.parquet")
        write_whole(part.made_by, part.key)


def _unread(
    parts: Iterable[Part], keys: Mapping[str, str], on_council: Callable[[str], None]
) -> list[Part]:
    """The parts that are to be read, with their keys; the councils of the others are told of."""
    keyed = [replace(part, key=_key(part.tasks, keys)) for part in parts]
    unread = []
    for part, made_by in zip(keyed, read_each(each.made_by for each in keyed), strict=True):
        if part.key and made_by == part.key.encode():
            for task in part.tasks:
                on_council(task.council.slug)
        else:
            unread.append(part)
    return unread


def _key(tasks: Iterable[Task], keys: Mapping[str, str]) -> str:
    """What the tables of these councils follow from; empty where it is not known of one."""
    found = [keys.get(task.council.slug, "") for task in tasks]
    return sha256("\n".join(found).encode()).hexdigest() if all(found) else ""


def _audit_parts(client: Client, parts: Sequence[Part], on_council: Callable[[str], None]) -> None:
    """Give out parts, so many at a time that each worker has one to do and one to come."""
    ended: queue.SimpleQueue[Future] = queue.SimpleQueue()
    waiting: dict[Future, Part] = {}
    to_come = iter(enumerate(parts))
    key = f"digitalfirst-audit-{uuid4().hex[:12]}"

    def submit(number: int, part: Part) -> None:
        retries = int(dask.config.get("digitalfirst.retries"))
        future = client.submit(audit_part, part, key=(key, number), retries=retries, pure=False)
        waiting[future] = part
        future.add_done_callback(ended.put)

    while True:
        most = AT_ONCE_A_WORKER * max(1, len(client.nthreads()))
        for number, part in islice(to_come, most - len(waiting)):
            submit(number, part)
        if not waiting:
            return
        future = _next(ended, client)
        future.result()
        for task in waiting.pop(future).tasks:
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
