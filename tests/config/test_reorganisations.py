"""Councils that ended, and those that followed them."""

from pathlib import Path

import pytest

from config import ConfigError, load_councils
from config.reorganisations import load_reorganisations


def test_no_council_of_the_register_has_ended() -> None:
    ended = {each.gss for each in load_reorganisations()}
    assert not ended & {council.gss for council in load_councils()}


def test_a_successor_is_in_the_register_or_has_ended_itself() -> None:
    known = {council.gss for council in load_councils()}
    known |= {each.gss for each in load_reorganisations()}
    assert {each.successor_gss for each in load_reorganisations()} <= known


def test_a_divided_council_has_a_row_for_each_successor() -> None:
    cumbria = {each.successor for each in load_reorganisations() if each.gss == "E10000006"}
    assert cumbria == {"Cumberland Council", "Westmorland and Furness Council"}


def test_a_wrong_date_is_told_by_file_line_and_column(tmp_path: Path) -> None:
    file = tmp_path / "reorganisations.csv"
    file.write_text("gss,name,ended,successor_gss,successor\nE1,Old,some day,E2,New\n")
    with pytest.raises(ConfigError, match=r"reorganisations\.csv:2: ended: "):
        load_reorganisations(file)
