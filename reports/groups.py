"""Groups of one's own: which councils a reader wants beside each other, from a CSV file."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Annotated

from pydantic import StringConstraints, field_validator

from config import ConfigError
from config.reading import Frozen, read_rows
from crawler.run import write_whole

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
MOST_CHARS = 100  # of the name of a page's file


class Member(Frozen):
    """A row of the file: a council, by its slug, is in a group."""

    slug: Text
    group: Text

    @field_validator("group")
    @classmethod
    def _can_name_a_page(cls, group: str) -> str:
        if not group_stem(group):
            raise ValueError(f"{group!r} has no letter a-z or digit to name a page by")
        return group


@dataclass(frozen=True)
class Group:
    """A group of councils (their slugs), and the name of its page."""

    name: str
    stem: str
    slugs: tuple[str, ...]


def group_stem(name: str) -> str:
    """The name of a group's page: the same for the same group.

    >>> group_stem("Môn & Gwynedd (joint)")
    'mon-gwynedd-joint'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:MOST_CHARS].strip("-")


def read_groups(path: Path) -> tuple[Group, ...]:
    """The groups of a CSV file with the columns `slug` and `group`, in the order of their names.

    A council may be in several groups; further columns are ignored.

    Raises:
        ConfigError: the file is missing, wrong or empty, or two groups' pages would be one.
    """
    members = read_rows(path, Member)
    if not members:
        raise ConfigError(f"{path}:1: there are no groups in it")
    names: dict[str, str] = {}
    slugs: dict[str, dict[str, None]] = {}
    for line, member in enumerate(members, start=2):
        stem = group_stem(member.group)
        if (other := names.setdefault(stem, member.group)) != member.group:
            raise ConfigError(
                f"{path}:{line}: group: {member.group!r} and {other!r} would share a page: "
                "call them the same, or differ in letters or digits"
            )
        slugs.setdefault(stem, {})[member.slug] = None
    groups = (Group(name, stem, tuple(slugs[stem])) for stem, name in names.items())
    return tuple(sorted(groups, key=lambda group: group.name.casefold()))


def write_groups(groups: Sequence[Group], path: Path) -> None:
    """Write groups as a file that `read_groups` reads."""
    text = StringIO()
    sheet = csv.writer(text, lineterminator="\n")
    sheet.writerow(Member.model_fields)
    sheet.writerows((slug, group.name) for group in groups for slug in group.slugs)
    write_whole(path, text.getvalue())


def not_in(groups: Sequence[Group], slugs: Collection[str]) -> list[str]:
    """The slugs in groups that are none of these, each once."""
    named = dict.fromkeys(slug for group in groups for slug in group.slugs)
    return [slug for slug in named if slug not in slugs]
