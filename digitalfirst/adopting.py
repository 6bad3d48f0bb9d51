"""A run around a WARC file that another crawler wrote (wget, Heritrix, Browsertrix)."""

from __future__ import annotations

import shutil
from pathlib import Path

from crawler.archive import RESPONSE, read_archive
from crawler.run import CrawlSettings, Run, new_record
from digitalfirst.choosing import one_site
from digitalfirst.errors import UserError

GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"


def adopt(source: Path, folder: Path, homepage: str | None, type: str, nation: str) -> Run:
    """A run around a WARC file, gzipped or not. The file is copied, never changed.

    Raises:
        UserError: it is no WARC file or holds no page to begin at, or the folder is another run's.
    """
    start = homepage or _first_page(source)
    if start is None:
        raise UserError(f"{source}: holds no captured HTML page")
    council = one_site(start, type, nation)
    run = Run(folder)
    if run.record_path.exists() and [each.slug for each in run.read().councils] != [council.slug]:
        raise UserError(f"{folder}: is the folder of another run; give another --out FOLDER")
    run.write(new_record(folder.name, (council,), CrawlSettings(allow_private=True)))
    evidence = folder / "evidence"
    evidence.mkdir(parents=True, exist_ok=True)
    # Which of the two names is told by the bytes: a file's own name may say anything.
    suffixes = (".warc.gz", ".warc") if _starts_with(source, GZIP) else (".warc", ".warc.gz")
    (evidence / f"{council.slug}{suffixes[1]}").unlink(missing_ok=True)
    shutil.copyfile(source, evidence / f"{council.slug}{suffixes[0]}")
    return run


def _first_page(warc: Path) -> str | None:
    if _starts_with(warc, ZIP):
        raise UserError(f"{warc}: is a ZIP file; score the WARC files in it (a WACZ's: archive/)")
    try:
        captures = (each for each in read_archive(warc) if each.kind == RESPONSE)
        return next((each.url for each in captures if "html" in each.content_type), None)
    except OSError:
        raise
    except Exception as error:  # warcio and zlib raise what they like on other files
        raise UserError(f"{warc}: is not a WARC file") from error


def _starts_with(path: Path, mark: bytes) -> bool:
    with path.open("rb") as file:
        return file.read(len(mark)) == mark
