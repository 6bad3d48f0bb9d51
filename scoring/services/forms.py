"""What a form is for: the citizen's case, a payment, a booking, a look-up, or mere furniture.

A form's words are English or Welsh; what its fields are (an e-mail address, a date, a file, a card
number) is told by HTML itself, in any language.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import Literal, NamedTuple, TypeVar

from config.vocabulary import begins
from crawler.forms import Field, Form
from crawler.page import Page
from scoring.services.signals import load_rules, load_signals

Use = Literal["payment", "booking", "account", "lookup", "form"]
Signature = tuple[str, tuple[str, ...], tuple[str, ...]]
FieldSign = tuple[str, str, str]
Sign = TypeVar("Sign", Signature, FieldSign)

# Fields that hold no part of a case by themselves.
CHOICES = frozenset({"checkbox", "radio"})


class Furniture(NamedTuple):
    """What repeats across a site's pages: whole forms, and fields that no form holds."""

    forms: frozenset[Signature]
    fields: frozenset[FieldSign]


def signature(page: Page, form: Form) -> Signature:
    """What makes two forms the same: where they send, what they ask and what their buttons say."""
    action = "" if form.action == page.url else form.action.partition("?")[0]
    names = sorted({field.name for field in form.fields})
    return action, tuple(names), form.buttons


def furniture_of(pages: list[Page]) -> Furniture:
    """What repeats across a site's pages: search, newsletter, feedback, log-in."""
    forms = ({signature(page, form) for form in page.forms} for page in pages)
    fields = (set(map(_sign, page.loose.fields)) if page.loose else set() for page in pages)
    return Furniture(_repeated(forms, len(pages)), _repeated(fields, len(pages)))


def forms_of(page: Page, furniture: Furniture) -> Iterator[tuple[Form, Use]]:
    """The page's forms that are for something, fields without a form element among them."""
    for form in page.forms:
        if signature(page, form) not in furniture.forms and (use := use_of(page, form)):
            yield form, use
    if page.loose is not None:
        own = tuple(each for each in page.loose.fields if _sign(each) not in furniture.fields)
        form = replace(page.loose, fields=own)
        if use := use_of(page, form):
            yield form, use


def use_of(page: Page, form: Form) -> Use | None:
    """What a form does for the citizen's case; None for furniture and what cannot be told."""
    signals, rules = load_signals(), load_rules()
    if form.region in ("header", "footer", "nav"):
        return None
    fields = [field for field in form.fields if field.type != "search"]
    said = " ; ".join(f"{field.label} {spaced(field.name)}" for field in fields)
    buttons = " ; ".join(form.buttons)
    if any(
        field.type == "password" or _holds(field, rules.autocomplete.account) for field in fields
    ):
        return "account"
    if _takes_payment(fields, said, buttons):
        return "payment"
    if signals.slot.search(said):
        return "booking"
    little = len(fields) <= rules.furniture_fields
    if little and signals.furniture.search(f"{form.text} {buttons}"[: rules.furniture_chars]):
        return None
    if _is_lookup(form, fields, said, buttons):
        return "lookup"
    return "form" if _asks_for_a_case(page, form, fields, said) else None


def _takes_payment(fields: list[Field], said: str, buttons: str) -> bool:
    signals, tokens = load_signals(), load_rules().autocomplete.payment
    if signals.card.search(said) or any(_holds(field, tokens) for field in fields):
        return True
    return bool(fields and signals.amount.search(f"{said} ; {buttons}"))


def _is_lookup(form: Form, fields: list[Field], said: str, buttons: str) -> bool:
    signals, rules = load_signals(), load_rules()
    typed = [field for field in fields if field.type not in CHOICES]
    asks_little = 1 <= len(typed) <= rules.lookup_fields
    asks_little = asks_little and not any(field.type == "textarea" for field in typed)
    finds = form.method == "get" or bool(signals.lookup_button.search(buttons))
    told = any(_holds(field, rules.autocomplete.lookup) for field in typed)
    return asks_little and finds and (told or bool(signals.lookup_field.search(said)))


def _asks_for_a_case(page: Page, form: Form, fields: list[Field], said: str) -> bool:
    """Whether a form asks for a case: by its words, its fields, or as a step among several."""
    rules = load_rules()
    is_own = form in page.forms
    posts = form.method != "get"
    if not fields:
        starts = any(map(begins, form.buttons)) and (form.method == "post" or bool(form.buttons))
        return starts or (page.is_step and (posts or not is_own) and bool(form.buttons))
    if page.is_step:
        return True
    if any(field.type in ("textarea", "file") for field in fields):
        return True
    telling = max(len(load_signals().case_field.findall(said)), sum(map(_is_of_a_case, fields)))
    given = [field for field in fields if field.type not in CHOICES]
    return telling >= rules.case_signs or (
        posts and is_own and (bool(telling) or len(given) >= rules.case_fields)
    )


def _is_of_a_case(field: Field) -> bool:
    rules = load_rules()
    return field.type in rules.case_types or _holds(field, rules.autocomplete.case)


def _holds(field: Field, tokens: Collection[str]) -> bool:
    """Whether the browser is told that a field holds one of these (the last token says what)."""
    return field.autocomplete.rpartition(" ")[2] in tokens


def _sign(field: Field) -> FieldSign:
    return field.name, field.type, field.label


def _repeated(signs: Iterable[set[Sign]], pages: int) -> frozenset[Sign]:
    """What stands on so many pages that it says nothing about any one of them."""
    rules = load_rules()
    counts = Counter(sign for each in signs for sign in each)
    least = max(rules.furniture_pages, pages * rules.furniture_share)
    return frozenset(sign for sign, count in counts.items() if count > least)


def spaced(name: str) -> str:
    """The name of a field as words."""
    return "".join(character if character.isalnum() else " " for character in name)
