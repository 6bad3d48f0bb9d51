"""What a captured PDF says of itself: its title, and whether it has fields to fill in.

It looks for a few marks in the file's bytes, packed objects included, and needs no whole parse:
what it does not find, the words of the link that leads there must tell.
"""

from __future__ import annotations

import re
import zlib

# ISO 32000-1: 7.5.7 object streams, 12.7.2 the dictionary of a form, 14.3.3 the title.
_PACKED = re.compile(rb"/Type\s*/ObjStm[^>]{0,200}>>\s*stream\r?\n")
_FIELDS = re.compile(rb"/AcroForm\b|/FT\s*/(?:Tx|Btn|Ch|Sig)\b")
_TITLE = re.compile(rb"/Title\s*\(((?:[^()\\]|\\.){1,300})\)")
_MAX_PACKED = 200  # object streams that are opened
_MAX_BYTES = 1_000_000  # that one of them may grow to


def pdf_title(body: bytes) -> str:
    """The title that a PDF gives itself, or nothing.

    >>> pdf_title(b"%PDF-1.4 1 0 obj <</Title (Blue Badge application)>>")
    'Blue Badge application'
    """
    found = _TITLE.search(body)
    if found is None:
        return ""
    said = re.sub(rb"\\(.)", rb"\1", found[1])
    return said.decode("utf-16" if said.startswith(b"\xfe\xff") else "latin-1", "ignore").strip()


def has_fields(body: bytes) -> bool:
    """Whether a PDF has fields to fill in.

    >>> has_fields(b"%PDF-1.4 1 0 obj <</Type /Catalog /AcroForm 5 0 R>>")
    True
    """
    return bool(_FIELDS.search(body)) or any(map(_FIELDS.search, _unpacked(body)))


def _unpacked(body: bytes) -> list[bytes]:
    starts = [found.end() for found in _PACKED.finditer(body)][:_MAX_PACKED]
    return [_inflated(body[start:]) for start in starts]


def _inflated(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, _MAX_BYTES)
    except zlib.error:
        return b""
