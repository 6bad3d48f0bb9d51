"""Where a run lies: in a folder of this machine, or in an object store under a URL.

A run's parts are paths either way: `pathlib`'s, or `universal_pathlib`'s, which has the same
methods over fsspec (s3://, abfs://, gs://, memory://, …). What differs stands here: a store has no
renaming, and a file in it is put whole or not at all.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, NamedTuple, cast

from config import ConfigError

# Bytes that are fetched of a store's file at a time: records of evidence are read here and there.
BLOCK = 4 * 1024 * 1024
# The libraries whose errors tell of a store that does not answer, or does not let us in.
STORE_LIBRARIES = frozenset({"botocore", "aiobotocore", "aiohttp", "azure", "google", "gcsfs"})


class Stored(NamedTuple):
    """A file's size in bytes, and a mark that changes when the file is written anew."""

    size: int
    mark: str


def folder_at(text: str) -> Path:
    """The folder of this path or fsspec URL.

    Raises:
        ConfigError: no library is installed for such a URL, or nothing is known by its scheme.
    """
    scheme, has_scheme, rest = text.partition("://")
    if not has_scheme:
        return Path(text)
    if scheme == "file":
        return Path(rest)
    try:
        from upath import UPath

        folder = UPath(text.rstrip("/"), use_listings_cache=False)
        folder.fs  # noqa: B018  # made on first use: that is where a library is found missing
    except ImportError as error:
        needs = 'pip install "digitalfirst[cluster]" (and adlfs or gcsfs for Azure or Google)'
        raise ConfigError(f"{text}: needs more to be installed: {needs}: {error}") from error
    except ValueError as error:
        raise ConfigError(f"{text}: cannot be opened: {error}") from error
    return cast(Path, folder)


def is_here(path: Path) -> bool:
    """Whether a path is of this machine's files, not in a store."""
    return isinstance(path, Path)


def is_store_error(error: BaseException) -> bool:
    """Whether an error is a store's that did not answer or let us in, not that a file is absent."""
    libraries = {each.__module__.partition(".")[0] for each in type(error).__mro__}
    if libraries & STORE_LIBRARIES:
        return True
    return error.__cause__ is not None and is_store_error(error.__cause__)


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A file of this machine to write; it takes the place of `path` once the block ends well.

    A crash leaves the old file or the new one, never half of one.
    """
    if is_here(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.part")
        yield part
        part.replace(path)
        return
    with tempfile.TemporaryDirectory(prefix="digitalfirst-put-") as folder:
        part = Path(folder, path.name)
        yield part
        put(part, path)


def put(source: Path, path: Path) -> None:
    """Put a file of this machine whole in a store, or in another folder."""
    if is_here(path):
        with whole_file(path) as part:
            shutil.copyfile(source, part)
    else:
        _fs(path).put_file(str(source), _key(path))


def copy(source: Path, path: Path) -> None:
    """Copy a file whole within one store or machine: the bytes of a store's do not come by us."""
    if is_here(source):
        put(source, path)
    else:
        _fs(source).cp_file(_key(source), _key(path))


def opened(path: Path) -> IO[bytes]:
    """A file to be read here and there; one in a store is fetched by blocks as they are wanted.

    Raises:
        OSError: it cannot be read.
    """
    if is_here(path):
        return path.open("rb")
    return cast(IO[bytes], _fs(path).open(_key(path), block_size=BLOCK, cache_type="blockcache"))


def files_in(folder: Path) -> dict[str, Stored]:
    """The files in a folder and in those below it, by their paths in it; a store is asked once."""
    if is_here(folder):
        return {
            str(file.relative_to(folder)): Stored(facts.st_size, str(facts.st_mtime_ns))
            for file in sorted(folder.rglob("*"))
            if file.is_file() and (facts := file.stat())
        }
    prefix = _key(folder).rstrip("/") + "/"
    found = _fs(folder).find(_key(folder), detail=True)
    return {
        name.lstrip("/").removeprefix(prefix.lstrip("/")): Stored(facts["size"], _mark(facts))
        for name, facts in sorted(found.items())
    }


def read_each(paths: Iterable[Path]) -> list[bytes | None]:
    """What files of one folder hold, None for one that is not there; a store is asked for all."""
    listed = list(paths)
    if not listed or is_here(listed[0]):
        return [_read(path) for path in listed]
    found = _fs(listed[0]).cat([_key(path) for path in listed], on_error="return")
    results = [found.get(_key(path)) for path in listed]
    for each in results:
        if isinstance(each, BaseException) and not isinstance(each, FileNotFoundError):
            raise each
    return [each if isinstance(each, bytes) else None for each in results]


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def remove(folder: Path) -> None:
    """Remove a folder with all that is in it, where it is there."""
    if is_here(folder):
        shutil.rmtree(folder, ignore_errors=True)
    elif files := _fs(folder).find(_key(folder)):
        _fs(folder).rm(files)


def _fs(path: Path) -> Any:
    return cast(Any, path).fs


def _key(path: Path) -> str:
    return str(cast(Any, path).path)


def _mark(facts: dict[str, Any]) -> str:
    """What a store says changes with a file: its ETag, else when it was written."""
    return str(facts.get("ETag") or facts.get("etag") or facts.get("LastModified") or "")
