"""Which accessibility rules fail on most sites: a bar a rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib.figure import Figure

from reports.charts.saving import Sketch
from reports.charts.style import INK, MIDDLE, QUIET, SMALL, axes_in, figure_of, short
from reports.charts.words import rules_words
from reports.filters import percent
from reports.findings import IN_BROWSER
from reports.summaries import Record, records

MOST = 20  # rules in the chart
COLUMNS = ["rule", "asks", "impact", "sites", "site_share"]


def widest_rules(spread: Sequence[Record], asks: Mapping[str, str]) -> pd.DataFrame:
    """The rules that fail on most sites, of `rules_by_site(...)`: no more than 20.

    Columns: `rule`, `asks` (what it asks for, in words; where it was seen in a browser, so it
    says), `impact`, `sites`, `site_share` (0-1, of the sites checked).
    """
    listed = [
        {
            **row,
            "asks": asks.get(row["rule"], row["rule"])
            + (" (in a browser)" if row["source"] in IN_BROWSER else ""),
        }
        for row in spread
    ]
    return (
        pd.DataFrame(listed, columns=COLUMNS)
        .sort_values(["site_share", "sites", "asks"], ascending=[False, False, True])
        .head(MOST)
        .reset_index(drop=True)
    )


def rules_sketch(rules: pd.DataFrame) -> Sketch:
    """The chart of `widest_rules(...)`."""
    data = rules.assign(site_share=[percent(row["site_share"]) for row in records(rules)])
    data.columns = pd.Index(["Rule", "Asks", "Impact", "Sites", "Share of sites checked"])
    return Sketch(
        id="rules",
        title="Accessibility rules that fail on most sites",
        alt=rules_words(rules),
        data=data,
        drawn_from=(rules,),
        draw=_draw,
    )


def _draw(rules: pd.DataFrame) -> Figure:
    rows = records(rules)
    figure = figure_of(0.29 * max(len(rows), 1) + 0.3)
    axes = axes_in(figure, left=0.5, right=0.78, top=0.1, bottom=0.1)
    for line, row in enumerate(rows):
        axes.barh(line, row["site_share"], height=0.66, color=MIDDLE)
        words = f"{row['site_share']:.0%}"
        axes.text(row["site_share"] + 0.02, line, words, va="center", color=INK, fontsize=9)
        impact = row["impact"] or "no impact given"
        axes.text(1.24, line, impact, va="center", color=QUIET, fontsize=SMALL)
    names = [short(row["asks"], 58) for row in rows]
    axes.set_yticks(range(len(rows)), names, fontsize=SMALL)
    axes.set(xlim=(0, 1), ylim=(max(len(rows), 1) - 0.5, -0.5), xticks=[])
    return figure
