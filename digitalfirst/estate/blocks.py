"""The blocks that the body of a page is made of; `templates/blocks.j2` gives each its markup."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from digitalfirst.estate.wording import words

Link = tuple[str, str]  # text, address


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1-6."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph, which may end in a link."""

    text: str
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Links:
    """A list of links; as a grid of cards if `cards`."""

    items: tuple[Link, ...]
    cards: bool = False


@dataclass(frozen=True, slots=True)
class Button:
    """A link that looks like a button."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A warning in a box."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table of data."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Raw:
    """Markup that is put in as it is."""

    html: str


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form."""

    name: str
    label: str
    type: str = "text"
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """A form and the text of its button."""

    action: str
    fields: tuple[Field, ...]
    submit: str
    method: str = "post"


Block = Heading | Para | Links | Button | Notice | Table | Raw | Form


def field(name: str, lang: str = "en") -> Field:
    """A field of `fields.yaml`."""
    entry: dict[str, Any] = words("fields")["fields"][name]
    return Field(name, entry[lang], entry["type"], tuple(entry.get("options", ())))
