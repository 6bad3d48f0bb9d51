"""The pages that law and good manners ask for: contact, statement, transparency, taking part."""

from __future__ import annotations

import datetime as dt
import random

from digitalfirst.estate.blocks import Block, Field, Form, Heading, Link, Links, Para, field
from digitalfirst.estate.content.common import dice_for, filling, href, link, list_of, title_block
from digitalfirst.estate.council import title_of
from digitalfirst.estate.habits import DEAD, THERE
from digitalfirst.estate.noise import filled, pattern_of
from digitalfirst.estate.page import Page
from digitalfirst.estate.site import Site
from digitalfirst.estate.wording import words


def contact(site: Site, page: Page) -> list[Block]:
    """How to reach the council."""
    profile = site.profile
    if page.lang == "cy":
        telephone = words("phrases")["cy"]["telephone"].format(phone=profile.phone)
        lines = [Para(telephone)] if "phone" in profile.habits.ways else []
        return [title_block(page), *lines, *filling(site, dice_for(site, page), 4, "cy")]
    given = {
        "phone": Para(f"Telephone: {profile.phone}, Monday to Friday, 9am to 5pm."),
        "email": Para("E-mail:", (profile.email, f"mailto:{profile.email}")),
        "post": Para(f"Write to {profile.council.name}, Civic Centre, High Street, ZZ1 1ZZ."),
        "bsl": Para("Sign language: use SignVideo to call us with an interpreter."),
    }
    ways = [para for way, para in given.items() if way in profile.habits.ways]
    return [title_block(page), *ways, *filling(site, dice_for(site, page), 3, page.lang)]


def statement(site: Site, page: Page) -> list[Block]:
    """The accessibility statement, with the parts that this council gives."""
    entry = words("civic")["statement"]
    names = _statement_names(site)
    parts = site.profile.statement or ()
    blocks: list[Block] = [title_block(page)]
    if not parts:
        blocks += [Para(text) for text in entry["vague"]]
    for part in parts:
        blocks.append(Heading(entry[part]["heading"].format(**names)))
        blocks += [Para(text.format(**names)) for text in entry[part]["text"]]
    return blocks


def reviewed_on(site: Site) -> dt.date:
    """When the statement was last reviewed: 2-7 months before the estate's date, or 20-50."""
    rng = random.Random(f"{site.profile.seed}/{site.profile.label}/reviewed")
    low, high = (60, 210) if site.profile.statement_current else (600, 1500)
    return site.today - dt.timedelta(days=rng.randrange(low, high))


def _statement_names(site: Site) -> dict[str, str]:
    profile, reviewed = site.profile, reviewed_on(site)
    place = profile.council.nation
    enforcers = words("civic")["statement"]["enforcers"]
    return {
        "council": profile.council.name,
        "host": profile.host,
        "email": profile.email,
        "phone": profile.phone,
        "prepared": _written(dt.date(2020, 9, 23)),
        "reviewed": _written(reviewed),
        "enforcer": enforcers.get(place, enforcers["Great Britain"]),
    }


def _written(day: dt.date) -> str:
    return f"{day.day} {words('noise')['months'][day.month - 1]} {day.year}"


def plain(site: Site, page: Page) -> list[Block]:
    """Privacy notice, cookies, about: text alone."""
    lead = {
        "privacy": "This notice says what personal data we hold, why, and what your rights are.",
        "cookies": "Cookies are small files that a website keeps in your browser. Ours count visits"
        " and last for a session; you can refuse them.",
        "about": "This website is run by the council, which owns its text and pictures.",
    }
    if page.kind == "cookies" and not site.profile.habits.explains_cookies:
        return [title_block(page), Para(words("published")["empty"][0])]
    return [
        title_block(page),
        Para(lead[page.kind]),
        *filling(site, dice_for(site, page), 6, page.lang),
    ]


def account(site: Site, page: Page) -> list[Block]:
    """Signing in to the council's own account, which no service here needs."""
    fields = (field("email", page.lang), Field("password", "Password", "password"))
    return [title_block(page), Form("/submit/sign-in", fields, "Sign in")]


def transparency(site: Site, page: Page) -> list[Block]:
    """The list of what is published, or one item of it with its files."""
    rng = dice_for(site, page)
    if page.key == "transparency":
        items = [p for p in site.of_kind("transparency") if p.key != "transparency"]
        listed = (*list_of(site, items).items, *published_links(site, "transparency"))
        return [title_block(page), *filling(site, rng, 1), Links(listed)]
    kinds = ("csv", "pdf", "xlsx")
    files = [p for kind in kinds for p in site.of_kind(kind) if p.key == page.key]
    links = tuple((f"{p.title} ({p.kind.upper()})", href(site, p.url)) for p in files)
    blocks = [title_block(page), *filling(site, rng, 2), *_licence(site)]
    if "multiple" in page.title:
        blocks.append(Para("The highest salary is 6.4 times the median."))
    return [*blocks, Links(links)]


def published(site: Site, page: Page) -> list[Block]:
    """An item of `published.yaml` with its file, or a page that promises it."""
    entries = words("published")
    rng = dice_for(site, page)
    state, form = site.profile.habits.published.get(page.key, (THERE, ""))
    if state != THERE:
        return [title_block(page), Para(rng.choice(entries["empty"]))]
    item = entries["items"].get(page.key) or entries["open-data"]
    file = site.find(form, page.key) if form else None
    files = [Links(((f"{file.title} ({form.upper()})", href(site, file.url)),))] if file else []
    texts = [Para(text) for text in item["text"]]
    return [title_block(page), *texts, *_licence(site), *files]


def published_links(site: Site, place: str) -> tuple[Link, ...]:
    """The links to items of `published.yaml` that stand in a place, the dead ones too."""
    profile, links = site.profile, []
    for name, item in words("published")["items"].items():
        if item.get("place", "transparency") != place:
            continue
        if page := site.find("published", name):
            links.append(link(site, page))
        elif profile.habits.published[name][0] == DEAD:
            links.append((title_of(profile, name), f"/published/{item['slug']}"))
    portal = site.find("portal", "open-data") or site.find("published", "open-data")
    if portal and place == "transparency":
        links.append(link(site, portal))
    return tuple(links)


def _licence(site: Site) -> list[Block]:
    said = "This information is published under the Open Government Licence v3.0."
    return [Para(said)] if site.profile.habits.licensed else []


def meetings(site: Site, page: Page) -> list[Block]:
    """Agendas and minutes, here or on the committee system."""
    blocks: list[Block] = [title_block(page), *filling(site, dice_for(site, page), 1)]
    beyond = [*site.of_kind("meetings"), *site.of_kind("councillors")]
    hosted = tuple((p.title, p.url) for p in beyond if not p.url.startswith(site.profile.home))
    if hosted:
        blocks.append(Links(hosted))
    return [*blocks, list_of(site, site.of_kind("minutes"))]


def consultations(site: Site, page: Page) -> list[Block]:
    """Open consultations, here or on the consultation hub."""
    blocks: list[Block] = [title_block(page), *filling(site, dice_for(site, page), 2)]
    hub = site.find("consultations", "hub")
    if hub:
        return [*blocks, Para("Take part on our consultation hub.", (hub.title, hub.url))]
    fields = (Field("views", "What do you think of our draft budget?", "textarea"), field("email"))
    return [
        *blocks,
        Heading("Budget survey"),
        Form("/submit/budget-survey", fields, "Send your views"),
    ]


def petitions(site: Site, page: Page) -> list[Block]:
    """Petitions that may be signed."""
    rng = dice_for(site, page)
    topics = [
        filled(site.profile, f"A crossing on {{street}} ({index + 1})", rng, site.today)
        for index in range(4)
    ]
    fields = (
        Field("petition", "Petition", "select", tuple(topics)),
        field("name"),
        field("postcode"),
    )
    return [title_block(page), *filling(site, rng, 1), Form("/submit/petition", fields, "Sign")]


def item(site: Site, page: Page) -> list[Block]:
    """News, minutes, job advert, event, policy, or a guide that is near a task."""
    rng = dice_for(site, page)
    blocks: list[Block] = [title_block(page)]
    if page.kind != "guide" and page.number >= 0:
        text = pattern_of(page.kind, page.number)["text"]
        blocks.append(Para(filled(site.profile, text, rng, site.today)))
    blocks += filling(site, rng, rng.randint(3, 12))
    if page.kind == "minutes" and (papers := site.find("pdf", "papers", page.number)):
        blocks.append(Links((link(site, papers),)))
    if page.kind == "event":
        blocks.append(Para(f"Date: {_written(site.today + dt.timedelta(days=page.number * 3))}"))
    return blocks
