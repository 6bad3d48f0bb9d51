"""A page of the estate, before it is rendered; and the key by which it is found."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Page:
    """A page or file that a council's site answers with status 200.

    `kind` says what it is and how it is rendered; `key` what it is about (a task's id, the name of
    a civic page); `number` tells pages of one kind apart. `twin` is the address of the same page in
    the other language. Nothing links to a page that is not `linked`: only site search finds it.
    """

    url: str
    kind: str
    title: str
    section: str = ""
    key: str = ""
    number: int = 0
    lang: str = "en"
    lgsl: int | None = None
    twin: str = ""
    linked: bool = True

    @property
    def is_file(self) -> bool:
        """Whether it is a document and no HTML."""
        return self.kind in FILE_KINDS


FILE_KINDS = frozenset({"pdf", "word", "csv", "xlsx"})
OLDER_KINDS = frozenset({"minutes", "policy", "event", "transparency", "guide"})
NO_CHROME = frozenset({"embed"})


def key_of(url: str) -> str:
    """Host, path and query: what tells one resource from another, whatever the scheme."""
    parts = urlsplit(url)
    query = f"?{parts.query}" if parts.query else ""
    return f"{(parts.hostname or '').lower()}{parts.path or '/'}{query}"
