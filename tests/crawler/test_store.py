"""A folder of this machine and one in a store are the same to who reads and writes runs."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest

from config import ConfigError
from config.reading import first_line
from crawler import store


@pytest.fixture(params=["here", "there"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """An empty folder of this machine, and one in a store."""
    if request.param == "here":
        return tmp_path / "run"
    pytest.importorskip("upath", reason="needs the extra [cluster]")
    return store.folder_at(f"memory://{uuid4().hex}/run")


def write(path: Path, text: str) -> None:
    with store.whole_file(path) as part:
        part.write_text(text, encoding="utf-8")


def write_half(path: Path) -> None:
    with store.whole_file(path) as part:
        part.write_text("half", encoding="utf-8")
        raise OSError("the disk is full")


def test_a_file_is_written_whole_or_not_at_all(folder: Path) -> None:
    file = folder / "evidence" / "a.json"
    write(file, "old")
    with pytest.raises(OSError, match="full"):
        write_half(file)
    assert file.read_text("utf-8") == "old"
    write(file, "new")
    assert file.read_text("utf-8") == "new"


def test_files_are_listed_with_what_tells_a_change(folder: Path) -> None:
    assert store.files_in(folder) == {}
    write(folder / "a.json", "one")
    write(folder / "b" / "c.json", "three")
    listed = store.files_in(folder)
    assert {name: each.size for name, each in listed.items()} == {"a.json": 3, "b/c.json": 5}
    assert list(store.files_in(folder / "b")) == ["c.json"]


def test_files_are_read_copied_and_removed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"0123456789")
    store.put(tmp_path / "file", folder / "one" / "file")
    store.copy(folder / "one" / "file", folder / "two" / "file")
    with store.opened(folder / "two" / "file") as file:
        file.seek(4)
        assert file.read(3) == b"456"
    absent = folder / "two" / "absent"
    assert store.read_each([folder / "two" / "file", absent]) == [b"0123456789", None]
    store.remove(folder / "one")
    store.remove(folder / "one")
    assert list(store.files_in(folder)) == ["two/file"]


def test_a_place_is_a_folder_or_a_url(tmp_path: Path) -> None:
    assert store.folder_at("runs/2026") == Path("runs/2026")
    assert store.folder_at(f"file://{tmp_path}") == tmp_path
    assert store.is_here(store.folder_at(f"file://{tmp_path}"))


@pytest.mark.parametrize("url", ["abfs://runs/2026", "nonsense://runs"])
def test_a_url_that_nothing_is_installed_for_is_one_clear_line(url: str) -> None:
    with pytest.raises(ConfigError, match=f"^{url}: .+") as error:
        store.folder_at(url)
    assert "\n" not in str(error.value)


def test_an_error_that_a_library_wraps_is_still_the_stores() -> None:
    reason = "needs the extra [cluster]"
    errors = pytest.importorskip("botocore.exceptions", reason=reason)
    error = RuntimeError("Failed to put: no such container\nRequestId: 557ffd9f")
    assert not store.is_store_error(error)
    error.__cause__ = errors.EndpointConnectionError(endpoint_url="http://127.0.0.1:1")
    assert store.is_store_error(error)
    assert first_line(error) == "Failed to put: no such container"
    assert first_line(RuntimeError()) == "RuntimeError"
