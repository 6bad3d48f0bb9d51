import os
import shutil
from pathlib import Path

import pandas as pd
import pytest

from reports.page_files import LEDGER, digest
from reports.site import write_site
from scoring.tables import read_tables, write_tables
from tests.reports.example import example_run

OLD = 1_000_000_000  # seconds since 1970, as no file that is written now has


def aged(report: Path) -> None:
    """Make every page look as if it had been written long ago."""
    for file in report.rglob("*.*"):
        if file.suffix in (".html", ".md", ".csv"):
            os.utime(file, (OLD, OLD))


def written(report: Path) -> set[str]:
    """The pages that were written since they were made to look old."""
    pages = [*report.rglob("*.html"), *report.rglob("*-plan.*")]
    return {file.relative_to(report).as_posix() for file in pages if file.stat().st_mtime != OLD}


def contents(report: Path) -> dict[str, bytes]:
    """Every file of a report, by its path."""
    files = [file for file in report.rglob("*") if file.is_file()]
    return {file.relative_to(report).as_posix(): file.read_bytes() for file in files}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run with a report, its pages old; not to be changed."""
    run = example_run(tmp_path_factory.mktemp("first"))
    aged(write_site(run).parent)
    return run


@pytest.fixture
def run(first: Path, tmp_path: Path) -> Path:
    """A run of one's own like the first."""
    return shutil.copytree(first, tmp_path / "run")


def test_where_nothing_changed_no_page_is_written(run: Path) -> None:
    report = write_site(run).parent
    assert written(report) == set()


def test_after_a_council_changed_its_pages_are_right_and_the_others_are_left(
    run: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    tables = read_tables(run / "tables")
    services = tables["services"]
    row = services["slug"].eq("walford") & services["lgsl"].eq(524)
    other = (services.loc[row, "stage"].item() + 1) % 5
    services.loc[row, ["stage", "reasons"]] = [other, "seen by another pair of eyes"]
    write_tables({"services": services}, run / "tables")
    report = write_site(run).parent
    changed = written(report)
    assert {"councils/walford.html", "services.html", "services/524-bin-collection.html"} <= changed
    assert not changed & {"councils/ambridge.html", "services/528-bulky-waste.html", "method.html"}
    anew = example_run(tmp_path_factory.mktemp("anew"))
    write_tables(tables, anew / "tables")
    whole = write_site(anew).parent
    for page in whole.rglob("*.html"):
        path = page.relative_to(whole)
        assert (report / path).read_text("utf-8") == page.read_text("utf-8"), path


def test_made_again_after_a_change_the_report_is_byte_for_byte_a_new_one(run: Path) -> None:
    ratings = read_tables(run / "tables", ["ratings"])["ratings"]
    ratings.loc[ratings["slug"].eq("walford"), "score"] += 2
    write_tables({"ratings": ratings}, run / "tables")
    again = contents(write_site(run).parent)
    shutil.rmtree(run / "report")
    assert contents(write_site(run).parent) == again


def test_a_page_that_was_deleted_comes_back(run: Path) -> None:
    page = run / "report" / "councils" / "walford.html"
    page.unlink()
    assert written(write_site(run).parent) == {"councils/walford.html"}


@pytest.mark.parametrize("damage", ["", "{", "[]"])
def test_without_its_ledger_all_is_made_anew(run: Path, damage: str) -> None:
    ledger = run / "report" / LEDGER
    ledger.write_text(damage, encoding="utf-8")
    report = write_site(run).parent
    assert written(report) == {
        file.relative_to(report).as_posix()
        for file in [*report.rglob("*.html"), *report.rglob("*-plan.*")]
    }


def test_the_pages_of_a_group_go_with_it(run: Path) -> None:
    stray = run / "report" / "groups" / "gone.html"
    stray.parent.mkdir(exist_ok=True)
    stray.write_text("<p>Gone</p>", encoding="utf-8")
    write_site(run)
    assert not stray.exists()


def test_a_digest_tells_facts_apart_and_knows_its_limits() -> None:
    frame = pd.DataFrame({"a": range(500)})
    changed = frame.assign(a=frame["a"].replace(250, 251))
    assert digest([frame, "x"]) == digest([frame.copy(), "x"]) != digest([changed, "x"])
    assert digest(frozenset({"b", "a"})) == digest(["a", "b"])
    with pytest.raises(TypeError, match="no digest of a object"):
        digest(object())
