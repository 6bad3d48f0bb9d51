"""Laying out the pages that fill a site: news, minutes, job adverts, events, policies."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping
from typing import Any

from digitalfirst.estate.council import Profile
from digitalfirst.estate.layout import Layout
from digitalfirst.estate.page import Page
from digitalfirst.estate.paths import slugged
from digitalfirst.estate.plans import Plan
from digitalfirst.estate.wording import words

SHARES = {"news": 0.42, "minutes": 0.24, "job": 0.08, "event": 0.14, "policy": 0.12}
DEEP_SHARES = {"information": 0.4} | {kind: 0.6 * share for kind, share in SHARES.items()}
FOLDERS = {
    "news": "news",
    "minutes": "meetings",
    "job": "jobs",
    "event": "events",
    "policy": "policies",
}
POOLS = {
    "news": "news",
    "minutes": "minutes",
    "job": "jobs",
    "event": "events",
    "policy": "policies",
    "information": "information",
}
NEWS_A_PAGE = 20
LEAST = 12
ARCHIVE = "/news/archive-2011"  # a link that many sites left dead


def lay_out_noise(layout: Layout, plans: Mapping[str, Plan], pages: int, today: dt.date) -> None:
    """Fill a site up to about `pages` pages."""
    room = max(LEAST, pages - len(layout.pages))
    for kind, share in (DEEP_SHARES if layout.site.deep else SHARES).items():
        if kind == "minutes" and layout.site.meetings == "none":
            continue
        place = _place_information if kind == "information" else _place_item
        for number in range(max(2, round(room * share))):
            place(layout, kind, number, today)
    _place_stand_ins(layout, plans)
    _place_news_pages(layout)
    for tag in words("noise")["tags"][:3]:
        layout.place("tag", f"News about {tag}", section="news", slug=f"tag-{tag}", key=tag)
    if layout.site.not_found != "helpful":
        layout.bury(ARCHIVE)


def filled(site: Profile, pattern: str, rng: random.Random, today: dt.date) -> str:
    """A pattern of `noise.yaml` with its gaps filled."""
    noise: dict[str, Any] = words("noise")
    day = today - dt.timedelta(days=rng.randrange(700))
    return pattern.format(
        town=site.council.slug.capitalize(),
        street=rng.choice(noise["streets"]),
        number=rng.randrange(40, 900),
        committee=rng.choice(noise["committees"]),
        date=f"{day.day} {noise['months'][day.month - 1]} {day.year}",
    )


def pattern_of(kind: str, number: int) -> dict[str, str]:
    """The pattern (title and text) of the `number`-th page of a kind."""
    pool = words("noise")[POOLS[kind]]
    pattern: dict[str, str] = pool[(number * 7 + number // len(pool)) % len(pool)]
    return pattern


def _place_item(layout: Layout, kind: str, number: int, today: dt.date) -> None:
    site = layout.site
    rng = random.Random(f"{site.seed}/{site.label}/{kind}/{number}")
    title = filled(site, pattern_of(kind, number)["title"], rng, today)
    folder = FOLDERS[kind]
    layout.place(kind, title, section=folder, slug=slugged(title), number=number)
    if kind == "minutes" and number % 3 == 0:
        layout.place_file("pdf", f"{title} (papers)", slugged(title), key="papers", number=number)


def _place_information(layout: Layout, kind: str, number: int, today: dt.date) -> None:
    """A page beside a section's tasks: each section in turn has one more."""
    sections = [
        page for page in layout.pages.values() if page.kind == "section" and page.lang == "en"
    ]
    section = sections[number % len(sections)]
    turn = number // len(sections)
    rng = random.Random(f"{layout.site.seed}/{layout.site.label}/{kind}/{number}")
    pattern = pattern_of(kind, turn)["title"].replace("{section}", section.title)
    title = filled(layout.site, pattern, rng, today)
    if again := turn // len(words("noise")[kind]):
        title = f"{title}, part {again + 1}"
    layout.place(kind, title, section=section.section, slug=slugged(title), number=turn)


def _place_stand_ins(layout: Layout, plans: Mapping[str, Plan]) -> None:
    """A task that has no page may still be spoken of in the news."""
    for plan in plans.values():
        if plan.route == "news":
            title = f"Changes to the {plan.task.noun} service"
            layout.place(
                "news", title, section="news", slug=slugged(title), number=-1, key=plan.task.id
            )


def _place_news_pages(layout: Layout) -> None:
    """Further pages of the list of news, each with its own address."""
    items = sum(page.kind == "news" for page in layout.pages.values())
    base: Page = next(page for page in layout.pages.values() if page.key == "news")
    for number in range(1, -(-items // NEWS_A_PAGE)):
        layout.place(
            "news-index",
            f"{base.title}: page {number + 1}",
            section="news",
            slug=f"page-{number + 1}",
            number=number,
        )
