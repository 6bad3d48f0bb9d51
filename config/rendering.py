"""How the rendered sample is taken: `rendering.yaml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from config.councils import HERE
from config.reading import Frozen, read_yaml

Count = Annotated[int, Field(ge=0)]
Some = Annotated[int, Field(ge=1)]
Seconds = Annotated[float, Field(gt=0)]
Window = tuple[Some, Some]


class SampleSizes(Frozen):
    """How many pages of each kind are opened."""

    home: Count
    search: Count
    statement: Count
    contact: Count
    form: Count
    random: Count


class RenderLimits(Frozen):
    """Bounds that no page may make the browser pass; bytes, seconds and MB where named so."""

    page_seconds: Seconds
    load_seconds: Seconds
    quiet_ms: Some
    quiet_seconds: Seconds
    bytes: Some
    requests: Some
    dialogs: Count
    heap_mb: Some
    process_mb: Some
    tab_pages: Some
    dom_bytes: Some
    named: Some
    shells: Count


class Windows(Frozen):
    """Widths and heights in CSS pixels."""

    wide: Window
    narrow: Window
    zoomed: Window


class Images(Frozen):
    """How screenshots are kept: WebP's quality (0-100), a thumbnail's share of the size."""

    quality: Annotated[int, Field(ge=0, le=100)]
    thumbnail: Annotated[float, Field(gt=0, le=1)]


class RenderRules(Frozen):
    """The file `rendering.yaml`."""

    sample: SampleSizes
    limits: RenderLimits
    not_loaded: tuple[str, ...]
    windows: Windows
    stops: Some
    target_px: Some
    axe_tags: tuple[str, ...]
    check_tags: tuple[str, ...]
    images: Images


@cache
def load_render_rules(path: Path = HERE / "rendering.yaml") -> RenderRules:
    """How the rendered sample is taken.

    Raises:
        ConfigError: the file is missing or wrong.
    """
    return read_yaml(path, RenderRules)
