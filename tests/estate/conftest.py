"""Estates small enough to be looked at whole."""

from __future__ import annotations

import pandas as pd
import pytest

from digitalfirst.estate import Estate


@pytest.fixture(scope="session", params=[1, 2, 3])
def estate(request: pytest.FixtureRequest) -> Estate:
    """Eight councils, one of each type, from several seeds."""
    return Estate(request.param, councils=8, pages=60)


@pytest.fixture(scope="session")
def truth(estate: Estate) -> dict[str, pd.DataFrame]:
    """The truth about them."""
    return estate.truth()


@pytest.fixture(scope="session")
def measures(truth: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Measures by council (rows) and id (columns)."""
    return truth["measures"].pivot(index="slug", columns="measure", values="value")
