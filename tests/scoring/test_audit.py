"""Reading a run's evidence: what was read once stays read, whatever happens to the rest."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from pandas.testing import assert_frame_equal

from crawler.run import Run
from digitalfirst.auditing import audited as audited_again
from digitalfirst.auditing import read_anew
from scoring.audit import audit_run
from scoring.parts import Parts
from scoring.tables import AUDITED, read_tables
from tests.conftest import Audited
from tests.digitalfirst.test_reviewing import part_of


@pytest.fixture
def run(audited: Audited, tmp_path: Path) -> Run:
    """Two councils' evidence, not read yet."""
    few = part_of(audited, tmp_path / "run", 2)
    shutil.rmtree(few.tables)
    return few


def slugs(run: Run) -> list[str]:
    return [each.slug for each in run.read().councils]


def times(run: Run) -> list[int]:
    """When the findings of each council were written."""
    folder = run.folder / "cache" / "councils"
    return [(folder / slug / "findings.parquet").stat().st_mtime_ns for slug in slugs(run)]


def assert_like_a_first_reading(run: Run, tables: Path) -> None:
    audit_run(run, lambda slug: None, workers=1)
    ours = read_tables(run.tables, AUDITED)
    for name, table in read_tables(tables, AUDITED).items():
        assert_frame_equal(table, ours[name])


def test_only_the_council_whose_evidence_changed_is_read_again(run: Run) -> None:
    audited_again(run)
    before = times(run)
    first, second = slugs(run)
    shutil.copy(run.evidence(second), run.evidence(first))
    cache = audited_again(run)
    after = times(run)
    assert after[0] > before[0]
    assert after[1] == before[1]
    assert_like_a_first_reading(run, cache)


def test_an_audit_that_was_interrupted_goes_on_from_there(run: Run, tmp_path: Path) -> None:
    keys = dict.fromkeys(slugs(run), "made from this")
    parts = Parts(tmp_path / "parts", keys)
    heard: list[str] = []

    def interrupt(slug: str) -> None:
        heard.append(slug)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        audit_run(run, interrupt, workers=1, parts=parts)
    assert parts.current(slugs(run)) == {slugs(run)[0]}
    shutil.copy(os.devnull, run.evidence(heard[0]))  # it is not looked at any more
    audit_run(run, heard.append, workers=1, into=tmp_path / "tables", parts=parts)
    assert heard == [slugs(run)[0], *slugs(run)]
    councils = read_tables(tmp_path / "tables", ["councils"])["councils"]
    assert (councils["pages"] > 0).all()


def test_a_part_that_is_damaged_or_made_from_something_else_is_not_taken(
    run: Run, tmp_path: Path
) -> None:
    first, second = slugs(run)
    parts = Parts(tmp_path / "parts", {first: "a", second: "b"})
    audit_run(run, lambda slug: None, workers=1, parts=parts)
    assert parts.current([first, second]) == {first, second}
    (parts.at(first) / "findings.parquet").write_bytes(b"PAR1")
    assert parts.current([first, second]) == {second}
    assert Parts(parts.folder, {second: "c"}).current([second]) == set()
    assert Parts(parts.folder).current([second]) == set()


def test_one_council_read_anew_is_not_read_again_with_all(run: Run) -> None:
    first = slugs(run)[0]
    read_anew(run, ["findings"], only=first)
    made = (run.folder / "cache" / "councils" / first / "findings.parquet").stat().st_mtime_ns
    audited_again(run)
    assert times(run)[0] == made
