"""How far services go online on each platform of others: a bar a platform, split by stage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib.figure import Figure

from reports.charts.saving import Sketch
from reports.charts.style import QUIET, SMALL, axes_in, figure_of, key, short, stacked_bar
from reports.charts.words import platforms_words
from reports.filters import percent
from reports.summaries import STAGES, Tables, records
from reports.wording import titled
from scoring.measures.services import ONLINE

MOST = 20  # platforms in the chart; the table has them all
NONE = "No platform of others seen"
LEVELS = [str(stage) for stage in range(STAGES)]


def stages_by_platform(tables: Tables, names: Mapping[str, str]) -> pd.DataFrame:
    """How many services are at which stage on each platform, the most used first.

    Columns: `platform` (its name; `names` are by id), `0` … `4` (services measured), `services`,
    `councils`, `online` (share, 0-1, at stage 3 or more). The last row is of those without one.
    """
    rows = tables["services"].query("status == 'measured'").dropna(subset=["stage"])
    platform = rows["platform"].replace("", pd.NA)
    named = platform.map(lambda id: names.get(id, id), na_action="ignore").astype("string")
    keyed = rows.assign(platform=named.fillna(NONE), none=platform.isna())
    flags = {level: keyed["stage"].eq(int(level)).astype(int) for level in LEVELS}
    groups = keyed.assign(**flags).groupby("platform")
    counts = groups[LEVELS].sum().assign(services=groups.size(), councils=groups["slug"].nunique())
    online = counts[LEVELS[ONLINE:]].sum(axis=1) / counts["services"]
    return (
        counts.assign(online=online, none=groups["none"].all())
        .reset_index()
        .sort_values(["none", "services", "platform"], ascending=[True, False, True])
        .drop(columns="none")
        .reset_index(drop=True)
    )


def platforms_sketch(counts: pd.DataFrame, stages: Sequence[str]) -> Sketch:
    """The chart of `stages_by_platform(...)`; `stages` are their names."""
    names = dict(zip(LEVELS, stages, strict=True))
    data = counts.assign(online=[percent(row["online"]) for row in records(counts)])
    data = data.rename(columns=names)
    data.columns = pd.Index([titled(name) for name in data.columns])
    known, without = counts[counts["platform"] != NONE], counts[counts["platform"] == NONE]
    return Sketch(
        id="platforms",
        title="Stages by platform",
        alt=platforms_words(known, without),
        data=data,
        drawn_from=(pd.concat([known.head(MOST), without]), tuple(stages)),
        draw=_draw,
    )


def _draw(counts: pd.DataFrame, stages: Sequence[str]) -> Figure:
    rows = records(counts)
    figure = figure_of(0.36 * max(len(rows), 1) + 0.75)
    axes = axes_in(figure, left=0.29, right=0.72, top=0.55, bottom=0.1)
    for line, row in enumerate(rows):
        numbers = [row[level] for level in reversed(LEVELS)]
        stacked_bar(axes, line, numbers, [str(number) for number in numbers])
        councils = "council" if row["councils"] == 1 else "councils"
        words = f"{row['online']:.0%} online, {row['services']} in {row['councils']} {councils}"
        axes.text(1.02, line, words, va="center", color=QUIET, fontsize=8)
    key(figure, [name.lower() for name in reversed(stages)], left=0.01, right=0.99)
    names = [short(row["platform"], 34) for row in rows]
    axes.set_yticks(range(len(rows)), names, fontsize=SMALL)
    axes.set(xlim=(0, 1), ylim=(max(len(rows), 1) - 0.5, -0.5), xticks=[])
    return figure
