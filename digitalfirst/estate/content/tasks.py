"""The pages of a task: the page about it, the step between, the form."""

from __future__ import annotations

import random
from typing import Any

from digitalfirst.estate.blocks import (
    Block,
    Button,
    Field,
    Form,
    Heading,
    Link,
    Links,
    Notice,
    Para,
    Table,
    field,
)
from digitalfirst.estate.content.common import dice_for, filling, href, link, title_block
from digitalfirst.estate.page import Page
from digitalfirst.estate.plans import Plan
from digitalfirst.estate.site import Site
from digitalfirst.estate.wording import words

TERMS = (
    ("Autumn", "2 September", "18 December"),
    ("Spring", "5 January", "27 March"),
    ("Summer", "13 April", "21 July"),
)
PARTIES = ("Labour", "Conservative", "Liberal Democrat", "Green", "Independent")


def service_page(site: Site, page: Page) -> list[Block]:
    """The page about a task."""
    rng, plan = dice_for(site, page), site.plans[page.key]
    step = site.find("step", page.key, 0, page.lang) if plan.hops else None
    way: list[Block]
    if step:
        way = [Para("", link(site, step, page.lang))]
    else:
        way = call_to_action(site, plan, page.lang, rng)
    return [
        title_block(page),
        *_about(plan, page.lang, rng),
        *way,
        *filling(site, rng, rng.randint(2, 7), page.lang),
        *(_details(site, plan, rng) if page.lang == "en" else ()),
        *_afterwards(site, plan, page, rng),
    ]


def step_page(site: Site, page: Page) -> list[Block]:
    """The page between a task's page and its form."""
    rng, plan = dice_for(site, page), site.plans[page.key]
    return [
        title_block(page),
        *filling(site, rng, 3, page.lang),
        *call_to_action(site, plan, page.lang, rng),
    ]


def form_page(site: Site, page: Page) -> list[Block]:
    """An own form, the first of several steps, a choice of appointments, or a payment."""
    plan = site.plans[page.key]
    rng = dice_for(site, page)
    start: list[Block] = [title_block(page)]
    if plan.route == "form-steps":
        return [*start, Para("Step 1 of 4"), _form(site, plan, page.lang, first_step=True)]
    if plan.route == "booking":
        return [*start, Para("Choose a time that suits you."), _slots(site, plan, rng)]
    if plan.route == "payment-here":
        return [*start, Para("You can pay with a debit or credit card."), _payment(plan)]
    return [*start, *filling(site, rng, 1, page.lang), _form(site, plan, page.lang)]


def call_to_action(site: Site, plan: Plan, lang: str, rng: random.Random) -> list[Block]:
    """How a task is done: what a page says and links to for each route."""
    task, phrases = plan.task, _phrases(lang)
    names = {
        "phone": site.profile.phone,
        "email": site.profile.email,
        "verb": words("phrases")["verbs"][task.action],
    }
    url = site.action_url(task.id, lang)
    if plan.route in ("phone", "visit"):
        return [Heading(phrases["reach"]), Para(rng.choice(phrases[plan.route]).format(**names))]
    if plan.route in ("withdrawn", "unavailable"):
        return [Notice(rng.choice(phrases[plan.route]).format(**names))]
    if plan.route == "email":
        mail = (site.profile.email, f"mailto:{site.profile.email}")
        return [Para(rng.choice(phrases["email"]).format(**names)), Links((mail,))]
    if plan.route == "form-here":
        return [Heading(phrases["form"]), _form(site, plan, lang)]
    if plan.route == "lookup":
        return [_lookup(site, plan, lang)]
    if not url:
        return []
    text = phrases["calls"][task.action] if lang == "cy" else plan.call
    return _way_on(plan, (text, href(site, url)), phrases, rng)


def _way_on(plan: Plan, way: Link, phrases: dict[str, Any], rng: random.Random) -> list[Block]:
    if plan.route in ("pdf", "word"):
        return [Links((way,)), Para(phrases["post"])]
    if rng.random() < 0.25:
        return [Para(phrases["quick"], way)]
    return [Button(*way)]


def _phrases(lang: str) -> dict[str, Any]:
    phrases: dict[str, Any] = words("phrases")
    return phrases["cy"] if lang == "cy" else phrases


def _about(plan: Plan, lang: str, rng: random.Random) -> list[Block]:
    if lang == "cy":
        pool = words("phrases")["cy"]["paragraphs"]
        return [Para(text) for text in rng.sample(pool, 3)]
    before = rng.sample(words("phrases")["before"], rng.randint(0, 2))
    return [Para(text) for text in (*plan.task.about, *before)]


def _details(site: Site, plan: Plan, rng: random.Random) -> list[Block]:
    """What some tasks' pages have besides text."""
    if plan.task.id == "term-dates":
        return [Table("Term dates", ("Term", "Starts", "Ends"), TERMS)]
    if plan.task.id == "councillor":
        wards = words("noise")["streets"]
        rows = tuple(
            (
                f"Councillor {rng.choice('ABCDEGHJ')}. {ward.split()[0]}",
                f"{ward} ward",
                rng.choice(PARTIES),
            )
            for ward in wards
        )
        return [Table("Councillors by ward", ("Name", "Ward", "Party"), rows)]
    if plan.task.id == "election-results":
        votes = tuple((party, str(rng.randrange(200, 2000))) for party in PARTIES)
        return [Table("Votes cast", ("Party", "Votes"), votes)]
    if plan.task.id == "job-vacancies":
        return [Links(tuple(link(site, page) for page in site.of_kind("job")))]
    return []


def _afterwards(site: Site, plan: Plan, page: Page, rng: random.Random) -> list[Block]:
    if page.lang == "cy":
        phrases = _phrases("cy")
        return [
            Heading(phrases["contact"]),
            Para(phrases["telephone"].format(phone=site.profile.phone)),
        ]
    blocks: list[Block] = [
        Heading("What happens next"),
        *(Para(text) for text in rng.sample(words("phrases")["closings"], 2)),
    ]
    near = [p for p in site.of_kind("guide") if p.key == page.key]
    beside = [
        p
        for p in site.of_kind("service")
        if p.section == page.section and p.linked and p.key != page.key
    ]
    related = [*near, *rng.sample(beside, min(2, len(beside)))]
    if related:
        blocks += [Heading("Related pages"), Links(tuple(link(site, p) for p in related))]
    if plan.stage > 1 and rng.random() < 0.5:
        blocks.append(Para(f"If you cannot use the internet, ring {site.profile.phone}."))
    return blocks


def _form(site: Site, plan: Plan, lang: str, *, first_step: bool = False) -> Form:
    names = plan.task.fields[:2] if first_step else (*plan.task.fields, "name", "email", "phone")
    fields = tuple(field(name, lang) for name in dict.fromkeys(names))
    submit = (
        words("phrases")["cy"]["submit"] if lang == "cy" else "Continue" if first_step else "Send"
    )
    return Form(href(site, f"{site.profile.home}submit/{plan.slug}"), fields, submit)


def _lookup(site: Site, plan: Plan, lang: str) -> Form:
    names = [name for name in plan.task.fields if name == "postcode"] or ["postcode"]
    fields = tuple(field(name, lang) for name in names)
    submit = words("phrases")["cy"]["calls"]["find"] if lang == "cy" else "Find"
    return Form(href(site, f"{site.profile.home}lookup/{plan.slug}"), fields, submit, "get")


def _slots(site: Site, plan: Plan, rng: random.Random) -> Form:
    days = [
        f"{rng.choice(('Monday', 'Tuesday', 'Thursday'))} at {hour}.{rng.choice(('00', '30'))}"
        for hour in (9, 10, 11, 2, 3)
    ]
    slots = Field("slot", "Available appointments", "radio", tuple(days))
    fields = (slots, field("name"), field("email"), field("phone"))
    return Form(
        href(site, f"{site.profile.home}submit/{plan.slug}"), fields, "Book this appointment"
    )


def _payment(plan: Plan) -> Form:
    names = [name for name in plan.task.fields if name != "amount"][:1]
    card = (
        Field("card", "Card number"),
        Field("expiry", "Expiry date"),
        Field("cvc", "Security code"),
    )
    fields = (*(field(name) for name in names), field("amount"), *card)
    return Form(f"/submit/{plan.slug}", fields, "Pay now")
