"""A cluster on loopback as its users start it: Dask's own commands, and a server that speaks S3."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

from crawler.memory import command_line, descendants

PATIENCE = 60.0  # seconds in which anything here should have happened
# A lease and a worker's life are short, so that what is cut off is noticed within a test.
SETTINGS = {
    "DASK_DIGITALFIRST__LEASE": "6",
    "DASK_DIGITALFIRST__CHECKPOINT": "0.5",
    "DASK_DIGITALFIRST__PATIENCE": "4",
    "DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL": "6s",
    "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False",
    "DASK_DISTRIBUTED__ADMIN__TICK__LIMIT": "60s",
}


class Cluster:
    """A scheduler and its workers, each a process of its own with its nanny."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder, self.environment = folder, environment
        self.port = free_port()
        self.started = 0
        self.workers: list[subprocess.Popen[bytes]] = []
        self.scheduler = self.start_scheduler()

    @property
    def address(self) -> str:
        """The scheduler's address."""
        return f"tcp://127.0.0.1:{self.port}"

    def start_scheduler(self) -> subprocess.Popen[bytes]:
        """Start the scheduler, at the same address as before if there was one."""
        where = ["--host", "127.0.0.1", "--port", str(self.port), "--no-dashboard"]
        self.scheduler = self._start("scheduler", *where)
        wait_for(lambda: answers(self.port))
        return self.scheduler

    def start_worker(self, **environment: str) -> subprocess.Popen[bytes]:
        """Start one more worker, of four tasks at a time."""
        how = ["--nthreads", "4", "--no-dashboard", "--local-directory", str(self.folder)]
        worker = self._start("worker", self.address, *how, **environment)
        self.workers.append(worker)
        return worker

    def mend(self, workers: int) -> None:
        """Make sure that there are a scheduler and so many workers, all well."""
        if self.scheduler.poll() is not None:
            for worker in self.workers:
                kill(worker)
            self.start_scheduler()
        self.workers = [worker for worker in self.workers if worker.poll() is None]
        while len(self.workers) < workers:
            self.start_worker()
        from distributed import Client

        with Client(self.address, timeout=PATIENCE) as client:
            client.wait_for_workers(workers, timeout=PATIENCE)

    def _start(self, *words: str, **environment: str) -> subprocess.Popen[bytes]:
        self.started += 1
        with (self.folder / f"{words[0]}-{self.started}.log").open("wb") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "dask", *words],
                cwd=self.folder,
                env=self.environment | environment,
                stdout=log,
                stderr=log,
            )

    def close(self) -> None:
        """End all of it."""
        for process in (*self.workers, self.scheduler):
            kill(process)


def family(process: subprocess.Popen[bytes]) -> list[int]:
    """A process that we started with all that it has started."""
    parents = {}
    for pid in descendants():
        with suppress(OSError, ValueError, IndexError):
            text = Path("/proc", str(pid), "stat").read_text()
            parents[pid] = int(text.rpartition(")")[2].split()[1])
    found = [process.pid]
    for pid in found:
        found += [each for each, parent in parents.items() if parent == pid]
    return found


def crawls(process: subprocess.Popen[bytes]) -> bool:
    """Whether a worker has a crawling process beside it."""
    return any(b"crawler_process" in command_line(pid) for pid in family(process))


def signal_all(process: subprocess.Popen[bytes], number: signal.Signals) -> list[int]:
    """Send a signal to a process and all that it has started; returns who they were."""
    pids = family(process)
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, number)
    return pids


def kill(process: subprocess.Popen[bytes]) -> None:
    """End a process and all that it has started, at once."""
    signal_all(process, signal.SIGKILL)
    process.wait(PATIENCE)


def wait_for(happened: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Wait until something has happened."""
    until = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < until, "did not happen"
        time.sleep(0.05)


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def answers(port: int) -> bool:
    """Whether somebody listens on a port of loopback."""
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


@contextmanager
def store_server(folder: Path) -> Iterator[str]:
    """A server that speaks S3 on loopback; gives its address."""
    port = free_port()
    with (folder / "store.log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
            stdout=log,
            stderr=log,
        )
    try:
        wait_for(lambda: answers(port))
        build_opener(ProxyHandler({})).open(f"http://127.0.0.1:{port}/moto-api/").close()
        yield f"http://127.0.0.1:{port}"
    finally:
        kill(server)
