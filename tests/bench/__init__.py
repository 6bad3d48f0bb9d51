"""Benchmarks: how well and how fast, each figure beside its bar. `python -m tests.bench --help`."""
