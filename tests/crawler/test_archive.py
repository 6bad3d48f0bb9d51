import gzip
from pathlib import Path

import pytest
from warcio.checker import Checker
from warcio.exceptions import ArchiveLoadFailed

from crawler.archive import ATTEMPT, RESOURCE, RESPONSE, ArchiveWriter, read_archive
from crawler.members import cut_back

URL = "https://www.barchester.gov.test/bins"
HTML = b"<html><title>Bins</title></html>"


def write_three(path: Path) -> None:
    with ArchiveWriter(path, "digitalfirst/test") as archive:
        archive.write_exchange(
            URL,
            "GET /bins HTTP/1.1",
            [("Host", "www.barchester.gov.test")],
            "200 OK",
            [("Content-Type", "text/html"), ("Content-Encoding", "gzip"), ("X-A", "1")],
            gzip.compress(HTML),
            {"via": "https://www.barchester.gov.test/", "depth": "1", "fetchTimeMs": "12"},
        )
        archive.write_attempt("https://www.barchester.gov.test/slow", "timed-out", "30 s", {})
        archive.write_resource("urn:digitalfirst:test", "application/json", b"{}")


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "barchester.warc.gz"
    write_three(path)
    page, attempt, resource = read_archive(path)
    assert (page.kind, page.url, page.status, page.body) == (RESPONSE, URL, 200, HTML)
    assert (page.via, page.depth, page.elapsed_ms) == ("https://www.barchester.gov.test/", 1, 12)
    assert page.header("x-a") == "1"
    assert (attempt.kind, attempt.outcome, attempt.reason) == (ATTEMPT, "timed-out", "30 s")
    assert (resource.kind, resource.body) == (RESOURCE, b"{}")


def test_the_evidence_keeps_the_body_as_it_came(tmp_path: Path) -> None:
    path = tmp_path / "barchester.warc.gz"
    write_three(path)
    assert gzip.compress(HTML)[10:] in gzip.decompress(path.read_bytes())


def test_warcio_finds_every_digest_right(tmp_path: Path) -> None:
    path = tmp_path / "barchester.warc.gz"
    write_three(path)
    assert_digests_are_right(path)


def assert_digests_are_right(path: Path) -> None:
    class Command:
        verbose = False
        inputs = (str(path),)

    checker = Checker(Command())
    checker.process_all()
    assert checker.exit_value == 0


def test_an_offset_is_where_its_record_begins(tmp_path: Path) -> None:
    path = tmp_path / "barchester.warc.gz"
    write_three(path)
    page = next(read_archive(path))
    record = gzip.decompress(path.read_bytes()[page.offset :])
    assert (
        record.startswith(b"WARC/1.1\r\nWARC-Type: response")
        or b"WARC-Type: response" in (record[:200])
    )


def test_a_file_cut_off_anywhere_keeps_its_whole_exchanges(tmp_path: Path) -> None:
    whole = tmp_path / "whole.warc.gz"
    write_three(whole)
    data = whole.read_bytes()
    cut = tmp_path / "cut.warc.gz"
    kept = []
    for length in range(0, len(data) + 1, 7):
        cut.write_bytes(data[:length])
        cut_back(cut)
        kept.append(len(list(read_archive(cut))) if cut.stat().st_size else 0)
        if cut.stat().st_size:
            with ArchiveWriter(cut, "digitalfirst/test") as archive:
                archive.write_attempt(URL, "refused", "", {})
            assert len(list(read_archive(cut))) == kept[-1] + 1
    assert {0, 1, 2} <= set(kept) <= {0, 1, 2, 3}
    assert kept == sorted(kept)


def test_what_is_no_warc_file_says_so(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("<html></html>")
    with pytest.raises(ArchiveLoadFailed):
        list(read_archive(path))


def test_a_body_that_does_not_decode_is_no_crash(tmp_path: Path) -> None:
    path = tmp_path / "barchester.warc.gz"
    with ArchiveWriter(path, "digitalfirst/test") as archive:
        headers = [("Content-Type", "text/html"), ("Content-Encoding", "br")]
        archive.write_exchange(URL, "GET / HTTP/1.1", [], "200 OK", headers, b"not brotli", {})
    assert [capture.url for capture in read_archive(path)] == [URL]


def test_a_bomb_is_read_up_to_the_limit_only(tmp_path: Path) -> None:
    path = tmp_path / "barchester.warc.gz"
    with ArchiveWriter(path, "digitalfirst/test") as archive:
        headers = [("Content-Type", "text/html"), ("Content-Encoding", "gzip")]
        bomb = gzip.compress(bytes(20_000_000))
        archive.write_exchange(URL, "GET / HTTP/1.1", [], "200 OK", headers, bomb, {})
    assert len(next(read_archive(path, max_body=1_000_000)).body) == 1_000_000


def test_a_payload_that_comes_again_is_stored_once_and_read_each_time(tmp_path: Path) -> None:
    path = tmp_path / "barchester.warc.gz"
    payload = gzip.compress(bytes(range(256)) * 50, mtime=0) + bytes(1000)
    for number in range(3):  # each time as a resumed crawl does
        with ArchiveWriter(path, "digitalfirst/test") as archive:
            headers = [("Content-Type", "text/html"), ("X-Visit", str(number))]
            line = f"GET /{number} HTTP/1.1"
            archive.write_exchange(f"{URL}/{number}", line, [], "200 OK", headers, payload, {})
    seen = list(read_archive(path))
    assert [(each.url, each.header("x-visit")) for each in seen] == [
        (f"{URL}/{number}", str(number)) for number in range(3)
    ]
    assert {each.body for each in seen} == {payload}
    records = gzip.decompress(path.read_bytes())
    assert records.count(b"WARC-Type: revisit") == 2
    assert records.count(f"WARC-Refers-To-Target-URI: {URL}/0".encode()) == 2
    assert records.count(payload) == 1
    assert_digests_are_right(path)


def test_a_revisit_of_another_file_says_so(tmp_path: Path) -> None:
    whole, half = tmp_path / "whole.warc.gz", tmp_path / "half.warc.gz"
    with ArchiveWriter(whole, "digitalfirst/test") as archive:
        for path in ("/1", "/2"):
            body = b"<html>" + bytes(1000)
            archive.write_exchange(URL + path, "GET / HTTP/1.1", [], "200 OK", [], body, {})
    first, second = read_archive(whole)
    data = whole.read_bytes()
    half.write_bytes(data[second.offset :])
    (alone,) = read_archive(half)
    assert (first.reason, second.body, alone.body) == ("", first.body, b"")
    assert "not in this file" in alone.reason
