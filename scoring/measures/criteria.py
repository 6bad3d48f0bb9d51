"""The thresholds and lists that the measures use: `criteria.yaml`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field

from config.reading import Frozen, read_yaml

Share = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=1)]


class AccessibilityStep(Frozen):
    """A score and the shares (0-1) from which a site has it."""

    score: Annotated[int, Field(ge=1, le=3)]
    pages_clean: Share
    statement_parts: Share


Stars = Annotated[int, Field(ge=1, le=4)]


class SmallWords(Frozen):
    """The small words by which a language is told."""

    en: frozenset[str]
    cy: frozenset[str]


class Headers(Frozen):
    """What headers are judged by; ages in seconds, faults of cookies the worst first."""

    hsts_seconds: Count
    preload_seconds: Count
    broad: frozenset[str]
    private_referrers: frozenset[str]
    telling_referrers: frozenset[str]
    session_cookies: tuple[str, ...]
    cookie_faults: tuple[str, ...]


class Addresses(Frozen):
    """By what an address or a title is told to be for people."""

    longest: Count
    codes: tuple[str, ...]
    generic_titles: frozenset[str]
    council_words: tuple[str, ...]


class NotFound(Frozen):
    """What helps on a page that says that there is no such page."""

    says: tuple[str, ...]
    least: Count


class Contact(Frozen):
    """How a way to contact the council is told, in regular expressions and words."""

    phone: str
    postcode: str
    email: str
    sign: tuple[str, ...]
    sign_hosts: tuple[str, ...]


class Criteria(Frozen):
    """The file `criteria.yaml`."""

    pages_enough_to_say_no: Count
    fresh_days: Count
    a_to_z_links: Count
    content_words: Count
    bare_words: Count
    longest_sentence: Count
    sentences_least: Count
    twins_most: Count
    language_margin: Annotated[float, Field(ge=1)]
    refusals: frozenset[int]
    accessibility_steps: tuple[AccessibilityStep, ...]
    task_stars: dict[Annotated[int, Field(ge=0, le=4)], Stars]
    task_stars_without_essential: Stars
    unclean_impacts: frozenset[str]
    covered_most: Share
    government_hosts: tuple[str, ...]
    csv_formats: tuple[str, ...]
    open_licences: tuple[str, ...]
    licence_addresses: tuple[str, ...]
    table_formats: frozenset[str]
    data_formats: tuple[str, ...]
    text_formats: frozenset[str]
    text_types: frozenset[str]
    office_formats: frozenset[str]
    news_paths: frozenset[str]
    updated: tuple[str, ...]
    updated_meta: tuple[str, ...]
    updated_reach: Count
    small_words: SmallWords
    headers: Headers
    certificate_days: Count
    contact: Contact
    reading_words: Count
    grade_to_age: Count
    joined_up: dict[str, tuple[str, ...]]
    components: dict[str, tuple[str, ...]]
    addresses: Addresses
    sitemap_fresh_days: Count
    not_found: NotFound
    worth_compressing: Count
    field_words: dict[str, tuple[str, ...]]


CRITERIA = read_yaml(Path(__file__).with_name("criteria.yaml"), Criteria)
