"""Trust: can people reach the council in the way that suits them?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from config.hosts import host_matches
from config.page_kinds import is_named
from crawler.page import Page
from crawler.urls import host_of
from scoring.measures import Result, measure, yes_or_no
from scoring.measures.criteria import CRITERIA
from scoring.measures.looking import no_or_unknown
from scoring.site import Site

SOURCE = "Better Connected: contact details; Equality Act 2010, section 20"


@measure(
    "trust.contact-phone",
    question="Can people find a telephone number of the council?",
    unit="yes or no",
    source=SOURCE,
)
def phone(site: Site) -> Result:
    """The home page or a contact page gives one: a `tel:` link, or in text, header or footer."""
    number = _pattern(CRITERIA.contact.phone)
    return _found(site, lambda page: bool(_phones(site, page) or number.search(_said(site, page))))


@measure(
    "trust.contact-email",
    question="Can people find an e-mail address of the council?",
    unit="yes or no",
    source=SOURCE,
)
def email(site: Site) -> Result:
    """The home page or a contact page gives one, as a link or in its text; in header and footer
    only one of the council's own domain counts: makers of sites sign there."""
    address = _pattern(CRITERIA.contact.email)

    def has_address(page: Page) -> bool:
        around = address.findall(_around(site, page))
        own = any(site.is_own(f"https://{each.rpartition('@')[2]}/") for each in around)
        return bool(page.mails or address.search(page.text)) or own

    return _found(site, has_address)


@measure(
    "trust.contact-post",
    question="Can people find an address to write to or visit?",
    unit="yes or no",
    source=SOURCE,
)
def post(site: Site) -> Result:
    """The home page or a contact page gives a postcode in its text, header or footer."""
    postcode = _pattern(CRITERIA.contact.postcode)
    return _found(site, lambda page: bool(postcode.search(_said(site, page))))


@measure(
    "trust.contact-bsl",
    question="Can people contact the council in British Sign Language?",
    unit="yes or no",
    source=f"{SOURCE}; British Sign Language Act 2022",
)
def bsl(site: Site) -> Result:
    """The home page or a contact page speaks of British Sign Language, in its text or a link, or
    links to a service that interprets it."""
    names = _pattern(rf"\b(?:{'|'.join(map(re.escape, CRITERIA.contact.sign))})\b")
    return _found(site, lambda page: bool(names.search(_said(site, page))) or _signs(page, names))


def _said(site: Site, page: Page) -> str:
    """The text of a page with that of its header and footer."""
    return f"{page.text} {_around(site, page)}"


def _around(site: Site, page: Page) -> str:
    markup = site.markup.get(page.url)
    return markup.around if markup else ""


def _phones(site: Site, page: Page) -> tuple[str, ...]:
    markup = site.markup.get(page.url)
    return markup.phones if markup else ()


def _signs(page: Page, names: re.Pattern[str]) -> bool:
    return any(names.search(link.text) or _is_relay(link.url) for link in page.links)


def _is_relay(url: str) -> bool:
    host = host_of(url)
    return any(host_matches(host, pattern) for pattern in CRITERIA.contact.sign_hosts)


def _found(site: Site, has: Callable[[Page], bool]) -> Result:
    """Whether a page of contact has it; where there is none, whether that is known."""
    pages = list(_pages(site))
    if found := next((page.url for page in pages if has(page)), None):
        return yes_or_no(True, found)
    return no_or_unknown(site, _links(site))


def _pages(site: Site) -> Iterator[Page]:
    """The contact pages, then the home page."""
    linked = filter(None, (site.page_at(url) for url in _links(site)))
    called = (page for page in site.own_pages if is_named(page.heading, "leads.contact"))
    yield from dict.fromkeys((*linked, *called, *filter(None, [site.home])))


def _links(site: Site) -> Iterable[str]:
    links = site.find_links(lambda link: is_named(link.text, "leads.contact"))
    return dict.fromkeys(link.url for link in links if site.is_own(link.url))


@cache
def _pattern(form: str) -> re.Pattern[str]:
    return re.compile(form)
