"""The parts that tables are joined from: what was read once is not read again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from crawler.run import write_whole
from crawler.store import read_each
from scoring.tables import AUDITED, are_whole


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

    def only(self, name: str) -> Parts:
        """The same of one part, to be sent to where it is made."""
        return Parts(self.folder, {key: self.keys[key] for key in self.keys.keys() & {name}})

    def current(self, names: Iterable[str]) -> set[str]:
        """Those of some parts whose tables are there, whole, and made from what there is now."""
        keyed = [name for name in names if name in self.keys]
        found = read_each(map(self._made_by, keyed))
        return {
            name
            for name, made_by in zip(keyed, found, strict=True)
            if made_by == self.keys[name].encode() and are_whole(AUDITED, self.at(name))
        }

    @contextmanager
    def writing(self, name: str) -> Iterator[Path]:
        """The folder to write a part's tables into. When they are there it is said from what."""
        write_whole(self._made_by(name), "")
        yield self.at(name)
        write_whole(self._made_by(name), self.keys.get(name, ""))

    def _made_by(self, name: str) -> Path:
        return self.at(name) / "made-by.txt"
