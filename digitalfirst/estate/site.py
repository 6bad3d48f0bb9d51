"""One council's site: its profile, its plans, and every page it has."""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from digitalfirst.estate.civic import lay_out_civic
from digitalfirst.estate.council import Profile, title_of
from digitalfirst.estate.layout import Layout
from digitalfirst.estate.noise import lay_out_noise
from digitalfirst.estate.page import NO_CHROME, Page, key_of
from digitalfirst.estate.plans import ELSEWHERE, Plan, plans_of
from digitalfirst.estate.wording import platforms, words


@dataclass(frozen=True, eq=False)
class Site:
    """A site, whole. `pages` and `moved` are by `page.key_of`; `dead` holds planted dead links.

    `actions` has, by a task's id, the address of the page, file or host where the task is done.
    """

    profile: Profile
    plans: Mapping[str, Plan]
    pages: Mapping[str, Page]
    moved: Mapping[str, str]
    dead: frozenset[str]
    actions: Mapping[str, str]
    today: dt.date

    @cached_property
    def _by_kind(self) -> dict[tuple[str, str], list[Page]]:
        found: dict[tuple[str, str], list[Page]] = defaultdict(list)
        for page in self.pages.values():
            found[page.kind, page.lang].append(page)
        return found

    @cached_property
    def _by_key(self) -> dict[tuple[str, str, int, str], Page]:
        return {(p.kind, p.key, p.number, p.lang): p for p in self.pages.values()}

    @cached_property
    def html_pages(self) -> tuple[Page, ...]:
        """The pages of the main site that have its header and footer."""
        home = self.profile.home
        return tuple(
            page
            for page in self.pages.values()
            if page.url.startswith(home) and not page.is_file and page.kind not in NO_CHROME
        )

    def of_kind(self, kind: str, lang: str = "en") -> list[Page]:
        """The pages of a kind in a language, in the order in which they were laid out."""
        return self._by_kind.get((kind, lang), [])

    def find(self, kind: str, key: str = "", number: int = 0, lang: str = "en") -> Page | None:
        """A page by what it is; in English where it has no page in the other language."""
        page = self._by_key.get((kind, key, number, lang))
        return page or self._by_key.get((kind, key, number, "en"))

    def service_page(self, task_id: str, lang: str = "en") -> Page | None:
        """The page of a task."""
        return self.find("councillors" if task_id == "councillor" else "service", task_id, 0, lang)

    def topic_of(self, task_id: str, lang: str = "en") -> Page | None:
        """The page of the topic that leads to a task; none on a site that is not deep."""
        topics = words("sections")["topics"].items() if self.profile.deep else ()
        name = next((name for name, topic in topics if task_id in topic["tasks"]), "")
        return self.find("topic", name, 0, lang) if name else None

    def action_url(self, task_id: str, lang: str = "en") -> str:
        """Where the task is done, in this language if it can be; empty if nowhere on the web."""
        url = self.actions.get(task_id, "")
        page = self.pages.get(key_of(url)) if url else None
        return page.twin if page and lang == "cy" and page.twin else url

    def section_title(self, section: str, lang: str = "en") -> str:
        """What a section of the site is called."""
        if lang == "cy":
            return str(words("sections")["sections"][section]["cy"])
        return title_of(self.profile, section)


def build_site(profile: Profile, pages: int, today: dt.date) -> Site:
    """Lay out a council's site of about `pages` pages."""
    layout = Layout(profile)
    plans = plans_of(profile)
    lay_out_civic(layout, plans, today)
    for plan in plans.values():
        _lay_out_task(layout, plan)
    lay_out_noise(layout, plans, pages, today)
    return Site(
        profile, plans, layout.pages, layout.moved, frozenset(layout.dead), layout.actions, today
    )


def _lay_out_task(layout: Layout, plan: Plan) -> None:
    task, site = plan.task, layout.site
    rng = random.Random(f"{site.seed}/{site.label}/pages/{task.id}")
    if plan.stage == 0:
        return
    welsh = task.cy if rng.random() < site.welsh else ""
    page = layout.place(
        "councillors" if task.id == "councillor" else "service",
        plan.title,
        section=task.section,
        slug=plan.slug,
        key=task.id,
        lgsl=task.lgsl,
        linked=bool(plan.listed),
        welsh_title=welsh,
    )
    last = page
    if plan.hops:
        last = layout.place(
            "step",
            f"{rng.choice(words('phrases')['onward'])}: {task.index.lower()}",
            section=task.section,
            slug=f"{plan.slug}-how-to",
            key=task.id,
            lgsl=task.lgsl,
            linked=page.linked,
            welsh_title=f"{task.cy}: rhagor" if welsh else "",
        )
    _lay_out_action(layout, plan, last, welsh)
    if rng.random() < 0.12:
        layout.move(f"/services/{plan.slug}", page.url)
    for title in task.near:
        _lay_out_near(layout, plan, title, rng)


def _lay_out_action(layout: Layout, plan: Plan, page: Page, welsh: str) -> None:
    """Where a task is done; `page` is the one that leads there, or holds the form."""
    task, route = plan.task, plan.route
    if route in ("pdf", "word"):
        name = f"{plan.slug.replace('_', '-')}-form"
        title = f"{task.noun} form"
        action = layout.place_file(
            route, title, name, section=task.section, key=task.id, linked=page.linked
        ).url
    elif route in ("form-next", "form-steps", "booking", "payment-here"):
        action = layout.place(
            "form",
            plan.title,
            section="forms",
            slug=f"{plan.slug}-form",
            key=task.id,
            lgsl=task.lgsl,
            linked=page.linked,
            welsh_title=f"{welsh}: ffurflen" if welsh else "",
        ).url
    elif route in ELSEWHERE:
        action = layout.elsewhere(plan.platform, plan.slug, task.national)
        kind = "national" if platforms()[plan.platform].does == "national" else "form"
        layout.add_once(
            Page(action, kind, plan.title, key=task.id, lgsl=task.lgsl, linked=page.linked)
        )
    elif route in ("form-here", "lookup"):
        action = page.url
    elif route == "dead-link":
        action = layout.bury(f"/eforms/{plan.slug}")
    else:
        action = ""
    layout.actions[task.id] = action


def _lay_out_near(layout: Layout, plan: Plan, title: str, rng: random.Random) -> None:
    """A page that sounds like the task and is not it."""
    section = plan.task.section
    name = title.removesuffix(" (PDF)")
    slug = name.lower().replace(" ", "-")
    if name != title:
        layout.place_file("pdf", name, slug, section=section, key=f"near-{slug}")
    else:
        layout.place(
            "guide", title, section=section, slug=slug, key=plan.task.id, number=rng.randrange(9**6)
        )
