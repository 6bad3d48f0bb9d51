"""A map of squares: a square a council, in the block of its region or nation.

The blocks lie roughly as the regions do (`regions.yaml`); within one, a square's place says how
good a council is there, and nothing of where it is: best first, from left to right.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from pydantic import Field

from config.reading import Frozen, read_yaml
from reports.charts.saving import Sketch
from reports.charts.style import (
    PAPER,
    QUIET,
    SMALL,
    UNKNOWN,
    WIDTH,
    figure_of,
    key,
    on,
    shade,
    short,
)
from reports.charts.words import in_stars, map_words
from reports.summaries import Record, records

HERE = Path(__file__).parent
COLUMNS = 4  # of blocks
ACROSS = 8  # squares in a row of a block
NAMED = 6  # where no block has more councils, each has its name
SIDE = 0.23  # inches; a square's
HEAD = 0.3  # inches; a block's name
TOP = 0.5  # inches; for the key
UNDER = 0.15  # inches; under a row of blocks
WIDE = WIDTH / COLUMNS  # inches; a block's
ELSEWHERE = "Elsewhere"


class Region(Frozen):
    """Where the block of a region or nation is, in columns and rows from the top left."""

    name: str
    column: int = Field(ge=0, lt=COLUMNS)
    row: int = Field(ge=0)


class Regions(Frozen):
    """The file `regions.yaml`."""

    regions: tuple[Region, ...]


@cache
def load_regions(path: Path = HERE / "regions.yaml") -> tuple[Region, ...]:
    """Where each block is.

    Raises:
        ConfigError: the file is wrong; the error names its line and field.
    """
    return read_yaml(path, Regions).regions


def squares(councils: pd.DataFrame) -> pd.DataFrame:
    """Each council of `ranking(...)` with the block that it is in: `block column row`, its `name`,
    `stars` and `score`.

    Block by block, best first, the unranked last. Where no region is given, a nation is the block;
    where neither is on the map, it is in the block Elsewhere.
    """
    at = {region.name: region for region in load_regions()}
    called = {name.casefold(): name for name in at}
    last = max(region.row for region in at.values()) + 1
    region, nation = (
        councils[column].fillna("").map(lambda name: called.get(name.casefold(), ""))
        for column in ("region", "nation")
    )
    block = region.where(region.ne(""), nation.where(nation.ne(""), ELSEWHERE))
    placed = councils.assign(
        block=block,
        column=block.map(lambda name: at[name].column if name in at else 0),
        row=block.map(lambda name: at[name].row if name in at else last),
        stars=councils["stars"].where(councils["rank"].notna()),
    )
    return placed.sort_values(["row", "column", "rank", "name"], ignore_index=True)[
        ["block", "column", "row", "name", "rank", "stars", "score"]
    ]


def map_sketch(councils: pd.DataFrame, most_stars: int) -> Sketch:
    """The map of `ranking(...)`; `most_stars` is what a council can have at most."""
    placed = squares(councils)
    data = placed[["block", "name", "stars", "score", "rank"]].round({"score": 1})
    data = data.astype(object).where(data.notna(), "not ranked")
    data.columns = pd.Index(["Region or nation", "Council", "Stars", "Score", "Rank"])
    return Sketch(
        id="map",
        title="Councils by region, a square each",
        alt=map_words(placed),
        data=data,
        drawn_from=(placed, most_stars),
        draw=_draw,
    )


@dataclass(frozen=True)
class _Block:
    """A region's or nation's squares: where it begins, in inches, and how many are in its rows."""

    name: str
    left: float
    top: float
    across: int
    rows: list[Record]

    @property
    def bottom(self) -> float:
        return self.top + HEAD + -(-len(self.rows) // self.across) * SIDE


def _blocks(placed: pd.DataFrame) -> list[_Block]:
    """The blocks from the top; each row of them is as deep as its deepest."""
    largest = placed["block"].value_counts().max() if len(placed) else 0
    across = 1 if largest <= NAMED else ACROSS
    blocks: list[_Block] = []
    top = TOP
    for _, line in placed.groupby("row"):
        beside = [
            _Block(str(name), int(own["column"].iloc[0]) * WIDE + 0.06, top, across, records(own))
            for name, own in line.groupby("block", sort=False)
        ]
        top = max(block.bottom for block in beside) + UNDER
        blocks += beside
    return blocks


def _draw(placed: pd.DataFrame, most_stars: int) -> Figure:
    blocks = _blocks(placed)
    height = max((block.bottom for block in blocks), default=TOP) + UNDER
    figure = figure_of(height)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, WIDTH), ylim=(height, 0))
    axes.axis("off")
    for block in blocks:
        axes.text(block.left, block.top + HEAD - 0.09, block.name, fontsize=9, weight="bold")
        for place, row in enumerate(block.rows):
            down, along = divmod(place, block.across)
            wide = (WIDE - 0.14) / block.across
            corner = block.left + along * wide, block.top + HEAD + down * SIDE
            _square(axes, corner, wide, row, most_stars)
    levels = range(most_stars, 0, -1)
    key(figure, [in_stars(level) for level in levels], left=0.01, right=0.55)
    words = "grey: not ranked; in each block the best first"
    axes.text(0.57 * WIDTH, 0.28, words, va="center", color=QUIET, fontsize=SMALL)
    return figure


def _square(axes: Axes, corner: tuple[float, float], wide: float, row: Record, most: int) -> None:
    """A council's square with its stars; its name too, where the square is wide."""
    x, y = corner
    stars = row["stars"]
    colour = to_rgba(UNKNOWN) if stars is None else shade(min(most - stars, most - 1), most)
    middle = y + SIDE / 2
    axes.barh(middle, wide, left=x, height=SIDE, color=colour, edgecolor=PAPER, lw=1.2)
    mark = "–" if stars is None else str(stars)
    style: dict[str, Any] = {"va": "center_baseline", "color": on(colour), "fontsize": 8}
    if wide < SIDE * 2:
        axes.text(x + wide / 2, middle, mark, ha="center", **style)
    else:
        axes.text(x + 0.06, middle, f"{mark}  {short(row['name'], 24)}", **style)
