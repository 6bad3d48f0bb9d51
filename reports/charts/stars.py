"""Stars by type of council, and what Better Connected published, for reference."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from config.history import Published
from reports.charts.saving import Sketch
from reports.charts.style import QUIET, SMALL, axes_in, figure_of, key, stacked_bar
from reports.charts.words import in_stars, star_levels, stars_words
from reports.filters import percent
from reports.summaries import records

LEVELS = ["4", "3", "2", "1"]  # the stars that Better Connected gave
NEXT = 1.3  # lines from the last bar of one group to the heading of the next


def stars_sketch(counts: pd.DataFrame, history: Sequence[Published]) -> Sketch:
    """A bar a type, split by the share of its ranked councils; under them the published years.

    `counts` is `stars_by_type(...)`.
    """
    published = published_stars(history)
    return Sketch(
        id="stars",
        title="Stars by type of council",
        alt=stars_words(counts, published),
        data=_data(counts, published),
        drawn_from=(counts, published),
        draw=_draw,
    )


def published_stars(history: Sequence[Published]) -> pd.DataFrame:
    """The years of which the share of every number of stars is known, oldest first.

    Columns: `year` (in words, with the note on it), `4` to `1` (shares, 0-1), `sites`, `source`.
    """
    years: dict[int, dict[str, Published]] = {}
    for row in history:
        if row.scale == "stars" and row.percentage is not None:
            years.setdefault(row.year, {}).setdefault(row.level, row)
    whole = [(year, rows) for year, rows in sorted(years.items()) if rows.keys() >= set(LEVELS)]
    listed = [
        {
            "year": ", ".join(filter(None, [str(year), rows["4"].note])),
            **{level: (rows[level].percentage or 0) / 100 for level in LEVELS},
            "sites": rows["4"].sites,
            "source": rows["4"].source,
        }
        for year, rows in whole
    ]
    return pd.DataFrame(listed, columns=["year", *LEVELS, "sites", "source"])


def _data(counts: pd.DataFrame, published: pd.DataFrame) -> pd.DataFrame:
    names = {level: in_stars(int(level)) for level in star_levels(counts)}
    ours = counts.assign(source="this survey: councils")
    theirs = [
        {
            "type": f"Better Connected {row['year']}",
            **{level: percent(row[level]) for level in LEVELS},
            "source": row["source"],
        }
        for row in records(published)
    ]
    rows = pd.concat([ours.astype(object), pd.DataFrame(theirs, dtype=object)], ignore_index=True)
    rows = rows[[*counts.columns, "source"]].fillna("")
    return rows.rename(
        columns=names | {"type": "Type", "not_ranked": "Not ranked", "source": "Source"}
    )


def _draw(counts: pd.DataFrame, published: pd.DataFrame) -> Figure:
    levels = star_levels(counts)
    rows, years = records(counts), records(published)
    last = len(rows) - 1 + (NEXT + len(years) if years else 0)
    figure = figure_of(0.42 * (last + 1) + 0.75)
    axes = axes_in(figure, left=0.25, right=0.84, top=0.55, bottom=0.1)
    for line, row in enumerate(rows):
        numbers = [row[level] for level in levels]
        stacked_bar(axes, line, numbers, [str(number) for number in numbers])
        ranked, out = sum(numbers), row["not_ranked"]
        _beside(axes, line, f"{ranked} ranked" + (f", {out} not" if out else ""))
    lines: list[float] = list(range(len(rows)))
    names = [row["type"] for row in rows]
    for place, row in enumerate(years, start=1):
        lines.append(len(rows) - 1 + NEXT + place)
        names.append(row["year"])
        shares = [row.get(level, 0.0) for level in levels]
        stacked_bar(axes, lines[-1], shares, [percent(share) for share in shares])
        _beside(axes, lines[-1], f"{row['sites']:.0f} sites" if row["sites"] else "")
    if years:
        words = "Better Connected, as published: by people, by other criteria"
        axes.text(0, len(rows) - 1 + NEXT, words, va="center", color=QUIET, fontsize=SMALL)
    key(figure, [in_stars(int(level)) for level in levels], left=0.25, right=0.84)
    axes.set_yticks(lines, names)
    axes.get_yticklabels()[0].set_fontweight("bold")
    axes.set(xlim=(0, 1), ylim=(last + 0.5, -0.5), xticks=[])
    return figure


def _beside(axes: Axes, line: float, words: str) -> None:
    axes.text(1.02, line, words, va="center", color=QUIET, fontsize=SMALL)
