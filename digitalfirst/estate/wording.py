"""The estate's own words, read from the YAML files in `wording/`.

They are deliberately not the auditor's vocabulary: an audit of the estate is then an honest test.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from config.reading import Frozen, read_yaml

HERE = Path(__file__).parent / "wording"
Action = Literal["report", "pay", "apply", "book", "find", "request", "register", "comment"]
Way = Literal["form", "pay", "book", "account", "lookup", "register", "catalogue", "national"]


class Task(Frozen):
    """A task that a council does for people, and how councils speak of it.

    Two tasks may belong to one service of the Local Government Services List (`lgsl`). `can` says
    how the task may be done online; `near` names pages that sound alike and are not it.
    """

    id: str
    lgsl: int
    tier: Literal["district", "county", "all"]
    nations: tuple[str, ...] = ("England", "Scotland", "Wales", "Northern Ireland")
    section: str
    action: Action
    can: tuple[Way, ...]
    national: str = ""
    noun: str
    titles: tuple[str, ...]
    slugs: tuple[str, ...]
    labels: tuple[str, ...]
    index: str
    cy: str
    fields: tuple[str, ...] = ()
    about: tuple[str, ...]
    near: tuple[str, ...] = ()


class Tasks(Frozen):
    """A file of tasks."""

    tasks: tuple[Task, ...]


class Platform(Frozen):
    """A kind of host beyond the council's own, and the pattern of its addresses."""

    does: str
    id: str
    host: str
    path: str


class Platforms(Frozen):
    """The file `elsewhere.yaml`."""

    platforms: dict[str, Platform]


class Snippet(Frozen):
    """A planted defect: how often it breaks its rule, and its markup."""

    count: int
    html: str = ""


class Defects(Frozen):
    """The file `defects.yaml`: defects by axe-core's rule id."""

    furniture: dict[str, Snippet]
    body: dict[str, Snippet]
    page: dict[str, Snippet]


@cache
def tasks() -> tuple[Task, ...]:
    """Every task, in the order of the files."""
    files = sorted((HERE / "tasks").glob("*.yaml"))
    return tuple(task for file in files for task in read_yaml(file, Tasks).tasks)


@cache
def task(task_id: str) -> Task:
    """The task with this id."""
    return next(one for one in tasks() if one.id == task_id)


@cache
def platforms() -> dict[str, Platform]:
    """Hosts beyond the council's own, by name."""
    return read_yaml(HERE / "elsewhere.yaml", Platforms).platforms


@cache
def defects() -> Defects:
    """The defects that may be planted."""
    return read_yaml(HERE / "defects.yaml", Defects)


@cache
def words(name: str) -> dict[str, Any]:
    """A file of plain word lists: civic, fields, names, noise, phrases or sections."""
    loaded: dict[str, Any] = yaml.safe_load((HERE / f"{name}.yaml").read_text(encoding="utf-8"))
    return loaded
