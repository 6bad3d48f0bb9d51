"""The words and shares of `signals.yaml` and `rules.yaml`, validated."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator

from config.reading import Frozen, read_yaml

HERE = Path(__file__).parent
Doubt = Literal["elsewhere", "unlinked", "disputed"]
Share = Annotated[float, Field(ge=0, le=1)]


class Signals(Frozen):
    """Patterns of the words by which a page shows how far a service goes; one a kind of sign."""

    form_to_download: re.Pattern[str]
    document: re.Pattern[str]
    onward: re.Pattern[str]
    request_by_mail: re.Pattern[str]
    withdrawn: re.Pattern[str]
    card: re.Pattern[str]
    amount: re.Pattern[str]
    slot: re.Pattern[str]
    lookup_field: re.Pattern[str]
    lookup_button: re.Pattern[str]
    case_field: re.Pattern[str]
    furniture: re.Pattern[str]
    sign_in_page: re.Pattern[str]
    further_step: re.Pattern[str]
    sign_in_link: re.Pattern[str]
    telephone: re.Pattern[str]

    @field_validator("*", mode="before")
    @classmethod
    def _one_pattern(cls, expressions: Any) -> re.Pattern[str]:
        try:
            return re.compile("|".join(f"(?:{each})" for each in expressions), re.IGNORECASE)
        except (re.error, TypeError) as error:
            raise ValueError(f"is no list of regular expressions: {error}") from error


class Recognise(Frozen):
    """How surely each part of a page says what it is about."""

    title: Share
    heading: Share
    url: Share
    breadcrumbs: Share
    anchor: Share
    body: Share
    noise: Share
    hub: Share
    about: Share
    perhaps: Share
    close: Share
    main: Share


class Autocomplete(Frozen):
    """HTML's autofill tokens by what a field that has them shows."""

    payment: frozenset[str]
    account: frozenset[str]
    lookup: frozenset[str]
    case: frozenset[str]


class CmsRules(Frozen):
    """How many own pages are looked at for a CMS, and the share that must bear its marks."""

    pages: Annotated[int, Field(ge=1)]
    share: Share


class Rules(Frozen):
    """The file `rules.yaml`."""

    recognise: Recognise
    title_share: Share
    title_pages: int
    anchors: int
    body_words: int
    hub_services: int
    landing_links: int
    landing_words: int
    candidates: int
    links: int
    hops: int
    landing_services: int
    read_pages: int
    read_share: Share
    furniture_pages: int
    furniture_share: Share
    furniture_chars: int
    furniture_fields: int
    lookup_fields: int
    case_signs: int
    case_fields: int
    case_types: frozenset[str]
    autocomplete: Autocomplete
    sign_in_chars: int
    quote_chars: int
    words_chars: int
    reasons: int
    shown_fields: int
    absent_coverage: Share
    certainty: dict[str, Share]
    doubts: dict[Doubt, Share]
    calibration: tuple[tuple[Share, Share], ...] = Field(min_length=2)
    stage: dict[str, Annotated[int, Field(ge=1, le=4)]]
    stage_names: tuple[str, str, str, str, str]
    not_transactional: frozenset[str]
    mark_chars: int
    cms: CmsRules
    document_extensions: frozenset[str]
    document_types: frozenset[str]
    shell_words: int

    @field_validator("calibration")
    @classmethod
    def _rises(cls, table: tuple[tuple[float, float], ...]) -> tuple[tuple[float, float], ...]:
        for (left, low), (right, high) in pairwise(table):
            if right <= left or high < low:
                raise ValueError(f"does not rise from {left}, {low} to {right}, {high}")
        return table


@cache
def load_signals() -> Signals:
    """The signals. Raises ConfigError where the file is wrong."""
    return read_yaml(HERE / "signals.yaml", Signals)


@cache
def load_rules() -> Rules:
    """The rules. Raises ConfigError where the file is wrong."""
    return read_yaml(HERE / "rules.yaml", Rules)
