"""What an audit found of an estate's measures, beside what the estate says is true of them."""

from __future__ import annotations

import pandas as pd

from digitalfirst.estate import Estate

CLOSE = 0.05  # a share may be off by so much: the crawler sees other pages than all


def beside_the_truth(estate: Estate, found: pd.DataFrame) -> pd.DataFrame:
    """A row for each council and measure that the estate tells, with `right`, true or false.

    `found` is the table `measures`; the columns of the truth end in `_true`.
    """
    truth = estate.truth()["measures"]
    both = truth.merge(found, on=["slug", "measure"], suffixes=("_true", ""), how="left")
    return both.assign(right=[_is_right(row) for _, row in both.iterrows()])


def _is_right(row: pd.Series) -> bool:
    if row["status"] != row["status_true"]:
        return False
    if row["status_true"] != "measured":
        return True
    if row["outcome_true"]:
        return bool(row["outcome"] == row["outcome_true"])
    return bool(abs(row["value"] - row["value_true"]) <= CLOSE)
