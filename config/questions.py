"""The survey's questions about each service: those asked of all, and each service's own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator, model_validator

from config.councils import HERE
from config.reading import Frozen, read_yaml
from config.services import ALL_NATIONS, Nation

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
Asking = Annotated[str, Field(pattern=r"^[A-Z].*\?$")]
Offer = Literal[
    "account", "booking", "download", "form", "lookup", "mail", "national", "payment",
    "platform-form",
]  # fmt: skip
MOST_ESSENTIAL = 2  # of a service, or no question is
PATTERNS = ("says", "links", "asks", "embeds")
WAYS = (*PATTERNS, "offers", "stage", "phone")
# A repeat without an upper bound: with none, no page can make a search take long.
_ENDLESS = re.compile(r"(?<!\\)[*+]|\{\d*,\}")


class StandardQuestion(Frozen):
    """A question asked of every service; the function that answers it has its id."""

    id: Id
    question: Asking
    how: str


class Question(Frozen):
    """A question about one service, in a citizen's words, and the ways in which it is answered.

    Where there are several ways, one is enough for a yes. `says`, `links`, `asks` and `embeds` are
    lists of regular expressions, which begin at the beginning of a word and take no account of
    case: what the service's pages say, the words of a link on them, the label, name or type of a
    field of its online form, the address of a frame or script. `offers` are kinds of evidence of
    which one must be there; `stage` is reached at least; `phone` is whether it can be done on one.
    Asked only in `nations`, and where it is `online` only of what can be done online; `also` are
    further services whose pages are read. Without a yes to an `essential` question the service is
    of little use.
    """

    id: Id
    question: Asking
    essential: bool = False
    nations: frozenset[Nation] = ALL_NATIONS
    online: bool = False
    also: tuple[str, ...] = ()
    says: re.Pattern[str] | None = None
    links: re.Pattern[str] | None = None
    asks: re.Pattern[str] | None = None
    embeds: re.Pattern[str] | None = None
    offers: frozenset[Offer] = frozenset()
    stage: Annotated[int, Field(ge=1, le=4)] | None = None
    phone: Literal[True] | None = None

    @field_validator(*PATTERNS, mode="before")
    @classmethod
    def _one_pattern(cls, expressions: Any) -> re.Pattern[str]:
        if not isinstance(expressions, list) or not expressions:
            raise ValueError("is no list of regular expressions")
        for expression in map(str, expressions):
            if _ENDLESS.search(expression):
                raise ValueError(f"{expression}: a repeat needs an end, as in {{0,3}}")
            try:
                re.compile(expression)
            except re.error as error:
                raise ValueError(f"{expression}: {error}") from error
        return re.compile(rf"(?<!\w)(?:{'|'.join(map(str, expressions))})", re.IGNORECASE)

    @model_validator(mode="after")
    def _answerable(self) -> Question:
        if not self.ways:
            raise ValueError("nothing says how it is answered")
        return self

    @property
    def how(self) -> str:
        """How it is answered, in words."""
        told = {
            "says": "words on its pages",
            "links": "a link on its pages",
            "asks": "a field of its form",
            "embeds": "a frame or script on its pages",
            "offers": f"it offers {', '.join(sorted(self.offers))}",
            "stage": f"stage {self.stage} or more",
            "phone": "online, by pages that fit a telephone",
        }
        return "; ".join(told[way] for way in self.ways)

    @property
    def ways(self) -> tuple[str, ...]:
        """The names of the ways in which it is answered."""
        return tuple(way for way in WAYS if getattr(self, way))


class CommonQuestion(Question):
    """A question that is asked alike of several services: `of` are their ids."""

    of: Annotated[tuple[str, ...], Field(min_length=1)]


class Questions(Frozen):
    """The file `questions.yaml`: the questions asked of all services, of several, of one."""

    standard: tuple[StandardQuestion, ...]
    common: tuple[CommonQuestion, ...]
    own: dict[str, tuple[Question, ...]]

    @model_validator(mode="after")
    def _sensible(self) -> Questions:
        standard = [each.id for each in self.standard]
        for service in sorted(self.services):
            own = self.of(service)
            ids = [*standard, *(each.id for each in own)]
            if twice := next((id for id in ids if ids.count(id) > 1), None):
                raise ValueError(f"{service} has two questions called {twice}")
            if sum(each.essential for each in own) > MOST_ESSENTIAL:
                raise ValueError(f"{service} has more than {MOST_ESSENTIAL} essential questions")
        return self

    @property
    def services(self) -> frozenset[str]:
        """The ids of the services that have questions of their own."""
        return frozenset(self.own).union(*(each.of for each in self.common))

    def of(self, service: str) -> tuple[Question, ...]:
        """A service's own questions, by its id; none for a service that the file does not know."""
        shared = (each for each in self.common if service in each.of)
        return (*self.own.get(service, ()), *shared)

    def pairs(self) -> Iterator[tuple[str, Question]]:
        """Each service's id with each of its own questions."""
        for service in [*self.own, *sorted(self.services - self.own.keys())]:
            yield from ((service, each) for each in self.of(service))


@cache
def load_questions(path: Path = HERE / "questions.yaml") -> Questions:
    """The survey's questions.

    Raises:
        ConfigError: the file is missing or wrong.
    """
    return read_yaml(path, Questions)
