"""The command line as a person runs it: a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

# Seconds that no command of these tests should need.
PATIENCE = 100


class Ended(NamedTuple):
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str


def run(*words: object, folder: Path, stdin: str = "") -> Ended:
    """Run `digitalfirst` with these words in a folder, with nobody's contact."""
    environment = {k: v for k, v in os.environ.items() if k != "DIGITALFIRST_CONTACT"}
    done = subprocess.run(
        [sys.executable, "-m", "digitalfirst", *map(str, words)],
        cwd=folder,
        env=environment,
        input=stdin,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    return Ended(done.returncode, done.stdout, done.stderr)
