"""What the sites of the hostile estate have in common: a few honest pages, and a register."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from digitalfirst.estate.messages import EstateResponse, RawResponse, html, text

DOMAIN = "hostile.gov.test"
REAL = ("missed-bin", "council-tax", "planning", "parking-fine", "libraries")
NOT_FOUND = text("There is no such page.\n", status=404)

Response = EstateResponse | RawResponse


@dataclass(frozen=True, slots=True)
class Ask:
    """What a hostile site is asked. `canary` is an address that nobody may contact."""

    host: str
    path: str
    query: dict[str, str]
    cookies: dict[str, str]
    canary: str

    @property
    def home(self) -> str:
        """The address of the site's home page."""
        return f"http://{self.host}/"

    @property
    def name(self) -> str:
        """Path and query in words, which tell the site's pages apart."""
        return " ".join([self.path.strip("/").replace("/", " "), *self.query.values()]).strip()


Attack = Callable[[Ask], Response | None]
ATTACKS: dict[str, Attack] = {}


def attack(function: Attack) -> Attack:
    """Register an attack: it answers for its host, or gives None for what an honest site says."""
    ATTACKS[function.__name__.replace("_", "-")] = function
    return function


def honest(ask: Ask, more: str = "") -> EstateResponse:
    """The site's own pages, each with `more` in HTML."""
    if ask.path == "/":
        return page(ask, "Welcome to the council", links(*(f"/{name}" for name in REAL)) + more)
    name = ask.path.strip("/")
    if name in REAL:
        return page(ask, name.replace("-", " ").capitalize(), more)
    return NOT_FOUND


def page(ask: Ask, title: str, body: str = "") -> EstateResponse:
    """A page about its title, with links to the real ones."""
    about = (
        f"<p>This page of the council is about {title}. It says who can ask for it, what it costs,"
        f" how long it takes, whom to call about {title} and what to do when nobody answers.</p>"
    )
    menu = "".join(f'<li><a href="/{name}">{name.replace("-", " ")}</a></li>' for name in REAL)
    return html(
        f'<!doctype html><html lang="en-GB"><head><title>{title}</title></head><body>'
        f"<nav><ul>{menu}</ul></nav><main><h1>{title}</h1>{about}{body}</main></body></html>"
    )


def links(*targets: str) -> str:
    """A list of links that say where they lead."""
    items = (f'<li><a href="{each}">More</a></li>' for each in targets)
    return f"<ul>{''.join(items)}</ul>"


def host_named(name: str) -> str:
    """The host of an attack."""
    return f"{name}.{DOMAIN}"


def home_of(name: str) -> str:
    """The home page of an attack's council."""
    scheme = "https" if name == "tls-refused" else "http"
    return f"{scheme}://{host_named(name)}/"
