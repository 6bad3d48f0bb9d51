"""Pages as HTML. A site's header and footer are rendered once and cut where a page differs."""

from __future__ import annotations

import datetime as dt
import random
from functools import cache, lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from jinja2 import Environment, FileSystemLoader

from digitalfirst.estate import pieces
from digitalfirst.estate.blocks import Block, Heading, Link, Para, Raw
from digitalfirst.estate.content.common import href, link
from digitalfirst.estate.content.lists import section_links
from digitalfirst.estate.content.writers import WRITERS
from digitalfirst.estate.habits import OLD_DAYS
from digitalfirst.estate.page import Page
from digitalfirst.estate.planting import planted
from digitalfirst.estate.site import Site
from digitalfirst.estate.wording import defects, words

SLOTS = ("html", "title", "head", "crumbs", "switch", "main", "print")
FOOTER = ("contact", "statement", "privacy", "cookies", "about", "a-z", "site-map", "events")
SHEETS = ("localgov",)  # templates whose pages link to their style sheet
UNDATED = frozenset({"home", "search", "statement"})
MENU_DEPTH = 6  # services under each heading of a mega-menu
ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
)
ENVIRONMENT.globals["slot"] = {name: f"\x00{name}\x00" for name in SLOTS}


def render(site: Site, page: Page) -> str:
    """A page of a council's main site."""
    return render_blocks(site, page, WRITERS[page.kind](site, page))


def render_blocks(site: Site, page: Page, blocks: list[Block]) -> str:
    """Blocks as a page of a council's main site, with the defects planted on it."""
    plant = planted(site.profile, page)
    first = next(i for i, block in enumerate(blocks) if isinstance(block, Heading)) + 1
    body = [*blocks[:first], *map(Raw, plant.snippets), *blocks[first:], *_foot(site, page)]
    filling = {
        "html": f' lang="{page.lang}"' if plant.has_lang else "",
        "title": f"<title>{pieces.title(site, page)}</title>" if plant.has_title else "",
        "head": pieces.head(page, plant.viewport, plant.zoom),
        "crumbs": pieces.crumbs(site, page),
        "switch": pieces.switch(site, page),
        "main": markup(site.profile.template, body),
        "print": pieces.print_link(site, page),
    }
    return "".join(filling.get(piece, piece) for piece in _chrome(site, page.lang))


def _foot(site: Site, page: Page) -> list[Block]:
    """What stands below the content of any page."""
    return [*_officialese(site, page), *_updated(site, page)]


def _updated(site: Site, page: Page) -> list[Block]:
    """When a page says that it was last updated."""
    dated = site.profile.habits.dated
    if dated == "none" or page.kind in UNDATED:
        return []
    rng = random.Random(f"{site.profile.seed}/{page.url}/updated")
    days = rng.randrange(20, 600) + (OLD_DAYS if dated == "old" else 0)
    day = site.today - dt.timedelta(days=days)
    published = words("published")
    months = published["welsh_months"] if page.lang == "cy" else words("noise")["months"]
    written = f"{day.day} {months[day.month - 1]} {day.year}"
    return [Para(published["updated"][page.lang].format(date=written))]


def _officialese(site: Site, page: Page) -> list[Block]:
    """A sentence that only officials would write, from a council that writes so."""
    if not site.profile.habits.officialese or page.lang != "en" or page.kind in UNDATED:
        return []
    rng = random.Random(f"{site.profile.seed}/{page.url}/officialese")
    return [Para(rng.choice(words("published")["officialese"]))]


def markup(template: str, blocks: list[Block]) -> str:
    """Blocks in the markup of a template."""
    macros, classes = _macros(template), words("classes")[template]
    return "".join(macros[type(block).__name__](block, classes) for block in blocks)


def render_sheet(site: Site, name: str) -> str:
    """The style sheet that the pages of a template link to."""
    return ENVIRONMENT.get_template(f"{name}.css.j2").render(colour=site.profile.colour)


def render_platform(title: str, host: str, name: str, back: str, blocks: list[Block]) -> str:
    """A page of a host beyond the council's own."""
    template = ENVIRONMENT.get_template("platform.j2")
    main = markup("platform", blocks)
    return template.render(title=title, host=host, name=name, back=back, main=main)


@cache
def _macros(template: str) -> dict[str, Any]:
    """The macro for each block, a template's own before the common one."""
    found = vars(ENVIRONMENT.get_template("blocks.j2").module).copy()
    if template == "tables":
        found |= vars(ENVIRONMENT.get_template("blocks-tables.j2").module)
    return found


@lru_cache(maxsize=1000)
def _chrome(site: Site, lang: str) -> tuple[str, ...]:
    """Header and footer in pieces, names of slots standing between them."""
    template = ENVIRONMENT.get_template(f"{site.profile.template}.j2")
    return tuple(template.render(c=_context(site, lang)).split("\x00"))


def _context(site: Site, lang: str) -> SimpleNamespace:
    profile = site.profile
    rng = random.Random(f"{profile.seed}/{profile.label}/chrome")
    home = site.find("home", "home", 0, lang)
    assert home is not None
    account, cookies = (
        site.find("account", "account", 0, lang),
        site.find("cookies", "cookies", 0, lang),
    )
    furniture = words("furniture")
    return SimpleNamespace(
        name=profile.council.name,
        words=furniture[lang],
        generator=furniture["generators"][profile.template],
        colour=profile.colour,
        phone=profile.phone if "phone" in profile.habits.ways else "",
        number=rng.randrange(10000, 99999),
        root=profile.home,
        home=href(site, home.url),
        account_url=href(site, account.url) if account else "",
        cookies_url=href(site, cookies.url) if cookies else "",
        search=_search(site),
        nav=_nav(site, lang),
        footer=_footer(site, lang),
        latest=[link(site, page) for page in site.of_kind("news")[:6]],
        trackers=profile.trackers,
        crest=_crest(rng, profile.crest_points),
        viewstate="".join(rng.choices("ABCDEFGHabcdefgh0123456789/+", k=3000)),
        defects=[defects().furniture[rule].html for rule in profile.furniture_defects],
    )


def _search(site: Site) -> dict[str, str] | None:
    kind = site.profile.search
    if kind == "none":
        return None
    if kind == "hosted":
        return {
            "action": f"https://{site.profile.label}.sitesearch360.test/search",
            "method": "get",
        }
    return {"action": "/search", "method": "post" if kind == "post" else "get"}


def _nav(site: Site, lang: str) -> list[dict[str, Any]]:
    items = []
    for page, (title, url) in zip(site.of_kind("section"), section_links(site, lang), strict=True):
        children = _children(site, page.key, lang) if site.profile.template == "mega" else []
        items.append({"title": title, "url": url, "children": children})
    return items


def _children(site: Site, section: str, lang: str) -> list[Link]:
    plans = [
        plan
        for plan in site.plans.values()
        if plan.task.section == section and "section" in plan.listed
    ]
    pages = [
        site.topic_of(plan.task.id, lang) or site.service_page(plan.task.id, lang) for plan in plans
    ]
    return list(dict.fromkeys(link(site, page, lang) for page in pages if page))[:MENU_DEPTH]


def _footer(site: Site, lang: str) -> list[Link]:
    pages = [site.find(name, name, 0, lang) for name in FOOTER]
    news = site.find("news-index", "news", 0, lang)
    links = [link(site, page, lang) for page in (*pages, news) if page]
    if not site.profile.session_links:
        return links
    number = f"session={site.profile.seed * 977 + site.profile.index}"
    return [(title, f"{url}{'&' if '?' in url else '?'}{number}") for title, url in links]


def _crest(rng: random.Random, points: int) -> str:
    """A path that stands for a coat of arms, as long as such paths are."""
    steps = (f"l{rng.randint(-60, 60)} {rng.randint(-60, 60)}" for _ in range(points))
    return f"M500 500{''.join(steps)}z"
