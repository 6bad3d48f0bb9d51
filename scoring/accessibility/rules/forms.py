"""Forms: what each field and button is called."""

from __future__ import annotations

from pathlib import Path

from lxml.html import HtmlElement

from config.reading import Frozen, read_yaml
from scoring.accessibility.document import Document
from scoring.accessibility.names import (
    BUTTON_TYPES,
    FIELDS,
    accessible_name,
    explicit_role,
    is_presentational,
)
from scoring.accessibility.registry import rule

UNLABELLED_TYPES = frozenset({"hidden", "image", *BUTTON_TYPES})
BUTTON_ROLES = ("", "button", "switch", "tab", "menuitem", "menuitemcheckbox", "menuitemradio")


class Autocomplete(Frozen):
    """The file `autocomplete.yaml`."""

    fields: frozenset[str]
    contact_fields: frozenset[str]
    contacts: frozenset[str]
    no_purpose: frozenset[str]


AUTOCOMPLETE = read_yaml(Path(__file__).with_name("autocomplete.yaml"), Autocomplete)


def _type(field: HtmlElement) -> str:
    return (field.get("type") or "text").strip().lower()


@rule(
    "label",
    impact="critical",
    wcag=("4.1.2",),
    act=("e086e5",),
    on=("input", "textarea"),
    help="Form fields have labels",
    source="WCAG technique H44",
)
def label(document: Document, field: HtmlElement) -> bool:
    """A field has a label, a title or at least a placeholder that software can tell."""
    if field.tag == "input" and _type(field) in UNLABELLED_TYPES:
        return True
    return (
        bool(accessible_name(document, field))
        or is_presentational(field)
        or document.is_hidden(field)
    )


@rule(
    "select-name",
    impact="critical",
    wcag=("4.1.2",),
    act=("e086e5",),
    on=("select",),
    help="Lists to choose from have labels",
    source="WCAG technique H44",
)
def select_name(document: Document, field: HtmlElement) -> bool:
    """A select element has a name that is not one of its options."""
    return (
        bool(accessible_name(document, field))
        or is_presentational(field)
        or document.is_hidden(field)
    )


@rule(
    "aria-input-field-name",
    impact="serious",
    wcag=("4.1.2",),
    act=("e086e5",),
    on=("[role]",),
    help="Fields made with ARIA have labels",
    source="ACT rule e086e5",
)
def aria_input_field_name(document: Document, field: HtmlElement) -> bool:
    """An element that acts as a field has a name; label elements cannot give it one."""
    roles = ("combobox", "listbox", "searchbox", "slider", "spinbutton", "textbox")
    if field.tag in FIELDS or explicit_role(field) not in roles:
        return True
    return bool(accessible_name(document, field)) or document.is_hidden(field)


@rule(
    "button-name",
    impact="critical",
    wcag=("4.1.2",),
    act=("97a4e1", "m6b1q3"),
    on=("button",),
    help="Buttons say what they do",
    source="WCAG technique H91",
)
def button_name(document: Document, button: HtmlElement) -> bool:
    """A button has text, an image with an alternative, or a label."""
    return (
        bool(accessible_name(document, button))
        or explicit_role(button) not in (*BUTTON_ROLES, "none", "presentation")
        or is_presentational(button)
        or document.is_hidden(button)
    )


@rule(
    "input-button-name",
    impact="critical",
    wcag=("4.1.2",),
    act=("97a4e1",),
    on=("input",),
    help="Input buttons say what they do",
    source="WCAG technique H91",
)
def input_button_name(document: Document, button: HtmlElement) -> bool:
    """An input button has a value; submit and reset may leave theirs to the browser."""
    if _type(button) not in BUTTON_TYPES:
        return True
    return (
        bool(accessible_name(document, button))
        or is_presentational(button)
        or document.is_hidden(button)
    )


@rule(
    "autocomplete-valid",
    impact="serious",
    wcag=("1.3.5",),
    act=("73f2c2",),
    on=("[autocomplete]",),
    help="What a field asks of the person is told to browsers in their words",
    source="HTML Living Standard, 4.10.18.7; WCAG technique H98",
)
def autocomplete_valid(document: Document, field: HtmlElement) -> bool:
    """An autocomplete attribute is made of the tokens that HTML defines, in their order."""
    tokens = (field.get("autocomplete") or "").lower().split()
    if field.tag not in FIELDS or _type(field) in UNLABELLED_TYPES:
        return True
    idle = field.get("disabled") is not None or field.get("aria-disabled") == "true"
    return idle or _is_autocomplete(tokens) or document.is_hidden(field)


def _is_autocomplete(tokens: list[str]) -> bool:
    if not tokens or (len(tokens) == 1 and tokens[0] in AUTOCOMPLETE.no_purpose):
        return True
    rest = list(tokens)
    if rest[0].startswith("section-"):
        rest.pop(0)
    if rest and rest[0] in ("shipping", "billing"):
        rest.pop(0)
    if rest and rest[-1] == "webauthn":
        rest.pop()
    if len(rest) == 2 and rest[0] in AUTOCOMPLETE.contacts:
        return rest[1] in AUTOCOMPLETE.contact_fields
    return len(rest) == 1 and rest[0] in AUTOCOMPLETE.fields | AUTOCOMPLETE.contact_fields
