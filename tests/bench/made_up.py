"""Tables of an audit that nobody made: a value drawn for each measure, a stage for each service."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from config import Council, Service, load_councils
from scoring.measures import all_measures
from scoring.tables import COLUMNS, table

REAL = 380  # councils of the register that a longer one repeats


def made_up_register(councils: int) -> list[Council]:
    """So many councils: the first of the real register, again and again."""
    real = load_councils()[:REAL]
    turns = (divmod(number, REAL) for number in range(councils))
    return [
        real[place].model_copy(update={"slug": f"{real[place].slug}-{turn}"})
        for turn, place in turns
    ]


def made_up(councils: Sequence[Council], services: Sequence[Service]) -> dict[str, pd.DataFrame]:
    """The tables that ratings need."""
    random = np.random.default_rng(1)
    slugs = np.array([council.slug for council in councils], dtype=object)
    names = np.array([measure.id for measure in all_measures()], dtype=object)
    measures = pd.DataFrame(
        {
            "slug": np.repeat(slugs, len(names)),
            "measure": np.tile(names, len(slugs)),
            "value": random.random(len(slugs) * len(names)),
            "status": "measured",
            "n": 100,
        }
    )
    stages = pd.DataFrame(
        {
            "slug": np.repeat(slugs, len(services)),
            "lgsl": np.tile([service.lgsl for service in services], len(slugs)),
            "stage": random.integers(0, 5, len(slugs) * len(services)),
            "status": "measured",
            "reasons": "made up",
        }
    )
    return {
        "councils": table(
            "councils",
            (council.model_dump() | {"state": "done", "coverage": 1.0} for council in councils),
        ),
        "measures": measures.astype(_types("measures", measures)),
        "services": stages.astype(_types("services", stages)),
        "questions": table("questions", []),
    }


def _types(name: str, frame: pd.DataFrame) -> dict[str, str]:
    return {column: kind for column, kind in COLUMNS[name].items() if column in frame}
