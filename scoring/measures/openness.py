"""Openness: is what the law asks councils to publish there, and can it be used?"""

from __future__ import annotations

from config.page_kinds import load_page_kinds
from scoring.measures import Result, measure, yes_or_no
from scoring.measures.criteria import CRITERIA
from scoring.measures.duties import excused, laws_of
from scoring.measures.looking import file_format, find_pages, found_or_not, named_links
from scoring.site import Site

CODE = "Local Government Transparency Code 2015 (England)"


def _under_the_code(site: Site, id: str) -> Result:
    return excused(site.council, id) or found_or_not(site, id)


@measure(
    "openness.spending",
    question="Is spending over £500 published?",
    unit="yes or no",
    source=laws_of("openness.spending"),
)
def spending(site: Site) -> Result:
    """There is a page or a file of payments to suppliers."""
    return _under_the_code(site, "openness.spending")


@measure(
    "openness.spending-csv",
    question="Can spending data be had as CSV?",
    unit="yes or no",
    source=f"{CODE}: machine-readable and open formats",
)
def spending_csv(site: Site) -> Result:
    """A page of spending, or one that it leads to, links to a CSV file; or a link names one."""
    if answer := excused(site.council, "openness.spending"):
        return answer
    kind = load_page_kinds()["openness.spending"]
    pages = [page for url in find_pages(site, kind) if (page := site.page_at(url))]
    further = [
        site.page_at(link.url)
        for page in pages
        for link in page.links
        if _is_part(link.url, page.url)
    ]
    links = [link for page in (*pages, *filter(None, further)) for link in page.links]
    links += list(named_links(site, kind))
    formats = {file_format(link): link.url for link in links}
    for form in CRITERIA.csv_formats:
        if form in formats:
            return yes_or_no(True, formats[form])
    return yes_or_no(False, pages[0].url) if pages else found_or_not(site, kind.id)


def _is_part(url: str, page_url: str) -> bool:
    """Whether an address is below a page's: spending of a year, of a month."""
    return url.startswith(page_url.rstrip("/") + "/")


@measure(
    "openness.contracts",
    question="Is the register of contracts published?",
    unit="yes or no",
    source=laws_of("openness.contracts"),
)
def contracts(site: Site) -> Result:
    """There is a page or a file of the contracts in force."""
    return _under_the_code(site, "openness.contracts")


@measure(
    "openness.salaries",
    question="Are senior salaries published?",
    unit="yes or no",
    source=laws_of("openness.salaries"),
)
def salaries(site: Site) -> Result:
    """There is a page or a file of what senior officers are paid."""
    return _under_the_code(site, "openness.salaries")


@measure(
    "openness.foi-log",
    question="Are answers to freedom of information requests published?",
    unit="yes or no",
    source="Information Commissioner's model publication scheme: disclosure logs",
)
def foi_log(site: Site) -> Result:
    """There is a disclosure log, not merely a way to make a request."""
    return found_or_not(site, "openness.foi-log")
