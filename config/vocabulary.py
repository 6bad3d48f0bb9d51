"""Which services does this link text, title or address speak of?

Each service's phrases (services.yaml) are looked for in the text. A phrase tells more the fewer
services share its words and the earlier it stands in its service's list; it counts fully where its
words stand in a row, in the last part of an address, and make up most of the text. A phrase inside
a longer one that was found counts for little. Nothing is learnt or drawn: same words, same answer.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from config.services import Service
from config.words import (
    begins,
    common_words,
    heads_noise,
    heads_related,
    is_a_to_z,
    is_address,
    is_hub,
    is_in_other_language,
    is_language,
    is_noise,
    known_parts,
    segments,
    speaks_of_action,
    stem,
    stems,
    words_of,
)

__all__ = [
    "Match",
    "Vocabulary",
    "begins",
    "heads_noise",
    "heads_related",
    "is_a_to_z",
    "is_hub",
    "is_in_other_language",
    "is_language",
    "is_noise",
    "speaks_of_action",
]

CACHED = 20_000  # texts; the links of a site come back on its every page
LGSL_IN_ADDRESS = re.compile(
    r"/pid/?0*(\d{1,4})/?$|\blgsl\b[a-z_&=/-]{0,24}?0*(\d{1,4})\b", re.IGNORECASE
)


class Match(NamedTuple):
    """A service a text speaks of, and how surely: `score` is from 0 to 1."""

    lgsl: int
    score: float


class Phrase(NamedTuple):
    """What a service is called: stems in order, how telling they are (0-1)."""

    lgsl: int
    words: tuple[str, ...]
    telling: float
    elsewhere: bool


class Found(NamedTuple):
    """A phrase that stands in a text: at which places, and its score there."""

    phrase: Phrase
    places: frozenset[int]
    score: float


class Text(NamedTuple):
    """A text as stems, what each counts by its place (0-1), and where the last segment begins."""

    words: tuple[str, ...]
    weights: tuple[float, ...]
    last: int


class Vocabulary:
    """The words of a set of services, ready to be matched."""

    def __init__(self, services: tuple[Service, ...]) -> None:
        self._weights = common_words().weights
        self._order = {service.lgsl: place for place, service in enumerate(services)}
        spread = Counter(word for service in services for word in _words_of(service))
        self._anchored: dict[str, list[Phrase]] = defaultdict(list)
        self._said_whole: dict[str, Phrase] = {}
        for service in services:
            for phrase in _phrases(service, spread, len(services)):
                anchor = min(phrase.words, key=lambda word: (spread[word], word))
                self._anchored[anchor].append(phrase)
            for text in filter(_is_glued, service.words.en):
                telling = self._weights.single
                self._said_whole[text] = Phrase(service.lgsl, stems(text), telling, elsewhere=False)
        self._known = frozenset(spread) | _general_stems()
        self._forms = lru_cache(maxsize=CACHED)(self._forms_uncached)
        self._match = lru_cache(maxsize=CACHED)(self._match_uncached)

    @staticmethod
    @cache
    def of(services: tuple[Service, ...]) -> Vocabulary:
        """The vocabulary of these services, made once."""
        return Vocabulary(services)

    def match(self, text: str, limit: int | None = 3) -> tuple[Match, ...]:
        """The services a link text, title or URL speaks of, best first; none if there is none.

        Without a `limit` all of them.
        """
        return self._match(text)[:limit]

    def _match_uncached(self, text: str) -> tuple[Match, ...]:
        if (told := LGSL_IN_ADDRESS.search(text)) and int(told[1] or told[2]) in self._order:
            return (Match(int(told[1] or told[2]), 1.0),)
        found = [*self._find(self.read(text)), *self._found_whole(text)]
        scores: dict[int, float] = {}
        for one in found:
            score = 0.0 if one.phrase.elsewhere else one.score * self._left_of(one, found)
            if score >= max(self._weights.lowest, scores.get(one.phrase.lgsl, 0.0)):
                scores[one.phrase.lgsl] = score
        matches = [Match(lgsl, round(score, 3)) for lgsl, score in scores.items()]
        return tuple(sorted(matches, key=lambda match: (-match.score, self._order[match.lgsl])))

    def read(self, text: str) -> Text:
        """A text as the stems that phrases are looked for among."""
        parts = [words_of(segment) for segment in segments(text)]
        if is_address(text):
            dull = common_words().address_parts
            parts = [words for words in parts if not dull.issuperset(words)]
        words: list[str] = []
        weights: list[float] = []
        last = 0
        for behind, part in zip(range(len(parts) - 1, -1, -1), parts, strict=True):
            last = len(words)
            words.extend(form for word in part for form in self._forms(word))
            weights.extend([self._weights.earlier**behind] * (len(words) - last))
        return Text(tuple(words), tuple(weights), last)

    def _forms_uncached(self, word: str) -> tuple[str, ...]:
        """The stem of a word, or those of the known words it is squashed of ("missedbin")."""
        form = stem(word)
        return (form,) if form in self._known else known_parts(word, self._known) or (form,)

    def _find(self, text: Text) -> Iterator[Found]:
        there = frozenset(text.words)
        for word in sorted(there):
            for phrase in self._anchored.get(word, ()):
                if there.issuperset(phrase.words):
                    yield self._found(phrase, text)

    def _found_whole(self, text: str) -> Iterator[Found]:
        """The phrase, nearly all of it glue, that is all a text says ("Work for us")."""
        said = " ".join(segments(text)[-1:]).strip().lower()
        if phrase := self._said_whole.get(said):
            yield Found(phrase, frozenset(), phrase.telling)

    def _found(self, phrase: Phrase, text: Text) -> Found:
        words, weights, last = text
        places = _in_a_row(phrase.words, words)
        score = phrase.telling
        if not places:
            score *= self._weights.scattered
            places = [len(words) - 1 - words[::-1].index(word) for word in phrase.words]
        score *= sum([weights[place] for place in places]) / len(places)
        covered = len([place for place in places if place >= last]) / (len(words) - last)
        score *= 1 - self._weights.coverage * (1 - covered)
        return Found(phrase, frozenset(places), score)

    def _left_of(self, one: Found, found: list[Found]) -> float:
        """What is left (0-1) of a phrase beside the longer ones that hold it."""
        left = 1.0
        for other in found:
            same = other.phrase.lgsl == one.phrase.lgsl
            if other.phrase.elsewhere:
                if same and one.places <= other.places:
                    return 0.0
            elif not same and one.places < other.places:
                left = self._weights.inside
        return left


def _words_of(service: Service) -> frozenset[str]:
    phrases = (*service.words.en, *service.words.cy, *service.broader)
    return frozenset(word for phrase in phrases for word in stems(phrase))


def _phrases(service: Service, spread: Counter[str], services: int) -> Iterator[Phrase]:
    weigh = common_words().weights

    def telling(words: tuple[str, ...]) -> float:
        doubt = math.prod(1 - weigh.single * _rarity(spread[word], services) for word in words)
        return 1 - doubt if len(words) == 1 else max(1 - doubt, weigh.single)

    for language, texts in (("en", service.words.en), ("cy", service.words.cy)):
        for place, text in enumerate(texts):
            factor = 1 - (1 - weigh.last) * place / len(texts)
            for words in sorted({stems(text), stems(_mutated(text) if language == "cy" else text)}):
                left = factor * (weigh.glued if _is_glued(text) else 1)
                yield Phrase(service.lgsl, words, left * telling(words), elsewhere=False)
    for text in service.broader:
        words = stems(text)
        yield Phrase(service.lgsl, words, weigh.broader * telling(words), elsewhere=False)
    for text in service.elsewhere:
        yield Phrase(service.lgsl, stems(text), 1.0, elsewhere=True)


def _is_glued(text: str) -> bool:
    """Whether a phrase is of three words or more, all but one of them glue."""
    return len(stems(text)) == 1 < len(text.split()) - 1


def _rarity(services_with_it: int, services: int) -> float:
    """0 for a word of every service, 1 for a word of one."""
    return math.log(services / max(services_with_it, 1)) / math.log(max(services, 2))


def _mutated(text: str) -> str:
    """A Welsh phrase as it begins after the article or a preposition."""
    mutations = common_words().mutations
    for letters in sorted(mutations, key=len, reverse=True):
        if text.startswith(letters):
            return mutations[letters] + text[len(letters) :]
    return text


def _general_stems() -> frozenset[str]:
    common = common_words()
    texts = (
        *common.hubs,
        *common.noise,
        *(word for words in common.actions.values() for word in words),
    )
    return frozenset(word for text in texts for word in stems(text))


def _in_a_row(phrase: tuple[str, ...], words: tuple[str, ...]) -> list[int]:
    size = len(phrase)
    for start in range(len(words) - size, -1, -1):
        if words[start : start + size] == phrase:
            return list(range(start, start + size))
    return []
