"""PDFs for tests: made as office programs make them, and as nobody should."""

from __future__ import annotations

import io

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

SHOWN = b"BT /F1 12 Tf 72 720 Td (Hello) Tj ET"


def pdf(
    *,
    title: str = "",
    tagged: bool = False,
    lang: str = "",
    shown: bytes = SHOWN,
    fields: int = 0,
    pages: int = 1,
    password: str | None = None,
    packed: bool = False,
) -> bytes:
    """A PDF of pages that each show this content, with a font if it shows text."""
    with Pdf.new() as made:
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        fonts = Dictionary(F1=made.make_indirect(font)) if b"Tj" in shown else Dictionary()
        for _ in range(pages):
            page = made.add_blank_page()
            page.obj.Resources = Dictionary(Font=fonts)
            page.obj.Contents = made.make_stream(shown)
        if tagged:
            made.Root.MarkInfo = Dictionary(Marked=True)
            made.Root.StructTreeRoot = made.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        if title:
            made.docinfo["/Title"] = String(title)
            made.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        if lang:
            made.Root.Lang = String(lang)
        if fields:
            made_fields = (Dictionary(FT=Name.Tx, T=String(f"f{n}")) for n in range(fields))
            listed = Array(list(map(made.make_indirect, made_fields)))
            made.Root.AcroForm = Dictionary(Fields=listed)
        out = io.BytesIO()
        encryption = None if password is None else pikepdf.Encryption(owner="o", user=password)
        streams = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable
        made.save(out, encryption=encryption or False, object_stream_mode=streams)
    return out.getvalue()


def assembled(*objects: bytes) -> bytes:
    """A PDF of these objects, numbered from 1; the first is its root."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d /Root 1 0 R>>\n" % (len(objects) + 1)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)
