"""The smallest Word and spreadsheet files that open. Same input, same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from html import escape

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORD_SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET_SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
PACKED_ON = (2026, 1, 1, 0, 0, 0)  # a zip holds dates; a fixed one keeps its bytes the same


def docx(text: str) -> bytes:
    """A Word file with one paragraph."""
    body = f"<w:body><w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p></w:body>"
    main = f'<w:document xmlns:w="{WORD_SPACE}">{body}</w:document>'
    return _packed({"word/document.xml": main}, {"word/document.xml": f"{WORD}.main+xml"})


def xlsx(rows: list[tuple[str, ...]]) -> bytes:
    """A spreadsheet with one sheet of text cells."""
    cells = "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in rows)
    sheet = '<sheet name="Data" sheetId="1" r:id="rId1"/>'
    parts = {
        "xl/workbook.xml": f'<workbook xmlns="{SHEET_SPACE}" xmlns:r="{LINKS}">'
        f"<sheets>{sheet}</sheets></workbook>",
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{SHEET_SPACE}">'
        f"<sheetData>{cells}</sheetData></worksheet>",
        "xl/_rels/workbook.xml.rels": _relation(f"{LINKS}/worksheet", "worksheets/sheet1.xml"),
    }
    worksheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
    kinds = {"xl/workbook.xml": f"{SHEET}.main+xml", "xl/worksheets/sheet1.xml": worksheet}
    return _packed(parts, kinds)


def _cell(text: str) -> str:
    return f'<c t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def _relation(kind: str, target: str) -> str:
    one = f'<Relationship Id="rId1" Type="{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{PACKAGE}/relationships">{one}</Relationships>'


def _packed(parts: Mapping[str, str], kinds: Mapping[str, str]) -> bytes:
    """An Office Open XML package; the first of `parts` is its main one."""
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    types = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in kinds.items()
    )
    content = (
        f'<Types xmlns="{PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{relations}"/>{types}</Types>'
    )
    main = _relation(f"{LINKS}/officeDocument", next(iter(parts)))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, text in {"[Content_Types].xml": content, "_rels/.rels": main, **parts}.items():
            package.writestr(zipfile.ZipInfo(name, PACKED_ON), text)
    return buffer.getvalue()
