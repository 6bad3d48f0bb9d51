"""The docs are true: their commands run, their links lead somewhere, and nothing goes unnamed."""

from __future__ import annotations

import re
import shlex
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import pytest
import typer
import yaml

from config import load_method
from config.method import METHODS
from crawler.browser import find_browser
from crawler.run import Run
from digitalfirst.cli import app
from digitalfirst.reference import (
    measures_markdown,
    method_schema,
    questions_markdown,
    rules_markdown,
)
from scoring.accessibility.registry import all_rules
from scoring.measures import all_measures
from scoring.tables import COLUMNS
from tests.conftest import Audited
from tests.digitalfirst.command import run

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("config/*.md")])
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]
CLICK = typer.main.get_command(app)
# Commands that visit sites are read, not run.
LIVE = {"crawl", "audit", "demo"}
# What the docs' examples name beside RUN, made for them.
CLEAN = '<!doctype html><html lang="en"><title>T</title><body><main><h1>T</h1></main></html>'
SHEET = "slug,lgsl,stage,note,reviewer\n{slug},867,1,Seen by me,A. Reviewer\n"
MOST_BYTES_OF_AN_IMAGE = 200_000


def blocks(page: Path, language: str) -> list[str]:
    """The code blocks of a page in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", page.read_text("utf-8"), re.M | re.S)


def lines_beginning(start: str) -> list[tuple[str, list[str]]]:
    """Each line of a shell block that begins so: its page, and its words after that."""
    found = []
    for page in PAGES:
        for line in "\n".join(blocks(page, "sh")).splitlines():
            if line.startswith(f"{start} "):
                found.append((page.name, shlex.split(line, comments=True)[1:]))
    return found


COMMANDS = lines_beginning("digitalfirst")
OFFLINE = dict.fromkeys(
    tuple(words)
    for _, words in COMMANDS
    if words[0] not in LIVE
    and not {"site.warc.gz", "--contact", "--scheduler"}.intersection(words)
    and not any(word.startswith("s3://") for word in words)
)


@pytest.fixture(scope="module")
def workplace(audited: Audited, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a run of two councils called RUN, and the files that examples name."""
    place = tmp_path_factory.mktemp("docs")
    few = Run(place / "RUN")
    record = audited.run.read()
    shutil.copytree(audited.run.tables, few.tables)
    few.write(record.model_copy(update={"councils": record.councils[:2]}))
    for council in record.councils[:2]:
        for path in (few.evidence(council.slug), few.ending(council.slug)):
            path.parent.mkdir(exist_ok=True)
            shutil.copy(audited.run.folder / "evidence" / path.name, path)
    shutil.copytree(few.folder, place / "OLDER")
    method = (METHODS / "digital-first.yaml").read_text("utf-8")
    (place / "my-method.yaml").write_text(method.replace("id: digital-first", "id: mine"))
    shutil.copytree(audited.run.machine, few.machine)
    reviewed = SHEET.format(slug=record.councils[0].slug)
    (place / "reviewed.csv").write_text(reviewed, encoding="utf-8")
    groups = f"slug,group\n{record.councils[0].slug},North\n"
    (place / "groups.csv").write_text(groups, encoding="utf-8")
    for page in ("page.html", "public/index.html"):
        (place / page).parent.mkdir(exist_ok=True)
        (place / page).write_text(CLEAN, encoding="utf-8")
    return place


@pytest.mark.parametrize(("page", "words"), COMMANDS, ids=lambda each: " ".join(each)[:60])
def test_a_command_in_the_docs_is_one_that_can_be_given(page: str, words: list[str]) -> None:
    command = CLICK.commands[words[0]]  # type: ignore[attr-defined]  # the group of all commands
    command.make_context(words[0], words[1:])


@pytest.mark.parametrize("words", OFFLINE, ids=lambda each: " ".join(each)[:60])
def test_a_command_in_the_docs_runs(words: tuple[str, ...], workplace: Path) -> None:
    if "--rendered" in words and find_browser() is None:
        pytest.skip("no Chromium on this machine")
    slug = Run(workplace / "RUN").read().councils[0].slug
    meant = [word.replace("SLUG", slug) for word in words]
    ended = run(*meant, folder=workplace, stdin="Report a missed bin\n")
    assert (ended.code, ended.err) == (0, "")


def test_a_weight_is_changed_and_what_moved_is_seen_in_under_a_minute(
    workplace: Path, tmp_path: Path
) -> None:
    shutil.copytree(workplace / "RUN", tmp_path / "RUN")
    checkout = tmp_path / "checkout"
    shutil.copytree(METHODS, checkout / "config" / "methods")
    assert run("score", "RUN", folder=tmp_path).code == 0
    (block,) = (each for each in blocks(ROOT / "docs" / "methods.md", "sh") if "sed " in each)
    change, score, explain = block.splitlines()
    begun = time.monotonic()
    subprocess.run(change, shell=True, cwd=checkout, check=True)
    shutil.move(checkout / "my-method.yaml", tmp_path)
    rated = run(*shlex.split(score)[1:], folder=tmp_path)
    slug = Run(tmp_path / "RUN").read().councils[0].slug
    explained = run(*shlex.split(explain.replace("SLUG", slug))[1:], folder=tmp_path)
    assert time.monotonic() - begun < 60
    assert (rated.code, explained.code) == (0, 0), rated.err + explained.err
    mine, ours = (load_method(name) for name in (tmp_path / "my-method.yaml", "digital-first"))
    weights = [{id: pillar.weight for id, pillar in each.pillars.items()} for each in (ours, mine)]
    assert weights[1] == weights[0] | {"trust": 20}
    assert re.search(r"^my-method beside digital-first: \d up, \d down", rated.out, re.M)
    assert re.search(r"^my-method: \d of \d places firm", rated.out, re.M)
    assert re.search(r"^Trust .* 20 +\d", explained.out, re.M)


def test_the_python_in_the_docs_runs(
    workplace: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(workplace)
    (snippet,) = blocks(ROOT / "docs" / "research.md", "python")
    exec(compile(snippet, "research.md", "exec"), {})
    assert "mean" in capsys.readouterr().out


def test_the_sql_in_the_docs_runs(audited: Audited) -> None:
    (query,) = blocks(ROOT / "docs" / "research.md", "sql")
    with closing(sqlite3.connect(audited.run.export / "digitalfirst.sqlite")) as database:
        assert database.execute(query).fetchone()[2] > 0


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_links_and_images_lead_to_files_and_headings(page: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.M | re.S)
    targets = [*re.findall(r"\]\(([^)\s]+)\)", text), *re.findall(r'src="([^"]+)"', text)]
    for target in targets:
        if "://" in target:
            continue
        name, _, heading = target.partition("#")
        file = page.parent / name if name else page
        assert file.exists(), target
        assert not heading or heading in set(headings(file)), target


def headings(page: Path) -> Iterator[str]:
    """The names under which a page's headings can be linked to."""
    for title in re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.M):
        yield re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def test_targets_and_modules_in_the_docs_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.M))
    named = lines_beginning("make")
    assert named
    assert {words[0] for _, words in named} <= targets
    assert all(find_spec(words[1]) for _, words in lines_beginning("python"))


def test_the_docs_name_every_command() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    for name in CLICK.commands:  # type: ignore[attr-defined]  # the group of all commands
        assert f"| `digitalfirst {name}` |" in readme


def test_the_docs_name_every_measure_and_rule() -> None:
    measures = (ROOT / "docs" / "measures.md").read_text("utf-8")
    rules = (ROOT / "docs" / "rules.md").read_text("utf-8")
    assert all(f"`{measure.id}`" in measures for measure in all_measures())
    assert all(f"`{rule.id}`" in rules for rule in all_rules())
    again = "out of date: python -m digitalfirst.reference"
    assert (measures, rules) == (measures_markdown(), rules_markdown()), again


def test_the_docs_name_every_question() -> None:
    questions = (ROOT / "docs" / "questions.md").read_text("utf-8")
    assert questions == questions_markdown(), "out of date: python -m digitalfirst.reference"


def test_the_docs_name_every_table_and_column() -> None:
    text = (ROOT / "docs" / "tables.md").read_text("utf-8")
    for table, columns in COLUMNS.items():
        section = text.partition(f"## {table}\n")[2].partition("\n## ")[0]
        assert all(f"| `{column}` |" in section for column in columns), table


def test_the_docs_name_every_method() -> None:
    text = (ROOT / "docs" / "methods.md").read_text("utf-8")
    for file in METHODS.glob("*.yaml"):
        assert f"[{file.name}](../config/methods/{file.name})" in text


def test_images_are_small() -> None:
    images = list((ROOT / "docs" / "images").glob("*.png"))
    assert images
    assert all(image.stat().st_size < MOST_BYTES_OF_AN_IMAGE for image in images)


def test_the_citation_is_of_this_version() -> None:
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= set(cited)
    assert (cited["cff-version"], cited["version"]) == ("1.2.0", version("digitalfirst"))


def test_the_schema_of_method_files_is_the_one_they_are_checked_by() -> None:
    text = (METHODS / "schema.json").read_text("utf-8")
    assert text == method_schema(), "out of date: python -m digitalfirst.reference"
