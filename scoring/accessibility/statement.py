"""The accessibility statement: where it is, and which of the parts that the law asks for it has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from config.reading import Frozen, read_yaml
from config.words import plain, stems
from crawler.page import Page
from scoring.dates import dates_in
from scoring.site import Site

PARTS = ("commitment", "compliance", "content", "preparation", "feedback", "enforcement")
_CONTACT = re.compile(r"\S@\S|\b0\d{2,4}[ )-]*\d{3}|contact (us|form)|cysylltu? a ni|cysylltwch")


class StatementWords(Frozen):
    """The file `statement.yaml`."""

    names: tuple[str, ...]
    full_names: tuple[str, ...]
    parts_of_unnamed: int
    websites: tuple[str, ...]
    commitment: tuple[str, ...]
    full: tuple[str, ...]
    partial: tuple[str, ...]
    none: tuple[str, ...]
    content: tuple[str, ...]
    feedback: tuple[str, ...]
    enforcement: tuple[str, ...]
    enforcement_northern_ireland: tuple[str, ...]
    dated: tuple[str, ...]
    otherwise_dated: tuple[str, ...]
    reach: int


WORDS = read_yaml(Path(__file__).with_name("statement.yaml"), StatementWords)
# The phrases of each claim, in the order in which they are looked for.
CLAIMS = {"partial": WORDS.partial, "none": WORDS.none, "full": WORDS.full}


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement: its page, its parts out of `PARTS`, what it claims and its latest date.

    `compliance` is full, partial, none or empty; `dated` is when it was last prepared or reviewed.
    """

    url: str
    parts: frozenset[str]
    compliance: str
    dated: date | None

    @property
    def claim_words(self) -> tuple[str, ...]:
        """The phrases of which one makes its claim."""
        return CLAIMS.get(self.compliance, ())


def find_statement(site: Site) -> Statement | None:
    """The site's accessibility statement: one the home page links to before any other."""
    home_links = {site.final_url(link.url) for link in site.home.links} if site.home else set()
    return max(
        statements_of(site),
        key=lambda each: (each.url in home_links, len(each.parts)),
        default=None,
    )


@lru_cache(maxsize=1)
def statements_of(site: Site) -> tuple[Statement, ...]:
    """All pages of the site that are an accessibility statement, or a part of one."""
    pages = [page for page in site.own_pages if page is not site.home and _may_be_one(site, page)]
    found = ((page, read_statement(page, site.council.nation)) for page in pages)
    return tuple(each for page, each in found if _is_statement(page, each))


def links_to_statements(site: Site) -> Iterator[str]:
    """Where the links on the site lead that have the name of an accessibility statement."""
    return (link.url for link in site.find_links(lambda link: _names(link.text)))


def read_statement(page: Page, nation: str) -> Statement:
    """The parts that a page has of an accessibility statement, for a council of this nation."""
    text = plain(page.text)
    compliance = _compliance(text)
    dated = latest_date(text)
    has = {
        "commitment": holds(text, WORDS.commitment),
        "compliance": bool(compliance),
        "content": holds(text, WORDS.content) or compliance == "full",
        "preparation": dated is not None,
        "feedback": holds(text, WORDS.feedback) and has_contact(page, text),
        "enforcement": holds(text, _enforcers(nation)),
    }
    parts = frozenset(part for part in PARTS if has[part])
    return Statement(page.url, parts, compliance, dated)


def holds(text: str, phrases: tuple[str, ...]) -> bool:
    """Whether a plain text holds any of these phrases as whole words."""
    return _pattern(phrases).search(text) is not None


@lru_cache(maxsize=200)
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b")


def _may_be_one(site: Site, page: Page) -> bool:
    if _names(page.heading) or _names(page.title.partition("|")[0]):
        return True
    return any(_names(link.text) for _, link in site.links_to.get(page.url, ()))


def _is_statement(page: Page, statement: Statement) -> bool:
    named = holds(plain(f"{page.heading} {page.title}"), WORDS.full_names)
    if holds(plain(page.text), WORDS.websites):
        return True
    return len(statement.parts) >= (1 if named else WORDS.parts_of_unnamed)


@lru_cache(maxsize=50_000)
def _names(text: str) -> bool:
    """Whether a link text or heading is the name of a statement, a word or two more allowed."""
    words = stems(text)
    if any(words == stems(name) for name in WORDS.names):
        return True
    return holds(plain(text), WORDS.full_names)


def _compliance(text: str) -> str:
    """What the statement claims. "Not fully compliant" holds the words of full: it comes first."""
    return next((claim for claim, phrases in CLAIMS.items() if holds(text, phrases)), "")


def _enforcers(nation: str) -> tuple[str, ...]:
    if nation == "Northern Ireland":
        return WORDS.enforcement_northern_ireland
    return WORDS.enforcement if nation else WORDS.enforcement + WORDS.enforcement_northern_ireland


def has_contact(page: Page | None, text: str) -> bool:
    """Whether a plain text, or a page's links where one is given, say how to get in touch."""
    if _CONTACT.search(text) is not None:
        return True
    return page is not None and (
        bool(page.mails)
        or any(link.region == "main" and "contact" in link.url.lower() for link in page.links)
    )


def latest_date(text: str) -> date | None:
    """The latest date that a plain text gives for its preparation or review."""
    dates = [day for place, day in dates_in(text) if _is_of_preparation(text[:place])]
    return max(dates, default=None)


def _is_of_preparation(before: str) -> bool:
    """Whether the nearest telling words before a date are of preparing or reviewing."""
    near = before[-WORDS.reach :]
    wanted, other = _last(near, WORDS.dated), _last(near, WORDS.otherwise_dated)
    return wanted is not None and (other is None or wanted > other)


def _last(text: str, phrases: tuple[str, ...]) -> tuple[int, int] | None:
    """The end of the last phrase found, and its length: of two that end alike the longer counts."""
    found = _pattern(phrases).finditer(text)
    return max(((match.end(), match.end() - match.start()) for match in found), default=None)
