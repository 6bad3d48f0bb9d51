"""Turns among the processes of one machine: a file a host, locked while one is at it.

The file says when the host may be asked again. The system frees the locks of a process that dies.
"""

from __future__ import annotations

import fcntl
import os
from hashlib import blake2b
from pathlib import Path


class LockFolder:
    """The lock files in a folder that the processes share. Times are `time.monotonic()`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._files: dict[str, int] = {}
        folder.mkdir(parents=True, exist_ok=True)

    def free_at(self, key: str) -> float | None:
        """When the others leave a key free; None while one of them is at it."""
        free_at = self.take(key)
        if free_at is not None:
            os.close(self._files.pop(key))
        return free_at

    def take(self, key: str) -> float | None:
        """Lock a key: when it is free by what its file says; None where another has locked it."""
        name = blake2b(key.encode(), digest_size=12).hexdigest()
        file = os.open(self.folder / name, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(file)
            return None
        self._files[key] = file
        return float(os.pread(file, 40, 0) or 0)

    def give_back(self, key: str, free_at: float) -> None:
        """Write when a locked key is free, and unlock it."""
        file = self._files.pop(key)
        os.pwrite(file, f"{free_at:<40.6f}".encode(), 0)
        os.close(file)

    def hold(self, key: str, free_at: float) -> None:
        """Write that a key is to be left alone until then, unless another has locked it."""
        said = self.take(key)
        if said is not None:
            self.give_back(key, max(said, free_at))
