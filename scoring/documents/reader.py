"""Captured documents read safely: a PDF that hangs or bursts its reader ends as a row."""

from __future__ import annotations

import contextlib
import json
import os
import select
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from crawler.archive import Capture
from scoring.documents.limits import LIMITS
from scoring.documents.pdf import HEADER, TOO_MUCH

COUNTED = "counted"
_FORMAT_OF = {type: format for format, types in LIMITS.formats.items() for type in types}
_HOUSE = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """A captured document.

    `format` is pdf, docx, csv, …; `status` is read, broken, needs-password or too-much for a PDF
    and counted for any other format, whose further facts are None. `text` is whether its first
    pages show text, not only pictures of it; `title_shown` whether a reader's window is to show the
    title and not the file's name; `form_fields` the number of fields to fill in.
    """

    url: str
    format: str
    bytes: int
    status: str
    reason: str = ""
    pages: int | None = None
    tagged: bool | None = None
    title: str | None = None
    title_shown: bool | None = None
    lang: str | None = None
    text: bool | None = None
    form_fields: int | None = None
    encrypted: bool | None = None

    @property
    def row(self) -> dict[str, Any]:
        """The document as columns of its table."""
        row = {name: getattr(self, name) for name in self.__slots__}
        return row | {name: row[name] or None for name in ("reason", "title", "lang")}


def format_of(capture: Capture) -> str:
    """The format of a captured document; empty for what is none.

    A PDF is told by its beginning, too, whatever the server calls it.
    """
    if b"%PDF-" in capture.body[:1024]:
        return "pdf"
    extension = urlsplit(capture.url).path.lower().rpartition(".")[2]
    return _FORMAT_OF.get(capture.content_type) or (
        extension if extension in LIMITS.formats and "html" not in capture.content_type else ""
    )


class DocumentReader:
    """Reads documents one after another; PDFs in a process of its own, begun with the first."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self._end()

    def read(self, capture: Capture) -> DocumentFacts | None:
        """The facts of a captured document; None for what is no document."""
        format = format_of(capture)
        if not format:
            return None
        size = len(capture.body)
        if format != "pdf":
            return DocumentFacts(capture.url, format, size, COUNTED)
        return DocumentFacts(capture.url, format, size, **self._pdf(capture.body))

    def _pdf(self, body: bytes) -> dict[str, Any]:
        process = self._process or self._begin()
        assert process.stdin is not None
        assert process.stdout is not None
        answer = b""
        with contextlib.suppress(OSError):
            process.stdin.write(len(body).to_bytes(HEADER, "big") + body)
            process.stdin.flush()
            if select.select([process.stdout], [], [], LIMITS.seconds)[0]:
                answer = process.stdout.readline()
        if not answer.endswith(b"\n"):
            self._end()
            return {"status": TOO_MUCH, "reason": f"not read within {LIMITS.seconds:g} seconds"}
        facts: dict[str, Any] = json.loads(answer)
        return facts

    def _begin(self) -> subprocess.Popen[bytes]:
        self._process = subprocess.Popen(
            [sys.executable, "-c", "from scoring.documents.pdf import serve; serve()"],
            env={**os.environ, "PYTHONPATH": str(_HOUSE)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        return self._process

    def _end(self) -> None:
        if self._process is None:
            return
        self._process.kill()
        with contextlib.suppress(OSError):
            self._process.communicate()
        self._process = None
