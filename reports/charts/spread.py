"""How scores lie in each nation and region: a dot a council, a box for the middle half."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from reports.charts.saving import Sketch
from reports.charts.style import (
    INK,
    MIDDLE,
    PALE,
    PAPER,
    QUIET,
    SMALL,
    axes_in,
    figure_of,
    scale,
    shade,
)
from reports.charts.words import spread_words
from reports.summaries import EVERYONE, records

NOT_GIVEN = "Not given"
QUARTERS = {"lowest": 0.0, "lower": 0.25, "median": 0.5, "upper": 0.75, "highest": 1.0}
BIN = 1.2  # points; dots nearer than that stand above one another
FEW = 12  # up to so many councils, their dots are larger
APART = 0.085  # lines between two such dots, if there is room


def scores_by_place(councils: pd.DataFrame) -> pd.DataFrame:
    """The ranked councils of `ranking(...)`, once in each group that they are of.

    Columns: `place`, `within`, `score`. `place` is all councils, a nation, or a region `within` a
    nation that has several; the groups come nation by nation, highest median first.
    """
    ranked = councils[councils["rank"].notna()][["nation", "region", "score"]]
    ranked = ranked.assign(
        nation=ranked["nation"].replace("", pd.NA).fillna(NOT_GIVEN),
        region=ranked["region"].replace("", pd.NA).fillna(NOT_GIVEN),
    )
    parts = [ranked.assign(place=EVERYONE, within="")]
    for nation in _best_first(ranked, "nation"):
        own = ranked[ranked["nation"] == nation]
        parts.append(own.assign(place=nation, within=""))
        if own["region"].nunique() > 1:
            parts += [
                own[own["region"] == region].assign(place=region, within=nation)
                for region in _best_first(own, "region")
            ]
    return pd.concat(parts, ignore_index=True)[["place", "within", "score"]]


def quartiles(scores: pd.DataFrame) -> pd.DataFrame:
    """A row a group of `scores_by_place(...)`: `place` `within` `councils`, and its quartiles."""
    groups = scores.groupby(["within", "place"], sort=False)["score"]
    columns = {name: groups.quantile(at) for name, at in QUARTERS.items()}
    return pd.DataFrame({"councils": groups.size(), **columns}).reset_index()


def spread_sketch(councils: pd.DataFrame) -> Sketch:
    """The chart of the scores of `ranking(...)` by nation and region."""
    scores = scores_by_place(councils)
    rows = quartiles(scores)
    data = rows[["place", "within", "councils", *QUARTERS]].round(1)
    names = ["Nation or region", "Within", "Councils ranked", "Lowest score", "Lower quartile"]
    data.columns = pd.Index([*names, "Median", "Upper quartile", "Highest score"])
    return Sketch(
        id="spread",
        title="Scores by nation and region",
        alt=spread_words(rows),
        data=data,
        drawn_from=(scores, rows),
        draw=_draw,
    )


def _best_first(scores: pd.DataFrame, column: str) -> list[str]:
    medians = scores.groupby(column)["score"].median().rename("median").reset_index()
    ordered = medians.sort_values(["median", column], ascending=[False, True])
    return [str(name) for name in ordered[column]]


def _draw(scores: pd.DataFrame, rows: pd.DataFrame) -> Figure:
    lines = records(rows)
    figure = figure_of(0.44 * max(len(lines), 1) + 0.75)
    axes = axes_in(figure, left=0.25, right=0.8, top=0.6, bottom=0.1)
    scale(axes, "Score, 0 to 100; dot: a council; box: the middle half; line: the median",
          (0, 100), len(lines))  # fmt: skip
    for line, row in enumerate(lines):
        own = scores[(scores["place"] == row["place"]) & (scores["within"] == row["within"])]
        _row(axes, line, own["score"].astype("float64"), row)
    axes.text(105, -0.75, "median", va="center", color=QUIET, fontsize=SMALL)
    names = [f"   {row['place']}" if row["within"] else row["place"] for row in lines]
    axes.set_yticks(range(len(lines)), names, ha="left")
    axes.tick_params(axis="y", pad=140)
    for row, label in zip(lines, axes.get_yticklabels(), strict=True):
        label.set_fontweight("normal" if row["within"] else "bold")
    return figure


def _row(axes: Axes, line: int, scores: pd.Series, row: dict[str, float]) -> None:
    lower, median, upper = row["lower"], row["median"], row["upper"]
    axes.barh(line, upper - lower, left=lower, height=0.7, color=PALE, alpha=0.45)
    bins = (scores / BIN).round()
    above = scores.groupby(bins).cumcount()
    most = max(int(above.max()) + 1, 1)
    few = len(scores) <= FEW
    step = min(0.3 if few else APART, 0.8 / most)
    height = ((above + 1) // 2) * (1 - 2 * (above % 2)) * step
    axes.vlines(median, line - 0.38, line + 0.38, color=shade(0, 2), lw=2.2, zorder=3)
    size, rim = (22.0, 0.6) if few else (7.0, 0.0)
    axes.scatter(scores, line + height, s=size, color=MIDDLE, lw=rim, ec=PAPER, zorder=4)
    axes.text(105, line, f"{median:.1f}", va="center", color=INK, fontsize=9)
    words = f"{row['councils']:.0f} council" + ("" if row["councils"] == 1 else "s")
    axes.text(114, line, words, va="center", color=QUIET, fontsize=SMALL)
