"""What style sheets declare for an element, once the cascade has decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from scoring.accessibility.sheets import CUSTOM, Declaration, Orientation, StyleRule

# Custom properties by name, and what is to be put in where they are asked for.
Custom = Mapping[str, str]
_HIDING = frozenset({"display", "visibility"})
_TURNING = ("transform", "rotate")


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """Declarations by property, custom properties apart; elements that look alike share it.

    `values` are those of `declared`; `asks` is whether any asks for custom properties, `hides`
    whether any may take the element out of sight; `turned` are turns of a page in one orientation
    of the window: property and value.
    """

    declared: Mapping[str, Declaration]
    values: Mapping[str, str]
    custom: Custom
    asks: bool
    hides: bool
    turned: tuple[tuple[Orientation, str, str], ...]


NO_LOOK = Look({}, {}, {}, asks=False, hides=False, turned=())


def look_of(rules: Iterable[StyleRule]) -> Look:
    """What wins of rules in order; those for one orientation of the window are left aside."""
    found: dict[str, Declaration] = {}
    turned: list[tuple[Orientation, str, str]] = []
    for rule in sorted(rules, key=lambda rule: rule.specificity):
        for each in rule.declarations:
            if rule.orientation is not None:
                if each.name in _TURNING:
                    turned.append((rule.orientation, each.name, each.value))
            elif each.name not in found or each.important or not found[each.name].important:
                found[each.name] = each
    declared = {name: each for name, each in found.items() if not name.startswith(CUSTOM)}
    return Look(
        declared,
        {name: each.value for name, each in declared.items()},
        {name: each.value for name, each in found.items() if name.startswith(CUSTOM)},
        asks=any("var(" in each.value for each in declared.values()),
        hides=not _HIDING.isdisjoint(declared),
        turned=tuple(turned),
    )
