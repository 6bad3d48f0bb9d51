"""How far a ranking hangs on the weights of its method: those of its pillars and of its lines."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from config import Method
from scoring.drawing import DIGITS
from scoring.scores import Floats, Scores, divided, lines_of, measured_values, score

COLUMNS = {"slug": "string", "rank": "Int64", "best": "Int64", "worst": "Int64", "firm": "bool"}


def sensitivity(tables: Mapping[str, pd.DataFrame], method: Method, change: float) -> pd.DataFrame:
    """The places of each ranked council as each weight of a method moves, one at a time.

    `rank` is its place by the method; `best` and `worst` are the ends of where it comes when the
    weight of a pillar or a line is multiplied by 1 - `change` or 1 + `change`; `firm` says that it
    never moves.

    Args:
        tables: a run's `councils`, `measures`, and `ratings` by the method.
        method: the method.
        change: how far a weight moves, as a share of it: 0.25 is a quarter.
    """
    ratings = tables["ratings"]
    ranked = ratings[(ratings["method"] == method.id) & ratings["rank"].notna()]
    councils = tables["councils"].merge(ranked[["slug"]], on="slug").sort_values("slug")
    values = measured_values(tables["measures"], councils["slug"], method)
    scores = score(values, list(councils["type"]), method)
    moved = [moved_scores(scores, method, factor) for factor in (1 - change, 1 + change)]
    places = _places(np.column_stack([scores.total, *moved]))
    best, worst = places.min(axis=1), places.max(axis=1)
    made = {"slug": list(scores.slugs), "rank": places[:, 0], "best": best, "worst": worst}
    return pd.DataFrame(made | {"firm": best == worst}).astype(COLUMNS)


def moved_scores(scores: Scores, method: Method, factor: float) -> Floats:
    """The scores with one weight multiplied: a column for each pillar, then for each line."""
    owns = [[owner == name for owner, _ in lines_of(method)] for name in method.pillars]
    shares = np.column_stack([scores.shares[:, own].sum(axis=1) for own in owns])
    points = np.column_stack([np.nan_to_num(each) for each in scores.pillars.values()])
    total, more = scores.total[:, None], factor - 1
    by_pillar = (total + more * shares * points) / (1 + more * shares)
    owner = np.argmax(owns, axis=0)
    part = divided(scores.shares, shares[:, owner])
    gain = more * part * (np.nan_to_num(scores.points) - points[:, owner]) / (1 + more * part)
    return np.column_stack([by_pillar, total + shares[:, owner] * gain])


def _places(scores: Floats) -> Floats:
    """Places by scores in each column, the best first; those that are level share one."""
    return np.asarray(pd.DataFrame(-scores.round(DIGITS)).rank(method="min"))
