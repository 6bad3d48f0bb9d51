"""Style sheets into rules: selectors, and what they declare of the properties that matter here."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import cssselect
import tinycss2  # type: ignore[import-untyped]  # the library has no types
from pydantic import model_validator

from config.reading import Frozen, read_yaml
from scoring.accessibility.selectors import Tree, needs

Orientation = Literal["portrait", "landscape"]
Node = Any  # a node of tinycss2's tree; the library has no types


class Viewport(Frozen):
    """A window, in CSS pixels."""

    width: int
    height: int


class Settings(Frozen):
    """The file `styles.yaml`, which says what each field is."""

    properties: frozenset[str]
    inherited: frozenset[str]
    viewport: Viewport
    most_bytes: int
    most_comparisons: int
    font_sizes: dict[str, float]
    bold: frozenset[str]
    text_colour: str
    page_colour: str
    link_colour: str
    button_colour: str
    size_words: dict[str, float]
    contrast: dict[Literal["minimum", "minimum_large", "enhanced", "enhanced_large"], float]
    large_text: dict[Literal["size", "bold_size", "bold_weight"], float]
    spacing: dict[str, float]
    normal_spacing: dict[str, float]
    narrowest: float
    letter_width: float
    quarter_turn_slack: float
    off_screen: float

    @model_validator(mode="after")
    def _inherited_are_read(self) -> Settings:
        if unread := sorted(self.inherited - self.properties):
            raise ValueError(f"inherited but not among the properties: {', '.join(unread)}")
        return self


STYLES = read_yaml(Path(__file__).with_name("styles.yaml"), Settings)


@dataclass(frozen=True, slots=True)
class Declaration:
    """A property and its value, lower case."""

    name: str
    value: str
    important: bool


@dataclass(frozen=True, slots=True)
class StyleRule:
    """A selector and what it declares; `orientation` where that is its one condition.

    `needs` are the ids, classes and tags without which nothing on a page matches.
    """

    tree: Tree
    needs: tuple[tuple[str, str], ...]
    specificity: tuple[int, int, int]
    declarations: tuple[Declaration, ...]
    orientation: Orientation | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rules of a style sheet in order; whether it takes in others that are not here."""

    rules: tuple[StyleRule, ...]
    imports: bool


@lru_cache(maxsize=256)  # templates repeat their style sheets on every page
def read_sheet(text: str) -> Sheet:
    """A style sheet; what is conditional is in it where it holds for the usual window."""
    nodes = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    imports = any(n.type == "at-rule" and n.lower_at_keyword == "import" for n in nodes)
    return Sheet(tuple(_rules(nodes, None)), imports)


def _rules(nodes: list[Node], orientation: Orientation | None) -> Iterator[StyleRule]:
    for node in nodes:
        if node.type == "qualified-rule":
            yield from _rule(node, orientation)
        elif node.type == "at-rule" and node.content is not None:
            condition = tinycss2.serialize(node.prelude).strip().lower()
            inner = _orientation(condition) if node.lower_at_keyword == "media" else None
            holds = node.lower_at_keyword in ("layer", "supports") or inner is not None
            if node.lower_at_keyword == "media":
                holds = holds or media_holds(condition)
            if holds:
                content = tinycss2.parse_rule_list(
                    node.content, skip_comments=True, skip_whitespace=True
                )
                yield from _rules(content, inner or orientation)


def _orientation(condition: str) -> Orientation | None:
    match = re.fullmatch(
        r"(?:(?:only )?(?:screen|all) and )?\(\s*orientation\s*:\s*(portrait|landscape)\s*\)",
        condition,
    )
    return None if match is None else ("portrait" if match[1] == "portrait" else "landscape")


def media_holds(condition: str) -> bool:
    """Whether a media query holds in the usual window.

    >>> media_holds("screen and (min-width: 40em)"), media_holds("print")
    (True, False)
    """
    return not condition.strip() or any(map(_query_holds, condition.lower().split(",")))


def _query_holds(query: str) -> bool:
    parts = [part.strip(" ()") for part in re.split(r"\band\b", query)]
    return all(map(_feature_holds, parts))


def _feature_holds(feature: str) -> bool:
    if feature in ("all", "screen", "only screen", "only all"):
        return True
    name, _, value = (part.strip() for part in feature.partition(":"))
    if name == "orientation":
        return value == "landscape"
    bound, _, side = name.partition("-")
    size = {"width": STYLES.viewport.width, "height": STYLES.viewport.height}.get(side)
    limit = pixels(value, 16)
    if size is None or limit is None or bound not in ("min", "max"):
        return False
    return size >= limit if bound == "min" else size <= limit


def _rule(node: Node, orientation: Orientation | None) -> Iterator[StyleRule]:
    declarations = tuple(_declarations(node.content))
    if not declarations:
        return
    try:
        selectors = cssselect.parse(tinycss2.serialize(node.prelude))
    except cssselect.SelectorError:
        return
    for each in selectors:
        if each.pseudo_element is None:
            tree = each.parsed_tree
            wanted = tuple(needs(tree))
            yield StyleRule(tree, wanted, each.specificity(), declarations, orientation)


@lru_cache(maxsize=4096)
def read_style(text: str) -> tuple[Declaration, ...]:
    """What a style attribute declares."""
    return tuple(_declarations(text))


def _declarations(content: str | list[Node]) -> Iterator[Declaration]:
    parsed = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    for node in parsed:
        if node.type != "declaration":
            continue
        value = tinycss2.serialize(node.value).strip().lower()
        for name, part in _longhands(node.lower_name, value):
            if name in STYLES.properties and _is_value(name, part):
                yield Declaration(name, part, node.important)


def _longhands(name: str, value: str) -> Iterator[tuple[str, str]]:
    """A declaration without shorthands; those of no interest are left whole."""
    if name == "background":
        yield "background-color", value
        yield "background-image", value
        yield "background-repeat", "no-repeat" if "no-repeat" in value else "repeat"
        yield "background-size", "cover" if "/" in re.sub(r"url\(.*?\)", "", value) else "auto"
    elif name == "font":
        size = re.search(
            r"(?:^|\s)([\d.]+(?:px|pt|em|rem|%)|[a-z]*-?(?:large|small)|medium)", value
        )
        weight = re.match(r".*?\b(bold|bolder|[1-9]00)\b", value)
        height = re.search(r"/\s*([\d.]+[a-z%]*)", value)
        yield "font-size", size[1] if size else "inherit"
        yield "font-weight", weight[1] if weight else "normal"
        yield "line-height", height[1] if height else "normal"
    elif name == "overflow":
        yield "overflow-x", value.split()[0] if value else ""
        yield "overflow-y", value.split()[-1] if value else ""
    else:
        yield name, value


_WORDS = frozenset({"inherit", "initial", "unset", "revert", "normal"})
_SIZED = frozenset({"letter-spacing", "word-spacing", "line-height"})


def _is_value(name: str, value: str) -> bool:
    """Whether browsers take the value at all, for the properties whose wrong values matter."""
    if name in _SIZED and value not in _WORDS:
        return pixels(value, 16) is not None or (
            name == "line-height" and number(value) is not None
        )
    return bool(value)


_LENGTH = re.compile(r"([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)(px|pt|pc|in|cm|mm|em|rem|ex|ch|%|)")
# Pixels in a unit: absolute ones by CSS Values 4, 6.2; ex and ch as half an em where unknown.
_UNITS = {
    "px": 1.0,
    "": 1.0,
    "pt": 4 / 3,
    "pc": 16.0,
    "in": 96.0,
    "cm": 96 / 2.54,
    "mm": 9.6 / 2.54,
}
_FONT_UNITS = {"em": 1.0, "%": 0.01, "ex": 0.5, "ch": 0.5}


def pixels(value: str, em: float) -> float | None:
    """A length in pixels where a font size is `em`; percentages are of it. None for what is none.

    >>> pixels("12pt", 16), pixels("1.5em", 20), pixels("auto", 16)
    (16.0, 30.0, None)
    """
    match = _LENGTH.fullmatch(value)
    if match is None or (not match[2] and float(match[1]) != 0):
        return None
    if match[2] == "rem":
        return float(match[1]) * 16
    return float(match[1]) * (
        em * _FONT_UNITS[match[2]] if match[2] in _FONT_UNITS else _UNITS[match[2]]
    )


def number(value: str) -> float | None:
    """A plain number; None for what is none."""
    match = _LENGTH.fullmatch(value)
    return float(match[1]) if match and not match[2] else None


_ANGLE = re.compile(r"([-+]?[\d.]+(?:e[-+]?\d+)?)(deg|rad|grad|turn|)")
_DEGREES = {"deg": 1.0, "": 1.0, "rad": 180 / math.pi, "grad": 0.9, "turn": 360.0}
_TURNS = re.compile(r"(rotate|rotatez|rotate3d|matrix|matrix3d)\(([^)]*)\)")


def rotation(transform: str) -> float:
    """The degrees by which a value of `transform` or `rotate` turns in the plane of the page."""
    if match := _ANGLE.fullmatch(transform.removeprefix("z ").strip()):
        return float(match[1]) * _DEGREES[match[2]]
    return sum(_turn(name, inner.split(",")) for name, inner in _TURNS.findall(transform))


def _turn(name: str, values: list[str]) -> float:
    parts = [value.strip() for value in values]
    if name.startswith("matrix"):
        if len(parts) != {"matrix": 6, "matrix3d": 16}[name]:
            return 0.0
        first, second = number(parts[0]), number(parts[1])
        return 0.0 if first is None or second is None else math.degrees(math.atan2(second, first))
    if len(parts) != (4 if name == "rotate3d" else 1):
        return 0.0
    if name == "rotate3d" and (number(parts[0]) or number(parts[1])):
        return 0.0  # not around the axis that points at the reader
    match = _ANGLE.fullmatch(parts[-1])
    return float(match[1]) * _DEGREES[match[2]] if match else 0.0
