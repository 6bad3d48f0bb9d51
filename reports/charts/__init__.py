"""The charts of the report: each with its words and its data, all in one style.

`style` says how they look, `saving` makes files of them, `words` says what they show to those who
do not see them; a module for each chart gathers its data and draws it. Same tables, same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import matplotlib as mpl

from config import Service, load_platforms, load_services
from config.history import load_history
from reports.charts.barriers import rules_sketch, widest_rules
from reports.charts.clicks import clicks_sketch, reach
from reports.charts.map import map_sketch
from reports.charts.platforms import platforms_sketch, stages_by_platform
from reports.charts.ranking import ranking_sketch
from reports.charts.saving import Chart, Sketch, remove_others, save
from reports.charts.services import services_sketch
from reports.charts.spread import spread_sketch
from reports.charts.stars import stars_sketch
from reports.charts.style import STYLE
from reports.charts.words import star_levels
from reports.charts.years import score_changes, years_sketch
from reports.findings import rules_by_site
from reports.previous import Previous
from reports.summaries import (
    Tables,
    ranking,
    share_online,
    stages_by_service,
    stars_by_type,
)
from reports.wording import load_wording, rule_help

__all__ = ["Chart", "draw_charts", "sketches"]


def draw_charts(
    tables: Tables,
    method_id: str,
    folder: Path,
    services: Sequence[Service] | None = None,
    previous: Previous | None = None,
) -> list[Chart]:
    """Draw the charts of one method's ratings into a folder, as SVG and PNG.

    A chart whose files are there, made of the same data, is left as it is; files of other charts
    are removed. `services` are those surveyed, if not the configured ones; with the ratings of a
    `previous` run there is a chart of what changed.
    """
    surveyed = load_services() if services is None else services
    folder.mkdir(parents=True, exist_ok=True)
    with mpl.rc_context(STYLE):
        charts = [
            save(sketch, folder) for sketch in sketches(tables, method_id, surveyed, previous)
        ]
    remove_others(folder, charts)
    return charts


def sketches(
    tables: Tables, method_id: str, services: Sequence[Service], previous: Previous | None
) -> Iterator[Sketch]:
    """The charts, in the order in which they are shown."""
    councils, counts = ranking(tables, method_id), stars_by_type(tables, method_id)
    stages = [stage.name for stage in load_wording().stages]
    platforms = {platform.id: platform.name for platform in load_platforms()}
    yield stars_sketch(counts, load_history())
    yield map_sketch(councils, int(star_levels(counts)[0]))
    yield spread_sketch(councils)
    if previous is not None:
        yield years_sketch(score_changes(councils, previous), previous.when)
    yield services_sketch(stages_by_service(tables, services), share_online(tables), stages)
    yield platforms_sketch(stages_by_platform(tables, platforms), stages)
    yield clicks_sketch(reach(tables))
    yield rules_sketch(widest_rules(rules_by_site(tables, services), rule_help()))
    yield ranking_sketch(councils)
