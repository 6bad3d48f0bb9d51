"""The pages of hosts beyond the council's own: platforms, and national services."""

from __future__ import annotations

from digitalfirst.estate.blocks import Block, Button, Field, Form, Heading, Links, Para, Table, field
from digitalfirst.estate.page import Page
from digitalfirst.estate.site import Site
from digitalfirst.estate.wording import platforms, words

REGISTER = Form(
    "/online-applications/search.do",
    (Field("searchCriteria", "Enter a keyword, reference number, postcode or single line of an address."),),
    "Search",
    "get",
)


def task_at(site: Site, page: Page) -> list[Block]:
    """What a platform shows at the address where a task is done."""
    plan = site.plans[page.key]
    spec = platforms()[plan.platform]
    start: list[Block] = [Heading(page.title, 1)]
    if spec.does == "account":
        fields = (Field("email", "E-mail address", "email"), Field("password", "Password", "password"))
        asked = Para(words("phrases")["sign_in"][site.profile.index % 2])
        return [*start, asked, Form("/signin", fields, "Sign in")]
    if spec.does == "payment":
        fields = (Field("ref", "Reference number"), field("amount"), Field("card", "Card number"))
        return [*start, Para("Secure payments"), Form("/basket", fields, "Continue to payment")]
    if spec.does == "register":
        return [Heading("Planning - Simple Search", 1), REGISTER]
    if spec.does == "catalogue":
        search = Form("/cgi-bin/spydus.exe/ENQ/WPAC", (Field("ENTRY", "Search the catalogue"),), "Go", "get")
        login = (field("card-number"), Field("pin", "PIN", "password"))
        return [
            Heading("Library catalogue", 1), search,
            Heading("My loans: renew and reserve"), Form("/cgi-bin/spydus.exe/PGM/LOGIN", login, "Log in"),
        ]  # fmt: skip
    names = (*plan.task.fields, "name", "email")
    return [*start, Form("/process", tuple(field(n) for n in dict.fromkeys(names)), "Next")]


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


def consultation_hub(site: Site, page: Page) -> list[Block]:
    """The hub on which consultations are answered."""
    fields = (Field("q", "Search for consultations"),)
    return [
        Heading(page.title, 1),
        Form("/consultation_finder/", fields, "Search", "get"),
        Para(f"We asked {site.profile.council.name}'s residents; see what they said."),
    ]
