"""The parts that tables are joined from: what was read once is not read again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from crawler.run import write_whole
from scoring.tables import AUDITED, are_whole, write_tables


@dataclass(frozen=True, slots=True)
class Parts:
    """The tables of parts of a run, a folder below `folder` for each.

    `keys` has for each part, by its name, a hash of all that its tables follow from; a part without
    one is read every time.
    """

    folder: Path
    keys: Mapping[str, str] = field(default_factory=dict)

    def at(self, name: str) -> Path:
        """The folder of a part."""
        return self.folder / name

    def has(self, name: str) -> bool:
        """Whether the tables of a part are there, whole, and made from what there is now."""
        made_by = self._made_by(name)
        is_current = made_by.exists() and made_by.read_text("utf-8") == self.keys.get(name)
        return is_current and are_whole(AUDITED, self.at(name))

    def write(self, name: str, tables: Mapping[str, pd.DataFrame]) -> None:
        """Write the tables of a part; only then is it said what they were made from."""
        self._made_by(name).unlink(missing_ok=True)
        write_tables(tables, self.at(name))
        if name in self.keys:
            write_whole(self._made_by(name), self.keys[name])

    def _made_by(self, name: str) -> Path:
        return self.at(name) / "made-by.txt"
