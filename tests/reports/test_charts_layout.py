"""Charts can be read: no words of theirs lie over others, and none leave the picture."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from config import load_councils, load_services
from reports.charts import sketches
from reports.charts.saving import Sketch
from reports.charts.style import STYLE
from reports.previous import Previous
from tests.reports.example import example_tables

TOUCH = 1.0  # pixels (of 1/100 inch) by which boxes of words may meet
FEW, MANY = 12, 380
WORST = "Services that somebody once gave a name which no chart has the room to show in full"


def tables_of(number: int) -> dict[str, pd.DataFrame]:
    """The example's tables of so many councils, with names and places from the register."""
    tables = example_tables(number)
    known = load_councils()
    step = len(known) // number
    real = pd.DataFrame([vars(each) for each in known[::step][:number]])
    places = {name: real[name].astype("string") for name in ("name", "type", "nation", "region")}
    chosen = tables["services"]["platform"].replace({"govuk-pay": WORST})
    services = tables["services"].assign(platform=chosen)
    return tables | {"councils": tables["councils"].assign(**places), "services": services}


def drawn(number: int) -> Iterator[tuple[Sketch, Figure]]:
    tables = tables_of(number)
    before = tables["ratings"].query("method == 'plain'")
    older = before.assign(score=(before["score"] - 7).clip(lower=0))
    previous = Previous(older, ("30 September 2025", "30 September 2026"), "")
    for sketch in sketches(tables, "plain", load_services(), previous):
        figure = sketch.draw(*sketch.drawn_from)
        figure.draw_without_rendering()
        yield sketch, figure


def unseen_labels(axes: Axes) -> Iterator[object]:
    """Labels of ticks that are not shown: beyond the axes, or of axes that are off."""
    for axis in (axes.xaxis, axes.yaxis):
        low, high = sorted(axis.get_view_interval())
        for tick in axis.get_major_ticks():
            if not (axes.axison and low <= tick.get_loc() <= high):
                yield from tick.findobj(Text)


def boxes(figure: Figure) -> list[tuple[str, Bbox]]:
    """The words that a figure shows, and where."""
    unseen = {id(text) for axes in figure.axes for text in unseen_labels(axes)}
    shown = [
        text
        for text in figure.findobj(Text)
        if isinstance(text, Text) and text.get_visible() and text.get_text().strip()
    ]
    return [(text.get_text(), text.get_window_extent()) for text in shown if id(text) not in unseen]


def meet(one: Bbox, other: Bbox) -> bool:
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    high = min(one.y1, other.y1) - max(one.y0, other.y0)
    return bool(wide > TOUCH and high > TOUCH)


@pytest.mark.parametrize("number", [FEW, MANY])
def test_no_words_lie_over_others_or_leave_the_picture(number: int) -> None:
    with mpl.rc_context(STYLE):
        charts = list(drawn(number))
    assert len(charts) == 9
    for sketch, figure in charts:
        words = boxes(figure)
        assert len(words) > 5, sketch.id
        over = [(a, b) for (a, one), (b, other) in combinations(words, 2) if meet(one, other)]
        assert over == [], sketch.id
        width, height = figure.bbox.width, figure.bbox.height
        out = [
            word
            for word, box in words
            if min(box.x0, box.y0) < -TOUCH or box.x1 > width + TOUCH or box.y1 > height + TOUCH
        ]
        assert out == [], sketch.id
