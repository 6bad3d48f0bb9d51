"""What a PDF says of itself, read with pikepdf (qpdf) in a process that may come to harm.

`serve` is the whole of that process: `scoring.documents.reader` starts it, and ends it when a PDF
takes too long. Requirements are of PDF/UA-1 (ISO 14289-1, 7.1 and 7.2) and PDF 1.7 (ISO 32000-1).
"""

from __future__ import annotations

import io
import json
import re
import resource
import sys
from collections.abc import Iterator
from typing import Any

import pikepdf

from scoring.documents.limits import LIMITS

# Bytes that say how long the body is that follows.
HEADER = 8
READ, BROKEN, NEEDS_PASSWORD, TOO_MUCH = "read", "broken", "needs-password", "too-much"
# Operators that show text: ISO 32000-1, 9.4.3.
_SHOWS_TEXT = re.compile(rb"(?:[)>\]]|\s)\s*(?:T[jJ]|['\"])(?=\s|$)")
# Where in our memory an error was: another place each time.
_PLACE = re.compile(r"stream <[^>]*>(?: \([^)]*\))?: ")


def serve() -> None:
    """Answer each PDF on standard input with a line of JSON, within the bounds on memory."""
    resource.setrlimit(resource.RLIMIT_AS, (LIMITS.memory, LIMITS.memory))
    while header := sys.stdin.buffer.read(HEADER):
        body = sys.stdin.buffer.read(int.from_bytes(header, "big"))
        sys.stdout.write(json.dumps(facts_of(body)) + "\n")
        sys.stdout.flush()


def facts_of(body: bytes) -> dict[str, Any]:
    """The facts of a PDF; of one that cannot be read only its `status` and the `reason`."""
    try:
        with pikepdf.open(io.BytesIO(body)) as pdf:
            return {"status": READ, **_facts(pdf)}
    except pikepdf.PasswordError:
        return {"status": NEEDS_PASSWORD, "encrypted": True}
    except (MemoryError, RecursionError):
        return {"status": TOO_MUCH, "reason": "needs more memory than allowed"}
    except Exception as error:  # a damaged object may be of any kind where another is expected
        if "bad_alloc" in str(error):
            return {"status": TOO_MUCH, "reason": "needs more memory than allowed"}
        reason = _PLACE.sub("", str(error)) or type(error).__name__
        return {"status": BROKEN, "reason": " ".join(reason.split())[:200]}


def _facts(pdf: pikepdf.Pdf) -> dict[str, Any]:
    root = pdf.Root
    title = _title(pdf)
    shown = _dictionary(root, "/ViewerPreferences").get("/DisplayDocTitle", False)
    marked = _dictionary(root, "/MarkInfo").get("/Marked", False)
    return {
        "pages": len(pdf.pages),
        "tagged": bool(marked) and bool(_dictionary(root, "/StructTreeRoot")),
        "title": title,
        "title_shown": bool(title) and bool(shown),
        "lang": _text(root.get("/Lang", "")),
        "text": any(_has_text(page.obj, LIMITS.nested) for page in _first_pages(pdf)),
        "form_fields": _count_fields(_dictionary(root, "/AcroForm")),
        "encrypted": pdf.is_encrypted,
    }


def _title(pdf: pikepdf.Pdf) -> str:
    """The title in the document's information, else the one in its metadata."""
    info = pdf.trailer.get("/Info")
    title = _text(info.get("/Title", "")) if isinstance(info, pikepdf.Dictionary) else ""
    if not title and "/Metadata" in pdf.Root:
        with pdf.open_metadata() as metadata:
            title = str(metadata.get("dc:title", ""))
    return " ".join(title.split())[: LIMITS.title_chars]


def _first_pages(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Page]:
    return (pdf.pages[place] for place in range(min(len(pdf.pages), LIMITS.pages)))


def _has_text(content: Any, nested: int) -> bool:
    """Whether a page, or a drawing used on it, shows text; without fonts none can."""
    resources = _resources(content)
    if _dictionary(resources, "/Font") and any(map(_SHOWS_TEXT.search, _streams(content))):
        return True
    drawings = _dictionary(resources, "/XObject")
    return nested > 0 and any(
        drawing.get("/Subtype") == "/Form" and _has_text(drawing, nested - 1)
        for drawing in map(drawings.get, list(drawings.keys()))
        if isinstance(drawing, pikepdf.Stream)
    )


def _resources(content: Any) -> Any:
    """The resources of a page or drawing, those of the pages above it where it has none itself."""
    for _ in range(LIMITS.nested):
        if "/Resources" in content or "/Parent" not in content:
            break
        content = content["/Parent"]
    return _dictionary(content, "/Resources")


def _streams(content: Any) -> Iterator[bytes]:
    streams = content if isinstance(content, pikepdf.Stream) else content.get("/Contents", [])
    listed = [streams] if isinstance(streams, pikepdf.Stream) else list(streams)
    return (each.read_bytes() for each in listed if isinstance(each, pikepdf.Stream))


def _count_fields(form: Any) -> int:
    """The fields of a form to fill in: those that have no fields below them."""
    waiting = list(form.get("/Fields", []))
    met: set[tuple[int, int]] = set()
    count = 0
    while waiting and len(met) < LIMITS.fields:
        field = waiting.pop()
        if not isinstance(field, pikepdf.Dictionary) or field.objgen in met:
            continue
        met.add(field.objgen if field.is_indirect else (-len(met), -1))
        below = [kid for kid in field.get("/Kids", []) if "/T" in kid]
        waiting += below
        count += not below
    return count or int("/XFA" in form)


def _dictionary(parent: Any, key: str) -> Any:
    """A dictionary within another; an empty one where there is none."""
    found = parent.get(key)
    return found if isinstance(found, pikepdf.Dictionary) else pikepdf.Dictionary()


def _text(value: Any) -> str:
    return str(value).strip() if isinstance(value, (str, pikepdf.String)) else ""
