"""Laying out the pages that every council has, or ought to have, besides its services."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping
from typing import Any

from digitalfirst.estate.council import Profile, title_of
from digitalfirst.estate.habits import DEAD, EMPTY, THERE
from digitalfirst.estate.layout import Layout
from digitalfirst.estate.page import Page
from digitalfirst.estate.plans import Plan
from digitalfirst.estate.wording import words

SPENDING_MONTHS = 6
# The platform of each kind of portal; one that is silent answers people alone.
PORTALS = {"ckan": "ckan", "hub": "arcgis-hub", "silent": "datapress"}


def sections_of(plans: Mapping[str, Plan]) -> tuple[str, ...]:
    """The sections that a council has tasks in, in the order of `sections.yaml`."""
    used = {plan.task.section for plan in plans.values()} | {"democracy"}
    return tuple(name for name in words("sections")["sections"] if name in used)


def lay_out_civic(layout: Layout, plans: Mapping[str, Plan], today: dt.date) -> None:
    """Home, sections, hubs, A to Z, and what the law and good manners ask for."""
    site = layout.site
    rng = random.Random(f"{site.seed}/{site.label}/civic")
    home = Page(site.home, "home", site.council.name, key="home", twin=_welsh_home(site))
    layout.add(home)
    if home.twin:
        layout.add(Page(home.twin, "home", site.council.name, key="home", lang="cy", twin=home.url))
    for section in sections_of(plans):
        _place_section(layout, section, twin=rng.random() < site.welsh)
    if site.deep:
        _lay_out_topics(layout, plans)
    for name in _plain_pages(site):
        kind = "news-index" if name == "news" else name
        layout.place_civic(name, kind=kind, twin=name == "contact" and site.welsh > 0)
    if site.hubs:
        for name in words("civic")["hubs"]:
            layout.place_civic(name, kind="hub", twin=rng.random() < site.welsh)
    if site.search in ("get", "poor", "post"):
        base = site.home
        layout.add(Page(f"{base}search", "search", "Search", key="search", linked=False))
    _lay_out_a_to_z(layout, plans)
    _lay_out_openness(layout, today)
    _lay_out_published(layout)
    _lay_out_participation(layout)
    layout.add(Page(f"{site.home}embed/map", "embed", "Map", linked=False))


def letters_of(plans: Mapping[str, Plan]) -> tuple[str, ...]:
    """The letters under which the A to Z has entries."""
    return tuple(sorted({plan.task.index[0] for plan in plans.values()}))


def topics_of(plans: Mapping[str, Plan]) -> dict[str, dict[str, Any]]:
    """The topics (`sections.yaml`) that hold a task of a council, by name."""
    topics: dict[str, dict[str, Any]] = words("sections")["topics"]
    return {name: topic for name, topic in topics.items() if plans.keys() & set(topic["tasks"])}


def _lay_out_topics(layout: Layout, plans: Mapping[str, Plan]) -> None:
    rng = random.Random(f"{layout.site.seed}/{layout.site.label}/topics")
    for name, topic in topics_of(plans).items():
        layout.place(
            "topic",
            topic["title"],
            section=topic["section"],
            slug=topic["slug"],
            key=name,
            welsh_title=topic["cy"] if rng.random() < layout.site.welsh else "",
        )


def _welsh_home(site: Profile) -> str:
    return f"{site.home}cy/" if site.is_welsh else ""


def _place_section(layout: Layout, section: str, *, twin: bool) -> None:
    entry = words("sections")["sections"][section]
    layout.place(
        "section",
        title_of(layout.site, section),
        section=section,
        slug=entry["slug"],
        key=section,
        welsh_title=entry["cy"] if twin else "",
    )


def _plain_pages(site: Profile) -> list[str]:
    names = ["contact", "news", "events", "account", "about", "cookies"]
    if site.privacy:
        names.append("privacy")
    if site.statement is not None:
        names.append("statement")
    if site.site_map:
        names.append("site-map")
    return names


def _lay_out_a_to_z(layout: Layout, plans: Mapping[str, Plan]) -> None:
    site = layout.site
    if site.a_to_z == "none":
        return
    layout.place_civic("a-z")
    if site.a_to_z == "pages":
        for letter in letters_of(plans):
            layout.place(
                "a-z", f"A to Z: {letter}", section="a-to-z", slug=letter.lower(), key=letter
            )


def _lay_out_openness(layout: Layout, today: dt.date) -> None:
    """The transparency pages and their files."""
    site = layout.site
    wanted = {
        "spending": site.spending != "none",
        "contracts": site.contracts,
        "salaries": site.salaries,
        "foi-log": site.foi_log,
    }
    layout.place_civic("transparency", section="democracy")
    for name in (name for name, is_there in wanted.items() if is_there):
        layout.place_civic(name, section="democracy", kind="transparency")
    if site.spending != "none":
        for back in range(SPENDING_MONTHS):
            month = _months_before(today, site.habits.months_late + back)
            title = f"Payments over £500, {words('noise')['months'][month.month - 1]} {month.year}"
            name = f"spending-{month.year}-{month.month:02}"
            layout.place_file(site.spending, title, name, key="spending", number=back)
    if site.contracts:
        layout.place_file("csv", "Contracts register", "contracts", key="contracts")
    if site.salaries:
        layout.place_file("xlsx", "Senior salaries", "senior-salaries", key="salaries")
    if site.foi_log:
        layout.place_file("csv", "Disclosure log", "foi-disclosure-log", key="foi-log")


def _months_before(day: dt.date, months: int) -> dt.date:
    """The first day of the month so many months before that of a day."""
    count = day.year * 12 + day.month - 1 - months
    return dt.date(count // 12, count % 12 + 1, 1)


def _lay_out_published(layout: Layout) -> None:
    """What law and good manners ask for besides; some is an empty page, or a dead link."""
    habits = layout.site.habits
    for name, item in words("published")["items"].items():
        state, form = habits.published[name]
        if state in (THERE, EMPTY):
            layout.place_civic(name, section="democracy", kind="published")
        elif state == DEAD:
            layout.bury(f"/published/{item['slug']}")
        if state == THERE and form:
            layout.place_file(form, item["file"], item["slug"], key=name)
    if habits.portal == "none":
        return
    if habits.portal in PORTALS:
        url = layout.elsewhere(PORTALS[habits.portal])
        layout.add(Page(url, "portal", title_of(layout.site, "open-data"), key="open-data"))
    else:
        entry = words("published")["open-data"]
        title = title_of(layout.site, "open-data")
        layout.place("published", title, section="democracy", slug=entry["slug"], key="open-data")


def _lay_out_participation(layout: Layout) -> None:
    site = layout.site
    if site.meetings != "none":
        layout.place_civic("meetings", section="democracy")
    if site.meetings == "platform":
        members = layout.elsewhere("moderngov")
        layout.add(Page(members, "councillors", "Your Councillors", key="members"))
        committees = members.replace("mgMemberIndex", "mgListCommittees")
        layout.add(Page(committees, "meetings", "Browse meetings", key="committees"))
    if site.consultations != "none":
        layout.place_civic("consultations", section="democracy")
    if site.consultations == "platform":
        url = layout.elsewhere("citizenspace")
        layout.add(Page(url, "consultations", "Find consultations", key="hub"))
    if site.petitions:
        layout.place_civic("petitions", section="democracy")
