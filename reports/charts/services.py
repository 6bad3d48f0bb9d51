"""How far each service goes online: a row a service, a column a stage, a share in each cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure

from reports.charts.saving import Sketch
from reports.charts.style import BLUES, PAPER, QUIET, SMALL, UNKNOWN, axes_in, figure_of, on, short
from reports.charts.words import services_words
from reports.filters import percent
from reports.summaries import records
from reports.wording import titled

APART = 0.15  # between the shares and the counts beside them, in cells


def services_sketch(counts: pd.DataFrame, online: float | None, stages: Sequence[str]) -> Sketch:
    """The heat map of `stages_by_service(...)`; `stages` are their names, `online` a share."""
    names = {str(n): name for n, name in enumerate(stages)}
    data = counts.drop(columns="lgsl").rename(columns=names)
    data["online"] = [percent(row["online"]) for row in records(counts)]
    data.columns = pd.Index([titled(name) for name in data.columns])
    return Sketch(
        id="services",
        title="How far each service goes online",
        alt=services_words(counts, online),
        data=data,
        drawn_from=(counts, tuple(stages)),
        draw=_draw,
    )


def _draw(counts: pd.DataFrame, stages: Sequence[str]) -> Figure:
    lines = _grouped_lines(counts)
    last = lines[-1][0] if lines else 0
    figure = figure_of(0.235 * (last + 1) + 0.95)
    axes = axes_in(figure, left=0.4, right=0.99, top=0.72, bottom=0.1)
    for line, row in lines:
        _service_row(axes, line, row, len(stages))
    heads = [f"{n}\n{_broken(name)}" for n, name in enumerate(stages)]
    for place, head in enumerate([*heads, "councils\nmeasured", "not\nassessed"]):
        shift = APART if place >= len(stages) else 0
        axes.text(place + 0.5 + shift, -0.75, head, ha="center", va="bottom", fontsize=8)
    axes.set(xlim=(0, len(stages) + 2.2), ylim=(last + 0.6, -0.6), xticks=[], yticks=[])
    return figure


def _grouped_lines(counts: pd.DataFrame) -> list[tuple[float, dict[str, Any]]]:
    """Lines of the heat map, from the top: a group's heading (only `group`), then its services."""
    lines: list[tuple[float, dict[str, Any]]] = []
    line, group = -1.0, None
    for row in records(counts):
        if row["group"] != group:
            group = row["group"]
            line += 1.35 if lines else 1
            lines.append((line, {"group": group}))
        line += 1
        lines.append((line, row))
    return lines


def _service_row(axes: Axes, line: float, row: dict[str, Any], stages: int) -> None:
    heading = "service" not in row
    label = row["group"] if heading else short(row["service"], 46)
    weight = "bold" if heading else "normal"
    axes.text(-0.1, line, label, ha="right", va="center", weight=weight, fontsize=SMALL)
    if heading:
        return
    for stage in range(stages):
        _cell(axes, stage, line, row[str(stage)] / row["measured"] if row["measured"] else None)
    _apart(axes, stages, line, row["measured"], PAPER)
    _apart(axes, stages + 1, line, row["not_assessed"], UNKNOWN)


def _cell(axes: Axes, stage: int, line: float, share: float | None) -> None:
    colour = to_rgba(UNKNOWN) if share is None else BLUES(share)
    axes.barh(line, 1, left=stage, height=1, color=colour, edgecolor=PAPER, linewidth=1.5)
    words = "-" if share is None else f"{share:.0%}"
    axes.text(stage + 0.5, line, words, ha="center", va="center", color=on(colour), fontsize=8)


def _apart(axes: Axes, place: int, line: float, number: int, colour: str) -> None:
    """A count that stands apart from the shares: it is not part of them."""
    left = place + APART
    axes.barh(line, 1, left=left, height=1, color=colour, edgecolor=PAPER, linewidth=1.5)
    axes.text(left + 0.5, line, str(number), ha="center", va="center", color=QUIET, fontsize=8)


def _broken(text: str) -> str:
    """In two lines, if it has two words."""
    return "\n".join(text.lower().rsplit(" ", 1))
