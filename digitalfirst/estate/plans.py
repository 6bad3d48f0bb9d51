"""How far each task of a council is online, and by which route: the truth about its services."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from digitalfirst.estate.council import Profile
from digitalfirst.estate.wording import Task, tasks, words

# Routes by the stage that they deserve; those of stage 4 hang on what the task allows.
ROUTES: dict[int, tuple[str, ...]] = {
    0: ("absent", "news"),
    1: ("phone", "phone", "visit", "withdrawn", "dead-link", "unavailable"),
    2: ("pdf", "pdf", "word", "email"),
    3: ("form-here", "form-next", "form-steps", "form-elsewhere", "form-elsewhere"),
}
BEST_ROUTES = {
    "pay": ("payment-here", "payment-elsewhere"),
    "book": ("booking",),
    "account": ("account",),
    "lookup": ("lookup",),
    "register": ("register",),
    "catalogue": ("catalogue",),
    "national": ("national",),
}
ELSEWHERE = frozenset(
    {"form-elsewhere", "payment-elsewhere", "account", "register", "catalogue", "national"}
)

# The chance that a task changes within a year, where its council's site got better or worse.
CHANGED = {"better": 0.4, "worse": 0.25}


@dataclass(frozen=True, slots=True)
class Plan:
    """What a council does about a task.

    `route` is how the citizen gets it done, worth `stage` (0-4). `call` is the text of the link or
    button that leads on; `hops` counts the pages between the service's page and that button.
    `listed` says where the page is linked from; where it is empty only site search finds it.
    """

    task: Task
    stage: int
    route: str
    title: str
    label: str
    slug: str
    call: str
    hops: int
    listed: frozenset[str]
    platform: str = ""


def tasks_of(site: Profile) -> tuple[Task, ...]:
    """The tasks that are this council's duty."""
    council = site.council
    return tuple(
        task
        for task in tasks()
        if council.nation in task.nations and (task.tier == "all" or task.tier in council.tiers)
    )


def plans_of(site: Profile) -> dict[str, Plan]:
    """A plan for each task of a council, by the task's id."""
    plans = {task.id: _plan(site, task) for task in tasks_of(site)}
    for year in range(1, len(site.fates) + 1):
        plans = {id: _a_year_on(site, plan, year) for id, plan in plans.items()}
    return plans


def _plan(site: Profile, task: Task) -> Plan:
    rng = random.Random(f"{site.seed}/{site.label}/plan/{task.id}")
    stage = _stage(rng, site.quality, task)
    route = _route(rng, stage, task)
    title = rng.choice(task.titles)
    return Plan(
        task=task,
        stage=stage,
        route=route,
        title=title,
        label=rng.choice((title, *task.labels)),
        slug=rng.choice(task.slugs),
        call=_call(rng, task, route),
        hops=rng.choices((0, 1), (4, 1))[0] if stage >= 2 else 0,
        listed=_listed(rng, site),
        platform=_platform(site, task, route),
    )


def _a_year_on(site: Profile, plan: Plan, year: int) -> Plan:
    """The plan a year later: where the site got better or worse, so did some of its tasks."""
    rng = random.Random(f"{site.seed}/{site.label}/plan/{plan.task.id}/year/{year}")
    fate = site.fates[year - 1]
    stages = _stages(site.quality, plan.task)
    better, worse = (
        {s: w for s, w in stages.items() if s > plan.stage},
        {s: w for s, w in stages.items() if s < plan.stage},
    )
    open_to = {"better": better, "worse": worse, "same": {}}[fate]
    if not open_to or rng.random() > CHANGED[fate]:
        return plan
    stage = rng.choices(list(open_to), list(open_to.values()))[0]
    route = _route(rng, stage, plan.task)
    return replace(
        plan,
        stage=stage,
        route=route,
        call=_call(rng, plan.task, route),
        hops=plan.hops if stage >= 2 else 0,
        platform=_platform(site, plan.task, route),
    )


def _stage(rng: random.Random, quality: float, task: Task) -> int:
    weights = _stages(quality, task)
    return rng.choices(list(weights), list(weights.values()))[0]


def _stages(quality: float, task: Task) -> dict[int, float]:
    """The stages that a task can be at, and how likely each is."""
    weights = {0: 0.03 + 0.07 * (1 - quality), 1: 0.06 + 0.4 * (1 - quality)}
    if "form" in task.can:
        weights |= {2: 0.04 + 0.25 * (1 - quality), 3: 0.45}
    if any(way in BEST_ROUTES for way in task.can):
        weights[4] = 0.1 + 0.6 * quality
    return weights


def _route(rng: random.Random, stage: int, task: Task) -> str:
    if stage == 4:
        way = rng.choice([way for way in task.can if way in BEST_ROUTES])
        return rng.choice(BEST_ROUTES[way])
    if stage == 1 and task.action == "find":
        return "read"
    return rng.choice(ROUTES[stage])


def _call(rng: random.Random, task: Task, route: str) -> str:
    phrases = words("phrases")
    if route in ("pdf", "word"):
        pool = phrases["pdf"]
    elif route == "account":
        pool = phrases["signed_in"]
    elif rng.random() < 0.4:
        pool = phrases["vague"]
    else:
        pool = phrases["calls"][task.action]
    call = str(rng.choice(pool)).format(noun=task.noun)
    return call[0].upper() + call[1:]


def _listed(rng: random.Random, site: Profile) -> frozenset[str]:
    searchable = site.search == "get" and site.robots != "no-search"
    if searchable and rng.random() < 0.04:
        return frozenset()
    places = {"section", "a-z", "hub", "site-map"}
    if site.a_to_z != "none" and rng.random() < 0.06:
        places.discard("section")
    if rng.random() < 0.2:
        places.discard("hub")
    return frozenset(places)


def _platform(site: Profile, task: Task, route: str) -> str:
    if route == "national":
        return "planning-portal" if task.national == "planning-portal" else "govuk"
    return {
        "form-elsewhere": site.forms_host,
        "payment-elsewhere": site.payment_host,
        "account": site.account_host,
        "register": "idox",
        "catalogue": "spydus",
    }.get(route, "")
