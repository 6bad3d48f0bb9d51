"""`check`: pages in files of all sorts, in folders, in WARC and WACZ files, and on the web."""

from __future__ import annotations

import gzip
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from crawler.archive import RESPONSE, ArchiveWriter, Capture, now
from crawler.page import Page
from digitalfirst.checking import Checked, json_lines, lines
from digitalfirst.cli import main
from scoring.accessibility.registry import Finding, all_rules
from tests.crawler.test_survey import site

BAD = (
    '<!doctype html><html lang="en"><title>T</title><main><h1>T</h1><img src="a.png"></main></html>'
)
XHTML = (
    '<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x">'
    '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>T</title></head><body/></html>'
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg"><title>A map</title></svg>'
WGET = (
    "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
    "WARC-Date: 2026-01-01T00:00:00Z\r\nWARC-Target-URI: <https://www.barchester.gov.test/>\r\n"
    "Content-Type: application/http;msgtype=response\r\nContent-Length: {length}\r\n\r\n"
)
KEYS = {"file", "rule", "impact", "wcag", "act", "selector", "snippet", "source"}


class Said(dict[str, Any]):
    """How a check ended: `code`, `out` (lines) and `err`."""


@pytest.fixture
def check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Any:
    """Runs `digitalfirst check` with some words in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DIGITALFIRST_CONTACT", raising=False)

    def run(*words: str) -> Said:
        monkeypatch.setattr("sys.argv", ["digitalfirst", "check", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return Said(code=ended.value.code or 0, out=said.out.splitlines(), err=said.err)

    return run


def rules_of(said: Said) -> set[tuple[str, str]]:
    rows = [json.loads(line) for line in said["out"]]
    return {(row["file"], row["rule"]) for row in rows}


def wget_warc(html: str) -> bytes:
    """A WARC file as wget writes it, plain."""
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{html}"
    return (WGET.format(length=len(answer)) + answer + "\r\n\r\n").encode()


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "utf-8"),
        ("utf-16", "utf-16"),
        ("cp1252", "iso-8859-1"),
        ("cp1252", "utf-8"),
        ("utf-8", "nonsense"),
    ],
)
def test_a_page_is_read_whatever_its_encoding(
    encoding: str, declared: str, check: Any, tmp_path: Path
) -> None:
    text = BAD.replace("<title>T", f'<meta charset="{declared}"><title>Café £5')
    (tmp_path / "page.html").write_bytes(text.encode(encoding))
    said = check("page.html", "--format", "jsonl")
    assert (said["code"], rules_of(said)) == (1, {("page.html", "image-alt")})


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("map.svg", SVG, "map.svg: is XML (svg), not an HTML page"),
        ("map", SVG, "map: is XML (svg), not an HTML page"),
        ("feed.xml", "<!-- a --><rss/>", "feed.xml: is XML (rss), not an HTML page"),
        ("feed", '<?xml version="1.0"?><!--b--><feed/>', "feed: is XML (feed), not an HTML page"),
        ("odd.xml", "<!---->" * 200 + "<", "odd.xml: is XML (unknown), not an HTML page"),
        ("book.gz", "\x1f\x8bnothing", "book.gz: is not a WARC file"),
        ("empty.html", " \n", "empty.html: is empty"),
    ],
)
def test_what_is_no_page_is_told_in_one_line(
    name: str, text: str, problem: str, check: Any, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(text.encode("latin-1"))
    said = check(name, "--format", "jsonl")
    assert (said["code"], said["out"], said["err"]) == (2, [], f"digitalfirst: {problem}\n")


def test_xhtml_is_a_page_by_its_name_or_by_its_root(check: Any, tmp_path: Path) -> None:
    for name in ("page.xhtml", "page.xml", "page"):
        (tmp_path / name).write_text(XHTML)
        assert (name, "html-has-lang") in rules_of(check(name, "--format", "jsonl"))


def test_a_place_that_cannot_be_checked_does_not_keep_others_from_it(
    check: Any, tmp_path: Path
) -> None:
    (tmp_path / "page.html").write_text(BAD)
    said = check("absent.html", "page.html", "--format", "jsonl")
    assert said["code"] == 2
    assert rules_of(said) == {("page.html", "image-alt")}


def test_warc_and_wacz_files_are_checked_page_by_page(check: Any, tmp_path: Path) -> None:
    home = "https://www.barchester.gov.test/"
    (tmp_path / "plain.warc").write_bytes(wget_warc(BAD))
    (tmp_path / "packed.warc.gz").write_bytes(gzip.compress(wget_warc(BAD)))
    with ArchiveWriter(tmp_path / "ours.warc.gz", "tests") as writer:
        for path, kind in (("", "text/html"), ("map", "image/svg+xml"), ("", "text/html")):
            body = (SVG if path else BAD).encode()
            sent = [("Content-Type", kind)]
            writer.write_exchange(home + path, "GET / HTTP/1.1", [], "200 OK", sent, body, {})
    with zipfile.ZipFile(tmp_path / "ours.wacz", "w") as package:
        package.write(tmp_path / "ours.warc.gz", "archive/data.warc.gz")
    for name in ("plain.warc", "packed.warc.gz", "ours.warc.gz", "ours.wacz"):
        said = check(name, "--format", "jsonl")
        assert (said["code"], rules_of(said)) == (1, {(home, "image-alt")}), name
    assert len(check(".", "--format", "jsonl")["out"]) == 4


def test_a_wacz_that_hides_its_size_is_not_unpacked(check: Any, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.wacz", "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("archive/data.warc", "WARC/1.0\r\n" * 100_000)
    said = check("bomb.wacz")
    assert (said["code"], said["out"]) == (2, [])
    assert "bomb.wacz: archive/data.warc is compressed" in said["err"]


def test_a_page_on_the_web_is_fetched_by_the_crawlers_rules(check: Any) -> None:
    robots = (200, {"Content-Type": "text/plain"}, "User-agent: *\nDisallow: /no\n")
    search = '<form action="/search"><input type="search" name="q" aria-label="Search"></form>'
    pages = {
        "/robots.txt": robots,
        "/": BAD.replace("<img", search + '<a href="/b">b</a><img'),
        "/moved": (302, {"Location": "/"}, ""),
        "/no": BAD,
        "/map": (200, {"Content-Type": "image/svg+xml"}, SVG),
    }
    with site(pages) as server:
        home = server.home
        words = [home, f"{home}moved", f"{home}no", f"{home}map", f"{home}gone"]
        said = check(*words, "--allow-private", "--delay", "0", "--format", "jsonl")
        asked = {each.path for each in server.log}
        refused = check(home)
    assert said["code"] == 2
    assert rules_of(said) == {(home, "image-alt"), (f"{home}moved", "image-alt")}
    assert asked == {"/robots.txt", "/", "/moved", "/map", "/gone"}
    for told in ("no: forbidden-by-robots", "map: is XML (svg)", "gone: answered 404"):
        assert told in said["err"]
    assert (refused["code"], refused["out"]) == (2, [])
    assert "private-address" in refused["err"]


def test_a_clean_page_is_told_so(check: Any, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(BAD.replace('<img src="a.png">', ""))
    assert check("page.html") == {"code": 0, "out": ["page.html: nothing found"], "err": ""}
    assert check("page.html", "--format", "jsonl") == {"code": 0, "out": [], "err": ""}


def test_what_a_person_must_judge_is_no_failure_and_shown_on_request() -> None:
    headers = (("Content-Type", "text/html"),)
    page = Page(Capture(RESPONSE, "page.html", now(), 0, 200, headers, BAD.encode()))
    fails, judge = (
        Finding(name, "minor", (), (), "markup", 1, "img", "<img>", "", review)
        for name, review in (("image-alt", False), ("alt-says-little", True))
    )
    checked = Checked("page.html", page, [fails, judge])
    assert checked.failures == [fails]
    (row,) = map(json.loads, json_lines(checked, review=False))
    assert (row["rule"], set(row)) == ("image-alt", KEYS)
    _, row = map(json.loads, json_lines(checked, review=True))
    assert (row["rule"], row["needs_review"]) == ("alt-says-little", True)
    assert list(lines(Checked("page.html", page, [judge]), False)) == ["page.html: nothing found"]
    assert "for a person to judge" in next(lines(Checked("page.html", page, [judge]), True))


def test_the_earl_report_says_of_every_rule_what_came_of_it(check: Any, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(BAD)
    (tmp_path / "map.svg").write_text(SVG)
    said = check("page.html", "map.svg", "--format", "earl")
    report = json.loads("\n".join(said["out"]))
    assertor, *assertions = report["@graph"]
    assert "Assertor" in assertor["@type"]
    assert len(assertions) == 2 * len(all_rules())
    outcomes = {
        (each["subject"]["source"], each["test"]["title"]): each["result"]["outcome"]
        for each in assertions
    }
    assert outcomes["page.html", "image-alt"] == "earl:failed"
    assert outcomes["page.html", "html-has-lang"] == "earl:passed"
    assert outcomes["page.html", "area-alt"] == "earl:inapplicable"
    assert {outcomes["map.svg", rule.id] for rule in all_rules()} == {"earl:inapplicable"}
    failed = next(each for each in assertions if each["result"]["outcome"] == "earl:failed")
    assert failed["test"]["isPartOf"] == ["WCAG2:non-text-content"]
    assert failed["test"]["relation"] == ["ACT:23a2a8"]
    assert failed["result"]["pointer"]["expression"] == 'img[src="a.png"]'


def test_style_sheets_beside_a_file_are_read(check: Any, tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    (pages / "css").mkdir(parents=True)
    (pages / "css" / "site.css").write_text(".modal {display: none}")
    link = '<link rel="stylesheet" href="css/site.css?v=2">'
    field = '<main><h1>T</h1><div class="modal"><input name="a"></div></main>'
    html = f'<!doctype html><html lang="en"><title>T</title>{link}{field}</html>'
    (pages / "a.html").write_text(html)
    (pages / "b.html").write_text(html.replace("css/site.css", "css/none.css"))
    assert {
        each for each in rules_of(check("pages", "--format", "jsonl")) if each[1] == "label"
    } == {("pages/b.html", "label")}


def test_style_sheets_of_a_page_on_the_web_are_fetched(check: Any) -> None:
    field = '<main><h1>T</h1><div class="modal"><input name="a"></div></main>'
    link = '<link rel="stylesheet" href="/site.css">'
    html = f'<!doctype html><html lang="en"><title>T</title>{link}{field}</html>'
    sheet = (200, {"Content-Type": "text/css"}, ".modal {display: none}")
    with site({"/": html, "/site.css": sheet}) as server:
        said = check(server.home, "--allow-private", "--delay", "0", "--format", "jsonl")
    assert "label" not in {rule for _, rule in rules_of(said)}
