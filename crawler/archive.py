"""Evidence in and out: WARC 1.1 files, streamed record by record.

One exchange is three records, in this order: `request`, `metadata` (how we came there) and
`response`; an attempt that brought no response is a `metadata` record that names its outcome. A
payload that the file holds already is not stored again: its record is a `revisit` of the first.
Files of other crawlers (wget, Heritrix, Browsertrix) are read as well as our own.
"""

from __future__ import annotations

import io
from base64 import b32encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha1
from pathlib import Path
from typing import IO, Any, Self

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.members import Members
from crawler.store import opened
from crawler.urls import canonical

Headers = Sequence[tuple[str, str]]

# The largest body read back, after decompression.
MAX_BODY = 10 * 1024 * 1024
# From so many bytes a payload is worth a `revisit` record when it comes again.
WORTH_A_REVISIT = 500
# What an attempt's outcome is called when there was a response.
CAPTURED = "captured"
RESPONSE, ATTEMPT, RESOURCE = "response", "attempt", "resource"
# The resource in which the crawler notes, as JSON, each address it met and did not visit, and why.
NOT_VISITED = "urn:digitalfirst:not-visited"
# The resource that holds the certificate which a host showed (X.509, DER): this, and the host.
CERTIFICATE = "urn:digitalfirst:certificate:"


@dataclass(frozen=True, slots=True)
class Capture:
    """One record of evidence: a response, an attempt without one, or a resource we made.

    `body` is decoded (no transfer or content encoding) and at most `MAX_BODY` bytes long.
    `depth` (clicks from the home page), `via` (the URL of the page that linked here), `anchor`
    (that link's text) and `elapsed_ms` are None or empty where the crawler did not say.
    `offset` is where the record begins in the file, in bytes.
    """

    kind: str
    url: str
    when: str
    offset: int
    status: int = 0
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    outcome: str = CAPTURED
    reason: str = ""
    depth: int | None = None
    via: str = ""
    anchor: str = ""
    elapsed_ms: int | None = None

    def header(self, name: str) -> str:
        """The value of a response header; empty where it was not sent."""
        name = name.lower()
        return next((value for key, value in self.headers if key.lower() == name), "")

    def header_values(self, name: str) -> list[str]:
        """All values of a response header that may stand several times."""
        name = name.lower()
        return [value for key, value in self.headers if key.lower() == name]

    @property
    def content_type(self) -> str:
        """The media type that the server claims, lower case, without parameters."""
        return self.header("content-type").partition(";")[0].strip().lower()

    @property
    def location(self) -> str:
        """Where a redirect says to go, as written; empty for any other response."""
        return self.header("location") if 300 <= self.status < 400 else ""


class ArchiveWriter:
    """Appends to a WARC file, each record a gzip member of its own."""

    def __init__(self, path: Path, software: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._known = {each.digest: each for each in _payloads(path)} if path.exists() else {}
        self._file = path.open("ab", buffering=0)
        self._software = software
        if self._file.tell() == 0:
            self._write_info(path.name)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; what was written stays."""
        self._file.close()

    def write_exchange(
        self,
        url: str,
        request_line: str,
        request_headers: Headers,
        status_line: str,
        response_headers: Headers,
        payload: bytes,
        notes: Mapping[str, str],
    ) -> None:
        """Write one exchange: the request as sent, the notes on it, the response as it came.

        `status_line` is e.g. `200 OK`; `payload` is the body before any content decoding;
        `notes` become the fields of the metadata record.
        """
        writer = Members()
        http = StatusAndHeaders(status_line, list(response_headers), protocol="HTTP/1.1")
        response = self._response(writer, url, http, payload)
        same = {
            "WARC-Concurrent-To": response.rec_headers.get_header("WARC-Record-ID"),
            "WARC-Date": response.rec_headers.get_header("WARC-Date"),
        }
        asked = StatusAndHeaders(request_line, list(request_headers), is_http_request=True)
        writer.add(
            writer.create_warc_record(url, "request", http_headers=asked, warc_headers_dict=same)
        )
        writer.add(_metadata(writer, url, notes, same))
        writer.add(response)
        self._append(writer)

    def _response(
        self, writer: WARCWriter, url: str, http: StatusAndHeaders, payload: bytes
    ) -> Any:
        """The record of a response: a `revisit` where the file holds its payload already."""
        digest = _digest(payload)
        known = self._known.get(digest)
        if known is not None and len(payload) >= WORTH_A_REVISIT:
            return writer.create_revisit_record(
                url, digest, known.url, known.date, http_headers=http
            )
        record = writer.create_warc_record(url, "response", io.BytesIO(payload), http_headers=http)
        self._known[digest] = _Payload(digest, url, record.rec_headers.get_header("WARC-Date"), 0)
        return record

    def write_attempt(self, url: str, outcome: str, reason: str, notes: Mapping[str, str]) -> None:
        """Write that a URL was tried and brought no response, and what came of it."""
        writer = Members()
        fields = {"outcome": outcome, "reason": reason, **notes}
        writer.add(_metadata(writer, url, fields, {}))
        self._append(writer)

    def write_resource(self, urn: str, content_type: str, payload: bytes) -> None:
        """Write something that we made ourselves, under a `urn:` of its own."""
        writer = Members()
        record = writer.create_warc_record(
            urn, "resource", io.BytesIO(payload), warc_content_type=content_type
        )
        writer.add(record)
        self._append(writer)

    def _append(self, writer: Members) -> None:
        left = memoryview(writer.members)
        while left:
            left = left[self._file.write(left) :]

    def _write_info(self, name: str) -> None:
        writer = Members()
        info = {
            "software": self._software,
            "format": "WARC File Format 1.1",
            "robots": "obey",
        }
        writer.add(writer.create_warcinfo_record(name, info))
        self._append(writer)


def read_archive(path: Path, max_body: int = MAX_BODY) -> Iterator[Capture]:
    """Every response, attempt and resource of a WARC file, in its order.

    A file that was cut off yields its whole records. A body that cannot be decoded is empty and
    the capture's `reason` says so.

    Raises:
        OSError: the file cannot be read.
        ArchiveLoadFailed: it is no WARC file.
    """
    with opened(path) as file, opened(path) as earlier:
        notes: dict[str, dict[str, str]] = {}
        payloads: dict[str, int] = {}
        for record, offset in _records(file):
            digest = record.rec_headers.get_header("WARC-Payload-Digest") or ""
            if record.rec_type == "response":
                payloads.setdefault(digest, offset)
            capture = _capture(record, offset, notes, max_body)
            if record.rec_type == "revisit" and capture is not None:
                capture = _with_payload(capture, earlier, payloads.get(digest), max_body)
            if capture is not None:
                yield capture


def read_typed(path: Path, media_type: str) -> Iterator[Capture]:
    """The responses of a media type in a WARC file, and those that lead on to another address.

    Much quicker than `read_archive`, since no other body is decoded.

    Raises:
        OSError: the file cannot be read.
        ArchiveLoadFailed: it is no WARC file.
    """
    with opened(path) as file:
        for record, offset in _records(file):
            if record.rec_type == "response" and record.http_headers is not None:
                claimed = record.http_headers.get_header("content-type", "").lower()
                leads_on = record.http_headers.get_header("location")
                if claimed.startswith(media_type) or leads_on:
                    capture = _capture(record, offset, {}, MAX_BODY)
                    if capture is not None:
                        yield capture


def body_at(path: Path, offset: int) -> bytes:
    """The decoded body of the record that begins at so many bytes of a WARC file.

    Raises:
        OSError: the file cannot be read.
        ArchiveLoadFailed: no record begins there.
    """
    with opened(path) as file:
        file.seek(offset)
        for record, _ in _records(file):
            return _body(record, MAX_BODY)[0]
    return b""


def _records(file: IO[bytes]) -> Iterator[tuple[Any, int]]:
    iterator = ArchiveIterator(file)
    begun = False
    try:
        for record in iterator:
            begun = True
            yield record, iterator.offset
    except (ArchiveLoadFailed, EOFError):
        if not begun:
            raise


def _capture(
    record: Any, offset: int, notes: dict[str, dict[str, str]], max_body: int
) -> Capture | None:
    headers = record.rec_headers
    raw_url = (headers.get_header("WARC-Target-URI") or "").strip("<>")
    url = canonical(raw_url) or raw_url
    when = headers.get_header("WARC-Date") or ""
    match record.rec_type:
        case "metadata":
            fields = _fields(record.content_stream().read(100_000))
            if partner := headers.get_header("WARC-Concurrent-To"):
                notes.clear()
                notes[partner] = fields
                return None
            if "outcome" not in fields:
                return None
            return Capture(ATTEMPT, url, when, offset, **_known(fields))
        case "response" | "revisit" if record.http_headers is not None:
            fields = notes.pop(headers.get_header("WARC-Record-ID"), {})
            body, reason = _body(record, max_body)
            if _is_cut_off(record):
                return None
            known = {**_known(fields), **({"reason": reason} if reason else {})}
            return Capture(
                RESPONSE,
                url,
                when,
                offset,
                status=_status(record.http_headers),
                headers=tuple(record.http_headers.headers),
                body=body,
                **known,
            )
        case "resource":
            return Capture(RESOURCE, raw_url, when, offset, body=_body(record, max_body)[0])
    return None


@dataclass(frozen=True, slots=True)
class _Payload:
    """A payload that a file holds: its digest, and the response that it came with first."""

    digest: str
    url: str
    date: str
    offset: int


def _payloads(path: Path) -> Iterator[_Payload]:
    """The payloads of a file's responses, the last first, so that a mapping keeps the first."""
    with path.open("rb") as file:
        found = [
            _Payload(
                record.rec_headers.get_header("WARC-Payload-Digest") or "",
                record.rec_headers.get_header("WARC-Target-URI") or "",
                record.rec_headers.get_header("WARC-Date") or "",
                offset,
            )
            for record, offset in _records(file)
            if record.rec_type == "response"
        ]
    return reversed(found)


def _digest(payload: bytes) -> str:
    """A payload's digest as warcio writes it."""
    return "sha1:" + b32encode(sha1(payload, usedforsecurity=False).digest()).decode("ascii")


def _with_payload(capture: Capture, file: IO[bytes], offset: int | None, max_body: int) -> Capture:
    """A revisit with the payload of the response that it stands for."""
    if offset is None:
        return replace(capture, body=b"", reason="revisit of a response that is not in this file")
    file.seek(offset)
    record = next(iter(ArchiveIterator(file)))
    body, reason = _body(record, max_body)
    return replace(capture, body=body, reason=reason or capture.reason)


def _status(http_headers: Any) -> int:
    code = http_headers.get_statuscode()
    return int(code) if code and code.isdecimal() else 0


def _body(record: Any, max_body: int) -> tuple[bytes, str]:
    try:
        return record.content_stream().read(max_body), ""
    except Exception as error:  # warcio lets its decoders' own errors through: zlib, brotli, …
        return b"", f"body cannot be decoded: {error}"


def _is_cut_off(record: Any) -> bool:
    stream = record.raw_stream
    while stream.read(65_536):
        pass
    return bool(getattr(stream, "limit", 0) > 0)


def _metadata(
    writer: WARCWriter, url: str, fields: Mapping[str, str], warc_headers: Mapping[str, str]
) -> Any:
    lines = "".join(f"{name}: {_one_line(value)}\r\n" for name, value in fields.items() if value)
    return writer.create_warc_record(
        url,
        "metadata",
        io.BytesIO(lines.encode("utf-8")),
        warc_content_type="application/warc-fields",
        warc_headers_dict=dict(warc_headers),
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())[:500]


def _fields(payload: bytes) -> dict[str, str]:
    pairs = (line.partition(":") for line in payload.decode("utf-8", "replace").splitlines())
    return {name.strip(): value.strip() for name, colon, value in pairs if colon}


def _known(fields: Mapping[str, str]) -> dict[str, Any]:
    """The fields of a metadata record that a capture keeps, typed."""
    numbers = {"depth": "depth", "fetchTimeMs": "elapsed_ms"}
    known: dict[str, Any] = {
        name: fields[name] for name in ("outcome", "reason", "via", "anchor") if name in fields
    }
    for field, name in numbers.items():
        if fields.get(field, "").isdecimal():
            known[name] = int(fields[field])
    return known


def now() -> str:
    """The time, as WARC writes it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
