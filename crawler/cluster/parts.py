"""What a cluster has put in the store of a council that is under way.

    parts/SLUG/ATTEMPT/00000.warc.gz …   what was gathered, put every half minute: whole exchanges
    parts/SLUG/ATTEMPT/whole.warc.gz     all of it, when the attempt ended
    parts/SLUG/ATTEMPT/ending.json       how it ended; written last

Each attempt writes under a name of its own, so that a worker which was cut off and comes back never
touches what another put. One attempt's evidence becomes the council's; then its parts go.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from crawler.run import Run
from crawler.store import copy, files_in, opened, put, remove

WHOLE, ENDING = "whole.warc.gz", "ending.json"


@dataclass
class Attempt:
    """One attempt at a council: `run` is the one in the store, `name` the attempt's own."""

    run: Run
    slug: str
    name: str
    put_bytes: int = 0
    put_parts: int = 0

    @property
    def folder(self) -> Path:
        """Where its parts are put."""
        return self.run.parts / self.slug / self.name

    def put_more(self, evidence: Path, size: int) -> None:
        """Put what evidence (a file of this machine) holds up to `size` bytes and was not put yet.

        Raises:
            OSError: it could not be put; the next call tries again.
        """
        if size <= self.put_bytes:
            return
        with evidence.open("rb") as file:
            file.seek(self.put_bytes)
            more = file.read(size - self.put_bytes)
        _put_bytes(more, self.folder / f"{self.put_parts:05}.warc.gz")
        self.put_bytes, self.put_parts = size, self.put_parts + 1

    def put_whole(self, evidence: Path, ending: dict[str, Any]) -> None:
        """Put all of it, then how it ended."""
        if evidence.exists():
            put(evidence, self.folder / WHOLE)
        _put_bytes(json.dumps(ending, indent=1).encode(), self.folder / ENDING)


def ended_attempt(run: Run, slug: str) -> tuple[str, dict[str, Any]] | None:
    """The name and the ending of an attempt that came to its end, not yet made the council's."""
    ended: list[tuple[str, dict[str, Any]]] = []
    for file in files_in(run.parts / slug):
        name, _, last = file.partition("/")
        if last == ENDING:
            ending = json.loads((run.parts / slug / name / ENDING).read_text("utf-8"))
            ended += [] if ending.get("interrupted") else [(name, ending)]
    return min(ended, key=lambda each: each[1].get("state") != "done", default=None)


def fetch_latest(run: Run, slug: str, spool: Run) -> int:
    """Bring the most evidence of a council that the store has into a run of this machine.

    Returns its bytes; 0 where there is none.
    """
    held = {"": [run.evidence(slug)]}
    sizes = {"": _size(run.evidence(slug))}
    for name, stored in files_in(run.parts / slug).items():
        attempt, _, file = name.partition("/")
        if file == WHOLE:
            attempt = f"{attempt}/{WHOLE}"
        elif not file.endswith(".warc.gz"):
            continue
        held.setdefault(attempt, []).append(run.parts / slug / name)
        sizes[attempt] = sizes.get(attempt, 0) + stored.size
    best = max(sizes, key=lambda each: sizes[each])
    target = spool.evidence(slug)
    target.unlink(missing_ok=True)
    if not sizes[best]:
        return 0
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as joined:
        for part in held[best]:
            with opened(part) as source:
                shutil.copyfileobj(source, joined)
    return sizes[best]


def accept(run: Run, slug: str, name: str) -> None:
    """Make an attempt's evidence the council's, and its ending; then remove all parts.

    It may be done again where it was cut off.
    """
    folder = run.parts / slug / name
    if (folder / WHOLE).exists():
        copy(folder / WHOLE, run.evidence(slug))
    copy(folder / ENDING, run.ending(slug))
    remove(run.parts / slug)


def tidy(run: Run, undone: Iterable[str]) -> None:
    """Accept what ended while nobody was there to hear of it, and remove parts of what was done.

    A worker that was cut off may have put some after another had done its councils.
    """
    left = set(undone)
    begun = {PurePosixPath(name).parts[0] for name in files_in(run.parts)}
    for slug in sorted(begun):
        if slug not in left:
            remove(run.parts / slug)
        elif ended := ended_attempt(run, slug):
            accept(run, slug, ended[0])


def _size(path: Path) -> int:
    return int(path.stat().st_size) if path.exists() else 0


def _put_bytes(data: bytes, path: Path) -> None:
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        put(Path(file.name), path)
