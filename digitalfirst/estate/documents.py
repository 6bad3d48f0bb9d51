"""Documents: tiny PDFs, tagged or not, and CSV, spreadsheet and Word files. Same input, same bytes."""

from __future__ import annotations

import io
import random
import zipfile
from html import escape

from digitalfirst.estate.messages import EstateResponse
from digitalfirst.estate.page import Page
from digitalfirst.estate.site import Site

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SUPPLIERS = ("Acme Bins", "Border Coaches", "City Paper", "Dale Care Homes", "Elm Builders")


def document(site: Site, page: Page) -> EstateResponse:
    """The file behind a page whose kind is pdf, word, csv or xlsx."""
    if page.kind == "pdf":
        return _file("application/pdf", pdf(page.title, tagged=is_tagged(site, page)))
    if page.kind == "word":
        return _file(WORD, _docx(page.title))
    rows = _rows(site, page)
    if page.kind == "xlsx":
        return _file(SHEET, _xlsx(rows))
    return _file("text/csv", "\r\n".join(",".join(row) for row in rows).encode())


def is_tagged(site: Site, page: Page) -> bool:
    """Whether a PDF has tags, a title and a language."""
    rng = random.Random(f"{site.profile.seed}/{page.url}/tagged")
    return rng.random() < site.profile.tagged_pdfs


def pdf(title: str, *, tagged: bool) -> bytes:
    """A PDF of one page that says its title; with structure, language and title if `tagged`."""
    words = title.replace("£", "GBP ").encode("ascii", "replace").decode()
    plain = words.replace("\\", "").replace("(", "\\(").replace(")", "\\)")
    shown = f"BT /F1 18 Tf 60 760 Td ({plain}) Tj ET"
    content = f"/H1 <</MCID 0>> BDC {shown} EMC" if tagged else shown
    catalog = "<</Type /Catalog /Pages 2 0 R"
    page = "<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
    if tagged:
        catalog += " /Lang (en-GB) /MarkInfo <</Marked true>> /StructTreeRoot 6 0 R"
        catalog += " /ViewerPreferences <</DisplayDocTitle true>>"
        page += " /StructParents 0 /Tabs /S"
    objects = [
        f"{catalog}>>",
        "<</Type /Pages /Kids [3 0 R] /Count 1>>",
        f"{page} /Resources <</Font <</F1 5 0 R>>>>>>",
        f"<</Length {len(content)}>>\nstream\n{content}\nendstream",
        "<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>",
    ]
    if tagged:
        objects += [
            "<</Type /StructTreeRoot /K [7 0 R] /ParentTree 8 0 R>>",
            "<</Type /StructElem /S /H1 /P 6 0 R /Pg 3 0 R /K 0>>",
            "<</Nums [0 [7 0 R]]>>",
            f"<</Title ({plain})>>",
        ]
    return _assembled(objects, "/Info 9 0 R" if tagged else "")


def _assembled(objects: list[str], trailer: str) -> bytes:
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, text in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1")
    start = len(out)
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    out += f"xref\n0 {size}\n0000000000 65535 f \n{table}".encode()
    out += f"trailer\n<</Size {size} /Root 1 0 R {trailer}>>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def _rows(site: Site, page: Page) -> list[tuple[str, ...]]:
    rng = random.Random(f"{site.profile.seed}/{page.url}/rows")
    if page.key == "salaries":
        heads = ("Post", "Salary from (GBP)", "Salary to (GBP)")
        return [heads, ("Chief executive", "150000", "155000"), ("Director of place", "110000", "115000")]
    if page.key == "foi-log":
        return [("Reference", "Request", "Answered"), ("FOI 1", "Cost of potholes", "Yes")]
    heads = ("Date", "Supplier", "Amount (GBP)", "Purpose")
    day = site.today.isoformat()
    body = [(day, rng.choice(SUPPLIERS), str(rng.randrange(501, 90000)), "Services") for _ in range(40)]
    return [heads, *body]


def _docx(title: str) -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    main = f'<w:document xmlns:w="{space}"><w:body><w:p><w:r><w:t>{escape(title)}</w:t></w:r></w:p></w:body></w:document>'
    return _package("word/document.xml", main, f"{WORD}.main+xml")


def _xlsx(rows: list[tuple[str, ...]]) -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    cells = "".join(
        "<row>" + "".join(f'<c t="inlineStr"><is><t>{escape(c)}</t></is></c>' for c in row) + "</row>"
        for row in rows
    )
    book = f'<workbook xmlns="{space}" xmlns:r="{links}"><sheets><sheet name="Data" sheetId="1" r:id="rId1"/></sheets></workbook>'
    more = {
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{space}"><sheetData>{cells}</sheetData></worksheet>',
        "xl/_rels/workbook.xml.rels": _relation(f"{links}/worksheet", "worksheets/sheet1.xml"),
    }
    return _package("xl/workbook.xml", book, f"{SHEET}.main+xml", more)


def _relation(kind: str, target: str) -> str:
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}"><Relationship Id="rId1" Type="{kind}" Target="{target}"/></Relationships>'


def _package(main: str, text: str, kind: str, more: dict[str, str] | None = None) -> bytes:
    """An Office Open XML package: a zip whose dates are fixed, so that its bytes are."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    space = "http://schemas.openxmlformats.org/package/2006/content-types"
    types = (
        f'<Types xmlns="{space}"><Default Extension="rels" ContentType="application/'
        'vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        f'ContentType="application/xml"/><Override PartName="/{main}" ContentType="{kind}"/></Types>'
    )
    parts = {"[Content_Types].xml": types, "_rels/.rels": _relation(office, main), main: text}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, part in (parts | (more or {})).items():
            package.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), part)
    return buffer.getvalue()


def _file(kind: str, body: bytes) -> EstateResponse:
    return EstateResponse(200, (("Content-Type", kind),), body)
