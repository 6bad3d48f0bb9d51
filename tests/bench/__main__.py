"""`python -m tests.bench [NAME …] [--quick] [--json FILE]`: measure and say which bars hold."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.bench.harness import Figure, Result, all_benchmarks
from tests.bench.workshop import Workshop


def main() -> int:
    """Run the benchmarks asked for; 1 where a bar was missed."""
    known = all_benchmarks()
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(known))
    parser.add_argument("--quick", action="store_true", help="smaller inputs, coarser figures")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    args = parser.parse_args()
    if unknown := set(args.names) - set(known):
        parser.error(f"no benchmark is called {', '.join(sorted(unknown))}; there are: {known}")
    figures: dict[str, list[Figure]] = {}
    with tempfile.TemporaryDirectory(prefix="digitalfirst-bench-") as folder:
        workshop = Workshop(Path(folder), args.quick)
        for name in args.names or known:
            begun = time.perf_counter()
            print(f"\n{name}", flush=True)
            figures[name] = list(_shown(known[name](workshop)))
            print(f"  ({time.perf_counter() - begun:.0f} s)", flush=True)
    if args.json:
        args.json.write_text(json.dumps(_as_data(figures), indent=1) + "\n", encoding="utf-8")
    return _summed_up(figures)


def _shown(results: Iterable[Result]) -> Iterable[Figure]:
    """Print each result as it comes; the figures are passed on."""
    for result in results:
        if isinstance(result, Figure):
            value = f"{result.value:,.{_decimals(result.value)}f}"
            line = f"  {result.what:<62} {value:>9} {result.unit:<9} {result.bar:<8} "
            print((line + result.verdict).rstrip(), flush=True)
            yield result
        else:
            print(f"  {result.words}")
            if result.table is not None:
                lines = result.table.to_string().splitlines()
                print("\n".join(f"    {line}" for line in lines), flush=True)


def _decimals(value: float) -> int:
    return 3 if isinstance(value, float) and abs(value) < 10 else 0


def _as_data(figures: dict[str, list[Figure]]) -> list[dict[str, Any]]:
    return [
        {
            "benchmark": name,
            "what": figure.what,
            "value": round(figure.value, 6),
            "unit": figure.unit,
            "bar": figure.bar or None,
            "holds": figure.holds,
        }
        for name, found in figures.items()
        for figure in found
    ]


def _summed_up(figures: dict[str, list[Figure]]) -> int:
    missed = [
        f"{name}: {figure.what}"
        for name, found in figures.items()
        for figure in found
        if figure.holds is False
    ]
    bars = sum(figure.holds is not None for found in figures.values() for figure in found)
    print(f"\n{bars - len(missed)} of {bars} bars hold.")
    for each in missed:
        print(f"  missed: {each}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
