"""Which defects of accessibility stand on which page: the markup and the truth come from here."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass

from digitalfirst.estate.council import Profile
from digitalfirst.estate.page import OLDER_KINDS, Page
from digitalfirst.estate.wording import defects

NAMED_KINDS = frozenset({"news", "minutes", "policy", "event", "guide"})  # may lose their title


@dataclass(frozen=True, slots=True)
class Planted:
    """The defects of one page: snippets for its body, and what is wrong with it as a whole."""

    snippets: tuple[str, ...]
    counts: dict[str, int]
    has_lang: bool
    has_title: bool
    viewport: bool
    zoom: bool


def planted(site: Profile, page: Page) -> Planted:
    """What is planted on a page of a council's main site."""
    rng = random.Random(f"{site.seed}/{page.url}/defects")
    pool = defects()
    counts: Counter[str] = Counter()
    for rule in site.furniture_defects:
        counts[rule] += pool.furniture[rule].count
    rules = rng.sample(sorted(pool.body), _how_many(rng, site.defect_rate))
    for rule in rules:
        counts[rule] += pool.body[rule].count
    older = page.kind in OLDER_KINDS
    viewport = site.viewport == "all" or (site.viewport == "mixed" and not older)
    zoom = not viewport or site.zoom == "free" or (site.zoom == "mixed" and not older)
    untitled = page.kind in NAMED_KINDS and site.defect_rate > 0.5 and rng.random() < 0.06
    absent = {"meta-viewport": zoom, "html-has-lang": site.has_lang, "document-title": not untitled}
    for rule, is_right in absent.items():
        if not is_right:
            counts[rule] += pool.page[rule].count
    number = rng.randrange(1000)
    snippets = tuple(pool.body[rule].html.replace("{n}", str(number)) for rule in rules)
    return Planted(snippets, dict(counts), site.has_lang, not untitled, viewport, zoom)


def _how_many(rng: random.Random, mean: float) -> int:
    """A small whole number with about this mean."""
    return min(6, int(rng.expovariate(1 / mean) + 0.5)) if mean > 0 else 0
