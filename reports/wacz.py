"""Evidence packed as WACZ, to be opened in any web archive viewer (specs.webrecorder.net/wacz)."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from crawler.run import Run
from reports.filters import ReportError, file_slug

# Webrecorder's tool, in a process of its own: it leaves its scratch files to the end of one.
WACZ = (sys.executable, "-c", "import sys; from wacz.main import main; sys.exit(main())")


def export_wacz(run: Run, pages: pd.DataFrame, folder: Path) -> list[Path]:
    """Pack each council's evidence as `SLUG.wacz` with a list of its pages; returns the files.

    `pages` is the table of this name. Councils without evidence are left out.

    Raises:
        ReportError: the package `wacz` is not installed, or a file could not be packed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    by_slug = dict(iter(pages.groupby("slug")))
    packed = []
    for council in run.read().councils:
        evidence = run.evidence(council.slug)
        if evidence.exists():
            target = folder / f"{file_slug(council.slug)}.wacz"
            listed = by_slug.get(council.slug, pages.iloc[:0])
            _pack(evidence, listed, council.homepage, council.name, target)
            packed.append(target)
    return packed


def _pack(evidence: Path, pages: pd.DataFrame, homepage: str, title: str, target: Path) -> None:
    if find_spec("wacz") is None:
        raise ReportError("to pack WACZ files, install the package wacz beside digitalfirst")
    with TemporaryDirectory() as scratch:
        listing = Path(scratch) / "pages.jsonl"
        listing.write_text("\n".join(_listing(pages)) + "\n", encoding="utf-8")
        words = ["create", str(evidence), "-o", str(target), "-p", str(listing)]
        words += ["--url", homepage, "--title", title]
        run = subprocess.run([*WACZ, *words], capture_output=True, text=True, check=False)
    if run.returncode:
        said = (run.stderr.strip() or run.stdout.strip() or "no reason given").splitlines()[-1]
        raise ReportError(f"{evidence}: could not be packed as WACZ: {said}")


def _listing(pages: pd.DataFrame) -> list[str]:
    """The pages as WACZ lists them, one JSON object a line, after a header."""
    header = {"format": "json-pages-1.0", "id": "pages", "title": "Pages"}
    shown = pages[(pages["status"] == 200) & pages["title"].notna()]
    named = zip(shown["url"], shown["title"], strict=True)
    rows = [{"url": url, "title": title} for url, title in named]
    return [json.dumps(row, ensure_ascii=False) for row in [header, *rows]]
