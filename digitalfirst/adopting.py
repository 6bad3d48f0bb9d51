"""A run around a WARC file that another crawler wrote (wget, Heritrix, Browsertrix)."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from warcio.exceptions import ArchiveLoadFailed

from crawler.archive import RESPONSE, Capture, read_archive
from crawler.run import CrawlSettings, Run, new_record
from digitalfirst.choosing import one_site
from digitalfirst.errors import UserError

# How files of each kind begin.
GZIP, WARC, ZIP = b"\x1f\x8b", b"WARC/", b"PK\x03\x04"


def adopt(source: Path, folder: Path, homepage: str | None, type: str, nation: str) -> Run:
    """A run around a WARC file, gzipped or not. The file is copied, never changed.

    Raises:
        UserError: it is no WARC file or holds no page to begin at, or the folder is another run's.
    """
    council = one_site(homepage or _first_page(source), type, nation)
    if homepage and not any(each.url == council.homepage for each in responses(source)):
        raise UserError(f"{source}: holds no capture of {council.homepage}")
    run = Run(folder)
    if run.record_path.exists() and [each.slug for each in run.read().councils] != [council.slug]:
        raise UserError(f"{folder}: is the folder of another run; give another --out FOLDER")
    run.write(new_record(folder.name, (council,), CrawlSettings(allow_private=True)))
    evidence = folder / "evidence"
    evidence.mkdir(parents=True, exist_ok=True)
    # Which of the two names is told by the bytes: a file's own name may say anything.
    suffixes = (".warc.gz", ".warc") if start_of(source) == GZIP else (".warc", ".warc.gz")
    (evidence / f"{council.slug}{suffixes[1]}").unlink(missing_ok=True)
    shutil.copyfile(source, evidence / f"{council.slug}{suffixes[0]}")
    return run


def _first_page(warc: Path) -> str:
    for capture in responses(warc):
        if "html" in capture.content_type:
            return capture.url
    raise UserError(f"{warc}: holds no captured HTML page")


def responses(warc: Path) -> Iterator[Capture]:
    """The responses in a WARC file, gzipped or not.

    Raises:
        UserError: it is none, or a ZIP file.
    """
    if start_of(warc) == ZIP:
        raise UserError(f"{warc}: is a ZIP file; score the WARC files in it (a WACZ's: archive/)")
    if not start_of(warc):
        raise UserError(f"{warc}: is not a WARC file")
    try:
        yield from (each for each in read_archive(warc) if each.kind == RESPONSE)
    except ArchiveLoadFailed as error:
        raise UserError(f"{warc}: is not a WARC file") from error


def start_of(path: Path) -> bytes:
    """Which of the beginnings that we know a file has; empty for any other."""
    with path.open("rb") as file:
        start = file.read(8)
    return next((each for each in (GZIP, WARC, ZIP) if start.startswith(each)), b"")
