"""Councils beside their peers, worked out by hand."""

from typing import Any

import pandas as pd
import pytest

from scoring.peers import compare_with_peers
from scoring.tables import table


def peers(scores: dict[str, float | None], nearest: int = 2) -> Any:
    """Unitaries by the name's letters, each ten thousand people larger than the one before."""
    councils = [
        {
            "slug": slug,
            "type": "county" if slug == "z" else "unitary",
            "nation": "Wales" if slug == "d" else "England",
            "region": "North",
            "population": 10_000 * number,
        }
        for number, slug in enumerate(scores)
    ]
    ratings = [
        {"slug": slug, "score": score, "rank": None if score is None else 1, "trust": score}
        for slug, score in scores.items()
    ]
    made = compare_with_peers(
        table("ratings", ratings), table("councils", councils), ["trust"], nearest
    )
    return made.set_index(["slug", "group", "pillar"])


def test_a_council_is_set_beside_the_median_and_best_of_its_type() -> None:
    found = peers({"a": 50, "b": 40, "c": 50, "d": 80, "z": 99}).loc[("a", "type", "score")]
    # The others of its type have 40, 50 and 80: one below and one equal of three.
    assert found["peers"] == 3
    assert found["percentile"] == 50
    assert (found["to_median"], found["to_best"]) == (0, -30)


def test_peers_in_a_nation_are_of_that_nation_and_type() -> None:
    found = peers({"a": 50, "b": 40, "c": 60, "d": 80, "z": 99})
    assert found.loc[("a", "nation", "trust"), "peers"] == 2
    assert ("d", "nation", "score") not in found.index


def test_the_nearest_are_nearest_in_population() -> None:
    found = peers({"a": 50, "b": 40, "c": 30, "d": 80}).loc[("a", "nearest", "score")]
    assert (found["peers"], found["to_best"]) == (2, 10)


@pytest.mark.parametrize("slug", ["b", "z"])
def test_a_council_without_a_rank_or_without_peers_is_left_out(slug: str) -> None:
    found: pd.DataFrame = peers({"a": 50, "b": None, "c": 60, "z": 99})
    assert slug not in found.index.get_level_values("slug")
