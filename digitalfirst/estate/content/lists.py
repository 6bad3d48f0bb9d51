"""Pages that lead on to others: home, sections, hubs, A to Z, site map, lists of news."""

from __future__ import annotations

from digitalfirst.estate.blocks import Block, Field, Form, Heading, Links, Para
from digitalfirst.estate.civic import sections_of
from digitalfirst.estate.content.civic import published_links
from digitalfirst.estate.content.common import dice_for, filling, href, link, list_of, title_block
from digitalfirst.estate.noise import ARCHIVE, NEWS_A_PAGE
from digitalfirst.estate.page import Page
from digitalfirst.estate.plans import Plan
from digitalfirst.estate.site import Site
from digitalfirst.estate.wording import words

TOP_TASKS = (
    "missed-bin",
    "bin-day",
    "council-tax-pay",
    "planning-search",
    "parking-permit",
    "job-vacancies",
    "parking-fine",
    "pothole",
    "housing-register",
    "register-birth",
    "term-dates",
    "library-renew",
    "blue-badge",
    "councillor",
)


def home(site: Site, page: Page) -> list[Block]:
    """The home page: top tasks, sections, hubs, news."""
    cy = page.lang == "cy"
    top = [plan for task in TOP_TASKS if (plan := site.plans.get(task)) and plan.listed]
    rng = dice_for(site, page)
    hubs = site.of_kind("hub")
    title = f"Croeso i {page.title}" if cy else f"Welcome to {page.title}"
    blocks: list[Block] = [
        Heading(title, 1),
        Heading("Tasgau poblogaidd" if cy else "Popular services"),
        Links(_task_links(site, top[:8], page.lang)),
        Heading("Gwasanaethau" if cy else "Services"),
        Links(section_links(site, page.lang), site.profile.cards),
    ]
    if hubs:
        blocks += [Heading("Ar-lein" if cy else "Do it online"), list_of(site, hubs, page.lang)]
    news = site.of_kind("news")[:5]
    blocks += [Heading("Newyddion" if cy else "Latest news"), list_of(site, news)]
    return [*blocks, *filling(site, rng, 2, page.lang)]


def section(site: Site, page: Page) -> list[Block]:
    """The landing page of a section: its tasks, pages beside them, and documents."""
    rng = dice_for(site, page)
    plans = [plan for plan in _listed(site, page.key) if not site.topic_of(plan.task.id)]
    topics = [topic for topic in site.of_kind("topic") if topic.section == page.key]
    links = _task_links(site, plans, page.lang)
    leading = tuple(link(site, topic, page.lang) for topic in topics)
    blocks: list[Block] = [
        title_block(page),
        *filling(site, rng, 2, page.lang),
        Links((*leading, *links), site.profile.cards),
    ]
    beside = [p for p in site.of_kind("information") if p.section == page.key]
    if beside:
        blocks += [Heading("More information"), list_of(site, beside)]
    guides = [p for p in site.of_kind("guide") if p.section == page.key]
    papers = [p for p in site.of_kind("pdf") if p.section == page.key and p.key.startswith("near-")]
    if guides or papers:
        blocks += [Heading("Guides and documents"), list_of(site, [*guides, *papers])]
    if page.key == "democracy":
        about = (
            *list_of(site, _democracy(site), page.lang).items,
            *published_links(site, "democracy"),
        )
        blocks += [Heading("About the council"), Links(about)]
    if page.key == "jobs":
        blocks += [Heading("Latest vacancies"), list_of(site, site.of_kind("job"))]
    return blocks


def topic(site: Site, page: Page) -> list[Block]:
    """The page of a topic: the tasks in it."""
    wanted = words("sections")["topics"][page.key]["tasks"]
    plans = [plan for plan in _listed(site, page.section) if plan.task.id in wanted]
    return [
        title_block(page),
        *filling(site, dice_for(site, page), 2, page.lang),
        Links(_task_links(site, plans, page.lang), site.profile.cards),
    ]


def hub(site: Site, page: Page) -> list[Block]:
    """`Report it`, `Pay it` and the like: one page that speaks of many tasks."""
    actions = words("civic")["hubs"][page.key]
    old = _old_addresses(site)
    rng = dice_for(site, page)
    blocks: list[Block] = [title_block(page), *filling(site, rng, 1, page.lang)]
    for plan in site.plans.values():
        if plan.task.action in actions and "hub" in plan.listed and plan.stage > 0:
            ((text, url),) = _task_links(site, [plan], page.lang)
            about = "" if page.lang == "cy" else plan.task.about[0]
            blocks += [Heading(text), Para(about, (text, old.get(url, url)))]
    return blocks


def a_to_z(site: Site, page: Page) -> list[Block]:
    """The A to Z: whole on one page, or one page a letter."""
    letters = [p for p in site.of_kind("a-z") if p.key != "a-z"]
    blocks: list[Block] = [title_block(page)]
    if letters:
        blocks.append(Links(tuple((p.key, href(site, p.url)) for p in letters)))
    if page.key != "a-z" or not letters:
        blocks.append(Links(_index(site, "" if page.key == "a-z" else page.key)))
    return blocks


def site_map(site: Site, page: Page) -> list[Block]:
    """The site map: every section and the tasks in it."""
    blocks: list[Block] = [title_block(page)]
    for name in sections_of(site.plans):
        plans = [
            p for p in site.plans.values() if p.task.section == name and "site-map" in p.listed
        ]
        blocks += [Heading(site.section_title(name)), Links(_task_links(site, plans, "en"))]
    return [*blocks, Heading("About this website"), list_of(site, _democracy(site))]


def news_index(site: Site, page: Page) -> list[Block]:
    """A page of the list of news, with links to the pages beside it and to tags."""
    items = site.of_kind("news")[page.number * NEWS_A_PAGE : (page.number + 1) * NEWS_A_PAGE]
    pages = sorted(site.of_kind("news-index"), key=lambda one: one.number)
    numbers = tuple((str(one.number + 1), href(site, one.url)) for one in pages)
    blocks: list[Block] = [title_block(page), list_of(site, items)]
    blocks += [
        Heading("Topics"),
        list_of(site, site.of_kind("tag")),
        Heading("Pages"),
        Links(numbers),
    ]
    if buried := [key for key in site.dead if key.endswith(ARCHIVE)]:
        path = buried[0].removeprefix(site.profile.host)
        blocks.append(Links((("Older news", path),)))
    return blocks


def tag(site: Site, page: Page) -> list[Block]:
    """The news with one tag."""
    rng = dice_for(site, page)
    items = site.of_kind("news")
    return [title_block(page), list_of(site, rng.sample(items, min(8, len(items))))]


def events(site: Site, page: Page) -> list[Block]:
    """The list of events."""
    return [title_block(page), list_of(site, site.of_kind("event"))]


def search_form(site: Site, page: Page) -> list[Block]:
    """The search page before anything is looked for."""
    method = "post" if site.profile.search == "post" else "get"
    return [
        title_block(page),
        Form("/search", (Field("q", "What are you looking for?"),), "Search", method),
    ]


def section_links(site: Site, lang: str) -> tuple[tuple[str, str], ...]:
    """Links to the landing pages of the sections."""
    return tuple(link(site, page, lang) for page in site.of_kind("section"))


def _listed(site: Site, section: str) -> list[Plan]:
    """What the pages of a section lead to."""
    plans = site.plans.values()
    return [plan for plan in plans if plan.task.section == section and "section" in plan.listed]


def _task_links(site: Site, plans: list[Plan], lang: str) -> tuple[tuple[str, str], ...]:
    links = []
    for plan in plans:
        page = site.service_page(plan.task.id, lang)
        if page and page.linked:
            text = page.title if page.lang == "cy" else plan.label
            links.append((text, href(site, page.url)))
    return tuple(links)


def _old_addresses(site: Site) -> dict[str, str]:
    """Addresses that pages had before they moved; hubs often still link to them."""
    host = site.profile.host
    return {href(site, url): key.removeprefix(host) for key, url in site.moved.items()}


def _index(site: Site, letter: str) -> tuple[tuple[str, str], ...]:
    """Entries of the A to Z, which leave the action word out."""
    entries = []
    for plan in site.plans.values():
        page = site.service_page(plan.task.id)
        if page and "a-z" in plan.listed and plan.task.index.startswith(letter):
            entries.append((plan.task.index, href(site, page.url)))
    return tuple(sorted(entries))


def _democracy(site: Site) -> list[Page]:
    kinds = ("transparency", "meetings", "consultations", "petitions", "policy")
    found = [page for kind in kinds for page in site.of_kind(kind)]
    return [page for page in found if page.url.startswith(site.profile.home)]
