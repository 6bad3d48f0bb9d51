"""How a text is painted: its colours and what lies behind it, where the page itself decides both."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

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
_WORD = re.compile(r"[^\W_]{2}")
_IMAGE = "url("


@dataclass(frozen=True, slots=True)
class Painted:
    """The highest contrast ratio of a text with any of its background, and whether it is large."""

    ratio: float
    is_large: bool


def painted_texts(document: Document) -> dict[HtmlElement, Painted]:
    """The elements with text whose contrast is less than is asked at most, with that contrast."""
    found: dict[HtmlElement, Painted] = {}
    for element in _candidates(document):
        if element.tag in PAINTED_OTHERWISE or not _WORD.search(own_text(element)):
            continue
        painted = _painted(document, element)
        is_low = painted is not None and painted.ratio < STYLES.contrast["enhanced"]
        if painted is not None and is_low and _is_to_be_read(document, element):
            found[element] = painted
    return found


def _candidates(document: Document) -> Iterator[HtmlElement]:
    """Every element where the page has all its styles, else those that have both colours by `style`."""
    if not document.styles.is_complete:
        for element in document.elements("[style]"):
            if all(document.styles.in_attribute(element, n) for n in ("color", "background-color")):
                yield element
    elif document.styles.colours_anything:
        for elements in document.by_tag.values():
            yield from elements


def _painted(document: Document, element: HtmlElement) -> Painted | None:
    text, backgrounds = _text_colour(document, element), _backgrounds(document, element)
    if text is None or backgrounds is None:
        return None
    opacity, behind = backgrounds
    shadow = document.styles.value(element, "text-shadow")
    behind += [each.over(behind[0]) for each in colours_in(shadow)]
    text = text.faded(opacity)
    ratio = max(contrast(text.over(each), each) for each in behind)
    return None if ratio <= 1.0 else Painted(ratio, _is_large(document, element))


def _text_colour(document: Document, element: HtmlElement) -> Colour | None:
    step: HtmlElement | None = element
    while step is not None:
        declared = document.styles.declared(step, "color")
        if declared is not None and declared.value not in ("inherit", "unset"):
            initial = declared.value in ("initial", "revert")
            return colour_of(STYLES.text_colour if initial else declared.value)
        if declared is None:
            if (hint := _hint(step, "color")) is not None:
                return colour_of(hint)
            if step.tag == "a" and step.get("href") is not None:
                return colour_of(STYLES.link_colour)
            if step.tag in ("button", "mark"):
                return colour_of(STYLES.text_colour)
        step = step.getparent()
    return colour_of(STYLES.text_colour)


def _hint(element: HtmlElement, name: str) -> str | None:
    if element.tag not in ("body", "font", "table", "tbody", "td", "tfoot", "th", "thead", "tr"):
        return None
    return next(filter(None, map(element.get, HINTS[name])), None)


def _backgrounds(document: Document, element: HtmlElement) -> tuple[float, list[Colour]] | None:
    """How opaque a text is, and the colours behind it; None where they cannot be known."""
    layers: list[list[Colour]] = []
    opacity, step = 1.0, element
    while True:
        own = _own_background(document, step)
        shade = number(document.styles.value(step, "opacity") or "1")
        if own is None or shade is None or step.get("background") is not None:
            return None
        if shade < 1 and (layers or any(colour.alpha for colour in own)):
            return None
        opacity *= shade
        if any(colour.alpha for colour in own):
            layers.append(own)
        if all(colour.alpha == 1 for colour in own):
            break
        is_lifted = document.styles.value(step, "position") in LIFTED
        parent = step.getparent()
        if is_lifted or document.styles.value(step, "float") in ("left", "right"):
            return None
        if parent is None:
            layers.append([colour_of(STYLES.page_colour) or Colour(1, 1, 1)])
            break
        step = parent
    behind = layers.pop()
    while layers:
        above = layers.pop()
        behind = [colour.over(under) for colour in above for under in behind][:MOST_COLOURS]
    return None if opacity == 0 else (opacity, behind)


# Gradients over gradients: more colours than this tell nothing new.
MOST_COLOURS = 100


def _own_background(document: Document, element: HtmlElement) -> list[Colour] | None:
    """The colours that an element paints behind its content; None where they cannot be known."""
    colour = _own_colour(document, element)
    image = document.styles.value(element, "background-image")
    if colour is None or "var(" in image:
        return None
    if _IMAGE in image:
        # An image that is not repeated or stretched leaves the colour beside it to be seen.
        styles = document.styles
        alone = styles.value(element, "background-repeat") == "no-repeat"
        is_spot = alone and styles.value(element, "background-size") in ("", "auto")
        return [colour] if is_spot and colour.alpha == 1 else None
    stops = gradient_stops(image)
    if "gradient(" in image and not stops:
        return None
    if colour.alpha == 0:
        return stops or [colour]
    return [stop.over(colour) if colour.alpha == 1 else stop for stop in stops] or [colour]


def _own_colour(document: Document, element: HtmlElement) -> Colour | None:
    declared = document.styles.declared(element, "background-color")
    if declared is None:
        hint = _hint(element, "background-color")
        given = hint or (STYLES.button_colour if element.tag == "button" else "transparent")
        return colour_of(given)
    if declared.value in ("inherit", "revert"):
        return None
    if declared.value in ("initial", "unset", "none"):
        return Colour(0, 0, 0, 0)
    return background_colour(declared.value)


def _is_large(document: Document, element: HtmlElement) -> bool:
    """Whether a text is large, or may be where styles from elsewhere set its size."""
    styles, large = document.styles, STYLES.large_text
    own_size = styles.in_attribute(element, "font-size")
    own_weight = styles.in_attribute(element, "font-weight")
    if not styles.is_complete and (own_size is None or pixels(own_size.value, 0) in (None, 0)):
        return True
    size = styles.font_size(element)
    weight_unknown = not styles.is_complete and own_weight is None
    is_bold = weight_unknown or _is_bold(document, element)
    return size >= large["size"] - 0.01 or (is_bold and size >= large["bold_size"] - 0.01)


def _is_bold(document: Document, element: HtmlElement) -> bool:
    step: HtmlElement | None = element
    while step is not None:
        declared = document.styles.declared(step, "font-weight")
        if declared is not None and declared.value not in ("inherit", "unset", "revert"):
            weight = number(declared.value)
            heavy = weight is not None and weight >= STYLES.large_text["bold_weight"]
            return heavy or declared.value in ("bold", "bolder")
        if step.tag in STYLES.bold:
            return True
        step = step.getparent()
    return False


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
