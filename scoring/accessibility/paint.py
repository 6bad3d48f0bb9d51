"""How a text is painted: its colour and what is behind it, where the page itself decides both."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from lxml.html import HtmlElement

from scoring.accessibility.colours import (
    Colour,
    background_colour,
    colour_of,
    colours_in,
    contrast,
    gradient_stops,
)
from scoring.accessibility.document import Document
from scoring.accessibility.roles import is_disabled
from scoring.accessibility.sheets import STYLES, number, pixels
from scoring.accessibility.visible import is_seen, own_text

# Elements whose text a browser paints in its own way, or that hold none to be seen.
PAINTED_OTHERWISE = frozenset(
    {"fieldset", "head", "html", "input", "noscript", "option", "script", "select"}
    | {"style", "template", "textarea", "title", "video", "audio", "canvas", "iframe", "object"}
)
# What lies behind these may be anything on the page.
LIFTED = ("absolute", "fixed", "sticky")
# Attributes of old HTML that colour (HTML Living Standard, 15.3, presentational hints).
HINTS = {"color": ("color", "text"), "background-color": ("bgcolor",)}
HINTED = frozenset({"body", "font", "table", "tbody", "td", "tfoot", "th", "thead", "tr"})
# Tags with a colour, size or weight of their own, or that may have one by an attribute.
_PAINTING = HINTED | {"a", "button", "mark"} | STYLES.font_sizes.keys() | STYLES.bold
_PAINTING_ATTRIBUTES = ("style", "background", *HINTS["color"], *HINTS["background-color"])
# Those tags with a colour or weight; the properties that change how text is painted.
_COLOURING = HINTED | {"a", "button", "mark"} | STYLES.bold
_PAINT = frozenset(
    {"background-color", "background-image", "color", "float", "font-weight", "opacity", "position"}
)
# … and those that change it too, or how large it is.
_PAINTING_PROPERTIES = _PAINT | {"background-repeat", "background-size", "font-size", "text-shadow"}
_COLOURS = ("color", "background-color")
_WORD = re.compile(r"[^\W_]{2}")
# Gradients over gradients: more colours than this tell nothing new.
MOST_COLOURS = 100


@dataclass(frozen=True, slots=True)
class Painted:
    """The highest contrast ratio of a text with any of its background, and whether it is large."""

    ratio: float
    is_large: bool


class Ground(NamedTuple):
    """How text in an element is painted; `text` or `behind` is None where it cannot be known.

    `behind` are the colours that lie behind the text, `opacity` that of the text over them.
    """

    text: Colour | None
    behind: tuple[Colour, ...] | None
    opacity: float
    is_bold: bool


def painted_texts(document: Document) -> dict[HtmlElement, Painted]:
    """The elements with text whose contrast is less than is asked at most, with that contrast."""
    if not document.styles.is_complete:
        return _painted_by_attributes(document)
    if not document.styles.colours_anything:
        return {}
    found: dict[HtmlElement, Painted] = {}
    painter = _Painter(document)
    for easel in painter.easels:
        painted = painter.painted(document, easel)
        if painted is not None:
            texts = filter(_has_text, painter.painted_on(easel))
            found.update((text, painted) for text in texts if _is_judged(document, text))
    return found


def _painted_by_attributes(document: Document) -> dict[HtmlElement, Painted]:
    """The same where styles are elsewhere: only for elements with both colours by `style`."""
    found: dict[HtmlElement, Painted] = {}
    painter = _Painter(document)
    for element in document.elements("[style]"):
        if not all(document.styles.in_attribute(element, name) for name in _COLOURS):
            continue
        painted = painter.painted(document, element)
        if painted is not None and _has_text(element) and _is_judged(document, element):
            found[element] = painted
    return found


def _is_judged(document: Document, element: HtmlElement) -> bool:
    if element.tag in PAINTED_OTHERWISE or not _WORD.search(own_text(element)):
        return False
    return _is_to_be_read(document, element)


def _has_text(element: HtmlElement) -> bool:
    if element.text and not element.text.isspace():
        return True
    return any(child.tail and not child.tail.isspace() for child in element)


def _is_plain_to_see(ground: Ground) -> bool:
    """Whether the contrast is as high as is asked at most, or there is no text to be seen."""
    if ground.text is None or ground.behind is None or ground.opacity == 0:
        return True
    text = ground.text.faded(ground.opacity)
    return _most_contrast(text, ground.behind) >= STYLES.contrast["enhanced"]


def _most_contrast(text: Colour, behind: tuple[Colour, ...]) -> float:
    return max(contrast(text.over(each), each) for each in behind)


class _Painter:
    """Works out the ground of elements from the root down, each once.

    `easels` are the elements that may paint anew: text in others is painted as around them.
    """

    def __init__(self, document: Document) -> None:
        self.styles = document.styles
        page, text = colour_of(STYLES.page_colour), colour_of(STYLES.text_colour)
        self._first = Ground(text, None if page is None else (page,), 1.0, False)
        self._grounds: dict[HtmlElement, Ground] = {}
        self._painted_by_attribute = {
            e for name in _PAINTING_ATTRIBUTES for e in document.by_attribute.get(name, ())
        }
        self._alike: dict[tuple[str, bool, int, int, int], Ground] = {}
        self._equal: dict[Ground, Ground] = {}
        self._plain: dict[int, bool] = {}
        self.easels = dict.fromkeys([document.root, *self.styles.with_any(_PAINTING_PROPERTIES)])
        for tag in _PAINTING & document.by_tag.keys():
            self.easels.update(dict.fromkeys(document.by_tag[tag]))

    def painted_on(self, easel: HtmlElement) -> Iterator[HtmlElement]:
        """The easel and what is in it but in no easel further in."""
        stack = [easel]
        while stack:
            element = stack.pop()
            yield element
            stack.extend(e for e in element.iterchildren("*") if e not in self.easels)

    def painted(self, document: Document, easel: HtmlElement) -> Painted | None:
        """The contrast in an easel where it is low; None where it is not, or cannot be known."""
        ground = self.ground(easel)
        is_plain = self._plain.get(id(ground))
        if is_plain is None:
            is_plain = self._plain[id(ground)] = _is_plain_to_see(ground)
        if is_plain or ground.text is None or ground.behind is None:
            return None
        text = ground.text.faded(ground.opacity)
        shadow = document.styles.value(easel, "text-shadow")
        shadows = tuple(each.over(ground.behind[0]) for each in colours_in(shadow))
        ratio = _most_contrast(text, ground.behind + shadows)
        if not 1.0 < ratio < STYLES.contrast["enhanced"]:
            return None  # text in the colour of its ground is not meant to be seen
        return Painted(ratio, _is_large(document, easel, ground.is_bold))

    def ground(self, easel: HtmlElement) -> Ground:
        """How text directly in an easel is painted."""
        passed: list[HtmlElement] = []
        step: HtmlElement | None = easel
        while step is not None and step not in self._grounds:
            passed.append(step)
            step = step.getparent()
        ground = self._first if step is None else self._grounds[step]
        for each in reversed(passed):
            if each in self.easels:
                ground = self._own_ground(each, ground)
            self._grounds[each] = ground
        return ground

    def _own_ground(self, easel: HtmlElement, around: Ground) -> Ground:
        """The same once for all easels of one tag and look on the same ground."""
        if easel in self._painted_by_attribute:
            return _ground(easel, self.styles.everything(easel), around)
        tag = easel.tag
        is_link = tag == "a" and easel.get("href") is not None
        look = self.styles.look(easel)
        custom = self.styles.custom(easel) if look.asks else None
        key = (tag, is_link, id(look), id(custom), id(around))
        known = self._alike.get(key)
        if known is None:
            ground = _ground(easel, self.styles.everything(easel), around)
            known = self._alike[key] = self._equal.setdefault(ground, ground)
        return known


def _ground(element: HtmlElement, styles: Mapping[str, str], around: Ground) -> Ground:
    if element.tag not in _COLOURING and styles.keys().isdisjoint(_PAINT):
        return around
    shade = number(styles.get("opacity", "1"))
    opacity = around.opacity * (1.0 if shade is None else shade)
    own = _own_background(element, styles)
    behind = around.behind
    if own is None or element.get("background") is not None:
        behind = None
    elif own and all(colour.alpha == 1 for colour in own):
        behind = own if opacity == 1 else None
    elif styles.get("position") in LIFTED or styles.get("float") in ("left", "right"):
        behind = None
    elif own and behind is not None:
        blended = tuple(colour.over(under) for colour in own for under in behind)
        behind = blended[:MOST_COLOURS] if opacity == 1 else None
    return Ground(
        _text_colour(element, styles, around.text),
        behind,
        opacity,
        _is_bold(element, styles, around),
    )


def _text_colour(
    element: HtmlElement, styles: Mapping[str, str], around: Colour | None
) -> Colour | None:
    value = styles.get("color")
    if value in ("inherit", "unset"):
        return around
    if value in ("initial", "revert"):
        return colour_of(STYLES.text_colour)
    if value is not None:
        return colour_of(value)
    if (hint := _hint(element, "color")) is not None:
        return colour_of(hint)
    if element.tag == "a" and element.get("href") is not None:
        return colour_of(STYLES.link_colour)
    return colour_of(STYLES.text_colour) if element.tag in ("button", "mark") else around


def _hint(element: HtmlElement, name: str) -> str | None:
    if element.tag not in HINTED:
        return None
    return next(filter(None, map(element.get, HINTS[name])), None)


def _own_background(element: HtmlElement, styles: Mapping[str, str]) -> tuple[Colour, ...] | None:
    """The colours that an element paints, none for no paint; None where they cannot be known."""
    colour = _own_colour(element, styles)
    image = styles.get("background-image", "")
    if colour is None or "var(" in image:
        return None
    if "url(" in image:
        # An image that is not repeated or stretched leaves the colour beside it to be seen.
        alone = styles.get("background-repeat") == "no-repeat"
        is_spot = alone and styles.get("background-size", "auto") == "auto"
        return (colour,) if is_spot and colour.alpha == 1 else None
    stops = gradient_stops(image)
    if "gradient(" in image and not stops:
        return None
    if not stops:
        return (colour,) if colour.alpha else ()
    return tuple(stop.over(colour) for stop in stops) if colour.alpha == 1 else stops


def _own_colour(element: HtmlElement, styles: Mapping[str, str]) -> Colour | None:
    value = styles.get("background-color")
    if value is None:
        default = STYLES.button_colour if element.tag == "button" else "transparent"
        return colour_of(_hint(element, "background-color") or default)
    if value in ("inherit", "revert"):
        return None
    if value in ("initial", "unset", "none"):
        return Colour(0, 0, 0, 0)
    return background_colour(value)


def _is_bold(element: HtmlElement, styles: Mapping[str, str], around: Ground) -> bool:
    value = styles.get("font-weight")
    if value is None:
        return around.is_bold or element.tag in STYLES.bold
    if value in ("inherit", "unset", "revert"):
        return around.is_bold
    weight = number(value)
    heavy = weight is not None and weight >= STYLES.large_text["bold_weight"]
    return heavy or value in ("bold", "bolder")


def _is_large(document: Document, element: HtmlElement, is_bold: bool) -> bool:
    """Whether a text is large, or may be where styles from elsewhere set its size."""
    styles, large = document.styles, STYLES.large_text
    if not styles.is_complete:
        own_size = styles.in_attribute(element, "font-size")
        if own_size is None or not pixels(own_size.value, 0):
            return True
        is_bold = is_bold or styles.in_attribute(element, "font-weight") is None
    size = styles.font_size(element)
    return size >= large["size"] - 0.01 or (is_bold and size >= large["bold_size"] - 0.01)


def _is_to_be_read(document: Document, element: HtmlElement) -> bool:
    """Whether a text is seen, of HTML, and neither of a control that is off nor of its label."""
    idle = document.fact("idle", _idle)
    around = (element, *element.iterancestors())
    if any(step.tag in ("svg", "math") or step in idle for step in around):
        return False
    return is_seen(document, element)


def _idle(document: Document) -> set[HtmlElement]:
    """Groups and controls that are off, and what names the latter."""
    off = [e for e in document.elements("[aria-disabled]") if e.get("aria-disabled") == "true"]
    off += document.elements("[disabled]")
    within = {e for each in off for e in each.iter("input", "select", "textarea", "button")}
    fields = {e for e in within if is_disabled(document, e) or e in off}
    found = {*off, *within}
    for field in (*off, *fields, *within):
        found.update(document.labels.get(field.get("id") or "", ()))
        found.update(field.iterancestors("label"))
        ids = (field.get("aria-labelledby") or "").split()
        found.update(target for id in ids if (target := document.with_id(id)) is not None)
    return found
