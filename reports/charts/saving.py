"""Charts as files: SVG and PNG. Same data, same bytes; drawn again only if the data changed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure

HEAD = 4096  # bytes of an SVG file that hold its size and metadata
VIEW_BOX = re.compile(rb'viewBox="0 0 ([\d.]+) ([\d.]+)"')


@dataclass(frozen=True)
class Chart:
    """A chart: what it shows in words (`alt`) and in numbers (`data`), and its two files."""

    id: str
    title: str
    alt: str
    svg_path: Path
    png_path: Path
    data: pd.DataFrame

    @property
    def size(self) -> tuple[float, float]:
        """Width and height, in the units of its SVG file: points."""
        box = VIEW_BOX.search(_head(self.svg_path))
        assert box, f"{self.svg_path} has no view box"
        return float(box[1]), float(box[2])


@dataclass(frozen=True)
class Sketch:
    """A chart that is not drawn yet: `draw` makes it from nothing but `drawn_from`."""

    id: str
    title: str
    alt: str
    data: pd.DataFrame
    drawn_from: tuple[Any, ...]
    draw: Callable[..., Figure]


def save(sketch: Sketch, folder: Path) -> Chart:
    """Draw a sketch into `ID.svg` and `ID.png`, unless they are there and of the same data."""
    svg, png = folder / f"{sketch.id}.svg", folder / f"{sketch.id}.png"
    key = _key(sketch)
    if not (png.exists() and svg.exists() and key.encode() in _head(svg)):
        figure = sketch.draw(*sketch.drawn_from)
        figure.savefig(png, metadata={"Software": None, "Title": sketch.title})
        about = {"Date": None, "Creator": None, "Title": sketch.title, "Identifier": key}
        figure.savefig(svg, metadata=about)  # last: its key stands for both files
    return Chart(sketch.id, sketch.title, sketch.alt, svg, png, sketch.data)


def remove_others(folder: Path, charts: list[Chart]) -> None:
    """Remove the files of charts that are drawn no more."""
    kept = {path for chart in charts for path in (chart.svg_path, chart.png_path)}
    for path in {*folder.glob("*.svg"), *folder.glob("*.png")} - kept:
        path.unlink()


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEAD)


def _key(sketch: Sketch) -> str:
    """What a chart follows from, as a hash: its data, and the program that draws it."""
    parts = [_program(), sketch.id, sketch.title, *map(_text, sketch.drawn_from)]
    return sha256("\n".join(parts).encode()).hexdigest()


def _text(value: object) -> str:
    return value.to_csv(index=False) if isinstance(value, pd.DataFrame) else repr(value)


@cache
def _program() -> str:
    """The version of all that draws: this package's files, and matplotlib."""
    files = sorted(Path(__file__).parent.glob("*.py"))
    digest = sha256(b"".join(file.read_bytes() for file in files))
    return f"{mpl.__version__} {digest.hexdigest()}"
