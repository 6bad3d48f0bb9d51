"""Common barriers in forms: placeholders for labels, groups without a name, errors apart."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

from scoring.accessibility.document import Document
from scoring.accessibility.names import content_text, explicit_role, label_text, referenced_text
from scoring.accessibility.registry import rule
from scoring.accessibility.rules.barriers import BARRIERS, quick_text

_CHOICES = ("radio", "checkbox")
_NEIGHBOURS = 4  # elements on either side of a field that a message about it stands among
_DIALOGS = ("dialog", "alertdialog")


@rule(
    "placeholder-as-label",
    impact="moderate",
    on=("[placeholder]",),
    help="Fields have a label that stays, beside any placeholder",
    source="GOV.UK Design System: text input; HTML, 4.10.5.3.10",
)
def placeholder_as_label(document: Document, field: HtmlElement) -> bool:
    """A placeholder, which goes when one types, is not all that a field is called."""
    if field.tag not in ("input", "textarea") or not (field.get("placeholder") or "").strip():
        return True
    if _type(field) == "hidden" or (field.get("aria-label") or field.get("title") or "").strip():
        return True
    is_named = bool(label_text(document, field) or referenced_text(document, field))
    return is_named or document.is_hidden(field)


@rule(
    "fieldset-legend",
    impact="moderate",
    on=("fieldset",),
    help="Groups of choices have a legend",
    source="WCAG technique H71",
)
def fieldset_legend(document: Document, fieldset: HtmlElement) -> bool:
    """A fieldset with radio buttons or several checkboxes has a legend that is not empty."""
    if explicit_role(fieldset) in ("none", "presentation") or _is_named(document, fieldset):
        return True
    choices = (each for each in fieldset.iter("input") if _type(each) in _CHOICES)
    return (
        len(list(islice(choices, 2))) < 2
        or _is_in_group(document, fieldset)
        or document.is_hidden(fieldset)
    )


@rule(
    "choices-without-group",
    impact="serious",
    wcag=("1.3.1",),
    on=("input",),
    help="Radio buttons and checkboxes of one question are a group with its name",
    source="WCAG techniques H71 and ARIA17",
    needs_review=True,
)
def choices_without_group(document: Document, field: HtmlElement) -> bool:
    """Two or more choices of one name stand in a fieldset with a legend, or in a named group."""
    if _type(field) not in _CHOICES or not field.get("name"):
        return True
    # Told once for a question, at its first choice; a legend that is missing has its own rule.
    choices = document.choices[_type(field), field.get("name", "")]
    is_told = choices[0] is not field or len(choices) == 1
    if is_told or next(field.iterancestors("fieldset"), None) is not None:
        return True
    return _is_in_group(document, field) or document.is_hidden(field)


def _is_in_group(document: Document, element: HtmlElement) -> bool:
    """Whether a fieldset or group around an element has a name."""
    for around in element.iterancestors():
        is_group = around.tag == "fieldset" or explicit_role(around) in ("group", "radiogroup")
        if is_group and _is_named(document, around):
            return True
    return False


def _is_named(document: Document, group: HtmlElement) -> bool:
    if (group.get("aria-label") or group.get("title") or "").strip():
        return True
    if referenced_text(document, group):
        return True
    legend = next(group.iterchildren("legend"), None)
    return legend is not None and bool(content_text(document, legend))


@rule(
    "error-without-association",
    impact="serious",
    wcag=("1.3.1",),
    on=("input", "select", "textarea"),
    help="Messages about a mistake belong to their field",
    source="WCAG techniques ARIA1 and ARIA21; GOV.UK Design System: error message",
    needs_review=True,
)
def error_without_association(document: Document, field: HtmlElement) -> bool:
    """A message of error beside a field is its label's or described by it."""
    if field.tag == "input" and _type(field) in ("hidden", "submit", "button", "image", "reset"):
        return True
    if field.get("aria-describedby") or field.get("aria-errormessage"):
        return True
    message = next((each for each in _beside(field) if _is_error(each)), None)
    return (
        message is None
        or message.tag == "label"
        or document.is_hidden(message)
        or document.is_hidden(field)
    )


def _beside(field: HtmlElement) -> Iterator[HtmlElement]:
    for preceding in (True, False):
        yield from islice(field.itersiblings(preceding=preceding), _NEIGHBOURS)


def _is_error(element: HtmlElement) -> bool:
    classes = (element.get("class") or "").lower().split() if isinstance(element.tag, str) else []
    is_marked = not BARRIERS.error_classes.isdisjoint(classes)
    return is_marked and bool(quick_text(element).strip())


@rule(
    "autofocus",
    impact="moderate",
    on=("[autofocus]",),
    help="The page begins at its beginning: no field takes the focus by itself",
    source="HTML, 6.6.7; WCAG technique G107",
)
def autofocus(document: Document, element: HtmlElement) -> bool:
    """Nothing but what is in a dialog takes the focus when the page opens."""
    around = element.iterancestors()
    in_dialog = any(e.tag == "dialog" or explicit_role(e) in _DIALOGS for e in around)
    return in_dialog or document.is_hidden(element)


def _type(field: HtmlElement) -> str:
    return (field.get("type") or "text").strip().lower()
