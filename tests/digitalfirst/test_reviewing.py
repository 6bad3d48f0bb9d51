"""The review loop on a real run: a sheet out, a reviewer's decisions in, the run rated by them."""

from __future__ import annotations

import csv
import gzip
import io
import json
import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from typer.testing import CliRunner

from config import ConfigError
from crawler.run import Run
from digitalfirst import steps
from digitalfirst.cli import app
from digitalfirst.errors import UserError
from digitalfirst.review_sheet import COLUMNS
from digitalfirst.reviewing import sheet_text, take
from scoring.review import read_decisions
from scoring.tables import read_tables, write_tables
from tests.conftest import Audited
from tests.digitalfirst.command import run as command

NOW = "2026-11-25T12:00:00+00:00"
Rows = list[dict[str, str]]


@pytest.fixture
def run(audited: Audited, tmp_path: Path) -> Run:
    """A scored run of two councils."""
    return part_of(audited, tmp_path / "run", 2)


@pytest.fixture
def alone(audited: Audited, tmp_path: Path) -> Run:
    """A scored run of one council."""
    return part_of(audited, tmp_path / "run", 1)


def part_of(audited: Audited, folder: Path, number: int) -> Run:
    """A scored run of the estate's first so many councils that could be crawled."""
    record = audited.run.read()
    states = read_tables(audited.run.tables)["councils"].set_index("slug")["state"]
    councils = [each for each in record.councils if states[each.slug] != "failed"][:number]
    few = Run(folder)
    few.write(record.model_copy(update={"councils": tuple(councils)}))
    for council in councils:
        for path in (few.evidence(council.slug), few.ending(council.slug)):
            path.parent.mkdir(exist_ok=True)
            shutil.copy(audited.run.folder / "evidence" / path.name, path)
    slugs = [council.slug for council in councils]
    tables = {
        name: frame[frame["slug"].isin(slugs)]
        for name, frame in read_tables(audited.run.tables).items()
    }
    write_tables(tables, few.tables)
    write_tables({"services": tables["services"]}, few.machine)
    return few


def sheet_of(run: Run, **asked: Any) -> Rows:
    """The rows of a run's sheet."""
    options = {"conditions": [], "most": None, "sample": None, "seed": 0} | asked
    return list(csv.DictReader(io.StringIO(sheet_text(run, **options).decode("utf-8-sig"))))


def filled(rows: Rows, file: Path, delimiter: str = ",", encoding: str = "utf-8") -> Path:
    """A file of these rows."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    file.write_bytes(text.getvalue().encode(encoding))
    return file


def overruled(rows: Rows) -> Rows:
    """Rows that a reviewer raises or lowers, each by its note."""
    return [
        row
        | {"stage": "0" if row["machine_stage"] == "4" else "4", "note": "seen", "reviewer": "A"}
        for row in rows
    ]


def test_the_sheet_has_the_least_certain_first_and_only_what_is_a_duty(run: Run) -> None:
    rows = sheet_of(run)
    services = read_tables(run.machine, ["services"])["services"]
    due = services[services["status"] != "not_applicable"]
    assert list(rows[0]) == COLUMNS
    assert {(row["slug"], int(row["lgsl"])) for row in rows} == set(
        zip(due["slug"], due["lgsl"], strict=True)
    )
    certain = [float(row["confidence"] or -1) for row in rows]
    assert certain == sorted(certain)
    assert sheet_of(run, most=3) == rows[:3]
    assert not any(row["stage"] or row["note"] or row["reviewer"] for row in rows)


def test_a_row_leads_to_the_page_and_to_its_capture(run: Run) -> None:
    row = next(row for row in sheet_of(run) if row["page"])
    file, offset = row["capture"].split()
    with (run.folder / file).open("rb") as evidence:
        evidence.seek(int(offset))
        record = gzip.GzipFile(fileobj=evidence).read(2000)
    assert record.startswith(b"WARC/1.")
    assert row["page"].encode() in record


def test_the_sheet_of_one_council_and_of_none(run: Run) -> None:
    slug = run.read().councils[1].slug
    assert {row["slug"] for row in sheet_of(run, conditions=[f"slug={slug}"])} == {slug}
    with pytest.raises(UserError, match="no such council"):
        sheet_of(run, conditions=["slug=nowhere"])


def test_a_sample_is_drawn_by_its_seed_and_says_so(run: Run) -> None:
    rows = sheet_of(run, sample=12)
    assert len(rows) == 12
    assert {row["at_random"] for row in rows} == {"yes"}
    assert sheet_of(run, sample=12) == rows
    assert sheet_of(run, sample=12, seed=1) != rows


def test_a_spreadsheet_runs_nothing_that_a_page_or_a_reviewer_wrote(
    run: Run, tmp_path: Path
) -> None:
    services = read_tables(run.machine, ["services"])["services"]
    write_tables({"services": services.assign(reasons="=1+1")}, run.machine)
    rows = overruled(sheet_of(run, most=1))
    assert rows[0]["reasons"] == "'=1+1"
    take(run, filled([rows[0] | {"note": '=cmd("x") | so'}], tmp_path / "s.csv"), NOW)
    assert read_decisions(run.decisions)[0].note == 'cmd("x") / so'


def test_decisions_change_the_ratings_and_without_them_all_is_as_before(
    alone: Run, tmp_path: Path
) -> None:
    run = alone
    steps.score(run, ["digital-first"])
    before = read_tables(run.tables)
    taken_out, *rows = overruled(sheet_of(run, most=20))
    done = take(run, filled([taken_out | {"stage": "n/a"}, *rows], tmp_path / "sheet.csv"), NOW)
    assert (done.new, done.known, done.decided) == (20, 0, 20)
    steps.score(run, ["digital-first"])
    after = read_tables(run.tables)
    assert (run.read().reviewed, run.read().overruled) == (20, 20)
    decided = after["services"].set_index(["slug", "lgsl"])["stage"]
    for row in rows:
        assert decided[(row["slug"], int(row["lgsl"]))] == int(row["stage"])
    assert not after["ratings"]["services"].equals(before["ratings"]["services"])
    assert after["ratings"]["trust"].equals(before["ratings"]["trust"])
    machine = read_tables(run.machine, ["services"])["services"]
    pd.testing.assert_frame_equal(machine, before["services"])
    page = _report_of(run, rows[0]["slug"])
    assert page.count("Decided by a person") == len(rows)
    assert f"<strong>{taken_out['service']}</strong>: reviewed: seen (machine said " in page

    run.decisions.unlink()
    steps.score(run, ["digital-first"])
    for name, frame in read_tables(run.tables).items():
        pd.testing.assert_frame_equal(frame, before[name])
    assert run.read().reviewed == 0


def _report_of(run: Run, slug: str) -> str:
    steps.report(run)
    return (run.report / "councils" / f"{slug}.html").read_text("utf-8")


def test_what_is_decided_comes_last_with_the_decision_beside_it(run: Run, tmp_path: Path) -> None:
    rows = overruled(sheet_of(run, most=2))
    take(run, filled(rows, tmp_path / "sheet.csv"), NOW)
    again = sheet_of(run)
    assert [row["slug"] + row["lgsl"] for row in again[-2:]] == [
        row["slug"] + row["lgsl"] for row in rows
    ]
    assert [row["decided"] for row in again[-2:]] == [f"{row['stage']} seen" for row in rows]
    assert not any(row["stage"] + row["note"] + row["reviewer"] for row in again)


def test_the_same_sheet_twice_changes_nothing(run: Run, tmp_path: Path) -> None:
    file = filled(overruled(sheet_of(run, most=5)), tmp_path / "sheet.csv")
    take(run, file, NOW)
    before = run.decisions.read_bytes()
    done = take(run, file, "2027-01-01T00:00:00+00:00")
    assert (done.new, done.known, done.superseded) == (0, 5, 0)
    assert run.decisions.read_bytes() == before


def test_a_later_decision_holds_and_an_old_sheet_does_not_undo_it(run: Run, tmp_path: Path) -> None:
    (row,) = overruled(sheet_of(run, most=1))
    first = filled([row], tmp_path / "first.csv")
    second = filled([row | {"stage": "2", "note": "looked again"}], tmp_path / "second.csv")
    for file in (first, second):
        take(run, file, NOW)
    done = take(run, first, NOW)
    assert (done.new, done.superseded, done.decided) == (0, 1, 1)
    assert [each.stage for each in read_decisions(run.decisions)] == [row["stage"], "2"]


@pytest.mark.parametrize(
    ("delimiter", "encoding", "stage", "means"),
    [
        (",", "utf-8", "3", "3"),
        (",", "utf-8-sig", " 3.0 ", "3"),
        (";", "utf-8-sig", "3,0", "3"),
        ("\t", "utf-8", "3.00", "3"),
        (";", "utf-8", "N/A", "n/a"),
    ],
)
def test_what_a_spreadsheet_makes_of_a_sheet_is_read(
    delimiter: str, encoding: str, stage: str, means: str, run: Run, tmp_path: Path
) -> None:
    row = sheet_of(run, most=1)[0] | {"stage": stage, "note": "Tŷ: “seen”", "reviewer": "A"}
    backwards = dict(reversed((row | {"lgsl": row["lgsl"] + ".0", "Seen by me": "yes"}).items()))
    blank = dict.fromkeys(backwards, "")
    take(run, filled([backwards, blank], tmp_path / "s.csv", delimiter, encoding), NOW)
    (decision,) = read_decisions(run.decisions)
    assert (decision.slug, str(decision.lgsl)) == (row["slug"], row["lgsl"])
    assert (decision.stage, decision.note) == (means, "Tŷ: “seen”")


def test_a_note_without_a_stage_decides_nothing_and_is_counted(run: Run, tmp_path: Path) -> None:
    one, other = sheet_of(run, most=2)
    rows = [*overruled([one]), other | {"note": "cannot tell"}]
    done = take(run, filled(rows, tmp_path / "sheet.csv"), NOW)
    assert (done.new, done.unused) == (1, 1)


# What a reviewer may get wrong in a row of the sheet, and what is said of it.
WRONG: dict[str, tuple[dict[str, str], str]] = {
    "stage too high": ({"stage": "5"}, "sheet.csv:3: stage: '5' is no stage: write 0 to 4, or n/a"),
    "stage in words": ({"stage": "online form"}, "sheet.csv:3: stage: 'online form' is no stage"),
    "council": ({"slug": "nowhere"}, "sheet.csv:3: slug: 'nowhere' is no council of this run"),
    "service": ({"lgsl": "999999"}, "sheet.csv:3: lgsl: 999999 is no service of this run"),
    "service in words": ({"lgsl": "bins"}, "sheet.csv:3: lgsl: Input should be a valid integer"),
    "nobody": ({"reviewer": " "}, "sheet.csv:3: reviewer: say who decided"),
    "no reason": ({"note": ""}, "sheet.csv:3: note: say why, for the machine said "),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_row_is_told_by_its_line_and_nothing_is_taken(
    name: str, run: Run, tmp_path: Path
) -> None:
    change, message = WRONG[name]
    one, other = overruled(sheet_of(run, most=2))
    with pytest.raises(ConfigError) as told:
        take(run, filled([one, other | change], tmp_path / "sheet.csv"), NOW)
    assert message in str(told.value)
    assert not run.decisions.exists()


def test_rows_that_contradict_each_other_are_told(run: Run, tmp_path: Path) -> None:
    (row,) = overruled(sheet_of(run, most=1))
    take(run, filled([row, row], tmp_path / "twice.csv"), NOW)
    assert len(read_decisions(run.decisions)) == 1
    other = row | {"stage": "1", "note": "or so"}
    with pytest.raises(ConfigError, match=r"otherwise\.csv:3: stage: .*otherwise\.csv:2 decides"):
        take(run, filled([row, other], tmp_path / "otherwise.csv"), NOW)


def test_a_service_that_is_no_duty_is_given_no_stage(run: Run, tmp_path: Path) -> None:
    services = read_tables(run.machine, ["services"])["services"]
    none = services[services["status"] == "not_applicable"].iloc[0]
    row = {"slug": none["slug"], "lgsl": str(none["lgsl"]), "stage": "3"}
    (empty,) = sheet_of(run, most=1)
    file = filled([empty | row | {"note": "we do", "reviewer": "A"}], tmp_path / "sheet.csv")
    with pytest.raises(ConfigError, match=r"sheet\.csv:2: stage: .* is not this council's duty"):
        take(run, file, NOW)


def test_the_commands_say_what_was_done(alone: Run, tmp_path: Path) -> None:
    words = ("review", "run", "export", "--sample", 10, "--out", "sheet.csv")
    ended = command(*words, folder=tmp_path)
    assert ended == (0, "sheet.csv\n", "")
    again = command(*words, folder=tmp_path)
    assert (again.code, "sheet.csv: is there already" in again.err) == (2, True)
    with (tmp_path / "sheet.csv").open(encoding="utf-8-sig", newline="") as file:
        filled(overruled(list(csv.DictReader(file))), tmp_path / "back.csv")
    told = command("review", "run", "import", "back.csv", folder=tmp_path)
    assert (told.code, told.err) == (0, "")
    assert "new decisions: 10; on record already: 0" in told.out
    assert "weighted linearly" in told.out
    assert all(len(line) <= 80 for line in told.out.splitlines())
    found = json.loads(
        command("review", "run", "import", "back.csv", "--json", folder=tmp_path).out
    )
    assert (found["known"], found["agreement"]["all"]["exact"]) == (10, 0)
    assert found["agreement"]["at_random"] == found["agreement"]["all"]
    scored = command("score", "run", folder=tmp_path)
    assert "A person decided 10 ratings, 10 otherwise than the machine." in scored.out


@pytest.mark.parametrize("words", [["RUN", "export"], ["RUN", "import"], []], ids=str)
def test_the_help_of_reviewing_has_an_example(words: list[str]) -> None:
    help = CliRunner().invoke(app, ["review", *words, "--help"]).output
    assert "digitalfirst review runs/2026 " in help.partition("Example:\n")[2]
    assert all(len(line) <= 80 for line in help.splitlines())
