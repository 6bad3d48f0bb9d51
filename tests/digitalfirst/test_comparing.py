"""Two real runs compared at the command line."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from crawler.run import CrawlSettings, Run
from digitalfirst import steps
from digitalfirst.demo import served
from digitalfirst.estate import Estate
from scoring.tables import read_tables, write_tables
from tests.conftest import Audited
from tests.digitalfirst.command import run as command
from tests.digitalfirst.test_reviewing import part_of


@pytest.fixture(scope="module")
def runs(audited: Audited, tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, Run]:
    """One run twice, of two councils; the older one published other scores than today's."""
    place = tmp_path_factory.mktemp("compared")
    older, newer = part_of(audited, place / "2025", 2), part_of(audited, place / "2026", 2)
    record = older.read()
    older.write(record.model_copy(update={"created": "2025-01-01T00:00:00+00:00"}))
    ratings = read_tables(older.tables, ["ratings"])["ratings"]
    write_tables({"ratings": ratings.assign(score=ratings["score"] - 5)}, older.tables)
    return older, newer


def compared(older: Run, newer: Run) -> Any:
    ended = command("compare", older.folder, newer.folder, "--json", folder=older.folder.parent)
    assert (ended.code, ended.err) == (0, "")
    return json.loads(ended.out)[0]


def digests(folder: Path) -> dict[str, str]:
    """What is in a run's folder, its cache left out."""
    return {
        str(file.relative_to(folder)): sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and "cache" not in file.parts
    }


def test_a_change_of_rules_is_ours_and_never_the_sites(runs: tuple[Run, Run]) -> None:
    facts = compared(*runs)
    assert facts["method"] == "digital-first"
    for council in facts["councils"]:
        assert (council["change"], council["site"], council["ours"]) == ("same", 0, 5)
    assert {each["change"] for each in facts["pillars"]} <= {"same", "not_assessed"}
    assert {each["change"] for each in facts["findings"]} == {"still"}


def test_neither_run_is_touched_but_for_its_cache(runs: tuple[Run, Run]) -> None:
    before = [digests(run.folder) for run in runs]
    compared(*runs)
    assert [digests(run.folder) for run in runs] == before


def test_what_was_read_anew_is_kept_until_the_evidence_changes(runs: tuple[Run, Run]) -> None:
    compared(*runs)
    made = [(run.folder / "cache" / "findings.parquet").stat().st_mtime_ns for run in runs]
    compared(*runs)
    again = [(run.folder / "cache" / "findings.parquet").stat().st_mtime_ns for run in runs]
    assert again == made


def test_it_is_told_in_eighty_columns(runs: tuple[Run, Run]) -> None:
    ended = command("compare", *(run.folder for run in runs), folder=runs[0].folder.parent)
    assert ended.code == 0
    assert "digital-first: 2025 to 2026" in ended.out
    assert "Councils: 2 same" in ended.out
    assert max(map(len, ended.out.splitlines())) <= 80


def test_the_older_run_comes_first(runs: tuple[Run, Run]) -> None:
    ended = command("compare", runs[1].folder, runs[0].folder, folder=runs[0].folder.parent)
    assert ended.code == 2
    assert "give the older run first" in ended.err


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Estate], list[Run]]:
    """Two years of an estate, some of whose sites have changed, and the runs that audited them."""
    place = tmp_path_factory.mktemp("years")
    settings = CrawlSettings(max_pages=150, delay=0, contact="test@digitalfirst.test")
    estates = [Estate(seed=13, councils=4, pages=60, year=year) for year in (0, 1)]
    runs = [Run(place / name) for name in ("first", "second")]
    for estate, each in zip(estates, runs, strict=True):
        steps.begin(each, estate.councils, settings)
        with served(estate):
            steps.crawl(each)
        steps.score(each, ["digital-first"])
    return estates, runs


def test_what_truly_changed_from_year_to_year_is_told(
    years: tuple[list[Estate], list[Run]],
) -> None:
    estates, runs = years
    facts = compared(*runs)
    fates = {each.council.slug: each.fates[0] for each in estates[1].profiles}
    assert {"better", "same", "worse"} == set(fates.values())
    for council in facts["councils"]:
        told = {"better": "up", "same": "same", "worse": "down"}[fates[council["slug"]]]
        assert council["change"] in (told, "same"), council
        assert council["ours"] == pytest.approx(0, abs=0.02)
    assert {"up", "same", "down"} == {council["change"] for council in facts["councils"]}


def test_a_service_is_said_to_have_moved_where_it_did(
    years: tuple[list[Estate], list[Run]],
) -> None:
    estates, runs = years
    truth = [each.truth()["services"][["slug", "lgsl", "stage"]] for each in estates]
    both = truth[0].merge(truth[1], on=["slug", "lgsl"], suffixes=("", "_after"))
    rose = (both["stage_after"] - both["stage"]).astype(int)
    true = dict(zip(zip(both["slug"], both["lgsl"], strict=True), rose, strict=True))
    said = [
        (row["after"] - row["before"], true[row["slug"], row["lgsl"]])
        for row in compared(*runs)["services"]
        if None not in (row["before"], row["after"]) and (row["slug"], row["lgsl"]) in true
    ]
    moved = [each for each in said if each[1]]
    assert len(moved) > 20
    assert sum(seen * real > 0 for seen, real in moved) / len(moved) > 0.8
    assert sum(seen == real for seen, real in said) / len(said) > 0.9


def test_a_folder_that_is_no_run_is_said_so(runs: tuple[Run, Run], tmp_path: Path) -> None:
    ended = command("compare", runs[0].folder, tmp_path, folder=tmp_path)
    assert ended.code == 2
    assert "is not a run's folder" in ended.err
