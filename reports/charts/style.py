"""How every chart looks: one style, one hue from light to dark, so that nothing rests on telling
colours apart, and every bar and cell with its number in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke

INK, QUIET, RULE, PAPER = "#14202b", "#4d5b66", "#d5dbe0", "#ffffff"
UNKNOWN, PALE, MIDDLE, DEEP = "#e9ecef", "#8db8d8", "#2f74a8", "#0b3556"
BLUES = LinearSegmentedColormap.from_list("blues", ["#eef4f9", PALE, MIDDLE, DEEP])
WIDTH = 8.0  # inches; 72 CSS pixels each in the SVG
HALO = [withStroke(linewidth=2.5, foreground=PAPER)]  # round words that lines may cross
NARROW = 0.03  # a part of a bar from this share has room for its number
HEAD = 0.25  # inches; for the words over panels
SMALL = 8.5  # points; the size of what is beside the bars
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


def figure_of(height: float) -> Figure:
    """An empty figure so many inches high."""
    return Figure(figsize=(WIDTH, height), facecolor=PAPER)


def axes_in(figure: Figure, *, left: float, right: float, top: float, bottom: float) -> Axes:
    """Axes between two shares of the width, with margins of `top` and `bottom` inches."""
    height = figure.get_size_inches()[1]
    axes = figure.add_axes((left, bottom / height, right - left, 1 - (top + bottom) / height))
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)
    return axes


def panels(
    number: int, columns: int, height: float, *, gap: float, top: float, head: str
) -> tuple[Figure, Iterator[Axes]]:
    """A figure of so many panels in rows, each `height` inches high, and their axes in turn.

    `gap` inches under each panel are for its ticks, `top` over it for its title; `head` stands over
    them all.
    """
    rows = max(-(-number // columns), 1)
    whole = rows * (height + gap + top) + HEAD
    figure = figure_of(whole)
    figure.text(0.035, 1 - 0.17 / whole, head, va="center", color=QUIET, fontsize=SMALL)
    wide = 1 / columns

    def each() -> Iterator[Axes]:
        for place in range(number):
            row, column = divmod(place, columns)
            under = whole - HEAD - (row + 1) * (height + gap + top)
            yield axes_in(
                figure,
                left=column * wide + 0.035,
                right=(column + 1) * wide - 0.025,
                top=whole - under - gap - height,
                bottom=under + gap,
            )

    return figure, each()


def shade(place: int, places: int) -> tuple[float, float, float, float]:
    """The first place darkest, the last lightest."""
    return BLUES(1 - place / max(places - 1, 1) * 0.88)


def on(colour: Sequence[float]) -> str:
    """Ink or paper: whichever can be read on this colour."""
    red, green, blue = colour[:3]
    return PAPER if 0.299 * red + 0.587 * green + 0.114 * blue < 0.55 else INK


def stacked_bar(axes: Axes, line: float, numbers: Sequence[float], labels: Sequence[str]) -> None:
    """A bar from 0 to 1: a part for each number, as wide as its share, with its label if it fits.

    The first part is the darkest.
    """
    start, total = 0.0, sum(numbers)
    for place, (number, label) in enumerate(zip(numbers, labels, strict=True)):
        share = number / total if total else 0.0
        colour = shade(place, len(numbers))
        axes.barh(line, share, left=start, height=0.66, color=colour, edgecolor=PAPER)
        if share >= NARROW * max(len(label) - 1, 1):
            middle = start + share / 2
            axes.text(middle, line, label, ha="center", va="center", color=on(colour), fontsize=9)
        start += share


def key(figure: Figure, names: Sequence[str], *, left: float, right: float) -> None:
    """What the shades mean, darkest first, in a line at the top between two shares of the width."""
    height = figure.get_size_inches()[1]
    step = (right - left) / max(len(names), 1)
    axes = figure.add_axes((0, 1 - 0.42 / height, 1, 0.28 / height))
    axes.set(xlim=(0, 1), ylim=(0, 1))
    axes.axis("off")
    for place, name in enumerate(names):
        at = left + place * step
        colour = shade(place, len(names))
        axes.plot(at + 0.008, 0.5, "s", ms=9, color=colour, mec=QUIET, mew=0.4, clip_on=False)
        axes.text(at + 0.024, 0.5, name, va="center", fontsize=9)


def scale(axes: Axes, title: str, limits: tuple[float, float], lines: int) -> None:
    """A scale along the top of so many lines, with rules down to the last."""
    axes.set_title(title, loc="left", fontsize=9, color=QUIET, pad=20)
    axes.set(xlim=limits, ylim=(max(lines, 1) - 0.4, -0.6))
    axes.grid(axis="x", color=RULE, lw=0.6)
    axes.tick_params(axis="x", top=True, labeltop=True, labelbottom=False, length=0)
    axes.set_axisbelow(True)


def short(text: str, length: int) -> str:
    """No more than so many characters of a text, in one line."""
    flat = " ".join(str(text).split())
    return flat if len(flat) <= length else flat[: length - 1] + "…"
