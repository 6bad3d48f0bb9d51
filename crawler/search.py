"""The site's own search, run for each service as a citizen would.

No other form is ever sent. Crawler and scoring work out the same address for the same search, so
that the evidence needs no note of what was searched for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from urllib.parse import urlencode

from config import Service
from config.site_search import load_search_rules
from crawler.forms import Form
from crawler.page import Page
from crawler.urls import canonical


def is_site_search(form: Form) -> bool:
    """Whether a form searches the site by GET, rather than jobs, planning or postcodes."""
    about = " ".join((form.text, *form.buttons, *(field.label for field in form.fields)))
    return form.method == "get" and _search_field(form) != "" and not _others().search(about)


def searches(home: Page, services: Iterable[Service]) -> dict[int, str]:
    """The address of the search for each service by its LGSL id; none where the site has no search.

    `home` is the page whose first search form is used.
    """
    form = next(filter(is_site_search, home.forms), None)
    if form is None:
        return {}
    urls = {service.lgsl: _search_url(form, words_for(service)) for service in services}
    return {lgsl: url for lgsl, url in urls.items() if url}


def words_for(service: Service) -> str:
    """What a citizen would type: the action and what the service is mostly called.

    "Find" and "comment" are left out: nobody types them.
    """
    said = service.words.en[0]
    typed = service.action in ("report", "pay", "apply", "book", "request", "register")
    return f"{service.action} {said}" if typed and service.action not in said else said


def _search_url(form: Form, words: str) -> str:
    pairs = [*form.hidden, (_search_field(form), words)]
    return canonical(f"{form.action.partition('?')[0]}?{urlencode(pairs)}") or ""


def _search_field(form: Form) -> str:
    """The name of the field that takes the words; empty where there is none."""
    known = load_search_rules().fields
    for field in form.fields:
        if field.name and (
            field.type == "search" or field.name.lower().rpartition("$")[2] in known
        ):
            return field.name
    return ""


@cache
def _others() -> re.Pattern[str]:
    words = "|".join(map(re.escape, load_search_rules().other_searches))
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
