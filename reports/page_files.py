"""The files of a report: one is made again only where what it is made of has changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from jinja2 import Environment
from pydantic import BaseModel

from crawler.run import write_whole

LEDGER = ".made.json"
ROOMS = ("config", "scoring", "reports")  # whose code, words and templates pages are made by
FOLDERS = ("councils", "services", "pillars", "groups")  # that hold nothing else


class PageFiles:
    """A folder of files made from templates and facts.

    A small file beside them keeps what each was made of. `shared` are the facts that every page
    shows. `written` counts the files made this time, `kept` those that were there and are right.
    """

    def __init__(self, site: Environment, folder: Path, shared: object) -> None:
        self.folder = folder
        self.written = self.kept = 0
        self._site = site
        self._shared = digest([program(), shared])
        self._ledger = folder / LEDGER
        self._before = _read(self._ledger)
        self._now: dict[str, str] = {}
        # What is cut short before its end leaves no ledger: the next time makes all anew.
        self._ledger.unlink(missing_ok=True)

    def page(self, path: str, template: str, **facts: Any) -> None:
        """A page from a template, which is also given `root` (the way up) and `here`."""
        if not self.is_made(path, [template, facts]):
            self.make(path, template, **facts)

    def file(self, path: str, facts: object, make: Callable[[], str]) -> None:
        """A text file made of these facts and of nothing else."""
        if not self.is_made(path, facts):
            self._write(path, make())

    def is_made(self, path: str, facts: object) -> bool:
        """Whether a file is there, made of these facts; if not, it must be made by `make`."""
        self._now[path] = digest([self._shared, facts])
        is_made = self._before.get(path) == self._now[path] and (self.folder / path).exists()
        self.kept += is_made
        return is_made

    def make(self, path: str, template: str, **facts: Any) -> None:
        """The page of which `is_made` said that it is not, from a template as `page` has it."""
        here, root = path.removesuffix(".html"), "../" * path.count("/")
        page = self._site.get_template(f"{template}.html.j2")
        self._write(path, page.render(root=root, here=here, **facts))

    def are_made(self, name: str, facts: object, paths: Collection[str]) -> bool:
        """Whether files made of the same facts together are all there; if not, make each again."""
        self._now[name] = digest([self._shared, facts])
        known = all(path in self._before and (self.folder / path).exists() for path in paths)
        if self._before.get(name) != self._now[name] or not known:
            return False
        self._now.update((path, self._before[path]) for path in paths)
        self.kept += len(paths)
        return True

    def _write(self, path: str, text: str) -> None:
        write_whole(self.folder / path, text)
        self.written += 1

    def close(self) -> None:
        """Remove the pages that nobody has now, and note what the others were made of."""
        for path in self._before.keys() - self._now.keys():
            if "/" not in path:
                (self.folder / path).unlink(missing_ok=True)
        for name in FOLDERS:
            for file in (self.folder / name).glob("*.*"):
                if f"{name}/{file.name}" not in self._now:
                    file.unlink()
        write_whole(self._ledger, json.dumps(self._now, indent=0, sort_keys=True))


def digest(facts: object) -> str:
    """A short name of these facts: the same for the same, in every process.

    Raises:
        TypeError: among them is something of which that cannot be said.
    """
    text = json.dumps(facts, default=_plain, ensure_ascii=False)
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


@cache
def program() -> str:
    """A short name of all that makes pages: another version makes them anew."""
    top = Path(__file__).parents[1]
    files = [file for room in ROOMS for file in sorted((top / room).rglob("*.*"))]
    read = hashlib.blake2b(digest_size=12)
    for file in files:
        if file.is_file() and file.suffix != ".pyc":
            read.update(file.read_bytes())
    return read.hexdigest()


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: getattr(value, each.name) for each in fields(value)}
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if isinstance(value, pd.DataFrame):
        return value.to_csv()
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, Path):
        return value.name
    if isinstance(value, frozenset):
        return sorted(value)
    raise TypeError(f"no digest of a {type(value).__name__}")


def _read(ledger: Path) -> dict[str, str]:
    """What was made of what; nothing where the file is not there or not ours."""
    try:
        found = json.loads(ledger.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
