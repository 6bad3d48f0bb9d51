"""The three figures of the report, each with its words and its data.

One style; a single hue from light to dark, so that nothing rests on telling colours apart; every
bar and cell carries its number. Same tables, same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_rgba
from matplotlib.figure import Figure

from config import Service, load_services
from reports.chart_words import (
    in_stars,
    ranking_words,
    services_words,
    star_levels,
    stars_words,
)
from reports.filters import percent
from reports.summaries import (
    Tables,
    ranking,
    records,
    share_online,
    stages_by_service,
    stars_by_type,
)
from reports.wording import load_wording, titled

INK, QUIET, RULE, PAPER = "#14202b", "#4d5b66", "#d5dbe0", "#ffffff"
UNKNOWN, PALE = "#e9ecef", "#8db8d8"
BLUES = LinearSegmentedColormap.from_list("blues", ["#eef4f9", PALE, "#2f74a8", "#0b3556"])
WIDTH = 8.0  # inches; 72 CSS pixels each in the SVG
NARROW = 0.03  # a part of a bar from this share has room for its number
APART = 0.15  # between the shares and the counts beside them, in cells
NAMED = 60  # up to so many councils, each has its own line in the ranking
LABELS = 44  # beyond that, about so many are named
STYLE: Any = {
    "font.family": ["DejaVu Sans"],
    "font.size": 9.5,
    "text.color": INK,
    "text.parse_math": False,  # a name may hold a dollar sign
    "axes.edgecolor": RULE,
    "axes.labelcolor": QUIET,
    "xtick.color": QUIET,
    "ytick.color": INK,
    "svg.hashsalt": "digitalfirst",
    "svg.fonttype": "path",
    "savefig.dpi": 144,
}


@dataclass(frozen=True)
class Chart:
    """A figure: what it shows in words (`alt`) and in numbers (`data`), and its two files."""

    id: str
    title: str
    alt: str
    svg_path: Path
    png_path: Path
    data: pd.DataFrame


def draw_charts(
    tables: Tables, method_id: str, folder: Path, services: Sequence[Service] | None = None
) -> list[Chart]:
    """Draw the figures of one method's ratings into a folder, as SVG and PNG.

    `services` are those surveyed, if not the configured ones.
    """
    surveyed = load_services() if services is None else services
    folder.mkdir(parents=True, exist_ok=True)
    with mpl.rc_context(STYLE):
        return [
            draw_stars(stars_by_type(tables, method_id), folder),
            draw_services(stages_by_service(tables, surveyed), share_online(tables), folder),
            draw_ranking(ranking(tables, method_id), folder),
        ]


def draw_stars(counts: pd.DataFrame, folder: Path) -> Chart:
    """Stars by type of council: a bar a type, split by the share of its ranked councils."""
    levels = star_levels(counts)
    rows = records(counts)
    figure = _figure(0.44 * len(rows) + 0.9)
    axes = _axes(figure, left=0.25, right=0.84, top=0.62, bottom=0.12)
    for line, row in enumerate(rows):
        _star_bar(axes, line, [row[level] for level in levels])
        ranked, out = sum(row[level] for level in levels), row["not_ranked"]
        words = f"{ranked} ranked" + (f", {out} not" if out else "")
        axes.text(1.02, line, words, va="center", color=QUIET, fontsize=8.5)
    for place, level in enumerate(levels):
        _key(axes, place / len(levels), in_stars(int(level)), _shade(place, len(levels)))
    axes.set_yticks(range(len(rows)), [row["type"] for row in rows])
    axes.get_yticklabels()[0].set_fontweight("bold")
    axes.set(xlim=(0, 1), ylim=(len(rows) - 0.5, -0.5), xticks=[])
    names = {level: in_stars(int(level)) for level in levels}
    data = counts.rename(columns=names | {"type": "Type", "not_ranked": "Not ranked"})
    return _save(figure, folder, "stars", "Stars by type of council", stars_words(counts), data)


def draw_services(counts: pd.DataFrame, online: float | None, folder: Path) -> Chart:
    """How far each service goes online: a row a service, a column a stage, a share in each cell."""
    stages = [stage.name for stage in load_wording().stages]
    lines = _grouped_lines(counts)
    last = lines[-1][0] if lines else 0
    figure = _figure(0.235 * (last + 1) + 0.95)
    axes = _axes(figure, left=0.4, right=0.99, top=0.72, bottom=0.1)
    for line, row in lines:
        _service_row(axes, line, row, len(stages))
    heads = [f"{n}\n{_broken(name)}" for n, name in enumerate(stages)]
    for place, head in enumerate([*heads, "councils\nmeasured", "not\nassessed"]):
        shift = APART if place >= len(stages) else 0
        axes.text(place + 0.5 + shift, -0.75, head, ha="center", va="bottom", fontsize=7.5)
    axes.set(xlim=(0, len(stages) + 2.2), ylim=(last + 0.6, -0.6), xticks=[], yticks=[])
    names = {str(n): name for n, name in enumerate(stages)}
    data = counts.drop(columns="lgsl").rename(columns=names)
    data["online"] = [percent(row["online"]) for row in records(counts)]
    data.columns = pd.Index([titled(name) for name in data.columns])
    alt = services_words(counts, online)
    return _save(figure, folder, "services", "How far each service goes online", alt, data)


def draw_ranking(councils: pd.DataFrame, folder: Path) -> Chart:
    """Scores and ranks: a dot a council at its score; beside it a bar, the interval of its rank."""
    ranked = councils[councils["rank"].notna()].reset_index(drop=True)
    many = len(ranked) > NAMED
    figure = _figure(13.0 if many else 0.27 * len(ranked) + 1.1)
    score = _axes(figure, left=0.3, right=0.62, top=0.62, bottom=0.12)
    rank = _axes(figure, left=0.67, right=0.985, top=0.62, bottom=0.12)
    numbers = ranked[["score", "rank", "rank_low", "rank_high"]].astype("float64")
    dots: dict[str, Any] = {"s": 5 if many else 26, "color": _shade(0, 4), "zorder": 3}
    if not many:
        score.hlines(ranked.index, 0, numbers["score"], color=RULE, lw=1)
    score.scatter(numbers["score"], ranked.index, **dots)
    width = 0.9 if many else 3.2
    rank.hlines(ranked.index, numbers["rank_low"], numbers["rank_high"], color=PALE, lw=width)
    rank.scatter(numbers["rank"], ranked.index, **dots)
    _scale(score, "Score, 0 to 100", (0, 100), len(ranked))
    _scale(rank, "Rank and its interval", (0.2, max(len(ranked), 1) + 0.8), len(ranked))
    rows = records(ranked)
    named = _named_rows(len(rows))
    names = [f"{_short(rows[row]['name'], 30)}  {rows[row]['rank']}" for row in named]
    score.set_yticks(named, names, fontsize=8.5)
    rank.set_yticks([])
    data = ranked[["rank", "name", "score", "rank_low", "rank_high"]].round({"score": 1})
    data.columns = pd.Index(["Rank", "Council", "Score", "Rank from", "Rank to"])
    alt = ranking_words(ranked)
    return _save(figure, folder, "ranking", "Scores and how sure the ranks are", alt, data)


def _figure(height: float) -> Figure:
    return Figure(figsize=(WIDTH, height), facecolor=PAPER)


def _axes(figure: Figure, *, left: float, right: float, top: float, bottom: float) -> Axes:
    """Axes between two shares of the width, with margins of `top` and `bottom` inches."""
    height = figure.get_size_inches()[1]
    axes = figure.add_axes((left, bottom / height, right - left, 1 - (top + bottom) / height))
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)
    return axes


def _save(figure: Figure, folder: Path, id: str, title: str, alt: str, data: pd.DataFrame) -> Chart:
    svg, png = folder / f"{id}.svg", folder / f"{id}.png"
    figure.savefig(svg, metadata={"Date": None, "Creator": None, "Title": title})
    figure.savefig(png, metadata={"Software": None, "Title": title})
    return Chart(id, title, alt, svg, png, data)


def _shade(place: int, places: int) -> tuple[float, float, float, float]:
    """The first place darkest, the last lightest."""
    return BLUES(1 - place / max(places - 1, 1) * 0.88)


def _on(colour: tuple[float, ...]) -> str:
    """Ink or paper: whichever can be read on this colour."""
    red, green, blue = colour[:3]
    return PAPER if 0.299 * red + 0.587 * green + 0.114 * blue < 0.55 else INK


def _star_bar(axes: Axes, line: int, numbers: list[int]) -> None:
    """One type's bar: a part for each number of stars, as wide as its share."""
    start, total = 0.0, sum(numbers)
    for place, number in enumerate(numbers):
        share = number / total if total else 0.0
        colour = _shade(place, len(numbers))
        axes.barh(line, share, left=start, height=0.66, color=colour, edgecolor=PAPER)
        if share >= NARROW:
            middle = start + share / 2
            axes.text(middle, line, str(number), ha="center", va="center", color=_on(colour))
        start += share


def _key(axes: Axes, at: float, words: str, colour: tuple[float, ...]) -> None:
    transform = axes.get_xaxis_transform()
    axes.plot(at + 0.012, 1.06, "s", ms=9, color=colour, mec=QUIET, mew=0.4, transform=transform,
              clip_on=False)  # fmt: skip
    axes.text(at + 0.035, 1.06, words, va="center", transform=transform, fontsize=9)


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
    label = row["group"] if heading else _short(row["service"], 46)
    weight = "bold" if heading else "normal"
    axes.text(-0.1, line, label, ha="right", va="center", weight=weight, fontsize=8.5)
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
    axes.text(stage + 0.5, line, words, ha="center", va="center", color=_on(colour), fontsize=8)


def _apart(axes: Axes, place: int, line: float, number: int, colour: str) -> None:
    """A count that stands apart from the shares: it is not part of them."""
    left = place + APART
    axes.barh(line, 1, left=left, height=1, color=colour, edgecolor=PAPER, linewidth=1.5)
    axes.text(left + 0.5, line, str(number), ha="center", va="center", color=QUIET, fontsize=8)


def _named_rows(number: int) -> list[int]:
    """The rows that carry a name: all where they are few, else evenly spaced, the last included."""
    if number <= NAMED:
        return list(range(number))
    return sorted({round(i * (number - 1) / (LABELS - 1)) for i in range(LABELS)})


def _scale(axes: Axes, title: str, limits: tuple[float, float], rows: int) -> None:
    axes.set_title(title, loc="left", fontsize=9, color=QUIET, pad=20)
    axes.set(xlim=limits, ylim=(rows - 0.4, -0.6))
    axes.grid(axis="x", color=RULE, lw=0.6)
    axes.tick_params(axis="x", top=True, labeltop=True, labelbottom=False, length=0)
    axes.set_axisbelow(True)


def _short(text: str, length: int) -> str:
    flat = " ".join(str(text).split())
    return flat if len(flat) <= length else flat[: length - 1] + "…"


def _broken(text: str) -> str:
    """In two lines, if it has two words."""
    return "\n".join(text.lower().rsplit(" ", 1))
