"""What a run folder says of itself: its record, and the methods that rated it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from config import Method, load_method
from config.method import METHODS
from reports.filters import SLUG, ReportError
from reports.summaries import Tables, methods_in
from reports.wording import titled

MOST_STARS = 4  # where the method's own file is not to be had


class Run(BaseModel):
    """What `run.json` says of a run; a field that it lacks is empty."""

    name: str = ""
    created: str = ""
    version: str = ""
    seed: int | None = None
    settings: dict[str, Any] = {}
    methods: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rater:
    """A method that rated, and its file if that is to be had."""

    id: str
    method: Method | None

    @property
    def title(self) -> str:
        """The method's title, or its id in words."""
        return self.method.title if self.method else titled(self.id)

    @property
    def most_stars(self) -> int:
        """The most stars that it gives."""
        return max(step.stars for step in self.method.stars) if self.method else MOST_STARS

    def pillar_title(self, pillar: str) -> str:
        """The title of one of its pillars, or the pillar's id in words."""
        known = self.method.pillars if self.method else {}
        return known[pillar].title if pillar in known else titled(pillar)


def read_run(folder: Path) -> Run:
    """What a run's `run.json` says.

    Raises:
        ReportError: it is not there or not as it should be.
    """
    path = folder / "run.json"
    try:
        return Run.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise ReportError(f"{path}: cannot be read: {error.strerror}") from error
    except (ValueError, ValidationError) as error:
        raise ReportError(f"{path}: is not a run's record: {str(error).splitlines()[0]}") from error


def find_raters(folder: Path, run: Run, tables: Tables) -> list[Rater]:
    """The methods that rated, the main one first: those of `run.json` in its order, then others.

    A method's file is the run's own copy (`methods/ID.yaml`) or else the one configured.
    """
    rated = methods_in(tables)
    ids = [id for id in run.methods if id in rated]
    ids += [id for id in rated if id not in ids]
    return [Rater(id, _find_method(id, folder)) for id in ids]


def _find_method(id: str, folder: Path) -> Method | None:
    if not SLUG.fullmatch(id):
        return None
    for path in (folder / "methods" / f"{id}.yaml", METHODS / f"{id}.yaml"):
        if path.exists():
            return load_method(path)
    return None
