import subprocess
import sys
from pathlib import Path

import pytest

from config import load_council_types, load_councils
from config.councils import CouncilType
from crawler.run import Run
from digitalfirst.listing import WIDTH, ranking_lines
from scoring.tables import read_tables, write_tables
from tests.reports.example import example_run


@pytest.mark.parametrize("kind", load_council_types(), ids=lambda kind: kind.id)
def test_the_ranking_fits_80_columns_and_says_every_type_whole(
    kind: CouncilType, tmp_path: Path
) -> None:
    run = Run(example_run(tmp_path / "run"))
    longest = max((c.name for c in load_councils() if c.type == kind.id), key=len)
    councils = read_tables(run.tables, ["councils"])["councils"]
    write_tables({"councils": councils.assign(type=kind.id, name=longest)}, run.tables)
    ratings = read_tables(run.tables, ["ratings"])["ratings"]
    ratings = ratings.assign(
        rank_low=ratings["rank_low"] + 100, rank_high=ratings["rank_high"] + 100
    )
    lines = ranking_lines(run, ratings, most=20).splitlines()
    ranked = [line for line in lines if line[:4].strip().isdigit()]
    assert all(len(line) <= WIDTH for line in lines)
    assert ranked
    assert all(line.endswith(f" ({kind.short})") for line in ranked)
    assert all(longest.split()[0] in line for line in ranked)


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        ("digitalfirst.cli", "scrapy twisted playwright"),
        # which each process that a command starts imports anew
        ("digitalfirst.__main__", "digitalfirst.cli pandas typer"),
    ],
)
def test_what_is_not_needed_is_not_imported(module: str, heavy: str) -> None:
    program = f"import sys, {module}; print({{*{heavy.split()}}} & {{*sys.modules}})"
    command = [sys.executable, "-c", program]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)
    assert ended.stdout == "set()\n"
