"""A service's own questions, answered from what was captured about it.

Each way of answering (`questions.yaml`) is one function, found by its name. A no is said only where
the service's pages were read to an end; what was not seen is not assessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from config.questions import Question
from crawler.text import FURNITURE
from scoring.measures.services import ONLINE
from scoring.services.answer import NOT_APPLICABLE, NOT_ASSESSED, Answer
from scoring.services.evidence import Evidence
from scoring.services.forms import spaced
from scoring.services.reading import Reading
from scoring.site import Site
from scoring.tables import Row

# Characters of a quote before and after the words that were looked for.
REACH = 90


@dataclass(frozen=True)
class Seen:
    """What was seen of one service: its rating and evidence, its pages, those of further ones."""

    site: Site
    row: Row
    evidence: tuple[Evidence, ...]
    reading: Reading
    responsive: Answer
    also: tuple[Reading, ...] = ()

    @property
    def readings(self) -> tuple[Reading, ...]:
        """The service's own pages and those of further services, its own first."""
        return (self.reading, *self.also)

    @property
    def is_not_online(self) -> bool:
        """Whether it is known that it cannot be done online."""
        return bool(self.row["status"] == "measured" and self.row["stage"] < ONLINE)

    def no(self) -> Answer:
        """A no, where all pages that may say yes were read; the service's own bears it out."""
        others = (each.is_whole for each in self.also if each.about)
        if self.reading.is_whole and all(others):
            return Answer("no", self.reading.about[0].url)
        return NOT_ASSESSED


def answer(question: Question, seen: Seen) -> Answer:
    """The answer to a question: yes in one of its ways, or no in all that apply."""
    nation = seen.site.council.nation
    is_elsewhere = bool(nation) and nation not in question.nations
    if is_elsewhere or (question.online and seen.is_not_online):
        return NOT_APPLICABLE
    answers = [WAYS[way](question, seen) for way in question.ways]
    if found := next((each for each in answers if each.said == "yes"), None):
        return found
    applying = [each for each in answers if each.status != "not_applicable"]
    unknown = any(each.status == "not_assessed" for each in applying)
    return NOT_ASSESSED if unknown else applying[0] if applying else NOT_APPLICABLE


def says(question: Question, seen: Seen) -> Answer:
    """A page says such words; the sentence is quoted."""
    assert question.says is not None
    for reading in seen.readings:
        for page in reading.pages:
            if found := question.says.search(page.text):
                return Answer("yes", page.url, sentence_of(page.text, found))
    return seen.no()


def links(question: Question, seen: Seen) -> Answer:
    """A link of a page's own text has such words, or its file such a name; it is not dead."""
    assert question.links is not None
    for reading in seen.readings:
        for page in reading.pages:
            for link in page.links:
                words = f"{link.text} {_file_name(link.url)}"
                said = link.region not in FURNITURE and question.links.search(words)
                if said and (seen.site.status_of(link.url) or 200) < 400:
                    return Answer("yes", page.url, words.strip())
    return seen.no()


def asks(question: Question, seen: Seen) -> Answer:
    """A field of the online form has such a label, name or type: `Add a photograph ; photo ; file`.

    Not applicable where there is no online form.
    """
    assert question.asks is not None
    for page, form in seen.reading.forms:
        for field in form.fields:
            if question.asks.search(f"{field.label} ; {spaced(field.name)} ; {field.type}"):
                return Answer("yes", page.url, field.label or field.name)
    return _no_field(seen)


def embeds(question: Question, seen: Seen) -> Answer:
    """A page has a frame or script of such an address."""
    assert question.embeds is not None
    for page in seen.reading.pages:
        for url in (*page.frames, *page.scripts):
            if question.embeds.search(url):
                return Answer("yes", page.url, url)
    return seen.no()


def offers(question: Question, seen: Seen) -> Answer:
    """The rating's evidence has one of the kinds."""
    for each in seen.evidence:
        if each.kind in question.offers:
            return Answer("yes", each.page.url, each.reason)
    return seen.no() if seen.reading.is_settled else NOT_ASSESSED


def stage(question: Question, seen: Seen) -> Answer:
    """The service goes so far online. A service that is known to be absent does not."""
    assert question.stage is not None
    if seen.row["status"] != "measured":
        return NOT_ASSESSED
    url, reasons = seen.row.get("evidence_url") or "", str(seen.row["reasons"])
    if seen.row["stage"] >= question.stage:
        return Answer("yes", url, reasons)
    return Answer("no", url, reasons) if seen.reading.is_settled else NOT_ASSESSED


def phone(question: Question, seen: Seen) -> Answer:
    """It can be done online, and every page on the way there fits a telephone."""
    if seen.row["status"] != "measured":
        return NOT_ASSESSED
    if seen.is_not_online:
        return Answer("no", seen.row.get("evidence_url") or "", str(seen.row["reasons"]))
    return seen.responsive


WAYS: dict[str, Callable[[Question, Seen], Answer]] = {
    way.__name__: way for way in (says, links, asks, embeds, offers, stage, phone)
}


def sentence_of(text: str, found: re.Match[str]) -> str:
    """The sentence in which words were found, cut at whole words where it is long.

    >>> text = "Ring us. A bin costs £30 a year. Pay by card."
    >>> sentence_of(text, re.search("£30", text))
    'A bin costs £30 a year.'
    """
    before = re.split(r"(?<=[.!?])\s", text[max(found.start() - REACH, 0) : found.start()])[-1]
    after = re.split(r"(?<=[.!?])\s", text[found.end() : found.end() + REACH])[0]
    if len(before) == REACH:
        before = before.partition(" ")[2]
    if len(after) == REACH:
        after = after.rpartition(" ")[0]
    return f"{before}{found[0]}{after}".strip()


def _file_name(url: str) -> str:
    """The name of the file at an address; empty for an address that ends in no file."""
    name = unquote(urlsplit(url).path.rpartition("/")[2])
    return name if "." in name else ""


def _no_field(seen: Seen) -> Answer:
    if seen.is_not_online:
        return NOT_APPLICABLE
    if not seen.reading.forms or not seen.reading.is_settled:
        return NOT_ASSESSED
    page, form = seen.reading.forms[0]
    return Answer("no", page.url, ", ".join(field.label or field.name for field in form.fields))
