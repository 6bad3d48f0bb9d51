"""Which files the addresses of a page in a folder stand for."""

from __future__ import annotations

from pathlib import Path

import pytest

from digitalfirst.beside import file_beside

FILES = ("site.css", "css/main.css", "site/pages/a.css", "site/pages/a.txt", "site/b.txt")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a page, `site/pages`, with files beside it and above."""
    for name in FILES:
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("")
    return tmp_path / "site" / "pages"


@pytest.mark.parametrize(
    ("path", "file"),
    [
        ("/a.css", "site/pages/a.css"),
        ("/a.txt", "site/pages/a.txt"),
        ("/css/main.css", "css/main.css"),
        ("/WAI/assets/css/main.css", "css/main.css"),
        ("/site.css", "site.css"),
        ("/b.txt", None),
        ("/WAI/site.css", None),
        ("/none.css", None),
        ("/../../css/main.css", None),
        ("/", None),
        ("/" + "x" * 5000, None),
        ("/a\0.css", None),
    ],
)
def test_a_file_is_looked_for_beside_the_page_and_above(
    folder: Path, path: str, file: str | None
) -> None:
    found = file_beside(folder, path)
    assert found == (None if file is None else folder.parents[1] / file)


def test_a_link_out_of_the_folder_is_not_followed(folder: Path, tmp_path: Path) -> None:
    (folder / "leak.css").symlink_to("/etc/hostname")
    assert file_beside(folder, "/leak.css") is None
