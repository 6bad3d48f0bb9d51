"""Documents: what a PDF says of itself is read, and a hostile one ends as a row."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable, Iterator

import pytest

from crawler.archive import RESPONSE, Capture, now
from scoring.documents.limits import LIMITS
from scoring.documents.reader import DocumentFacts, DocumentReader
from tests.scoring.pdfs import SHOWN, assembled, pdf
from tests.scoring.sites import answer_of, page_of, site_of_pages

URL = "https://www.barchester.gov.test/a"
TAGGED = pdf(title="Bin days", tagged=True, lang="en-GB")
PDF_TYPE = {"Content-Type": "application/pdf"}
CATALOG = b"<</Type /Catalog /Pages 2 0 R>>"


@pytest.fixture(scope="module")
def reader() -> Iterator[DocumentReader]:
    with DocumentReader() as made:
        yield made


def read(
    reader: DocumentReader, body: bytes, content_type: str = "application/pdf", url: str = URL
) -> DocumentFacts | None:
    headers = (("Content-Type", content_type),)
    return reader.read(Capture(RESPONSE, url, now(), 0, 200, headers, body))


def test_a_good_pdf_is_tagged_and_says_its_title_and_language(reader: DocumentReader) -> None:
    assert read(reader, TAGGED) == DocumentFacts(
        url=URL,
        format="pdf",
        bytes=len(TAGGED),
        status="read",
        pages=1,
        tagged=True,
        title="Bin days",
        title_shown=True,
        lang="en-GB",
        text=True,
        form_fields=0,
        encrypted=False,
    )


def test_a_scan_has_no_text_no_tags_and_no_title(reader: DocumentReader) -> None:
    facts = read(reader, pdf(shown=b"q 595 0 0 842 0 0 cm /Im1 Do Q", pages=3))
    assert facts is not None
    assert (facts.text, facts.tagged, facts.title, facts.title_shown) == (False, False, "", False)
    assert (facts.lang, facts.pages) == ("", 3)


@pytest.mark.parametrize("packed", [False, True])
def test_fields_to_fill_in_are_counted_packed_or_not(packed: bool, reader: DocumentReader) -> None:
    facts = read(reader, pdf(fields=4, packed=packed))
    assert facts is not None
    assert facts.form_fields == 4


def test_an_encrypted_pdf_is_read_where_no_password_is_asked_for(reader: DocumentReader) -> None:
    free, shut = read(reader, pdf(password="")), read(reader, pdf(password="secret"))
    assert free is not None
    assert (free.status, free.encrypted, free.text) == ("read", True, True)
    assert shut is not None
    assert (shut.status, shut.encrypted, shut.pages) == ("needs-password", True, None)


def test_text_in_a_drawing_on_the_page_counts_and_a_drawing_in_itself_ends(
    reader: DocumentReader,
) -> None:
    page = b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Resources <</XObject <</D 4 0 R>>>>>>"
    pages = b"<</Type /Pages /Kids [3 0 R] /Count 1>>"
    drawing = b"<</Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources <<%s>> /Length %d>>"
    font = b"/Font <</F1 <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>>"
    for inner, has_text in ((font, True), (b"/XObject <</D 4 0 R>>", False)):
        stream = drawing % (inner, len(SHOWN)) + b"stream\n" + SHOWN + b"\nendstream"
        facts = read(reader, assembled(CATALOG, pages, page, stream))
        assert facts is not None
        assert (facts.status, facts.text) == ("read", has_text)


def packed_again_and_again(start: bytes, piece: bytes, times: int) -> bytes:
    """A zlib stream of a start and a piece so many times, for which the piece is packed once."""
    packer, check = zlib.compressobj(9), zlib.adler32(start)
    first = packer.compress(start) + packer.flush(zlib.Z_FULL_FLUSH)
    repeated = packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)
    for _ in range(times):
        check = zlib.adler32(piece, check)
    return first + repeated * times + b"\x03\x00" + check.to_bytes(4, "big")


def bomb() -> bytes:
    """A page whose content of some 10 MB unpacks to some 10 GB."""
    packed = packed_again_and_again(b"", b"0 " * 5_000_000, 1000)
    font = b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>"
    page = b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R"
    return assembled(
        CATALOG,
        b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
        page + b" /Resources <</Font <</F1 " + font + b">>>>>>",
        b"<</Filter /FlateDecode /Length %d>>stream\n%s\nendstream" % (len(packed), packed),
    )


def object_stream_bomb() -> bytes:
    """The root in an object stream that unpacks to some GB."""
    packed = packed_again_and_again(b"1 0 <</Type /Catalog>>", b" " * 10_000_000, 300)
    stream = b"<</Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d>>" % len(packed)
    body = b"%PDF-1.7\n5 0 obj\n" + stream + b"stream\n" + packed + b"\nendstream\nendobj\n"
    rows = b"\x00\x00\x00\x00\x02\x00\x05\x00\x01\x00\x09\x00"
    xref = b"<</Type /XRef /W [1 2 1] /Index [0 2 5 1] /Size 6 /Root 1 0 R /Length %d>>"
    place = len(body)
    body += b"6 0 obj\n" + xref % len(rows) + b"stream\n" + rows + b"\nendstream\nendobj\n"
    return body + b"startxref\n%d\n%%%%EOF" % place


HOSTILE: dict[str, Callable[[], bytes]] = {
    "cut off": lambda: TAGGED[: len(TAGGED) // 2],
    "only a head": lambda: b"%PDF-1.7",
    "noise": lambda: b"%PDF-1.4\n" + bytes(range(256)) * 400,
    "pages within themselves": lambda: assembled(
        CATALOG, b"<</Type /Pages /Kids [2 0 R 2 0 R] /Count 2>>"
    ),
    "root of the wrong kind": lambda: assembled(b"[1 2 3]"),
    "parts of the wrong kind": lambda: assembled(
        b"<</Type /Catalog /Pages 2 0 R /MarkInfo [1] /AcroForm 7 /Lang 5 /StructTreeRoot (x)>>",
        b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
        b"<</Type /Page /Parent 2 0 R /Contents [1 (x) null] /Resources 9>>",
    ),
    "deeply nested": lambda: assembled(b"<</A " * 100_000 + b">>" * 100_000),
    "content that bursts": bomb,
    "objects that burst": object_stream_bomb,
    "fields within themselves": lambda: assembled(
        b"<</Type /Catalog /Pages 2 0 R /AcroForm <</Fields [3 0 R]>>>>",
        b"<</Type /Pages /Kids [] /Count 0>>",
        b"<</T (a) /Kids [3 0 R 3 0 R]>>",
    ),
    "pages by the hundred thousand": lambda: assembled(
        CATALOG,
        b"<</Type /Pages /Count 300000 /Kids [" + b"3 0 R " * 300_000 + b"]>>",
        b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9]>>",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_pdf_ends_as_a_row_and_the_next_is_read(
    name: str, reader: DocumentReader
) -> None:
    body = HOSTILE[name]()
    began = time.monotonic()
    facts = read(reader, body)
    assert time.monotonic() - began < LIMITS.seconds + 5
    assert facts is not None
    assert facts.status in {"read", "broken", "too-much"}
    assert facts.status == "read" or facts.reason
    after = read(reader, TAGGED)
    assert after is not None
    assert after.status == "read"


@pytest.mark.parametrize(
    ("content_type", "url", "body", "format"),
    [
        ("application/msword", URL, b"\xd0\xcf\x11\xe0", "doc"),
        ("application/octet-stream", f"{URL}.ODS", b"PK", "ods"),
        ("text/csv; charset=utf-8", URL, b"a,b", "csv"),
        ("text/html", f"{URL}.docx", b"<html>", ""),
        ("image/png", URL, b"\x89PNG", ""),
        ("application/octet-stream", URL, TAGGED, "pdf"),
    ],
)
def test_the_format_is_told_by_the_answer_or_the_address(
    content_type: str, url: str, body: bytes, format: str, reader: DocumentReader
) -> None:
    facts = read(reader, body, content_type, url)
    assert (facts.format if facts else "") == format


def test_the_measures_of_documents_are_shares_of_those_captured_and_read() -> None:
    site = site_of_pages(
        {
            "/": page_of("Welcome"),
            "/good": (200, PDF_TYPE, TAGGED),
            "/scan": (200, PDF_TYPE, pdf(shown=b"q Q")),
            "/broken": (200, PDF_TYPE, b"%PDF-1.7"),
            "/gone.pdf": (404, PDF_TYPE, TAGGED),
            "/minutes.docx": (200, {"Content-Type": "application/msword"}, b"PK"),
        }
    )
    for id in ("tagged", "title", "language", "text"):
        result = answer_of(f"accessibility.documents-{id}", site)
        assert (result.value, result.n) == (0.5, 2), id
        assert result.evidence_url == "https://www.barchester.gov.test/scan"
    office = answer_of("content.office-documents", site)
    assert office.value == 0
    assert set(site.documents) == {
        f"https://www.barchester.gov.test/{name}"
        for name in ("good", "scan", "broken", "minutes.docx")
    }


def test_where_no_pdf_was_read_nothing_is_said_of_them() -> None:
    site = site_of_pages({"/": page_of("Welcome"), "/a": (200, PDF_TYPE, b"%PDF-1.7")})
    assert answer_of("accessibility.documents-tagged", site).status == "not_assessed"


def test_office_documents_are_counted_by_their_links_and_formats() -> None:
    links = "".join(f'<a href="/{name}">x</a>' for name in ("a.docx", "b.docx", "c.ods", "d.pdf"))
    result = answer_of("content.office-documents", site_of_pages({"/": page_of(links)}))
    assert (result.value, result.note) == (3, "docx: 2, ods: 1")
