"""Participation: can people see who decides for them, when, and have their say?"""

from __future__ import annotations

from config.page_kinds import load_page_kinds
from config.words import plain
from crawler.page import Link, Page
from crawler.text import FURNITURE
from scoring.measures import Result, measure, yes_or_no
from scoring.measures.looking import find_pages, found_or_not, no_or_unknown
from scoring.site import Site

SURVEY = "Socitm Better Connected, 'Find out about my councillor'; UN LOSI participation"


@measure(
    "participation.councillors",
    question="Can people find out who their councillors are?",
    unit="yes or no",
    source=SURVEY,
)
def councillors(site: Site) -> Result:
    """There is a list or a finder of councillors, on the site or on its democracy system."""
    return found_or_not(site, "participation.councillors")


@measure(
    "participation.meetings",
    question="Are meetings, agendas and minutes published?",
    unit="yes or no",
    source="Local Government Act 1972, 100A-100K (England, Wales); Local Government (Scotland) Act"
    " 1973, 50A-50K; Local Government Act (Northern Ireland) 2014, part 8",
)
def meetings(site: Site) -> Result:
    """There is a page of meetings or their papers, on the site or on its democracy system."""
    return found_or_not(site, "participation.meetings")


@measure(
    "participation.consultations",
    question="Can people see and answer consultations?",
    unit="yes or no",
    source="UN LOSI participation and engagement",
)
def consultations(site: Site) -> Result:
    """There is a page of consultations, on the site or on a consultation platform."""
    return found_or_not(site, "participation.consultations")


@measure(
    "participation.petitions",
    question="Can people petition the council?",
    unit="yes or no",
    source="UN LOSI participation; Local Government and Elections (Wales) Act 2021",
)
def petitions(site: Site) -> Result:
    """There is a page of petitions or of how to make one."""
    return found_or_not(site, "participation.petitions")


@measure(
    "participation.councillor-by-postcode",
    question="Can people look their councillors up by postcode?",
    unit="yes or no",
    source=SURVEY,
)
def councillor_by_postcode(site: Site) -> Result:
    """A page of councillors asks for a postcode, or a page about them that it leads on to does, or
    one that is named so."""
    kind = load_page_kinds()["participation.councillors"]
    pages = [page for url in find_pages(site, kind) if (page := site.page_at(url))]
    onward = (link.url for page in pages for link in page.links if _leads_on(link))
    for page in (*pages, *filter(None, map(site.page_at, onward))):
        if _asks_for_postcode(page) or "mgfindmember" in page.url.lower():
            return yes_or_no(True, page.url)
    named = [link.url for link in site.find_links(lambda link: _is_look_up(link.text, link.url))]
    for url in named:
        if (page := site.page_at(url)) and _asks_for_postcode(page):
            return yes_or_no(True, page.url)
    return no_or_unknown(site, named)


def _leads_on(link: Link) -> bool:
    """Whether a link in a page's own text speaks of councillors."""
    spoken = {"councillor", "councillors", "cynghorydd", "cynghorwyr"}
    return link.region not in FURNITURE and not spoken.isdisjoint(plain(link.text).split())


def _asks_for_postcode(page: Page) -> bool:
    fields = [field for form in page.forms for field in form.fields]
    fields += page.loose.fields if page.loose else ()
    return any(
        field.autocomplete == "postal-code"
        or any(
            word in plain(f"{field.name} {field.label}")
            for word in ("postcode", "post code", "cod post")
        )
        for field in fields
    )


def _is_look_up(text: str, url: str) -> bool:
    words = plain(text)
    is_named = "councillor" in words and ("postcode" in words or words.startswith("find"))
    return is_named or "mgfindmember" in url.lower()


@measure(
    "participation.webcasts",
    question="Can people watch meetings on the web?",
    unit="yes or no",
    source="Local Government and Elections (Wales) Act 2021, section 46; UN LOSI participation",
)
def webcasts(site: Site) -> Result:
    """There is a page of webcasts, on the site or on a webcasting platform."""
    return found_or_not(site, "participation.webcasts")


@measure(
    "participation.interests",
    question="Are the councillors' interests published?",
    unit="yes or no",
    source="Localism Act 2011, section 29 (England); Local Government Act 2000, section 81 (Wales);"
    " Ethical Standards in Public Life etc. (Scotland) Act 2000, section 7; Local Government Act"
    " (Northern Ireland) 2014, section 62",
)
def interests(site: Site) -> Result:
    """There is a page of the registers of interests, on the site or on its democracy system."""
    return found_or_not(site, "participation.interests")


@measure(
    "participation.elections",
    question="Are the results of elections published?",
    unit="yes or no",
    source="Better Connected, elections; UN LOSI participation",
)
def elections(site: Site) -> Result:
    """There is a page of results, on the site or on its democracy system."""
    return found_or_not(site, "participation.elections")
