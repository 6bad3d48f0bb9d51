"""What a council's site publishes, sends and keeps up besides its pages: drawn from the seed."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

from config.councils import Council
from digitalfirst.estate.wording import words

# An item that is published is there, is an empty page, a dead link, or nothing at all.
THERE, EMPTY, DEAD, ABSENT = "there", "empty", "dead", "absent"
WAYS = ("phone", "email", "post", "bsl")
OLD_DAYS = 1100


@dataclass(frozen=True, slots=True)
class Habits:
    """`published` has the state of each item of `published.yaml` and the format of its file;
    `sent` the number of each header's value in `headers.yaml`, `flags` that of its cookies'."""

    published: dict[str, tuple[str, str]]
    ways: frozenset[str]  # of contact that the contact page gives
    sent: dict[str, int]
    flags: int
    portal: str  # ckan, hub, silent (linked, no API), page, none
    licensed: bool  # whether what is published is under an open licence
    months_late: int  # from the latest spending to today
    usable: bool  # whether a CSV of spending is one
    dated: str  # what pages say of their last update: fresh, old, none
    lastmod: str  # what the site map says: fresh, old, none
    packed: bool  # whether pages are sent compressed
    kept: str  # etag, max-age, no-store, none
    offers_http3: bool
    certificate: str  # in-order, ends-soon, expired
    security_txt: str  # good, expired, no-contact
    explains_cookies: bool  # whether its page about cookies says something of them
    one_title: bool  # whether every page's title is the council's name
    officialese: bool  # whether pages end in a sentence that only officials would write


def habits(seed: int, council: Council, quality: float) -> Habits:
    """What a council does, the better the further it has come (`quality`, 0-1)."""
    rng = random.Random(f"{seed}/{council.slug}/habits")

    def pick(options: dict[str, float]) -> str:
        return rng.choices(list(options), weights=list(options.values()))[0]

    def good(at_worst: float, at_best: float) -> bool:
        return rng.random() < at_worst + (at_best - at_worst) * quality

    return Habits(
        published={
            name: (
                pick({THERE: 0.2 + 0.8 * quality, EMPTY: 0.1, DEAD: 0.1, ABSENT: 0.3}),
                rng.choice(item.get("formats", [""])),
            )
            for name, item in words("published")["items"].items()
        },
        ways=frozenset(way for way in WAYS if good(0.4, 0.9)),
        sent={
            measure: _weighed(rng, entry["sent"])
            for measure, entry in words("headers")["headers"].items()
        },
        flags=_weighed(rng, words("headers")["cookies"]),
        portal=pick({"ckan": quality, "hub": quality, "silent": 0.25, "page": 0.4, "none": 0.5}),
        licensed=good(0.4, 0.9),
        months_late=rng.choice((1, 2, 3, 5, 9, 14)),
        usable=good(0.6, 0.95),
        dated=pick({"fresh": 0.2 + quality, "old": 0.2, "none": 0.5}),
        lastmod=pick({"fresh": 0.2 + quality, "old": 0.2, "none": 0.4}),
        packed=good(0.6, 1.0),
        kept=pick({"etag": 0.4, "max-age": 0.4, "no-store": 0.3, "none": 0.3}),
        offers_http3=good(0.05, 0.4),
        certificate=pick({"in-order": 8, "ends-soon": 1, "expired": 1}),
        security_txt=pick({"good": 3, "expired": 1, "no-contact": 1}),
        one_title=good(0.15, 0.0),
        explains_cookies=good(0.5, 0.95),
        officialese=good(0.6, 0.1),
    )


def entry_of(habits: Habits, measure: str) -> dict[str, Any]:
    """The header's value that a council sends, and what it is worth."""
    entry: dict[str, Any] = words("headers")["headers"][measure]["sent"][habits.sent[measure]]
    return entry


def is_due(item: dict[str, Any], council: Council) -> bool:
    """Whether the law asks this council for an item of `published.yaml`."""
    of_nation = council.nation in item.get("nations", [council.nation])
    return of_nation and council.type in item.get("types", [council.type])


def _weighed(rng: random.Random, entries: list[dict[str, Any]]) -> int:
    return rng.choices(range(len(entries)), weights=[each["weight"] for each in entries])[0]
