"""What an accessibility statement says, check by check, each with the sentence that proves it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, field_validator, model_validator

from config.reading import Frozen, read_yaml
from config.services import ALL_NATIONS, Nation
from config.words import plain
from crawler.page import Page
from scoring.accessibility.statement import (
    Statement,
    find_statement,
    has_contact,
    holds,
    latest_date,
    statements_of,
)
from scoring.dates import dates_in, day_of
from scoring.site import Site

# "(No. 2)" ends no sentence.
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[^\sa-z0-9])")
Count = Annotated[int, Field(ge=1)]


class Check(Frozen):
    """One check; the file says what makes it hold."""

    id: str
    group: str
    asks: str
    heading: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    pattern: tuple[re.Pattern[str], ...] = ()
    links: tuple[str, ...] = ()
    fact: str = ""
    nations: frozenset[Nation] = ALL_NATIONS
    only_with: tuple[str, ...] = ()

    @field_validator("fact")
    @classmethod
    def _is_known(cls, name: str) -> str:
        if name and name not in FACTS:
            raise ValueError(f"{name!r} is none of: {', '.join(sorted(FACTS))}")
        return name

    @model_validator(mode="after")
    def _is_of_one_kind(self) -> Check:
        kinds = (self.heading, self.words, self.pattern, self.links, self.fact)
        if sum(map(bool, kinds)) != 1:
            raise ValueError("give one of heading, words, pattern, links, fact")
        return self


class Checks(Frozen):
    """The file `statement_checks.yaml`; lists of words are of those before dates of a kind."""

    groups: dict[str, str]
    least_words: Count
    quote_chars: Count
    current_days: Count
    checks: tuple[Check, ...]
    prepared: tuple[str, ...]
    reviewed: tuple[str, ...]
    not_mending: tuple[str, ...]

    @model_validator(mode="after")
    def _are_in_groups(self) -> Checks:
        for check in self.checks:
            if check.group not in self.groups:
                raise ValueError(f"{check.id}: {check.group!r} is no group")
        return self


@dataclass(frozen=True, slots=True)
class Checked:
    """A check's answer for one site, and the words that prove it (or what speaks against it).

    `url` is the statement's address.
    """

    url: str
    id: str
    group: str
    holds: bool
    quote: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A statement while it is checked: its page, and its sentences as they stand and compared."""

    site: Site
    statement: Statement
    page: Page
    sentences: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        """The whole text as it is compared."""
        return plain(self.page.text)

    @property
    def day(self) -> date | None:
        """The day on which it was captured."""
        return day_of(self.page.capture.when)

    def quote(self, wanted: Callable[[str], object]) -> str:
        """The first sentence (in its plain form) that is wanted, as it stands, cut to size."""
        return next((_cut(each) for each, compared in self.sentences if wanted(compared)), "")


Fact = Callable[[Reading], tuple[bool, str]]
FACTS: dict[str, Fact] = {}


def fact(function: Fact) -> Fact:
    """Register a function as the fact of its name."""
    FACTS[function.__name__] = function
    return function


@lru_cache(maxsize=1)
def check_statement(site: Site) -> tuple[Checked, ...]:
    """The checks that apply to the site's statement, in the file's order; none without one."""
    statement = find_statement(site)
    if statement is None:
        return ()
    page = site.by_url[statement.url]
    sentences = tuple((each, plain(each)) for each in _sentences(page))
    reading = Reading(site, statement, page, sentences)
    asked = (check for check in CHECKS.checks if _applies(check, reading))
    return tuple(Checked(page.url, each.id, each.group, *_answer(each, reading)) for each in asked)


def _sentences(page: Page) -> list[str]:
    """The sentences of a page's text, headings apart."""
    parts, rest = [], page.text
    for _, title in page.headings:
        before, found, after = rest.partition(title) if title else ("", "", "")
        if found:
            parts += [*_SENTENCE_END.split(before.strip()), title]
            rest = after
    return [each for each in [*parts, *_SENTENCE_END.split(rest.strip())] if each]


def _applies(check: Check, reading: Reading) -> bool:
    """Whether a check is for the council's nation, or for most where its nation is not known."""
    nation = reading.site.council.nation or "England"
    if nation in ALL_NATIONS and nation not in check.nations:
        return False
    return not check.only_with or holds(reading.text, check.only_with)


def _answer(check: Check, reading: Reading) -> tuple[bool, str]:
    if check.fact:
        return FACTS[check.fact](reading)
    if check.heading:
        titles = (text for _, text in reading.page.headings if holds(plain(text), check.heading))
        quote = next(titles, "")
    elif check.words:
        quote = reading.quote(lambda sentence: holds(sentence, check.words))
    elif check.pattern:
        quote = reading.quote(lambda sentence: any(each.search(sentence) for each in check.pattern))
    else:
        urls = (link.url for link in reading.page.links)
        quote = next((url for url in urls if any(part in url for part in check.links)), "")
    return bool(quote), quote


@fact
def found(reading: Reading) -> tuple[bool, str]:
    """There is a page of HTML that is the statement."""
    return True, reading.page.heading or reading.page.title


@fact
def parts(reading: Reading) -> tuple[bool, str]:
    """It has one at least of the parts that it must have."""
    return bool(reading.statement.parts), ", ".join(sorted(reading.statement.parts))


@fact
def linked(reading: Reading) -> tuple[bool, str]:
    """The home page links to it, or every page does."""
    site, url = reading.site, reading.page.url
    sources = {page.url for page, _ in site.links_to.get(url, ()) if site.is_own(page.url)}
    others = {page.url for page in site.own_pages} - {url}
    at_home = site.home is not None and site.home.url in sources
    note = f"{len(others & sources)} of {len(others)} pages link to it"
    return at_home or others <= sources, note


@fact
def one_page(reading: Reading) -> tuple[bool, str]:
    """No other page that is a statement has a part that this one lacks."""
    others = [each for each in statements_of(reading.site) if each.url != reading.page.url]
    further = (each for each in others if each.parts - reading.statement.parts)
    elsewhere = next(further, None)
    return elsewhere is None, f"more of it at {elsewhere.url}" if elsewhere else ""


@fact
def claim(reading: Reading) -> tuple[bool, str]:
    """It says that the site is fully, partially or not compliant."""
    phrases = reading.statement.claim_words
    quote = reading.quote(lambda sentence: holds(sentence, phrases)) if phrases else ""
    return bool(quote), quote


@fact
def claim_agrees(reading: Reading) -> tuple[bool, str]:
    """A site that is claimed to be fully compliant has no page that fails a rule of WCAG."""
    site = reading.site
    checked = [site.findings[page.url] for page in site.own_pages if page.url in site.findings]
    failing = sum(any(finding.wcag for finding in findings) for findings in checked)
    said = reading.statement.compliance
    note = f"claims: {said or 'nothing'}; {failing} of {len(checked)} pages fail a rule of WCAG"
    return bool(said) and not (said == "full" and failing), note


@fact
def problems(reading: Reading) -> tuple[bool, str]:
    """Something stands under the heading about content that is not accessible."""
    heading = next(each.heading for each in CHECKS.checks if each.id == "content-heading")
    section = _section(reading.page, heading)
    return len(section.split()) >= CHECKS.least_words, _cut(section)


@fact
def dates_to_come(reading: Reading) -> tuple[bool, str]:
    """It gives a date after the day of its capture, other than of the next review or test."""
    today = reading.day

    def is_to_come(day: date, before: str) -> bool:
        return today is not None and day > today and not holds(before, CHECKS.not_mending)

    return _with_date(reading, is_to_come)


@fact
def prepared(reading: Reading) -> tuple[bool, str]:
    """It gives the date of its preparation."""
    return _with_date(reading, lambda _, before: holds(before, CHECKS.prepared))


@fact
def reviewed(reading: Reading) -> tuple[bool, str]:
    """It gives the date of its last review."""
    return _with_date(reading, lambda _, before: holds(before, CHECKS.reviewed))


@fact
def current(reading: Reading) -> tuple[bool, str]:
    """The latest date of preparation or review is within a year before the capture."""
    day, dated = reading.day, latest_date(reading.text)
    if day is None or dated is None:
        return False, ""
    return 0 <= (day - dated).days <= CHECKS.current_days, f"dated {dated}"


@fact
def contact(reading: Reading) -> tuple[bool, str]:
    """It gives an address, a number or a form to report problems to."""
    quote = reading.quote(lambda sentence: has_contact(None, sentence))
    return bool(quote) or has_contact(reading.page, reading.text), quote


def _with_date(reading: Reading, wanted: Callable[[date, str], bool]) -> tuple[bool, str]:
    """Whether a sentence has a date that is wanted, by the date and by the words before it."""

    def is_wanted(sentence: str) -> bool:
        return any(wanted(day, sentence[:place]) for place, day in dates_in(sentence))

    quote = reading.quote(is_wanted)
    return bool(quote), quote


def _section(page: Page, heading: tuple[str, ...]) -> str:
    """The text from a heading that holds one of these phrases to the next one of its level."""
    titles = [(level, text) for level, text in page.headings if text]
    place = next((n for n, (_, text) in enumerate(titles) if holds(plain(text), heading)), None)
    if place is None:
        return ""
    level, title = titles[place]
    following = next((text for below, text in titles[place + 1 :] if below <= level), "")
    after = page.text.partition(title)[2]
    return (after.partition(following)[0] if following else after).strip()


def _cut(text: str) -> str:
    most = CHECKS.quote_chars
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


CHECKS = read_yaml(Path(__file__).with_name("statement_checks.yaml"), Checks)
