"""The survey's own questions about each service, answered with the page that shows it.

The standard findability questions of Better Connected 2016-17: does the home page link to it, does
the A to Z list it, does the site's search find it; and can it be done online, is an account needed.
An answer is `yes` or `no`; what does not apply or could not be seen says so and never counts
against the council.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from config.site_search import load_search_rules
from config.vocabulary import is_a_to_z
from crawler.page import FURNITURE, Link, Page
from scoring.services.rate import Rater
from scoring.site import Site
from scoring.tables import Row

Answer = tuple[str, str, str]  # yes or no, the page that shows it, its words


def questions(site: Site, rater: Rater, rated: Sequence[Row]) -> Iterator[Row]:
    """Rows of table `questions`: one a service and question."""
    routes = {"home-link": _home_links(site), "a-z": _a_to_z_links(site)}
    for row in rated:
        for question, links in routes.items():
            yield _row(row, question, _listed(rater, row, links))
        yield _row(row, "site-search", _searched(site, rater, row))
        yield _row(row, "online", _online(row))
        yield _row(row, "without-account", _without_account(row))


def _listed(rater: Rater, row: Row, links: list[tuple[Page, Link]] | None) -> Answer | None:
    """Whether one of the links leads to the service, by its words or by the page it leads to."""
    if links is None:
        return None
    for page, link in links:
        spoken_of = [match.lgsl for match in rater.recogniser.vocabulary.match(link.text, limit=1)]
        leads_there = rater.main_service(rater.site.final_url(link.url)) == row["lgsl"]
        if row["lgsl"] in spoken_of or leads_there:
            return "yes", page.url, link.text
    return "no", links[0][0].url if links else "", ""


def _searched(site: Site, rater: Rater, row: Row) -> Answer | None:
    """Whether the site's own search, given the action word, has the service in its first five."""
    page = site.page_at(site.searches.get(row["lgsl"], ""))
    if page is None or row["status"] != "measured":
        return None
    reached = {row.get("evidence_url"), row.get("action_url")}
    for link in _results(site, page):
        target = site.final_url(link.url)
        if target in reached or row["lgsl"] in rater.about.get(target, {}):
            return "yes", page.url, link.text
    return "no", page.url, ""


def _results(site: Site, page: Page) -> list[Link]:
    """The first results of a search: links of its own text to pages of the site, each once."""
    inside = (link for link in page.links if link.region not in FURNITURE and link.text)
    results = {
        link.url: link for link in inside if site.is_own(link.url) and not _is_search(page, link)
    }
    return list(results.values())[: load_search_rules().results]


def _is_search(page: Page, link: Link) -> bool:
    """Whether a link leads to the same search again: further results, other filters."""
    return link.url.partition("?")[0] == page.url.partition("?")[0]


def _online(row: Row) -> Answer | None:
    if row["status"] != "measured":
        return None
    url = row.get("action_url") or row.get("evidence_url") or ""
    return ("yes" if row["stage"] >= 3 else "no"), url, str(row.get("reasons") or "")


def _without_account(row: Row) -> Answer | None:
    if row["status"] != "measured" or row["stage"] < 3:
        return None
    return ("no" if row["signed_in"] else "yes"), row.get("action_url") or "", ""


def _home_links(site: Site) -> list[tuple[Page, Link]] | None:
    return None if site.home is None else [(site.home, link) for link in site.home.links]


def _a_to_z_links(site: Site) -> list[tuple[Page, Link]] | None:
    """The links of the pages that are the A to Z; None where the site has none that was seen."""
    pages = [page for page in site.own_pages if is_a_to_z(page.heading or page.title)]
    return [(page, link) for page in pages for link in page.links] or None


def _row(rated: Row, question: str, answer: Answer | None) -> Row:
    row = {"slug": rated["slug"], "lgsl": rated["lgsl"], "question": question}
    if rated["status"] == "not_applicable":
        return row | {"status": "not_applicable"}
    if answer is None:
        return row | {"status": "not_assessed"}
    said, url, quote = answer
    return row | {
        "answer": said,
        "status": "measured",
        "evidence_url": url or None,
        "quote": quote[:200] or None,
    }
