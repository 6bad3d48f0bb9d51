"""Style sheets into rules: selectors, and what they declare of the properties that matter here."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import cssselect
import tinycss2  # type: ignore[import-untyped]  # the library has no types
from pydantic import model_validator

from config.reading import Frozen, read_yaml
from scoring.accessibility.selectors import Tree, is_readable, needs

Orientation = Literal["portrait", "landscape"]
CUSTOM = "--"  # what the names of custom properties begin with
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
    most_deep: int
    most_sets: int
    most_kin: int
    most_steps: int
    most_characters: int
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

    `needs` are the ids, classes and tags without which nothing on a page matches, what the element
    itself must have first; `order` is its place in its sheet.
    """

    tree: Tree
    needs: tuple[tuple[str, str], ...]
    specificity: tuple[int, int, int]
    declarations: tuple[Declaration, ...]
    orientation: Orientation | None
    order: int


# Rules by what an element must have, as `selectors.key_of` names it.
Rules = Mapping[tuple[str, str], Sequence[StyleRule]]


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """The rules of a style sheet by what an element must have.

    It is not whole where it takes in sheets that are not at hand, or nests too deep to be read.
    """

    rules: Rules
    is_whole: bool


@lru_cache(maxsize=64)  # templates repeat their style elements on every page
def read_style_element(text: str) -> Sheet:
    """The style sheet in a page's `style` element, as `read_sheet` reads it."""
    return read_sheet(text)


def read_sheet(text: str) -> Sheet:
    """A style sheet; what is conditional is in it where it holds for the usual window."""
    try:
        nodes = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
        read = list(_rules(nodes, None))
    except RecursionError:
        return Sheet({}, is_whole=False)
    imports = any(n.type == "at-rule" and n.lower_at_keyword == "import" for n in nodes)
    rules: dict[tuple[str, str], list[StyleRule]] = defaultdict(list)
    for order, (selector, declarations, orientation) in enumerate(read):
        tree = selector.parsed_tree
        wanted, specificity = tuple(needs(tree)), selector.specificity()
        rules[wanted[0]].append(
            StyleRule(tree, wanted, specificity, declarations, orientation, order)
        )
    return Sheet(dict(rules), is_whole=not imports)


_Read = tuple[cssselect.Selector, tuple[Declaration, ...], Orientation | None]


def _rules(nodes: list[Node], orientation: Orientation | None) -> Iterator[_Read]:
    for node in nodes:
        if node.type == "qualified-rule":
            yield from _rule(node, orientation)
        elif node.type == "at-rule" and node.content is not None:
            condition = tinycss2.serialize(node.prelude).strip().lower()
            inner = _orientation(condition) if node.lower_at_keyword == "media" else None
            if inner is not None or _holds(node.lower_at_keyword, condition):
                content = tinycss2.parse_rule_list(
                    node.content, skip_comments=True, skip_whitespace=True
                )
                yield from _rules(content, inner or orientation)


def _holds(keyword: str, condition: str) -> bool:
    """Whether what stands in an at-rule applies in a browser of today, in the usual window."""
    if keyword == "supports":
        return not condition.startswith("not")
    return keyword == "layer" or (keyword == "media" and media_holds(condition))


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


def _rule(node: Node, orientation: Orientation | None) -> Iterator[_Read]:
    declarations = tuple(_declarations(node.content))
    if not declarations:
        return
    try:
        selectors = cssselect.parse(_NOT_ANY.sub(_not_each, tinycss2.serialize(node.prelude)))
    except cssselect.SelectorError:
        return
    for each in selectors:
        if each.pseudo_element is None and is_readable(each.parsed_tree):
            yield each, declarations, orientation


_NOT_ANY = re.compile(r":not\(([^(),]{1,200}(?:,[^(),]{1,200}){1,20})\)")


def _not_each(match: re.Match[str]) -> str:
    """Not any of several as not each of them: the parser knows only one at a time."""
    return "".join(f":not({each.strip()})" for each in match[1].split(","))


@lru_cache(maxsize=4096)
def read_style(text: str) -> tuple[Declaration, ...]:
    """What a style attribute declares; nothing where it nests too deep to be read."""
    try:
        return tuple(_declarations(text))
    except RecursionError:
        return ()


def _declarations(content: str | list[Node]) -> Iterator[Declaration]:
    parsed = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    for node in parsed:
        if node.type != "declaration":
            continue
        value = tinycss2.serialize(node.value).strip().lower()
        for name, part in _longhands(node.lower_name, value):
            is_read = name in STYLES.properties or name.startswith(CUSTOM)
            if is_read and _is_value(name, part):
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
    if name in _SIZED and value not in _WORDS and "var(" not in value:
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
