"""The words and shares of `signals.yaml` and `rules.yaml`, validated."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, field_validator

from config.reading import Frozen, read_yaml

HERE = Path(__file__).parent
Share = Annotated[float, Field(ge=0, le=1)]


class Signals(Frozen):
    """Patterns of the words by which a page shows how far a service goes; one a kind of sign."""

    form_to_download: re.Pattern[str]
    request_by_mail: re.Pattern[str]
    withdrawn: re.Pattern[str]
    card: re.Pattern[str]
    amount: re.Pattern[str]
    slot: re.Pattern[str]
    password: re.Pattern[str]
    lookup_field: re.Pattern[str]
    lookup_button: re.Pattern[str]
    case_field: re.Pattern[str]
    furniture: re.Pattern[str]
    sign_in_page: re.Pattern[str]
    further_step: re.Pattern[str]

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
    close: Share


class Rules(Frozen):
    """The file `rules.yaml`."""

    recognise: Recognise
    body_words: int
    hub_services: int
    candidates: int
    links: int
    hops: int
    landing_services: int
    read_pages: int
    read_share: Share
    furniture_pages: int
    furniture_share: Share
    absent_coverage: Share
    certainty: dict[str, Share]
    stage: dict[str, Annotated[int, Field(ge=1, le=4)]]
    stage_names: tuple[str, str, str, str, str]
    document_extensions: frozenset[str]
    document_types: frozenset[str]
    shell_words: int


@cache
def load_signals() -> Signals:
    """The signals. Raises ConfigError where the file is wrong."""
    return read_yaml(HERE / "signals.yaml", Signals)


@cache
def load_rules() -> Rules:
    """The rules. Raises ConfigError where the file is wrong."""
    return read_yaml(HERE / "rules.yaml", Rules)
