"""Files beside a page that lies in a folder: what its addresses stand for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

# How many folders up from the page's own.
MOST_UP = 3
# What a page loads to look as it does: nothing else is read outside its folder.
LOADED = frozenset(
    {".avif", ".css", ".gif", ".ico", ".jpeg", ".jpg", ".js", ".mjs"}
    | {".otf", ".png", ".svg", ".ttf", ".webp", ".woff", ".woff2"}
)


def file_beside(folder: Path, path: str) -> Path | None:
    """The file that an address of a page in a folder stands for; None where there is none.

    It is looked for in the page's folder and in those above it, for a saved page may lie deep in a
    site; and there by the end of its path too, for a part of a site may have been saved alone.
    """
    parts = [part for part in path.split("/") if part]
    if not parts or ".." in parts or "\0" in path:
        return None
    return next(_likely(folder.resolve(), parts), None)


def _likely(folder: Path, parts: list[str]) -> Iterator[Path]:
    for above in (folder, *folder.parents[:MOST_UP]):
        if above == Path(above.anchor):
            return
        for start in range(max(len(parts) - 1, 1)):
            file = above.joinpath(*parts[start:]).resolve()
            is_own = above == folder and start == 0
            may_be_read = is_own or file.suffix.lower() in LOADED
            if may_be_read and file.is_relative_to(above) and _is_file(file):
                yield file


def _is_file(file: Path) -> bool:
    try:
        return file.is_file()
    except (OSError, ValueError):
        return False
