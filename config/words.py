"""Words of a link text, a title or an address, brought to one form.

Addresses are taken apart into path segments, camelCase and squashed names ("missedbins") into
words; endings are cut by a few rules of our own, enough for English and harmless to Welsh.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import unquote_plus

from pydantic import Field

from config.councils import HERE
from config.reading import Frozen, read_yaml

ActionWord = Literal["report", "pay", "apply", "book", "request", "register", "find", "comment"]
Words = tuple[str, ...]
Share = Annotated[float, Field(ge=0, le=1)]

ADDRESS = re.compile(r"^(?:[a-z][a-z+.-]*:)?//|^/|^www\.|^[a-z0-9.-]+\.[a-z]{2,}/", re.IGNORECASE)
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
EXTENSION = re.compile(r"\.[A-Za-z][A-Za-z0-9]{1,4}$")
TELLING = re.compile(r"[A-Za-z]{2}")
BAR = re.compile(r"\s+[|\u2013\u2014\u00b7\u00bb-]\s+")
WORD = re.compile(r"[a-z]+[0-9]*|[0-9]+")
SECOND_LEVEL = frozenset({"gov", "co", "org", "ac", "nhs"})


class Weights(Frozen):
    """How much counts when a text is matched, as shares from 0 to 1 (see the file)."""

    single: Share
    last: Share
    glued: Share
    broader: Share
    scattered: Share
    earlier: Share
    coverage: Share
    inside: Share
    lowest: Share


class Learning(Frozen):
    """How the words of addresses are learnt (see the file, and learning.py)."""

    councils: Annotated[int, Field(ge=2)]
    letters: Annotated[int, Field(gt=0)]
    phrases: Annotated[int, Field(ge=0)]
    penalty: Annotated[float, Field(gt=0)]
    steps: Annotated[int, Field(gt=0)]
    step: Annotated[float, Field(gt=0)]
    smallest: Annotated[float, Field(ge=0)]


class CommonWords(Frozen):
    """The file `vocabulary.yaml`."""

    glue: tuple[Words, ...]
    joints: frozenset[str]
    address_parts: frozenset[str]
    keep: frozenset[str]
    spellings: dict[str, str]
    mutations: dict[str, str]
    actions: dict[ActionWord, Words]
    begins: tuple[str, ...]
    hubs: Words
    a_to_z: Words
    noise: Words
    noise_folders: frozenset[str]
    noise_headings: Words
    announcements: Words
    related_headings: Words
    languages: Words
    language_folders: frozenset[str]
    not_noise: Words
    weights: Weights
    learning: Learning


@cache
def common_words(path: Path = HERE / "vocabulary.yaml") -> CommonWords:
    """The words that say nothing of a service by themselves.

    Raises:
        ConfigError: the file is missing or wrong.
    """
    return read_yaml(path, CommonWords)


@cache
def glue_words() -> frozenset[str]:
    """Articles, pronouns and the like, English and Welsh."""
    return frozenset(word for words in common_words().glue for word in words)


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """A lower-case word without its plural, -ed, -ing or last -e.

    >>> [stem(word) for word in ("bins", "reporting", "licenses", "recycle", "parking")]
    ['bin', 'report', 'licenc', 'recycl', 'parking']
    """
    common = common_words()
    if word in common.keep:
        return word
    word = _singular(common.spellings.get(word, word))
    word = common.spellings.get(word, word)
    if word in common.keep:
        return word
    for ending in ("ing", "ed"):
        root = word.removesuffix(ending)
        if root != word and len(root) > 2 and re.search("[aeiouy]", root):
            return _without_e(root[:-1] if root[-1] == root[-2] and root[-1] not in "ls" else root)
    return _without_e(word)


def _singular(word: str) -> str:
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("shes", "ches", "sses", "xes", "zzes")):
        return word[:-2]
    return word[:-1]


def _without_e(word: str) -> str:
    return word[:-1] if len(word) > 4 and word.endswith("e") else word


def plain(text: str) -> str:
    """Text in lower case, without accents and without the apostrophe of a possessive."""
    if not text.isascii():
        decomposed = unicodedata.normalize(
            "NFKD", text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
        )
        text = decomposed.encode("ascii", "ignore").decode()
    return text.lower().replace("'s", "s")


def stems(text: str) -> Words:
    """The words of a phrase or a link text, each in its one form, without glue.

    >>> stems("Report a missed bin")
    ('report', 'miss', 'bin')
    """
    return tuple(stem(word) for word in words_of(text))


def words_of(text: str) -> Words:
    """The words of a text as they stand, lower case, without glue and accents."""
    glue = glue_words()
    return tuple(word for word in WORD.findall(plain(text)) if word not in glue)


def is_address(text: str) -> bool:
    """Whether a text is a URL or a path rather than words for people."""
    return " " not in text.strip() and ADDRESS.match(text) is not None


def segments(text: str) -> list[str]:
    """The parts of a text from general to particular.

    Those of an address are its sub-domain, path, query and fragment; those of a title, which names
    the page first and the site last, what stands between its bars and dashes.

    >>> segments("https://www.barchester.gov.uk/info/200/BinsAndRecycling/missed%20bin.aspx")
    ['www', 'info', 'Bins And Recycling', 'missed bin']
    >>> segments("Missed bins | Barchester City Council")
    ['Barchester City Council', 'Missed bins']
    """
    if not is_address(text):
        return BAR.split(text)[::-1]
    rest, _, fragment = text.partition("#")
    address, _, query = rest.partition("?")
    host, path = _host_and_path(address)
    names = [EXTENSION.sub("", part) for part in path.split("/")]
    values = [value for pair in query.split("&") if (value := pair.partition("=")[2])]
    parts = (_sub_domain(host), *names, *values, fragment)
    return [CAMEL.sub(" ", unquote_plus(part)) for part in parts if TELLING.search(part)]


def _host_and_path(address: str) -> tuple[str, str]:
    if address.startswith("/") and not address.startswith("//"):
        return "", address
    host, _, path = (
        address.partition("//")[2].partition("/") if "//" in address else address.partition("/")
    )
    return host.partition(":")[0], path


def _sub_domain(host: str) -> str:
    labels = host.lower().split(".")
    domain = 3 if len(labels) > 2 and labels[-2] in SECOND_LEVEL else 2
    return " ".join(labels[:-domain])


def known_parts(word: str, known: frozenset[str]) -> Words:
    """The fewest known words that a squashed name is made of, without glue; empty where it is not.

    >>> known_parts("rentagarage", frozenset({"rent", "garag"}))
    ('rent', 'garag')
    """
    joints = common_words().joints
    best: list[Words | None] = [(), *[None] * len(word)]
    for end in range(1, len(word) + 1):
        for start in range(end):
            before, part = best[start], word[start:end]
            if before is None or not (part in joints or (len(part) > 2 and stem(part) in known)):
                continue
            shortest = best[end]
            if shortest is None or len(before) + 1 < len(shortest):
                best[end] = (*before, part)
    return tuple(stem(part) for part in best[-1] or () if part not in joints)


@lru_cache(maxsize=20_000)
def speaks_of_action(text: str) -> ActionWord | None:
    """The action (report, pay, apply ...) that a link text or address names first, if any.

    >>> speaks_of_action("Pay your council tax")
    'pay'
    """
    words = _all_stems(text)
    starts = [
        (words.index(phrase[0]), action)
        for action, phrases in _action_stems()
        for phrase in phrases
        if within(words, phrase)
    ]
    return min(starts)[1] if starts else None


@lru_cache(maxsize=20_000)
def starts_with_action(text: str, action: ActionWord) -> bool:
    """Whether a text's first words are those of an action.

    >>> starts_with_action("Pay council tax", "pay"), starts_with_action("Council tax", "pay")
    (True, False)
    """
    words = stems(text)
    return any(
        words[: len(phrase)] == phrase
        for name, phrases in _action_stems()
        for phrase in phrases
        if name == action
    )


@lru_cache(maxsize=20_000)
def begins(text: str) -> bool:
    """Whether a link or button begins something, also where it does not say what.

    >>> begins("Start now"), begins("Use our online form"), begins("Bins and recycling")
    (True, True, False)
    """
    return _begins_pattern().search(text) is not None


@lru_cache(maxsize=20_000)
def is_noise(text: str) -> bool:
    """Whether a text is of news, minutes, policies and the like, which mention services only.

    >>> is_noise("Minutes of the planning committee"), is_noise("Agendas and minutes")
    (True, False)
    >>> is_noise("Changes to the garden waste service"), is_noise("Changes to your circumstances")
    (True, False)
    """
    parts = [words for part in segments(text) if (words := stems(part))]
    if not parts or parts[-1] in _stems_of(common_words().not_noise):
        return False
    if is_address(text) and not common_words().noise_folders.isdisjoint(_folders(text)):
        return True
    words = tuple(word for part in parts for word in part)
    phrases = _by_first_stem(common_words().noise)
    if any(within(words, phrase) for word in words for phrase in phrases.get(word, ())):
        return True
    return _announces(segments(text)[-1])


def _announces(title: str) -> bool:
    """Whether a title, or the last part of an address, is of news about a service."""
    return " ".join(WORD.findall(plain(title))).startswith(_plain_announcements())


@cache
def _plain_announcements() -> tuple[str, ...]:
    return tuple(f"{' '.join(WORD.findall(plain(each)))} " for each in common_words().announcements)


@lru_cache(maxsize=20_000)
def heads_noise(heading: str) -> bool:
    """Whether what stands under a heading is news, job adverts, events and the like.

    >>> heads_noise("Latest vacancies"), heads_noise("Job vacancies and how to apply")
    (True, False)
    """
    return is_noise(heading) or stems(heading) in _stems_of(common_words().noise_headings)


@lru_cache(maxsize=20_000)
def heads_related(heading: str) -> bool:
    """Whether what stands under a heading are links to other pages like this one.

    >>> heads_related("Related pages"), heads_related("Related businesses")
    (True, False)
    """
    return stems(heading) in _stems_of(common_words().related_headings)


@lru_cache(maxsize=20_000)
def is_language(text: str) -> bool:
    """Whether a link text is a language's name, as of a link to the page's twin in it.

    >>> is_language("Cymraeg"), is_language("Welsh language standards")
    (True, False)
    """
    return stems(text) in _stems_of(common_words().languages)


def is_in_other_language(address: str) -> bool:
    """Whether an address stands in the folder of a site's pages in Welsh.

    >>> is_in_other_language("https://www.barchester.gov.uk/cy/biniau")
    True
    """
    return not common_words().language_folders.isdisjoint(_folders(address))


@lru_cache(maxsize=20_000)
def is_hub(text: str) -> bool:
    """Whether a link text, or an address's last part, is of a page that leads to many services."""
    if is_a_to_z(text):
        return True
    parts = [words for part in segments(text) if (words := stems(part))]
    return bool(parts) and parts[-1] in _stems_of(common_words().hubs)


@lru_cache(maxsize=20_000)
def is_a_to_z(text: str) -> bool:
    """Whether a text is of the list of all services by their first letter.

    >>> is_a_to_z("A to Z of services"), is_a_to_z("Zoo licence")
    (True, False)
    """
    words = tuple(WORD.findall(plain(" ".join(segments(text)))))
    return any(within(words, phrase) for phrase in _a_to_z_words())


def _folders(address: str) -> list[str]:
    """The folders of an address, lower case, its last part left out."""
    return _host_and_path(address.partition("?")[0])[1].lower().strip("/").split("/")[:-1]


def _all_stems(text: str) -> Words:
    return tuple(word for part in segments(text) for word in stems(part))


def within(words: Words, phrase: Words) -> bool:
    """Whether the words of a phrase stand in a row among these."""
    size = len(phrase)
    return phrase[0] in words and any(
        words[start : start + size] == phrase for start in range(len(words) - size + 1)
    )


@cache
def _action_stems() -> tuple[tuple[ActionWord, tuple[Words, ...]], ...]:
    actions = common_words().actions
    return tuple((action, tuple(map(stems, texts))) for action, texts in actions.items())


@cache
def _stems_of(texts: Words) -> frozenset[Words]:
    return frozenset(map(stems, texts))


@cache
def _by_first_stem(texts: Words) -> dict[str, list[Words]]:
    phrases: dict[str, list[Words]] = {}
    for phrase in map(stems, texts):
        phrases.setdefault(phrase[0], []).append(phrase)
    return phrases


@cache
def _a_to_z_words() -> tuple[Words, ...]:
    return tuple(tuple(WORD.findall(text)) for text in common_words().a_to_z)


@cache
def _begins_pattern() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{each})" for each in common_words().begins), re.IGNORECASE)
