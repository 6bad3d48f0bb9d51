"""Forms: where they send what, and the fields that a person fills in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml.html import HtmlElement

from crawler.text import squeezed, text_of

CONTROLS = ("input", "select", "textarea", "button")
# How form builders name what shows the steps of a form, and how they count them.
_STEPS = re.compile(
    r"\b(steppers?|step-?indicator|step-?progress|progress-?(tracker|steps)|form-?(steps|wizard)"
    r"|wizard(-steps)?|webform-progress)\b",
    re.I,
)
_STEP_COUNT = re.compile(r"\b(step|question|cam|cwestiwn) \d{1,2} (of|o) \d{1,2}\b", re.I)


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form. `type` is the input's type, or `select` or `textarea`.

    `autocomplete` is what the browser is told that it holds (`postal-code`, `cc-number`):
    https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#autofill
    `inputmode` is the keyboard that a phone is asked to show.
    """

    name: str
    type: str
    label: str
    required: bool
    autocomplete: str = ""
    inputmode: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A form: where it sends what, its fields that a person fills in, its words and place.

    `hidden` are the names and values that it sends besides.
    """

    action: str
    method: str
    fields: tuple[Field, ...]
    buttons: tuple[str, ...]
    text: str
    region: str
    hidden: tuple[tuple[str, str], ...] = ()


def form_of(element: HtmlElement, action: str, region: str) -> Form:
    """A form element, which sends to an address and stands in a landmark."""
    fields, buttons, hidden = _controls(list(element.iter(*CONTROLS)), _labels(element))
    return Form(
        action,
        (element.get("method") or "get").strip().lower(),
        tuple(fields),
        tuple(buttons),
        squeezed(text_of(element))[:2000],
        region,
        tuple(pair for pair in hidden if pair[0]),
    )


def loose_form(main: HtmlElement, own: list[HtmlElement], url: str) -> Form | None:
    """The controls of a page's own content that no form element holds, as a form; None where they
    ask and send nothing."""
    fields, buttons, _ = _controls(own, _labels(main), ("name", "id"))
    sends = any(each.get("type") in ("submit", "image") for each in own)
    return Form(url, "", tuple(fields), tuple(buttons), "", "main") if fields or sends else None


def shows_steps(main: HtmlElement, text: str) -> bool:
    """Whether the content of a page, which says `text`, shows that it is one step of a form."""
    if any(each.get("aria-current") == "step" for each in main.iter("li", "a", "div")):
        return True
    shown = (each.get("class") or "" for each in main.iter("div", "ol", "ul", "nav", "form"))
    return any(map(_STEPS.search, shown)) or bool(_STEP_COUNT.search(text))


def _labels(element: HtmlElement) -> dict[str | None, str]:
    return {label.get("for"): squeezed(text_of(label)) for label in element.iter("label")}


def _controls(
    controls: list[HtmlElement], labels: dict[str | None, str], names: tuple[str, ...] = ("name",)
) -> tuple[list[Field], list[str], list[tuple[str, str]]]:
    """The fields, the texts of the buttons, and the hidden names and values.

    A field is called by the first of the attributes `names` that it has.
    """
    fields, buttons, hidden = [], [], []
    for control in controls:
        kind = _control_type(control)
        if kind in ("submit", "button", "image", "reset"):
            buttons.append(squeezed(control.get("value") or text_of(control)))
        elif kind == "hidden":
            hidden.append((control.get("name") or "", control.get("value") or ""))
        else:
            fields.append(
                Field(
                    next(filter(None, map(control.get, names)), ""),
                    kind,
                    _label(control, labels),
                    "required" in control.attrib or control.get("aria-required") == "true",
                    (control.get("autocomplete") or "").strip().lower(),
                    (control.get("inputmode") or "").strip().lower(),
                )
            )
    return fields, buttons, hidden


def _control_type(control: HtmlElement) -> str:
    match control.tag:
        case "input":
            return (control.get("type") or "text").strip().lower()
        case "button":
            return "submit"
    return str(control.tag)


def _label(control: HtmlElement, labels: dict[str | None, str]) -> str:
    by_id = labels.get(control.get("id")) if control.get("id") else None
    if by_id:
        return by_id
    parent = control.getparent()
    while parent is not None and parent.tag != "form":
        if parent.tag == "label":
            return squeezed(text_of(parent))
        parent = parent.getparent()
    named = map(control.get, ("aria-label", "title", "placeholder"))
    return next(filter(None, named), "")
