"""The bounds within which documents are read, and their formats: `limits.yaml`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field

from config.reading import Frozen, read_yaml

Count = Annotated[int, Field(ge=1)]


class Limits(Frozen):
    """The file `limits.yaml`; seconds and bytes where named so."""

    seconds: Annotated[float, Field(gt=0)]
    memory: Count
    pages: Count
    fields: Count
    nested: Count
    title_chars: Count
    formats: dict[str, tuple[str, ...]]


LIMITS = read_yaml(Path(__file__).with_name("limits.yaml"), Limits)
