"""Dates as British pages write them, English and Welsh."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime

# The first three letters tell a month in English; Welsh names are taken as they are.
ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WELSH = (
    "ionawr",
    "chwefror",
    "mawrth",
    "ebrill",
    "mai",
    "mehefin",
    "gorffennaf",
    "awst",
    "medi",
    "hydref",
    "tachwedd",
    "rhagfyr",
)
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|" + "|".join(WELSH) + r")"
)
_YEAR = r"(?P<year>(?:19|20)\d\d)"
# A month of a year comes last: it stands inside the other forms too.
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th|af|ail|ydd|fed|eg|ain)?,?\s+(?:of\s+|o\s+)?{_MONTH},?\s+{_YEAR}\b",
        rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}\b",
        rf"\b(?P<day>\d{{1,2}})[/.-](?P<number>\d{{1,2}})[/.-]{_YEAR}\b",
        rf"\b{_YEAR}-(?P<number>\d{{2}})-(?P<day>\d{{2}})\b",
        rf"\b{_MONTH}\s+{_YEAR}\b",
    )
)


def dates_in(text: str) -> Iterator[tuple[int, date]]:
    """The dates in a text and where each begins; a month of a year counts as its first day.

    >>> [found.isoformat() for _, found in dates_in("Prepared on 3rd March 2025, by 1 Mai 2025")]
    ['2025-03-03', '2025-05-01']
    """
    ends: set[int] = set()
    for form in _FORMS:
        for match in form.finditer(text):
            found = _date(match.groupdict())
            if found is not None and match.end() not in ends:
                yield match.start(), found
            ends.add(match.end())


def day_of(when: str) -> date | None:
    """The day of a WARC date (`2026-11-23T13:09:00Z`); None where there is none."""
    try:
        return datetime.fromisoformat(when).date()
    except ValueError:
        return None


def _date(parts: dict[str, str | None]) -> date | None:
    month = int(parts.get("number") or 0) or _month_number((parts.get("month") or "").lower())
    try:
        return date(int(parts["year"] or 0), month, int(parts.get("day") or 1))
    except ValueError:
        return None


def _month_number(name: str) -> int:
    if name in WELSH:
        return WELSH.index(name) + 1
    return ENGLISH.index(name[:3]) + 1 if name[:3] in ENGLISH else 0
