"""The methods that rated a run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from config import ConfigError, Method
from crawler.run import Run
from reports.summaries import Tables, methods_in
from reports.wording import titled

MOST_STARS = 4  # where the method's own file is not to be had


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


def find_raters(run: Run, wanted: Sequence[str], tables: Tables) -> list[Rater]:
    """The methods that rated, the main one first.

    `wanted` are the ids of the methods asked for, in order; others that rated follow. A method
    whose file has gone since is known by its id alone.
    """
    rated = methods_in(tables)
    ids = dict.fromkeys([*(id for id in wanted if id in rated), *rated])
    return [Rater(id, _method(run, id)) for id in ids]


def _method(run: Run, id: str) -> Method | None:
    try:
        return run.find_method(id)
    except ConfigError:
        return None
