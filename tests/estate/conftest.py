"""Estates small enough to be looked at whole."""

from __future__ import annotations

import pytest

from digitalfirst.estate import Estate


@pytest.fixture(scope="session", params=[1, 2, 3])
def estate(request: pytest.FixtureRequest) -> Estate:
    """Twelve councils, from several seeds."""
    return Estate(request.param, councils=12, pages=80)
