"""The compose file starts what there is to start."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

pytest.importorskip("distributed", reason="needs the extra [cluster]")

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "cluster"


def test_the_commands_of_the_compose_file_are_ones_that_can_be_given() -> None:
    services = yaml.safe_load((FOLDER / "compose.yaml").read_text("utf-8"))["services"]
    for name in ("scheduler", "worker"):
        words = shlex.split(services[name]["command"])
        assert words[:2] == ["dask", name]
        # Read before --help ends it: an option that there is not is told of.
        done = subprocess.run(
            [sys.executable, "-m", "dask", *words[1:], "--help"],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        known = done.stdout
        assert all(word in known for word in words if word.startswith("--")), words


def test_the_image_is_made_of_files_that_there_are() -> None:
    context = (FOLDER / "compose.yaml").parent / "../.."
    build = yaml.safe_load((FOLDER / "compose.yaml").read_text("utf-8"))["x-ours"]["build"]
    assert (context / build["dockerfile"]).resolve() == (FOLDER / "Dockerfile").resolve()
    copied = [
        line.split()[1]
        for line in (FOLDER / "Dockerfile").read_text("utf-8").splitlines()
        if line.startswith("COPY")
    ]
    assert copied
    assert all((ROOT / name).exists() for name in copied)
