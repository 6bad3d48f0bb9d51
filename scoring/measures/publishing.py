"""Openness, continued: what else is to be published, how late it is, and whether it can be used."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from datetime import date

from config.page_kinds import load_page_kinds
from crawler.page import Link, Page
from scoring.dates import dates_in, day_of
from scoring.measures import Result, measure, not_assessed, yes_or_no
from scoring.measures.criteria import CRITERIA
from scoring.measures.duties import excused, laws_of
from scoring.measures.looking import (
    file_format,
    find_pages,
    found_or_not,
    named_links,
    no_or_unknown,
)
from scoring.measures.openness import CODE
from scoring.site import Site


@measure(
    "openness.procurement-cards",
    question="Are transactions by procurement card published?",
    unit="yes or no",
    source=laws_of("openness.procurement-cards"),
)
def procurement_cards(site: Site) -> Result:
    """There is a page or a file of what was bought by card."""
    return _if_bound(site, "openness.procurement-cards")


@measure(
    "openness.organisation-chart",
    question="Is there a chart of the organisation?",
    unit="yes or no",
    source=laws_of("openness.organisation-chart"),
)
def organisation_chart(site: Site) -> Result:
    """There is a page or a file of who heads what."""
    return _if_bound(site, "openness.organisation-chart")


@measure(
    "openness.pay-multiple",
    question="Is the ratio of highest to median pay published?",
    unit="yes or no",
    source=laws_of("openness.pay-multiple"),
)
def pay_multiple(site: Site) -> Result:
    """There is a page or a file of the pay multiple or the pay policy that states it."""
    return _if_bound(site, "openness.pay-multiple")


@measure(
    "openness.trade-union",
    question="Is trade union facility time published?",
    unit="yes or no",
    source=laws_of("openness.trade-union"),
)
def trade_union(site: Site) -> Result:
    """There is a page or a file of it."""
    return _if_bound(site, "openness.trade-union")


@measure(
    "openness.fraud",
    question="Is the work against fraud published?",
    unit="yes or no",
    source=laws_of("openness.fraud"),
)
def fraud(site: Site) -> Result:
    """There is a page or a file of investigations, not only a way to report fraud."""
    return _if_bound(site, "openness.fraud")


@measure(
    "openness.grants",
    question="Are grants to voluntary organisations published?",
    unit="yes or no",
    source=laws_of("openness.grants"),
)
def grants(site: Site) -> Result:
    """There is a page or a file of grants given, not only a way to apply."""
    return _if_bound(site, "openness.grants")


@measure(
    "openness.land",
    question="Are the council's land and buildings published?",
    unit="yes or no",
    source=laws_of("openness.land"),
)
def land(site: Site) -> Result:
    """There is a page or a file of the assets."""
    return _if_bound(site, "openness.land")


@measure(
    "openness.parking-account",
    question="Is the parking account published?",
    unit="yes or no",
    source=laws_of("openness.parking-account"),
)
def parking_account(site: Site) -> Result:
    """There is a page or a file of income and spending of parking."""
    return _if_bound(site, "openness.parking-account")


@measure(
    "openness.parking-spaces",
    question="Is the number of parking spaces published?",
    unit="yes or no",
    source=laws_of("openness.parking-spaces"),
)
def parking_spaces(site: Site) -> Result:
    """There is a page or a file of how many spaces are marked out or controlled."""
    return _if_bound(site, "openness.parking-spaces")


@measure(
    "openness.waste-contracts",
    question="Are contracts for waste collection published?",
    unit="yes or no",
    source=laws_of("openness.waste-contracts"),
)
def waste_contracts(site: Site) -> Result:
    """There is a page or a file of them."""
    return _if_bound(site, "openness.waste-contracts")


@measure(
    "openness.social-housing",
    question="Is the value of social housing published?",
    unit="yes or no",
    source=laws_of("openness.social-housing"),
)
def social_housing(site: Site) -> Result:
    """There is a page or a file of dwellings and their value."""
    return _if_bound(site, "openness.social-housing")


@measure(
    "openness.constitution",
    question="Is the council's constitution published?",
    unit="yes or no",
    source=laws_of("openness.constitution"),
)
def constitution(site: Site) -> Result:
    """There is a page or a file of it, on the site or on its democracy system."""
    return _if_bound(site, "openness.constitution")


@measure(
    "openness.publication-scheme",
    question="Is there a publication scheme?",
    unit="yes or no",
    source=laws_of("openness.publication-scheme"),
)
def publication_scheme(site: Site) -> Result:
    """There is a page that lists the classes of information that the council publishes."""
    return found_or_not(site, "openness.publication-scheme")


@measure(
    "openness.open-data",
    question="Is there a portal or a page of open data?",
    unit="yes or no",
    source="UN LOSI content provision: open data; METHOD: open-data page or API",
)
def open_data(site: Site) -> Result:
    """There is a page of datasets, or a link to a portal (CKAN, Socrata, ArcGIS Hub, DataPress)."""
    return found_or_not(site, "openness.open-data")


@measure(
    "openness.licence",
    question="May what is published be used again under an open licence?",
    unit="yes or no",
    source=f"{CODE}, paragraph 18: Open Government Licence",
)
def licence(site: Site) -> Result:
    """A page of the site names an open licence or links to one."""
    for page in site.own_pages:
        if any(_is_licence(link) for link in page.links) or _names_licence(page.text):
            return yes_or_no(True, page.url)
    return no_or_unknown(site, ())


def _is_licence(link: Link) -> bool:
    address = link.url.lower()
    return any(part in address for part in CRITERIA.licence_addresses) or _names_licence(link.text)


def _names_licence(text: str) -> bool:
    lower = text.lower()
    return any(words in lower for words in CRITERIA.open_licences)


@measure(
    "openness.spending-late",
    question="How old is the latest spending that is published?",
    unit="months",
    source=laws_of("openness.spending-late"),
)
def spending_late(site: Site) -> Result:
    """Whole months from the latest month that a file of spending names to the capture."""
    assert site.home is not None
    if answer := excused(site.council, "openness.spending-late"):
        return answer
    captured = day_of(site.home.capture.when)
    named = {(month, link.url) for link in _files(site) if (month := _month_named(link))}
    past = [each for each in named if captured is not None and each[0] <= captured]
    if captured is None or not past:
        return not_assessed("no file of spending names its month")
    latest, url = max(past)
    months = (captured.year - latest.year) * 12 + captured.month - latest.month
    return Result(months, f"{months} months", url, n=len(named), note=f"{latest:%Y-%m}")


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = re.compile(
    r"(?<![a-z])(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)[\s_+-]{0,3}(20\d\d)(?!\d)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?<!\d)(20\d\d)[-_/]?(0[1-9]|1[0-2])(?!\d)")


def _month_named(link: Link) -> date | None:
    """The latest month that a link or its address names."""
    text = f"{link.text} {link.url.rpartition('/')[2].replace('%20', ' ')}"
    spoken = [
        (int(year), _MONTHS.index(name[:3].lower()) + 1) for name, year in _MONTH.findall(text)
    ]
    numbered = [(int(year), int(month)) for year, month in _NUMBERED.findall(text)]
    return max((date(year, month, 1) for year, month in (*spoken, *numbered)), default=None)


def _files(site: Site) -> Iterator[Link]:
    """The files of data that pages of spending link to, and links named so that are files."""
    kind = load_page_kinds()["openness.spending"]
    for url in find_pages(site, kind):
        if page := site.page_at(url):
            parts = [site.page_at(each.url) for each in page.links if _is_below(each.url, page)]
            for each in (page, *filter(None, parts)):
                yield from (link for link in each.links if file_format(link))
    yield from (link for link in named_links(site, kind) if file_format(link))


def _is_below(url: str, page: Page) -> bool:
    return url.startswith(page.url.rstrip("/") + "/")


@measure(
    "openness.spending-usable",
    question="Can the file of spending be read by a machine?",
    unit="yes or no",
    source=laws_of("openness.spending-usable"),
)
def spending_usable(site: Site) -> Result:
    """A captured CSV of spending has headings, and below them columns of dates and of amounts."""
    if answer := excused(site.council, "openness.spending-usable"):
        return answer
    wrong = ""
    for link in _files(site):
        capture = site.captures.get(site.final_url(link.url))
        if file_format(link) not in CRITERIA.csv_formats or capture is None:
            continue
        if capture.status != 200:
            wrong = wrong or link.url
        elif is_table_of_payments(capture.body):
            return yes_or_no(True, link.url)
        else:
            wrong = wrong or link.url
    return yes_or_no(False, wrong) if wrong else not_assessed("no CSV of spending was captured")


def is_table_of_payments(body: bytes) -> bool:
    """Whether bytes are CSV with a row of headings, and columns of dates and of amounts below it.

    >>> is_table_of_payments(b"Day,Name,Amount\\r01/04/2026,Ann Ltd,512.00")
    True
    >>> is_table_of_payments(b"<html>Not found</html>")
    False
    """
    lines = body.decode("utf-8-sig", "replace").replace("\0", "").splitlines()
    try:
        rows = [row for row in csv.reader(lines) if any(cell.strip() for cell in row)]
    except csv.Error:
        return False
    heads = (index for index, row in enumerate(rows[:10]) if _is_head(row))
    if (head := next(heads, None)) is None:
        return False
    sample = [row for row in rows[head + 1 : head + 21] if len(row) >= len(rows[head]) - 1]
    columns = list(zip(*sample, strict=False))
    return any(_mostly(column, _is_day) for column in columns) and any(
        _mostly(column, _is_amount) for column in columns
    )


def _is_head(row: list[str]) -> bool:
    words = [cell for cell in row if re.search(r"[A-Za-z]{3}", cell) and not _is_day(cell)]
    return len(words) >= 3 and len(words) * 2 > len(row) and not any(map(_is_amount, row))


def _mostly(column: tuple[str, ...], test: Callable[[str], bool]) -> bool:
    filled = [cell for cell in column if cell.strip()]
    return bool(filled) and sum(map(test, filled)) * 2 > len(filled)


def _is_day(cell: str) -> bool:
    return bool(
        re.fullmatch(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}(?:[ T][\d:.]+)?", cell.strip())
    ) or any(dates_in(cell.lower()))


def _is_amount(cell: str) -> bool:
    return bool(re.fullmatch(r"[-(]?£?-?[\d,]+\.?\d*\)?", cell.strip()))


def _if_bound(site: Site, id: str) -> Result:
    return excused(site.council, id) or found_or_not(site, id)
