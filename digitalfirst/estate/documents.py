"""Documents: tiny PDFs, tagged or not; CSV, spreadsheet and Word files."""

from __future__ import annotations

import random

from digitalfirst.estate.messages import EstateResponse
from digitalfirst.estate.office import SHEET, WORD, docx, xlsx
from digitalfirst.estate.page import Page
from digitalfirst.estate.site import Site

SUPPLIERS = ("Acme Bins", "Border Coaches", "City Paper", "Dale Care Homes", "Elm Builders")


def document(site: Site, page: Page) -> EstateResponse:
    """The file behind a page whose kind is pdf, word, csv or xlsx."""
    if page.kind == "pdf":
        return _file("application/pdf", pdf(page.title, tagged=is_tagged(site, page)))
    if page.kind == "word":
        return _file(WORD, docx(page.title))
    rows = _rows(site, page)
    if page.kind == "xlsx":
        return _file(SHEET, xlsx(rows))
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
        return [
            heads,
            ("Chief executive", "150000", "155000"),
            ("Director of place", "110000", "115000"),
        ]
    if page.key == "foi-log":
        return [("Reference", "Request", "Answered"), ("FOI 1", "Cost of potholes", "Yes")]
    if page.key == "spending" and not site.profile.habits.usable:
        return [("Suppliers paid this month",), *((name,) for name in SUPPLIERS)]
    spent = ("Date", "Supplier", "Amount (GBP)", "Purpose")
    day = site.today.isoformat()
    body = [
        (day, rng.choice(SUPPLIERS), str(rng.randrange(501, 90000)), "Services") for _ in range(40)
    ]
    return [spent, *body]


def _file(kind: str, body: bytes) -> EstateResponse:
    return EstateResponse(200, (("Content-Type", kind),), body)
