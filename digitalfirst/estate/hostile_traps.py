"""Hostile sites whose addresses have no end, or of which many show one page."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from hashlib import md5

from digitalfirst.estate.hostile_site import REAL, Ask, Response, attack, honest, links, page
from digitalfirst.estate.messages import redirect


@attack
def calendar(ask: Ask) -> Response | None:
    """A day for ever, each with a next and a previous one."""
    if ask.path != "/events":
        return honest(ask, links("/events?date=2026-11-02"))
    try:
        day = dt.date.fromisoformat(ask.query.get("date", ""))
    except ValueError:
        return None
    near = (day + dt.timedelta(days=step) for step in (-30, -1, 1, 7, 30))
    return page(ask, f"Events on {day:%A %d %B %Y}", links(*(f"/events?date={d}" for d in near)))


@attack
def dated_folders(ask: Ask) -> Response | None:
    """The same in the path."""
    if not ask.path.startswith("/diary/"):
        return honest(ask, links("/diary/2026/1"))
    year, month = (int(part) for part in ask.path.split("/")[2:4])
    near = (f"/diary/{year + step}/{(month + step) % 12 + 1}" for step in (-2, -1, 1, 2))
    return page(ask, f"Diary of {dt.date(2000, month, 1):%B} {year}", links(*near))


@attack
def facets(ask: Ask) -> Response | None:
    """A list that can be narrowed and sorted in every combination."""
    if ask.path != "/directory":
        return honest(ask, links("/directory?ward=1&kind=1"))
    options = {"ward": 12, "kind": 9, "open": 7, "sort": 4}
    chosen = dict(ask.query)
    more = []
    for name, count in options.items():
        for value in range(1, count + 1):
            query = {**chosen, name: str(value)}
            more.append("/directory?" + "&amp;".join(f"{k}={v}" for k, v in query.items()))
    words = " ".join(f"{name}{_word(value)}" for name, value in chosen.items())
    return page(ask, f"Directory of {words}", links(*more))


@attack
def session_in_query(ask: Ask) -> Response | None:
    """Every link carries the id of the visit, a new one on each page."""
    return honest(ask, links(*(f"/{name}?visit={_visit(ask)}" for name in REAL)))


@attack
def session_in_path(ask: Ask) -> Response | None:
    """The same as a folder, as ASP.NET writes it where it sets no cookies."""
    shown = _at(ask, ask.path.partition(")")[2]) if ask.path.startswith("/visit(") else ask
    return honest(shown, links(*(f"/visit({_visit(ask)})/{name}" for name in REAL)))


@attack
def print_versions(ask: Ask) -> Response | None:
    """Each page again for the printer, in four ways."""
    ways = ("/print", "/text-only", "/large")
    for way in ways:
        if ask.path.startswith(way + "/"):
            path = ask.path.removeprefix(way)
            return honest(_at(ask, path))
    here = ask.path
    printer = links(*(way + here for way in ways), here + "?print=1")
    return honest(ask, f"<aside>{printer}</aside>")


@attack
def endless_folders(ask: Ask) -> Response | None:
    """A relative link that leads one folder deeper each time."""
    first = ask.path.strip("/").split("/")[0]
    if first in ("a", "b"):
        return page(ask, f"Folder {_word(ask.path)}", '<a href="a/">a</a> <a href="b/">b</a>')
    return honest(ask, links("/a/", "/b/"))


@attack
def soft_404(ask: Ask) -> Response | None:
    """200 for any address, and on each page links that lead nowhere."""
    found = honest(ask, links(*(f"/gone/{ask.name or 'home'}-{n}" for n in range(30))))
    if found.status == 200 or ask.path == "/robots.txt":
        return found
    return page(ask, "Sorry", f"<p>We could not find {ask.path}.</p>" + links("/gone/again"))


@attack
def one_page_many_addresses(ask: Ask) -> Response | None:
    """The same bytes wherever one looks."""
    if ask.path.startswith("/same/"):
        return page(ask, "The same", links(*(f"/same/{n}" for n in range(1, 400))))
    return honest(ask, links(*(f"/same/{n}" for n in range(1, 400))))


@attack
def redirect_loop(ask: Ask) -> Response | None:
    """The home page leads round in a circle of three."""
    ways = {"/": "/one", "/one": "/two", "/two": "/"}
    return redirect(ask.home.rstrip("/") + ways[ask.path]) if ask.path in ways else None


@attack
def redirect_chain(ask: Ask) -> Response | None:
    """Fifty redirects one after another, from many places."""
    first, _, number = ask.path.strip("/").partition("-hop-")
    if first.startswith("chain") and number:
        return redirect(f"/{first}-hop-{int(number) + 1}" if int(number) < 50 else "/missed-bin")
    return honest(ask, links(*(f"/chain{n}-hop-0" for n in range(40))))


@attack
def cookie_wall(ask: Ask) -> Response | None:
    """Every page redirects, by way of another, until a cookie is set."""
    if ask.cookies.get("seen") == "yes" or ask.path == "/robots.txt":
        return None
    if ask.path == "/welcome":
        back = ask.query.get("to", "/")
        return redirect_with_cookie(back, "seen=yes; Path=/")
    return redirect(f"/welcome?to={ask.path}", 302)


@attack
def cookie_in_place(ask: Ask) -> Response | None:
    """Every page redirects to itself until a cookie is set."""
    if ask.cookies.get("seen") == "yes" or ask.path == "/robots.txt":
        return None
    return redirect_with_cookie(ask.path, "seen=yes; Path=/")


@attack
def cookie_for_ever(ask: Ask) -> Response | None:
    """A cookie that is never the right one."""
    if ask.path == "/robots.txt":
        return None
    count = int(ask.cookies.get("count", "0")) + 1
    return redirect_with_cookie(ask.path, f"count={count}; Path=/")


def redirect_with_cookie(target: str, cookie: str) -> Response:
    """A redirect that sets a cookie."""
    found = redirect(target, 302)
    return replace(found, headers=(*found.headers, ("Set-Cookie", cookie)))


def _visit(ask: Ask) -> str:
    return md5(f"{ask.path}{ask.query}".encode(), usedforsecurity=False).hexdigest()


def _at(ask: Ask, path: str) -> Ask:
    return replace(ask, path=path)


def _word(text: str) -> str:
    """A text in letters only, so that it tells pages apart where numbers are left out."""
    return "".join(chr(ord("a") + ord(char) % 26) for char in text)
