"""Colours of CSS, laid over each other, and the contrast between two (WCAG 2.2, contrast ratio)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import tinycss2.color3  # type: ignore[import-untyped]  # the library has no types


class Colour(NamedTuple):
    """Red, green, blue and opacity, each from 0 to 1."""

    red: float
    green: float
    blue: float
    alpha: float = 1.0

    def faded(self, opacity: float) -> Colour:
        """The colour at a further opacity, 0 to 1."""
        return self._replace(alpha=self.alpha * opacity)

    def over(self, under: Colour) -> Colour:
        """What is seen where this colour lies over an opaque one."""
        mixed = (
            mine * self.alpha + theirs * (1 - self.alpha)
            for mine, theirs in zip(self[:3], under[:3], strict=True)
        )
        return Colour(*mixed)

    @property
    def luminance(self) -> float:
        """Relative luminance, 0 (black) to 1 (white)."""
        red, green, blue = map(_linear, self[:3])
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def contrast(one: Colour, other: Colour) -> float:
    """The contrast ratio of two opaque colours, 1 to 21.

    >>> contrast(Colour(0, 0, 0), Colour(1, 1, 1))
    21.0
    """
    lighter, darker = sorted((one.luminance, other.luminance), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@lru_cache(maxsize=4096)
def colour_of(text: str) -> Colour | None:
    """The colour that a value is; None where it is none, or one that depends on the browser."""
    found = tinycss2.color3.parse_color(text)
    return Colour(*found) if isinstance(found, tuple) else None


_COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl)a?\([^)]*\)|(?<![-\w#(./])[a-z]+(?![-\w(./:])")
_GRADIENT = re.compile(r"(?:linear|radial|conic)-gradient\(((?:[^()]|\([^()]*\))*)\)")
_WITHOUT = re.compile(
    r"url\((?:\"[^\"]*\"|'[^']*'|[^)]*)\)|[a-z-]*-gradient\((?:[^()]|\([^()]*\))*\)"
)


def colours_in(text: str) -> Iterator[Colour]:
    """The colours named in a value, in order."""
    for name in _COLOUR.findall(text):
        if (colour := colour_of(name)) is not None:
            yield colour


@lru_cache(maxsize=4096)
def background_colour(value: str) -> Colour | None:
    """The colour of a `background`, transparent where it names none; None if not understood."""
    rest = _WITHOUT.sub(" ", value)
    if "var(" in rest or "currentcolor" in rest:
        return None
    return next(colours_in(rest), Colour(0, 0, 0, 0))


@lru_cache(maxsize=4096)
def gradient_stops(value: str) -> tuple[Colour, ...]:
    """The colours through which the gradients of a `background-image` go, some between them too."""
    stops: list[Colour] = []
    for inner in _GRADIENT.findall(value):
        named = list(colours_in(inner))
        stops.extend(named[:1])
        for one, other in zip(named, named[1:], strict=False):
            stops.extend(_between(one, other, step / 4) for step in range(1, 5))
    return tuple(stops)


def _between(one: Colour, other: Colour, share: float) -> Colour:
    return Colour(*(a + (b - a) * share for a, b in zip(one, other, strict=True)))
