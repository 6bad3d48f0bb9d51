"""The pages of hosts beyond the council's own: platforms, and national services."""

from __future__ import annotations

from digitalfirst.estate.blocks import (
    Block,
    Button,
    Field,
    Form,
    Heading,
    Links,
    Para,
    Table,
    field,
)
from digitalfirst.estate.page import Page
from digitalfirst.estate.site import Site
from digitalfirst.estate.wording import platforms, words

ASKED = "Enter a keyword, reference number, postcode or single line of an address."
REGISTER = Form(
    "/online-applications/search.do", (Field("searchCriteria", ASKED),), "Search", "get"
)
SIGN_IN = Form(
    "/signin",
    (Field("email", "E-mail address", "email"), Field("password", "Password", "password")),
    "Sign in",
)


def task_at(site: Site, page: Page) -> list[Block]:
    """What a platform shows at the address where a task is done."""
    plan = site.plans[page.key]
    does = platforms()[plan.platform].does
    if does == "register":
        return [Heading("Planning - Simple Search", 1), REGISTER]
    if does == "catalogue":
        return _catalogue()
    start = Heading(page.title, 1)
    if does == "account":
        asked = Para(words("phrases")["sign_in"][site.profile.index % 2])
        return [start, asked, SIGN_IN]
    if does == "payment":
        fields = (Field("ref", "Reference number"), field("amount"), Field("card", "Card number"))
        return [start, Para("Secure payments"), Form("/basket", fields, "Continue to payment")]
    names = dict.fromkeys((*plan.task.fields, "name", "email"))
    return [start, Form("/process", tuple(map(field, names)), "Next")]


def _catalogue() -> list[Block]:
    search = (Field("ENTRY", "Search the catalogue"),)
    login = (field("card-number"), Field("pin", "PIN", "password"))
    return [
        Heading("Library catalogue", 1),
        Form("/cgi-bin/spydus.exe/ENQ/WPAC", search, "Go", "get"),
        Heading("My loans: renew and reserve"),
        Form("/cgi-bin/spydus.exe/PGM/LOGIN", login, "Log in"),
    ]


def national(title: str) -> list[Block]:
    """A page of the national site."""
    return [
        Heading(title, 1),
        Para("Use this service to apply. It takes about ten minutes."),
        Button("Start now", "/start"),
        Heading("Before you start"),
        Para("You will need your National Insurance number and a recent photograph."),
    ]


def members(site: Site, page: Page) -> list[Block]:
    """The committee system: councillors and committees."""
    if page.kind == "councillors":
        wards = words("noise")["streets"]
        rows = tuple((f"Councillor {ward.split()[-1]}", f"{ward} ward") for ward in wards)
        return [Heading(page.title, 1), Table("Councillors", ("Name", "Ward"), rows)]
    items = tuple((name, "/mgListCommittees.aspx") for name in words("noise")["committees"])
    return [Heading(page.title, 1), Links(items)]


def portal(site: Site, page: Page) -> list[Block]:
    """The portal of open data as people see it."""
    fields = (Field("q", "Search datasets"),)
    texts = [Para(text) for text in words("published")["open-data"]["text"]]
    return [Heading(page.title, 1), *texts, Form("/dataset", fields, "Search", "get")]


def consultation_hub(site: Site, page: Page) -> list[Block]:
    """The hub on which consultations are answered."""
    fields = (Field("q", "Search for consultations"),)
    return [
        Heading(page.title, 1),
        Form("/consultation_finder/", fields, "Search", "get"),
        Para(f"We asked {site.profile.council.name}'s residents; see what they said."),
    ]
