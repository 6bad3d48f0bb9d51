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
    """The home page or a contact page gives one, as a `tel:` link or in its text."""
    number = _pattern(CRITERIA.contact.phone)
    return _found(site, lambda page: bool(site.markup[page.url].phones or number.search(page.text)))


@measure(
    "trust.contact-email",
    question="Can people find an e-mail address of the council?",
    unit="yes or no",
    source=SOURCE,
)
def email(site: Site) -> Result:
    """The home page or a contact page gives one, as a link or in its text."""
    address = _pattern(CRITERIA.contact.email)
    return _found(site, lambda page: bool(page.mails or address.search(page.text)))


@measure(
    "trust.contact-post",
    question="Can people find an address to write to or visit?",
    unit="yes or no",
    source=SOURCE,
)
def post(site: Site) -> Result:
    """The home page or a contact page gives a postcode in its text."""
    postcode = _pattern(CRITERIA.contact.postcode)
    return _found(site, lambda page: bool(postcode.search(page.text)))


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
    return _found(site, lambda page: bool(names.search(page.text)) or _signs(page, names))


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
    return dict.fromkeys(link.url for _, link in links if site.is_own(link.url))


@cache
def _pattern(form: str) -> re.Pattern[str]:
    return re.compile(form)
