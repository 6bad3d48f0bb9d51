"""What a benchmark is: a function under a name that yields figures, some with a bar to hold."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Literal

import pandas as pd

import tests.bench
from tests.bench.workshop import Workshop


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number. `least` and `most` are its bars, where it has one."""

    what: str
    value: float
    unit: str = ""
    least: float | None = None
    most: float | None = None

    @property
    def bar(self) -> str:
        """The bar in words; empty where there is none."""
        if self.least is not None:
            return f">= {self.least:g}"
        return "" if self.most is None else f"<= {self.most:g}"

    @property
    def holds(self) -> bool | None:
        """Whether the bar is reached; None where there is none."""
        if self.least is not None:
            return bool(self.value >= self.least)
        return None if self.most is None else bool(self.value <= self.most)

    @property
    def verdict(self) -> Literal["", "holds", "MISSED"]:
        """The same in a word."""
        return "" if self.holds is None else "holds" if self.holds else "MISSED"


@dataclass(frozen=True, slots=True)
class Note:
    """What cannot be said by one number: a few words, and a table where there is one."""

    words: str
    table: pd.DataFrame | None = None


Result = Figure | Note
Benchmark = Callable[[Workshop], Iterator[Result]]
_benchmarks: dict[str, Benchmark] = {}


def benchmark(name: str) -> Callable[[Benchmark], Benchmark]:
    """Register a function as the benchmark of this name."""

    def register(measure: Benchmark) -> Benchmark:
        _benchmarks[name] = measure
        return measure

    return register


def all_benchmarks() -> dict[str, Benchmark]:
    """Every benchmark by its name, in the order of the names."""
    for module in pkgutil.iter_modules(tests.bench.__path__):
        if module.name.startswith("bench_"):
            import_module(f"{tests.bench.__name__}.{module.name}")
    return dict(sorted(_benchmarks.items()))
