"""A run's report with the scores of the run before."""

import shutil
from pathlib import Path

import pandas as pd
import pytest
from lxml import html

from crawler.run import Run
from reports.filters import ReportError
from reports.previous import load_previous
from reports.site import write_site
from scoring.tables import read_tables, write_tables
from tests.reports.example import REFUSED, example_run


@pytest.fixture
def runs(tmp_path: Path) -> tuple[Run, Run]:
    """A run, and the one of the year before: all scores ten points lower, a council less."""
    newer = Run(example_run(tmp_path / "new"))
    shutil.copytree(newer.folder, tmp_path / "old")
    older = Run(tmp_path / "old")
    older.write(older.read().model_copy(update={"created": "2025-11-20T09:30:00+00:00"}))
    tables = read_tables(older.tables, ["councils", "ratings"])
    ratings = tables["ratings"]
    for column in ("score", "services"):
        ratings[column] = (ratings[column] - 10).clip(lower=0)
    left = {name: frame[frame["slug"] != "cranford"] for name, frame in tables.items()}
    write_tables(left, older.tables)
    return older, newer


def text_of(page: Path) -> str:
    return " ".join(html.parse(page).getroot().text_content().split())


def test_a_council_sees_what_it_had_beside_what_it_has(runs: tuple[Run, Run]) -> None:
    older, newer = runs
    report = write_site(newer.folder, previous=older.folder).parent
    rated = read_tables(newer.tables, ["ratings"])["ratings"].query("method == 'plain'")
    (score,) = rated.loc[rated["slug"] == "ambridge", "score"].to_numpy(dtype=float)
    page = report / "councils" / "ambridge.html"
    text = text_of(page)
    assert f"{score:.1f} of 100" in text
    assert f"(before: {score - 10:.1f})" in text
    assert "what it had in the survey before (the triangle): 20 November 2025" in text
    assert html.parse(page).xpath("count(//table[caption[@id='pillars-caption']]//path)") == 8
    assert "what changed may be the rules as well as a site" in text
    assert "Changes" not in text_of(report / "index.html")
    charts = text_of(report / "charts.html")
    assert "the median score of 10 councils went from" in charts
    assert "10 rose and 0 fell" in charts


@pytest.mark.parametrize("slug", ["cranford", REFUSED])
def test_a_council_that_was_not_rated_before_has_no_before(
    runs: tuple[Run, Run], slug: str
) -> None:
    report = write_site(runs[1].folder, previous=runs[0].folder).parent
    assert "before:" not in text_of(report / "councils" / f"{slug}.html")


def test_without_a_run_before_nothing_speaks_of_one(report: Path) -> None:
    assert "before:" not in text_of(report / "councils" / "ambridge.html")
    assert "Scores then and now" not in text_of(report / "charts.html")


def test_another_version_of_the_method_is_told(runs: tuple[Run, Run]) -> None:
    older, newer = runs
    file = older.folder / "methods" / "plain.yaml"
    text = file.read_text("utf-8")
    version = newer.find_method("plain").version
    file.write_text(text.replace(version, "0.0.9"), encoding="utf-8")
    caution = load_previous(older, newer, "plain").caution
    assert caution.endswith("They are by version 0.0.9 of the method, these by another.")


def test_two_runs_of_one_day_go_by_their_folders(runs: tuple[Run, Run]) -> None:
    older, newer = runs
    older.write(newer.read())
    assert load_previous(older, newer, "plain").when == ("old", "new")


def test_a_run_that_cannot_be_the_one_before_is_refused(runs: tuple[Run, Run]) -> None:
    older, newer = runs
    with pytest.raises(ReportError, match="is newer than"):
        load_previous(newer, older, "plain")
    with pytest.raises(ReportError, match="was not rated by third"):
        load_previous(older, newer, "third")
    shutil.rmtree(older.tables)
    with pytest.raises(ReportError, match="has not been scored yet"):
        load_previous(older, newer, "plain")


def test_a_council_that_took_anothers_name_is_not_compared(runs: tuple[Run, Run]) -> None:
    older, newer = runs
    tables = read_tables(older.tables, ["councils"])
    councils = tables["councils"]
    ended = "E07000026"  # Allerdale, until 2023
    councils["gss"] = councils["gss"].mask(councils["slug"] == "ambridge", ended)
    write_tables({"councils": pd.DataFrame(councils)}, older.tables)
    assert "ambridge" not in set(load_previous(older, newer, "plain").ratings["slug"])
