"""How far a ranking hangs on the weights of its method's pillars."""

from __future__ import annotations

import pandas as pd

from config import Method

COLUMNS = {"slug": "string", "rank": "Int64", "best": "Int64", "worst": "Int64", "firm": "bool"}


def sensitivity(ratings: pd.DataFrame, method: Method, change: float) -> pd.DataFrame:
    """The places of each ranked council as each pillar's weight moves, one at a time.

    `rank` is its place by the method; `best` and `worst` are the ends of where it comes when a
    weight is multiplied by 1 - `change` or 1 + `change`; `firm` says that it never moves.

    Args:
        ratings: the ratings of one method.
        method: the method that they are by.
        change: how far a weight moves, as a share of it: 0.25 is a quarter.
    """
    placed = ratings[ratings["rank"].notna()].sort_values("slug").reset_index(drop=True)
    weights = {name: pillar.weight for name, pillar in method.pillars.items()}
    moved = [
        _places(placed, weights | {name: weight * factor})
        for name, weight in weights.items()
        for factor in (1 - change, 1 + change)
    ]
    own = _places(placed, weights)
    all_places = pd.concat([own, *moved], axis=1)
    best, worst = all_places.min(axis=1), all_places.max(axis=1)
    made = {"slug": placed["slug"], "rank": own, "best": best, "worst": worst}
    return pd.DataFrame(made | {"firm": best == worst}).astype(COLUMNS)


def _places(placed: pd.DataFrame, weights: dict[str, float]) -> pd.Series:
    """Places by pillars weighted so; a pillar with nothing measured is left out; ties share one."""
    pillars = placed[list(weights)].astype("float64")
    known = pillars.notna() * pd.Series(weights)
    scores = (pillars.fillna(0) * known).sum(axis=1) / known.sum(axis=1)
    return scores.round(2).rank(ascending=False, method="min").astype(int)
