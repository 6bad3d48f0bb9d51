"""The commands, run as a person runs them, on sites that are served on this machine."""

from __future__ import annotations

import functools
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from typer.testing import CliRunner

from digitalfirst.cli import app
from scoring.accessibility.registry import all_rules
from scoring.measures import all_measures
from tests.conftest import Audited
from tests.digitalfirst.command import PATIENCE, run

COMMANDS = sorted(
    each.name or (each.callback.__name__ if each.callback else "")
    for each in app.registered_commands
)
PAGES = {
    "index.html": """<html lang="en"><title>Barchester Council</title><body>
        <h1>Barchester Council</h1><main><a href="/bins.html">Report a missed bin</a>
        <a href="/contact.html">Contact us</a></main></body></html>""",
    "bins.html": """<html lang="en"><title>Report a missed bin</title><body>
        <main><h1>Report a missed bin</h1><p>Tell us about a missed bin collection.</p>
        <form action="/sent" method="post"><label>Address <input name="address"></label>
        <label>What happened <textarea name="what"></textarea></label>
        <button>Report the missed bin</button></form><img src="bin.png"></main></body></html>""",
    "contact.html": "<html><title>Contact us</title><h1>Contact us</h1><p>Ring us.</p></html>",
}


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and keeps no log."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a little council site on loopback."""
    with served(tmp_path_factory.mktemp("site"), PAGES) as address:
        yield address


@contextmanager
def served(folder: Path, pages: dict[str, str]) -> Iterator[str]:
    """The address at which pages are served on loopback from a folder."""
    folder.mkdir(exist_ok=True)
    for name, text in pages.items():
        (folder / name).write_text(text, encoding="utf-8")
    handler = functools.partial(Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def test_one_site_is_audited_from_crawl_to_report(site: str, tmp_path: Path) -> None:
    words = ("audit", site, "--allow-private", "--delay", 0, "--out", "run", "--json")
    ended = run(*words, "--fail-under", 100, folder=tmp_path)
    assert ended.code == 1, ended.err
    found = json.loads(ended.out)
    assert (found["state"], found["pages"]) == ("done", len(PAGES))
    assert 0 < found["score"] < 100
    assert found["services"]["online"] == 1
    assert found["findings"]["image-alt"] == 1
    assert (tmp_path / found["report"]).is_file()
    assert {"change", "what", "gain", "effort"} == set(found["first"][0])
    again = run(*words, "--fail-under", 1, folder=tmp_path)
    assert (again.code, json.loads(again.out)) == (0, found)
    told = run(*words[:-1], folder=tmp_path).out
    assert max(map(len, told.splitlines())) <= 80
    assert "\x1b" not in told  # no colour where there is no terminal
    first = found["first"][0]["change"].split()[0]
    assert re.search(rf"Do first .*\n +\+\d.*{first}", told)
    assert re.search(r"Mend first .*\n +\d+ +(critical|serious) ", told)


def test_a_site_is_audited_against_an_older_run_of_it(tmp_path: Path) -> None:
    words = ("--allow-private", "--delay", 0, "--render", "none", "--out")
    with served(tmp_path / "site", PAGES) as site:
        assert run("audit", site, *words, "older", "--json", folder=tmp_path).code == 0
        mended = PAGES["bins.html"].replace('<img src="bin.png">', "")
        mended = re.sub("<form.*</form>", "", mended, flags=re.S)
        (tmp_path / "site" / "bins.html").write_text(mended, encoding="utf-8")
        told = run("audit", site, *words, "newer", "--against", "older", folder=tmp_path)
        asked = ("newer", "--against", "older", "--json")
        facts = json.loads(run("audit", site, *words, *asked, folder=tmp_path).out)
    assert told.code == 0, told.err
    lines = told.out.splitlines()
    assert max(map(len, lines)) <= 80
    assert "digital-first: older to newer" in lines
    assert "  mended  image-alt (on 1 page)" in lines
    assert any(line.startswith("  down    bin-collection: stage 3 to ") for line in lines), lines
    (against,) = facts["against"]
    assert [each["slug"] for each in against["councils"]] == [facts["slug"]]
    mended_rules = {each["rule"] for each in against["findings"] if each["change"] == "mended"}
    assert "image-alt" in mended_rules


def test_an_older_run_must_know_the_site(audited: Audited, tmp_path: Path) -> None:
    words = ("audit", "http://127.0.0.1:1/", "--out", "run", "--against", audited.run.folder)
    ended = run(*words, folder=tmp_path)
    assert ended.code == 2
    assert "has 8 councils, 0 of them at 127.0.0.1" in ended.err
    assert not (tmp_path / "run").exists()


def test_a_site_that_does_not_answer_is_failed_with_its_reason(tmp_path: Path) -> None:
    words = ("audit", "http://127.0.0.1:1/", "--out", "run", "--fail-under", 1)
    ended = run(*words, folder=tmp_path)
    assert ended.code == 3
    assert "could not be audited: home page: private-address" in ended.out
    assert "--allow-private" in ended.out
    status = run("status", "run", "--json", folder=tmp_path)
    assert [row["state"] for row in json.loads(status.out)] == ["failed"]


@pytest.mark.parametrize("compression", ["", "--no-warc-compression"])
def test_a_warc_of_wget_is_scored(site: str, compression: str, tmp_path: Path) -> None:
    wget = shutil.which("wget")
    if wget is None:
        pytest.skip("wget is not installed: no WARC of another crawler to score")
    words = [wget, "-q", "-r", "--warc-file=evidence", *compression.split(), site]
    subprocess.run(words, cwd=tmp_path, check=False, timeout=PATIENCE)
    warc = next(tmp_path.glob("evidence.warc*")).rename(tmp_path / "by-wget")
    before = warc.read_bytes()
    ended = run("score", warc.name, "--out", "run", "--json", folder=tmp_path)
    assert ended.code == 0, ended.err
    (rating,) = json.loads(ended.out)
    assert (rating["method"], rating["services"] > 0) == ("digital-first", True)
    assert warc.read_bytes() == before
    absent = run("score", warc.name, "--homepage", site + "other", folder=tmp_path)
    assert (absent.code, "holds no capture of" in absent.err) == (2, True)


def heed_interrupts() -> None:
    """Undo that a shell lets what it starts in the background ignore Ctrl-C."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def test_an_interrupted_crawl_says_so_and_keeps_what_it_has(site: str, tmp_path: Path) -> None:
    words = ["-m", "digitalfirst", "audit", site, "--allow-private", "--delay", "30", "--out", "r"]
    process = subprocess.Popen(
        [sys.executable, *words],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=heed_interrupts,
    )
    patience = time.monotonic() + PATIENCE
    while not list(tmp_path.glob("r/evidence/*.warc.gz")) and time.monotonic() < patience:
        time.sleep(0.1)
    time.sleep(0.5)
    os.killpg(process.pid, signal.SIGINT)  # as Ctrl-C does: to the whole group
    _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130, said
    assert said.startswith("digitalfirst: stopped; what was captured is in r: ")
    assert said.count("\n") == 1
    assert run("status", "r", folder=tmp_path).out.startswith("partial")


def test_output_to_a_closed_pipe_ends_quietly(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "digitalfirst", "rules"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    assert (process.stderr.read(), process.wait(PATIENCE)) == ("", 0)
    process.stderr.close()


def test_texts_are_matched_to_services_a_line_each(tmp_path: Path) -> None:
    texts = ["Report a missed bin", "https://x.gov.uk/pay-council-tax", "", "Casglu sbwriel", "?"]
    ended = run("services", "--match", folder=tmp_path, stdin="\r\n".join(texts))
    lines = [json.loads(line) for line in ended.out.splitlines()]
    assert [line["input"] for line in lines] == texts
    assert [line["matches"][0]["lgsl"] for line in lines if line["matches"]] == [524, 57, 524]
    for line in lines:
        scores = [match["score"] for match in line["matches"]]
        assert scores == sorted(scores, reverse=True)
        assert len(scores) <= 3
        assert all(set(match) == {"lgsl", "score"} for match in line["matches"])


def test_pages_are_checked_a_finding_a_line(tmp_path: Path) -> None:
    for name, text in PAGES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "empty.html").touch()
    ended = run("check", ".", "--format", "jsonl", folder=tmp_path)
    assert ended.code == 1
    assert "passed over: empty.html: is empty" in ended.err
    lines = [json.loads(line) for line in ended.out.splitlines()]
    keys = {"file", "rule", "impact", "wcag", "act", "selector", "snippet", "source"}
    assert all(set(line) == keys for line in lines)
    found = {(line["file"], line["rule"]) for line in lines}
    assert {("bins.html", "image-alt"), ("contact.html", "html-has-lang")} <= found
    clean = '<!doctype html><html lang="en"><title>T</title><body><main><h1>T</h1></main></html>'
    assert run("check", "-", folder=tmp_path, stdin=clean) == (0, "-: nothing found\n", "")


def test_status_counts_the_councils_by_state(audited: Audited, tmp_path: Path) -> None:
    ended = run("status", audited.run.folder, folder=tmp_path)
    *councils, last = ended.out.splitlines()
    assert len(councils) == len(audited.estate.councils)
    assert last.startswith(f"{len(councils)} councils: ")
    rows = json.loads(run("status", audited.run.folder, "--json", folder=tmp_path).out)
    assert [row["slug"] for row in rows] == [each.slug for each in audited.estate.councils]


def test_lists_name_every_rule_and_measure(tmp_path: Path) -> None:
    rules = run("rules", folder=tmp_path).out.splitlines()
    assert [line.split()[0] for line in rules] == [rule.id for rule in all_rules()]
    facts = json.loads(run("rules", "--format", "json", folder=tmp_path).out)
    generic = next(each for each in facts if each["id"] == "link-text-generic")
    assert generic["whom"][0] == "people who listen with a screen reader"
    assert "click here" in generic["example"]["before"]
    assert generic["needs_review"] is False
    alt = next(each for each in facts if each["id"] == "image-alt")
    assert alt["criteria"] == [{"number": "1.1.1", "name": "Non-text Content", "level": "A"}]
    measures = run("rules", "--measures", "--format", "json", folder=tmp_path)
    assert [each["id"] for each in json.loads(measures.out)] == [m.id for m in all_measures()]
    services = json.loads(run("services", "--json", folder=tmp_path).out)
    assert 524 in {each["lgsl"] for each in services}
    questions = json.loads(run("services", "--questions", "--json", folder=tmp_path).out)
    assert {"home-link", "by-postcode"} <= {each["id"] for each in questions}
    lines = run("services", "--questions", folder=tmp_path).out.splitlines()
    assert len(lines) == len(questions)
    essential = [line.split()[:2] for line in lines if " * " in line]
    assert ["council-tax", "cannot-pay"] in essential


def test_what_was_exported_is_named_and_there(audited: Audited, tmp_path: Path) -> None:
    copy = tmp_path / "run"
    shutil.copytree(audited.run.folder, copy, ignore=shutil.ignore_patterns("export", "evidence"))
    words = ("export", "run", "--format", "csv", "--format", "sqlite", "--json")
    paths = json.loads(run(*words, folder=tmp_path).out)
    assert all((tmp_path / path).is_file() for path in paths)
    assert {"run/export/ranking.csv", "run/export/digitalfirst.sqlite"} <= set(paths)
    assert run("export", "run", "--bom", folder=tmp_path).code == 0
    for name in ("ranking", "councils"):
        sheet = (copy / "export" / f"{name}.csv").read_bytes()
        assert sheet.startswith(b"\xef\xbb\xbf")
        assert sheet.count(b"\xef\xbb\xbf") == 1


def test_the_machine_is_looked_at(tmp_path: Path) -> None:
    found = {row["name"]: row for row in json.loads(run("doctor", "--json", folder=tmp_path).out)}
    assert found["writable"]["well"]
    assert not found["contact"]["well"]


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_each_command_has_an_example(command: str) -> None:
    help = CliRunner().invoke(app, [command, "--help"]).output
    assert f"digitalfirst {command}" in help.partition("Example:\n")[2]
    assert all(len(line) <= 80 for line in help.splitlines())
