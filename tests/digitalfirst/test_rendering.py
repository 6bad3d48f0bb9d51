"""Single pages in a real browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.browser import axe_version, find_browser
from crawler.run import CrawlSettings
from digitalfirst.checking import findings_of
from digitalfirst.errors import UserError
from digitalfirst.rendering import Renderer, rendering
from scoring.tables import read_tables
from tests.crawler.serving import Answer, serving
from tests.digitalfirst.command import Ended, run

PALE = b"<!doctype html><html lang=en><title>Pale</title><main><h1>Pale</h1><p>Hardly</p></main>"
# Pale by script, which markup alone does not show.
PALED = PALE + b"<script>document.querySelector('p').style.color = '#ccc'</script>"
PALE += b"<link rel=stylesheet href=css/pale.css>"


@pytest.fixture(scope="module")
def renderer() -> Iterator[Renderer]:
    if find_browser() is None:
        pytest.skip("no Chromium on this machine")
    with rendering(CrawlSettings()) as found:
        yield found


def test_a_file_is_judged_with_the_style_sheets_of_its_folder(
    renderer: Renderer, tmp_path: Path
) -> None:
    (tmp_path / "css").mkdir()
    (tmp_path / "css" / "pale.css").write_text("p { color: #ccc }")
    found = findings_of("page", renderer.render_html(PALE, tmp_path))
    assert [(each.rule, each.source, each.selector) for each in found] == [
        ("color-contrast", "axe-core", "p")
    ]
    assert found[0].wcag == ("1.4.3",)
    assert "afw4f7" in found[0].act
    assert findings_of("page", renderer.render_html(PALE)) == []


def test_nobody_is_asked_for_what_a_file_refers_to(renderer: Renderer, tmp_path: Path) -> None:
    with serving({"/pale.css": Answer(b"p { color: #ccc }", "text/css")}) as served:
        links = f"<link rel=stylesheet href={served.url}/pale.css>"
        page = PALE.replace(b"<link rel=stylesheet href=css/pale.css>", links.encode())
        assert findings_of("page", renderer.render_html(page, tmp_path)) == []
        assert served.asked == []


def test_a_page_that_cannot_be_opened_is_one_line_for_the_user(renderer: Renderer) -> None:
    with pytest.raises(
        UserError, match="page: cannot be rendered: it leads to http://127.0.0.1:8099/"
    ):
        findings_of("page", renderer.render("http://127.0.0.1:8099/"))


SITE = {
    "/": "<!doctype html><html lang=en><title>Ambridge</title><main><h1>Ambridge Council</h1>"
    "<p style='width:50em'>Welcome to this borough, where much can be done.</p></main>"
}


def audit(site: str, folder: Path, *words: str) -> Ended:
    asked = ("audit", site, "--allow-private", "--delay", "0", "--out", "run", "--max-pages", "3")
    return run(*asked, *words, folder=folder)


def test_an_audit_opens_a_sample_unless_told_not_to(tmp_path: Path) -> None:
    if find_browser() is None:
        pytest.skip("no Chromium on this machine")
    with serving(SITE) as served:
        ended = audit(f"{served.url}/", tmp_path, "--sample", "1")
        assert (ended.code, ended.err) == (0, "")
        tables = read_tables(tmp_path / "run" / "tables", ["rendered"])
        assert list(tables["rendered"]["kinds"]) == ["home"]
        report = (tmp_path / "run" / "report" / "councils").glob("*.html")
        assert "Found in the browser only: reflow" in next(report).read_text("utf-8")
        assert list((tmp_path / "run" / "report" / "pictures").rglob("*.webp"))
        other = tmp_path / "other"
        other.mkdir()
        assert audit(f"{served.url}/", other, "--render", "none").code == 0
        assert read_tables(other / "run" / "tables", ["rendered"])["rendered"].empty


def test_without_a_browser_all_else_is_done_and_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIGITALFIRST_BROWSER", str(tmp_path / "none"))
    with serving(SITE) as served:
        ended = audit(f"{served.url}/", tmp_path)
    assert ended.code == 0
    assert ended.err.startswith("digitalfirst: no Chromium here: no page is rendered")
    assert ended.err.count("\n") == 1
    with pytest.raises(UserError, match="no Chromium here"), rendering(CrawlSettings()):
        pass
    broken = tmp_path / "broken"
    broken.write_text("#!/bin/sh\nexit 3\n")
    broken.chmod(0o755)
    monkeypatch.setenv("DIGITALFIRST_BROWSER", str(broken))
    with pytest.raises(UserError, match="broken does not start"), rendering(CrawlSettings()):
        pass


def test_the_doctor_says_which_browser_and_which_axe_core(tmp_path: Path) -> None:
    if find_browser() is None:
        pytest.skip("no Chromium on this machine")
    ended = run("doctor", "--json", folder=tmp_path)
    found = {each["name"]: each["found"] for each in json.loads(ended.out)}
    assert f"with axe-core {axe_version()}" in found["browser"]


def test_check_rendered_finds_what_markup_does_not_show(tmp_path: Path) -> None:
    if find_browser() is None:
        pytest.skip("no Chromium on this machine")
    (tmp_path / "pale.html").write_bytes(PALED)
    assert run("check", "pale.html", folder=tmp_path).code == 0
    ended = run("check", "pale.html", "--rendered", "--format", "jsonl", folder=tmp_path)
    assert (ended.code, ended.err) == (1, "")
    [found] = map(json.loads, ended.out.splitlines())
    assert (found["rule"], found["source"], found["selector"]) == (
        "color-contrast",
        "axe-core",
        "p",
    )
    with serving({"/": PALED.decode()}) as served:
        words = ("check", f"{served.url}/", "--rendered", "--allow-private", "--delay", "0")
        assert "color-contrast" in run(*words, folder=tmp_path).out
