"""What a form is for: the citizen's case, a payment, a booking, a look-up, or mere furniture."""

from __future__ import annotations

from collections import Counter
from typing import Literal

from config.vocabulary import begins
from crawler.page import Field, Form, Page
from scoring.services.signals import load_rules, load_signals

Use = Literal["payment", "booking", "account", "lookup", "form"]
Signature = tuple[str, tuple[str, ...], tuple[str, ...]]

# Fields that hold no part of a case by themselves.
CHOICES = frozenset({"checkbox", "radio"})


def signature(page: Page, form: Form) -> Signature:
    """What makes two forms the same: where they send, what they ask and what their buttons say."""
    action = "" if form.action == page.url else form.action.partition("?")[0]
    names = sorted({field.name for field in form.fields})
    return action, tuple(names), form.buttons


def furniture_of(pages: list[Page]) -> frozenset[Signature]:
    """The forms that repeat across a site's pages: search, newsletter, feedback, log-in."""
    rules = load_rules()
    counts = Counter(
        sign for page in pages for sign in {signature(page, form) for form in page.forms}
    )
    least = max(rules.furniture_pages, len(pages) * rules.furniture_share)
    return frozenset(sign for sign, count in counts.items() if count > least)


def use_of(page: Page, form: Form, furniture: frozenset[Signature]) -> Use | None:
    """What a form does for the citizen's case; None for furniture and what cannot be told."""
    signals = load_signals()
    if signature(page, form) in furniture or form.region in ("header", "footer", "nav"):
        return None
    fields = [field for field in form.fields if field.type != "search"]
    said = " ; ".join(f"{field.label} {spaced(field.name)}" for field in fields)
    buttons = " ; ".join(form.buttons)
    if not fields and not any(map(begins, form.buttons)):
        return None
    if any(field.type == "password" for field in fields):
        return "account"
    if signals.card.search(said) or (fields and signals.amount.search(f"{said} ; {buttons}")):
        return "payment"
    if signals.slot.search(said):
        return "booking"
    if signals.furniture.search(f"{form.text} {buttons}"[:300]) and len(fields) <= 2:
        return None
    if _is_lookup(form, fields, said, buttons):
        return "lookup"
    return "form" if _asks_for_a_case(form, fields, said) else None


def _is_lookup(form: Form, fields: list[Field], said: str, buttons: str) -> bool:
    signals = load_signals()
    typed = [field for field in fields if field.type not in CHOICES]
    asks_little = 1 <= len(typed) <= 3 and not any(field.type == "textarea" for field in typed)
    finds = form.method == "get" or bool(signals.lookup_button.search(buttons))
    return asks_little and finds and bool(signals.lookup_field.search(said))


def _asks_for_a_case(form: Form, fields: list[Field], said: str) -> bool:
    if not fields:
        return form.method == "post" or bool(form.buttons)
    telling = len(load_signals().case_field.findall(said))
    has_text = any(field.type in ("textarea", "file") for field in fields)
    return telling >= 2 or has_text or (form.method == "post" and bool(telling))


def spaced(name: str) -> str:
    """The name of a field as words."""
    return "".join(character if character.isalnum() else " " for character in name)
