"""What the writers of pages have in common."""

from __future__ import annotations

import random

from digitalfirst.estate.blocks import Block, Heading, Link, Links, Para
from digitalfirst.estate.page import Page, key_of
from digitalfirst.estate.site import Site
from digitalfirst.estate.wording import words


def dice_for(site: Site, page: Page) -> random.Random:
    """The randomness of one page."""
    return random.Random(f"{site.profile.seed}/{page.url}")


def href(site: Site, url: str) -> str:
    """An address as the site's links give it: in full on some sites, else by path alone."""
    home = site.profile.home
    if site.profile.template == "press" or not url.startswith(home):
        return url
    return url[len(home) - 1 :]


def link(site: Site, page: Page, lang: str = "en") -> Link:
    """A link to a page, in the language wanted if it has a twin."""
    if lang == "cy" and page.lang == "en" and page.twin:
        page = site.pages[key_of(page.twin)]
    return page.title, href(site, page.url)


def filling(site: Site, rng: random.Random, count: int, lang: str = "en") -> list[Block]:
    """Paragraphs of body text that any page might have."""
    phrases = words("phrases")
    if lang == "cy":
        pool = phrases["cy"]["paragraphs"]
        return [Para(text) for text in rng.sample(pool, min(count, len(pool)))]
    street = rng.choice(words("noise")["streets"])
    town = site.profile.council.slug.capitalize()
    pool = rng.sample(phrases["generic"], min(count, len(phrases["generic"])))
    number = rng.randrange(200, 9000)
    return [Para(text.format(town=town, street=street, number=number)) for text in pool]


def title_block(page: Page) -> Heading:
    """The main heading of a page."""
    return Heading(page.title, 1)


def list_of(site: Site, pages: list[Page], lang: str = "en", *, cards: bool = False) -> Links:
    """A list of links to pages."""
    return Links(tuple(link(site, page, lang) for page in pages), cards)
