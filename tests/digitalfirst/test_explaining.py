"""A council's rating explained at the command line."""

from __future__ import annotations

import json
from pathlib import Path

from scoring.tables import read_tables
from tests.conftest import Audited
from tests.digitalfirst.command import run


def test_a_rating_is_shown_line_by_line_in_eighty_columns(audited: Audited, tmp_path: Path) -> None:
    rating = read_tables(audited.run.tables)["ratings"].iloc[0]
    ended = run("score", audited.run.folder, "--explain", rating["slug"], folder=tmp_path)
    assert (ended.code, ended.err) == (0, "")
    lines = ended.out.splitlines()
    assert max(map(len, lines)) <= 80
    hsts = next(line.split() for line in lines if "trust.hsts" in line)
    assert hsts[2:5] in (["0-1", "100.0", "1"], ["0-1", "0.0", "1"])
    assert f"Score: {rating['score']:.2f} of 100 (" in ended.out
    assert f"Stars: {rating['stars']}" in lines
    assert "  Gate: accessibility.score " in ended.out


def test_the_same_is_to_be_had_as_json_by_any_method(audited: Audited, tmp_path: Path) -> None:
    slug = read_tables(audited.run.tables)["ratings"]["slug"][0]
    words = ("--method", "losi", "--method", "openness-only", "--json")
    ended = run("score", audited.run.folder, "--explain", slug, *words, folder=tmp_path)
    losi, openness = json.loads(ended.out)
    assert (losi["method"], openness["method"]) == ("losi", "openness-only")
    total = sum(pillar["share"] * (pillar["points"] or 0) for pillar in losi["pillars"])
    assert abs(total - losi["score"]) < 1e-9
    assert {"measure", "value", "points", "weight", "share", "gives"} <= set(losi["lines"][0])


def test_to_explain_changes_nothing(audited: Audited, tmp_path: Path) -> None:
    ratings = audited.run.tables / "ratings.parquet"
    before = ratings.read_bytes()
    slug = read_tables(audited.run.tables)["ratings"]["slug"][0]
    run("score", audited.run.folder, "--explain", slug, "--method", "losi", folder=tmp_path)
    assert ratings.read_bytes() == before


def test_a_council_that_the_run_does_not_have_is_said_so(audited: Audited, tmp_path: Path) -> None:
    ended = run("score", audited.run.folder, "--explain", "nowhere", folder=tmp_path)
    assert ended.code == 2
    assert "has no council 'nowhere'" in ended.err
