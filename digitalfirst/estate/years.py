"""How a council's website changes in a year: most are mended in places, few get worse."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

from digitalfirst.estate.council import STATEMENT_PARTS, Profile

BETTER: dict[str, Any] = {
    "search": "get",
    "breadcrumbs": "nav",
    "not_found": "helpful",
    "viewport": "all",
    "zoom": "free",
    "furniture_defects": (),
    "defect_rate": 0.1,
    "statement": STATEMENT_PARTS,
    "statement_current": True,
    "spending": "csv",
    "contracts": True,
    "salaries": True,
    "foi_log": True,
    "privacy": True,
    "security_txt": True,
    "cookies": (),
}
WORSE: dict[str, Any] = {
    "breadcrumbs": "none",
    "not_found": "bare",
    "defect_rate": 2.0,
    "statement_current": False,
    "spending": "none",
    "foi_log": False,
    "security_txt": False,
}
CHANGES: dict[str, dict[str, Any]] = {"better": BETTER, "same": {}, "worse": WORSE}


def a_year_on(site: Profile) -> Profile:
    """The same website a year later; what becomes of its tasks follows from its `fates`."""
    rng = random.Random(f"{site.seed}/{site.label}/year/{len(site.fates) + 1}")
    fate = rng.choices(("better", "same", "worse"), (5, 3, 1))[0]
    changed = {name: value for name, value in CHANGES[fate].items() if rng.random() < 0.5}
    return replace(site, **changed, fates=(*site.fates, fate))
