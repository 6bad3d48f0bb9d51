"""What the pages on top say: the ranking, and the subjects that concern all councils."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from config import Service, load_platforms
from reports.dictionary import KINDS, load_dictionary
from reports.findings import rules_by_site
from reports.platform_pages import cms_rows, platform_rows, without_platform
from reports.raters import Rater
from reports.summaries import Tables, ranking, records, share_online, stages_by_service
from scoring.tables import COLUMNS

Facts = dict[str, Any]


def ranking_facts(tables: Tables, main: Rater) -> Facts:
    """The first page: who is ranked, who is not, and the figures above them."""
    councils = records(ranking(tables, main.id))
    return {
        "ranked": [council for council in councils if council["rank"] is not None],
        "unranked": [council for council in councils if council["rank"] is None],
        "pages": int(tables["councils"]["pages"].fillna(0).sum()),
        "online": share_online(tables),
    }


def subjects(tables: Tables, main: Rater, services: Sequence[Service]) -> Mapping[str, Facts]:
    """The pages of one subject each, by name: what each template is given."""
    return {
        "services": {"services": records(stages_by_service(tables, services))},
        "platforms": {
            "rows": platform_rows(tables, load_platforms()),
            "without": without_platform(tables),
            "systems": cms_rows(tables, main, load_platforms()),
        },
        "method": {},
        "findings": {"found": rules_by_site(tables, services)},
        "accessibility": {},
    }


def dictionary_facts() -> Facts:
    """What the tables' columns mean."""
    return {"dictionary": load_dictionary(), "columns": COLUMNS, "kinds": KINDS}
