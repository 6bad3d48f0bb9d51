"""How many clicks from the home page services are: a panel a type of council, a curve in each."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from reports.charts.saving import Sketch
from reports.charts.style import DEEP, HALO, INK, PALE, QUIET, RULE, SMALL, panels
from reports.charts.words import clicks_words
from reports.filters import percent
from reports.summaries import EVERYONE, Record, Tables, in_type_order, records

MOST = 6  # clicks that the curve goes to
CLICKS = [str(clicks) for clicks in range(1, MOST + 1)]


def reach(tables: Tables) -> pd.DataFrame:
    """Which share of the services found are within so many clicks of the home page.

    A row for all councils and one a type. Columns: `type` (its name), `services` (measured, with a
    page: stage 1 or more), `1` … `6` (shares, 0-1; of a service that no links lead to, none).
    """
    rows = tables["services"].query("status == 'measured' and stage >= 1")
    by_slug = tables["councils"][["slug", "type"]]
    kinds = rows[["slug"]].merge(by_slug, on="slug", how="left")["type"]
    clicks = rows["clicks"].reset_index(drop=True)
    within = pd.DataFrame({n: clicks.le(int(n)).fillna(False).astype(float) for n in CLICKS})
    within = within.assign(services=1, type=kinds)
    shares = within.groupby("type").agg({"services": "sum"} | dict.fromkeys(CLICKS, "mean"))
    everyone = within.assign(type=EVERYONE).groupby("type")
    whole = everyone.agg({"services": "sum"} | dict.fromkeys(CLICKS, "mean"))
    return pd.concat([whole, in_type_order(shares)]).rename_axis("type").reset_index()


def clicks_sketch(shares: pd.DataFrame) -> Sketch:
    """The chart of `reach(...)`."""
    data = shares.rename(columns={"type": "Type", "services": "Services found"})
    for clicks in CLICKS:
        data[clicks] = [percent(share) for share in shares[clicks]]
    names = {clicks: f"Within {clicks} click{'s' if clicks != '1' else ''}" for clicks in CLICKS}
    return Sketch(
        id="clicks",
        title="Services within so many clicks of the home page",
        alt=clicks_words(shares),
        data=data.rename(columns=names),
        drawn_from=(shares,),
        draw=_draw,
    )


def _draw(shares: pd.DataFrame) -> Figure:
    rows = records(shares)
    figure, axes = panels(len(rows), 3, 1.35, gap=0.42, top=0.34, head="Dashed: all councils")
    for each, row in zip(axes, rows, strict=True):
        _panel(each, row, rows[0])
    return figure


def _panel(axes: Axes, row: Record, everyone: Record) -> None:
    places = range(1, MOST + 1)
    values = [row[clicks] for clicks in CLICKS]
    axes.fill_between(places, values, color=PALE, alpha=0.35, lw=0)
    axes.plot(places, [everyone[clicks] for clicks in CLICKS], color=QUIET, lw=1, ls=(0, (3, 2)))
    axes.plot(places, values, color=DEEP, lw=1.8, marker="o", ms=4)
    for place, value in zip(places, values, strict=True):
        axes.text(place - 0.02, value + 0.05, f"{value:.0%}", ha="right", fontsize=8,
                  path_effects=HALO)  # fmt: skip
    weight = "bold" if row is everyone else "normal"
    axes.set_title(row["type"], loc="left", fontsize=9.5, color=INK, pad=8, weight=weight)
    axes.text(MOST, 0.05, f"{row['services']:,} services ", ha="right", color=INK, fontsize=8)
    axes.axhline(0, color=RULE, lw=1)
    axes.set(xlim=(0.3, MOST + 0.2), ylim=(0, 1.16), yticks=[])
    axes.set_xticks(list(places), ["1 click", *CLICKS[1:]], fontsize=SMALL)
