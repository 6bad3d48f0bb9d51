"""Scores and ranks: a dot a council at its score; beside it a bar, the interval of its rank."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from reports.charts.saving import Sketch
from reports.charts.style import PALE, RULE, SMALL, axes_in, figure_of, scale, shade, short
from reports.charts.words import ranking_words
from reports.summaries import records

NAMED = 60  # up to so many councils, each has its own line
LABELS = 44  # beyond that, about so many are named
NUMBERS = ["score", "rank", "rank_low", "rank_high"]


def ranking_sketch(councils: pd.DataFrame) -> Sketch:
    """The chart of `ranking(...)` (reports/summaries.py): those that are ranked."""
    ranked = councils[councils["rank"].notna()].reset_index(drop=True)
    data = ranked[["rank", "name", "score", "rank_low", "rank_high"]].round({"score": 1})
    data.columns = pd.Index(["Rank", "Council", "Score", "Rank from", "Rank to"])
    return Sketch(
        id="ranking",
        title="Scores and how sure the ranks are",
        alt=ranking_words(ranked),
        data=data,
        drawn_from=(ranked[["name", *NUMBERS]],),
        draw=_draw,
    )


def _draw(ranked: pd.DataFrame) -> Figure:
    many = len(ranked) > NAMED
    figure = figure_of(13.0 if many else 0.27 * len(ranked) + 1.1)
    score = axes_in(figure, left=0.3, right=0.62, top=0.62, bottom=0.12)
    rank = axes_in(figure, left=0.67, right=0.985, top=0.62, bottom=0.12)
    numbers = ranked[NUMBERS].astype("float64")
    dots: dict[str, Any] = {"s": 5 if many else 26, "color": shade(0, 4), "zorder": 3}
    if not many:
        score.hlines(ranked.index, 0, numbers["score"], color=RULE, lw=1)
    score.scatter(numbers["score"], ranked.index, **dots)
    ends = numbers["rank_low"], numbers["rank_high"]
    if many:
        rank.fill_betweenx(ranked.index, *ends, step="mid", color=PALE, lw=0)
    else:
        rank.hlines(ranked.index, *ends, color=PALE, lw=3.2)
    rank.scatter(numbers["rank"], ranked.index, **dots)
    scale(score, "Score, 0 to 100", (0, 100), len(ranked))
    scale(rank, "Rank and its interval", (0.2, max(len(ranked), 1) + 0.8), len(ranked))
    rows = records(ranked)
    named = _named_rows(len(rows))
    names = [f"{short(rows[row]['name'], 30)}  {rows[row]['rank']}" for row in named]
    score.set_yticks(named, names, fontsize=SMALL)
    rank.set_yticks([])
    return figure


def _named_rows(number: int) -> list[int]:
    """The rows that carry a name: all where they are few, else evenly spaced, the last included."""
    if number <= NAMED:
        return list(range(number))
    return sorted({round(i * (number - 1) / (LABELS - 1)) for i in range(LABELS)})
