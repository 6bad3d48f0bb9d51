"""Content: how old must a reader be, and do pages do without officials' words?"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path
from statistics import median

from config.reading import Frozen, read_yaml
from config.words import plain
from crawler.page import Page
from scoring.measures import Result, measure, not_assessed, share
from scoring.measures.content import content_pages, language_of
from scoring.measures.criteria import CRITERIA
from scoring.site import Site

_SENTENCE_END = re.compile(r"[.!?](?=\s+[\"'(]?[A-Z]|\s*$)")
_LETTER = re.compile(r"[^\W_]")


@measure(
    "content.reading-age",
    question="How old must a reader be to understand a page?",
    unit="years",
    source="Senter and Smith 1967, Automated Readability Index (AMRL-TR-66-220); GOV.UK: age 9",
)
def reading_age(site: Site) -> Result:
    """The median over English pages of content of the Automated Readability Index, a grade of the
    United States' schools, made an age by adding five; lists and tables are left out."""
    ages: dict[str, float] = {}
    for page in content_pages(site):
        if language_of(page) == "en" and (age := _age(page)) is not None:
            ages[page.url] = age
    if not ages:
        return not_assessed("no English page has text enough")
    middle = median(ages.values())
    hardest = max(ages, key=lambda url: ages[url])
    note = f"the hardest: {ages[hardest]:.0f} years"
    return Result(round(middle, 1), f"{middle:.1f} years", hardest, n=len(ages), note=note)


def _age(page: Page) -> float | None:
    """The age at which a page is understood; None where its sentences have too few words."""
    sentences = [part.split() for part in _SENTENCE_END.split(page.text)]
    kept = [words for words in sentences if 1 < len(words) <= CRITERIA.longest_sentence]
    words = [word for sentence in kept for word in sentence]
    if len(words) < CRITERIA.reading_words:
        return None
    characters = sum(len(_LETTER.findall(word)) for word in words)
    return readability(characters, len(words), len(kept)) + CRITERIA.grade_to_age


def readability(characters: int, words: int, sentences: int) -> float:
    """The Automated Readability Index of a text: the grade (1-14) of school that it is for.

    >>> round(readability(characters=500, words=100, sentences=5), 2)
    12.12
    """
    return 4.71 * characters / words + 0.5 * words / sentences - 21.43


@measure(
    "content.plain-words",
    question="How many pages do without words that only officials use?",
    unit="share",
    source="Lists of the Local Government Association, GOV.UK, Plain English Campaign: jargon.yaml",
)
def plain_words(site: Site) -> Result:
    """The share of the English pages of content that have none of the words of `jargon.yaml`; the
    note names those that most pages have."""
    pages = [page for page in content_pages(site) if language_of(page) == "en"]
    if not pages:
        return not_assessed("no English page has text enough")
    found = {page.url: jargon_in(page.text) for page in pages}
    worst = max(found, key=lambda url: len(found[url]))
    commonest = Counter(word for words in found.values() for word in sorted(words)).most_common(5)
    note = ", ".join(f"{word} ({pages_with})" for word, pages_with in commonest)
    without = sum(not words for words in found.values())
    return share(without, len(found), worst if found[worst] else "", note)


def jargon_in(text: str) -> set[str]:
    """The words of officials, as `jargon.yaml` has them or in another form, that are in a text."""
    return set(_jargon().findall(plain(text)))


class Jargon(Frozen):
    """The file `jargon.yaml`: the sources by id, and the words that each lists."""

    sources: dict[str, str]
    words: dict[str, tuple[str, ...]]


@cache
def _jargon() -> re.Pattern[str]:
    lists = read_yaml(Path(__file__).with_name("jargon.yaml"), Jargon).words.values()
    words = sorted({word for words in lists for word in words}, key=len, reverse=True)
    stems = "|".join(
        re.escape(word.removesuffix("e")) + "e?" * word.endswith("e") for word in words
    )
    return re.compile(rf"\b(?:{stems})(?:s|d|ed|ing)?\b")
