"""From the last survey to this: a panel a type of council, a line a council, bold the median."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from reports.charts.saving import Sketch
from reports.charts.style import DEEP, INK, PALE, QUIET, RULE, SMALL, panels, short
from reports.charts.words import years_words
from reports.filters import signed
from reports.previous import Previous
from reports.summaries import EVERYONE, Record, records
from reports.wording import type_name, type_order
from scoring.comparing import DOWN, SAME, UP

FEW = 40  # up to so many councils, their lines are thicker
FOOT = 0.18  # of the height of the lines; for the name under them
BEFORE, AFTER = 0.0, 1.0  # where the two surveys stand


COLUMNS = ["name", "type", "before", "after", "change", "moved"]


def score_changes(councils: pd.DataFrame, previous: Previous) -> pd.DataFrame:
    """The councils of `ranking(...)` that are in the run before as well, most improved first.

    Columns: `name`, `type` (its name), `before`, `after` (scores, 0-100), `change`, and how it
    `moved`: up, down, or same within the noise. Scores are those of both runs by today's rules on
    what both measured; where these are not known, as they were published, of the councils ranked.
    """
    if previous.changes is None:
        return _published(councils, previous.ratings)
    compared = previous.changes.compared.councils.rename(columns={"change": "moved"})
    known = compared[compared["before"].notna()].merge(councils[["slug", "type"]], on="slug")
    return _ordered(known.assign(change=known["site"]))


def _published(councils: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    ranked = councils[councils["rank"].notna()][["slug", "name", "type", "score"]]
    older = before[before["rank"].notna()][["slug", "score"]].rename(columns={"score": "before"})
    both = ranked.merge(older, on="slug").rename(columns={"score": "after"})
    change = both["after"] - both["before"]
    words = change.map(lambda points: UP if points > 0 else DOWN if points < 0 else SAME)
    return _ordered(both.assign(change=change, moved=words))


def _ordered(changes: pd.DataFrame) -> pd.DataFrame:
    named = changes.assign(type=changes["type"].map(type_name))
    ordered = named.sort_values(["change", "name"], ascending=[False, True], ignore_index=True)
    return ordered[COLUMNS]


def years_sketch(changes: pd.DataFrame, when: tuple[str, str]) -> Sketch:
    """The chart of `score_changes(...)`; `when` says of both surveys when they were."""
    data = changes.round(1).assign(change=[signed(change) for change in changes["change"]])
    scores = [f"Score, {each}" for each in when]
    data.columns = pd.Index(["Council", "Type", *scores, "Change", "Up or down"])
    return Sketch(
        id="years",
        title="Scores then and now",
        alt=years_words(changes, when),
        data=data,
        drawn_from=(changes, when),
        draw=_draw,
    )


def _draw(changes: pd.DataFrame, when: tuple[str, str]) -> Figure:
    present = set(changes["type"])
    kinds = [type_name(kind) for kind in type_order() if type_name(kind) in present]
    kinds += sorted(present - set(kinds))
    groups = [(EVERYONE, changes), *((kind, changes[changes["type"] == kind]) for kind in kinds)]
    head = f"Left: {when[0]}; right: {when[1]}; bold: the median; named: most improved of its type"
    figure, axes = panels(len(groups), 3, 1.7, gap=0.15, top=0.36, head=head)
    scores = changes[["before", "after"]].to_numpy(dtype=float)
    low, high = (scores.min(), scores.max()) if len(scores) else (0.0, 100.0)
    for each, (kind, own) in zip(axes, groups, strict=True):
        _panel(each, kind, own)
        each.vlines([BEFORE, AFTER], low, high, color=RULE, lw=1, zorder=0)
        each.set_ylim(low - (high - low) * FOOT, high + 3)
    return figure


def _panel(axes: Axes, kind: str, own: pd.DataFrame) -> None:
    rows = records(own)
    width = 1.0 if len(rows) <= FEW else 0.4
    for row in rows:
        axes.plot([BEFORE, AFTER], [row["before"], row["after"]], color=PALE, lw=width)
    weight = "bold" if kind == EVERYONE else "normal"
    axes.set_title(short(kind, 26), loc="left", fontsize=9, color=INK, pad=8, weight=weight)
    axes.text(1, 1.05, f"{len(rows)} in both", transform=axes.transAxes, ha="right", va="bottom",
              color=QUIET, fontsize=8)  # fmt: skip
    axes.set(xlim=(-0.45, 1.45), xticks=[], yticks=[])
    if rows:
        _median(axes, own)
    if rows and kind != EVERYONE and rows[0]["moved"] == UP:
        _best(axes, rows[0])


def _median(axes: Axes, own: pd.DataFrame) -> None:
    before, after = own["before"].median(), own["after"].median()
    axes.plot([BEFORE, AFTER], [before, after], color=DEEP, lw=2.4, marker="o", ms=5)
    axes.text(BEFORE - 0.07, before, f"{before:.1f}", ha="right", va="center", fontsize=SMALL)
    axes.text(AFTER + 0.07, after, f"{after:.1f}", ha="left", va="center", fontsize=SMALL)


def _best(axes: Axes, row: Record) -> None:
    """Who gained most of its type, in words at the panel's foot."""
    words = f"{short(row['name'], 30)} {signed(row['change'])}"
    axes.text(0, 0.0, words, transform=axes.transAxes, va="bottom", color=INK, fontsize=8)
