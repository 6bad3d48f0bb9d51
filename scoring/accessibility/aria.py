"""What WAI-ARIA defines: `aria.yaml`."""

from __future__ import annotations

from pathlib import Path

from config.reading import Frozen, read_yaml


class Aria(Frozen):
    """Roles that authors may use, abstract ones left out, and attributes."""

    roles: frozenset[str]
    named_by_content: frozenset[str]
    global_attributes: frozenset[str]
    attributes: frozenset[str]


ARIA = read_yaml(Path(__file__).with_name("aria.yaml"), Aria)
