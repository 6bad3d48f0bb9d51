"""The register of the estate: invented towns, and councils of every type."""

from __future__ import annotations

import random

from config.councils import Council
from digitalfirst.estate.wording import words

COUNTRY = {"Scotland": "Scottish", "Wales": "Welsh", "Northern Ireland": "Irish"}


def council_types(seed: int, count: int) -> tuple[str, ...]:
    """The type of each council: first one of each, then in the proportions of the real ones."""
    names = words("names")
    order, shares = names["order"], names["shares"]
    rng = random.Random(f"{seed}/types")
    more = rng.choices(list(shares), weights=list(shares.values()), k=max(0, count - len(order)))
    return tuple([*order, *more][:count])


def register(seed: int, count: int) -> tuple[Council, ...]:
    """The councils of an estate. `council.py` decides on their homepages."""
    names = words("names")
    rng = random.Random(f"{seed}/names")
    taken = {name.lower() for name in names["taken"]}
    councils = []
    for index, kind in enumerate(council_types(seed, count)):
        place = names["nations"][kind]
        town = _new_town(rng, COUNTRY.get(place["nation"], "English"), taken)
        low, high = names["populations"][kind]
        councils.append(
            Council(
                gss=f"{place['nation'][0]}99{index + 1:06d}",
                slug=town.lower(),
                name=names["councils"][kind].format(town=town),
                type=kind,
                nation=place["nation"],
                region=rng.choice(place["regions"]),
                homepage=f"https://www.{town.lower()}.gov.test/",
                population=rng.randrange(low, high, 100),
            )
        )
    return tuple(councils)


def _new_town(rng: random.Random, country: str, taken: set[str]) -> str:
    names = words("names")
    while True:
        first = rng.choice(names["first"])
        if country in names["lead"]:
            town = rng.choice(names["lead"][country]) + first.lower()
        else:
            town = first + rng.choice(names["last"][country])
        if town.lower() not in taken:
            taken.add(town.lower())
            return str(town)
