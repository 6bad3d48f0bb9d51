"""What the tests of the reports share: a small survey's tables, and a report made of them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from reports.groups import Group
from reports.site import write_site
from tests.reports.example import REFUSED, example_run, example_tables


@pytest.fixture(scope="session")
def tables() -> dict[str, pd.DataFrame]:
    """The tables of twelve councils; not to be changed by a test."""
    return example_tables()


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a report on twelve councils, some of them in a group."""
    group = Group(
        "West Country & London", "west-country-london", ("barsetshire", "walford", REFUSED)
    )
    return write_site(example_run(tmp_path_factory.mktemp("run")), groups=[group]).parent
