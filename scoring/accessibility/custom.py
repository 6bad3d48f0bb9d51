"""Custom properties put in where `var()` asks for them (CSS Custom Properties 1)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from scoring.accessibility.sheets import STYLES

# What a value is that asks for a property nobody declares (invalid at computed-value time).
INVALID = "unset"
# The innermost `var()`: its fallback holds no other.
_VAR = re.compile(r"var\(\s*(--[^\s,()]+)\s*(?:,((?:[^()]|\((?:[^()]|\([^()]*\))*\))*))?\)")


def put_in(value: str, custom: Mapping[str, str]) -> str:
    """A value with custom properties put in; `unset` where one is missing or goes in circles.

    >>> put_in("1px solid var(--line, var(--ink))", {"--ink": "#222"})
    '1px solid #222'
    """
    for _ in range(STYLES.most_steps):
        found = _last_var(value)
        if found is None:
            return value
        name, fallback = found[1], found[2]
        known = custom.get(name, fallback)
        if known is None or len(value) > STYLES.most_characters:
            return INVALID
        value = f"{value[: found.start()]}{known.strip()}{value[found.end() :]}"
    return INVALID


def _last_var(value: str) -> re.Match[str] | None:
    """The last `var()` of a value: what stands in its fallback comes after its beginning."""
    start = value.rfind("var(")
    return None if start < 0 else _VAR.match(value, start)
