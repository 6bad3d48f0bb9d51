"""Openness, over all that the Transparency Code asks for: how much is there, and in what form."""

from __future__ import annotations

from config.page_kinds import load_page_kinds
from crawler.text import FURNITURE
from scoring.measures import Result, measure, not_assessed, share
from scoring.measures.criteria import CRITERIA
from scoring.measures.duties import DUTIES, excused, laws_of
from scoring.measures.looking import file_format, find_pages, found_or_not, named_links
from scoring.site import Site


@measure(
    "openness.code-items",
    question="How much of what the Transparency Code asks for is published?",
    unit="share",
    source=laws_of("openness.code-items"),
)
def code_items(site: Site) -> Result:
    """The share found of the datasets due from the council, where most could be looked for."""
    if answer := excused(site.council, "openness.code-items"):
        return answer
    due = [id for id in DUTIES.code if excused(site.council, id) is None]
    answers = {id: found_or_not(site, id) for id in due}
    known = {id: each for id, each in answers.items() if each.status == "measured"}
    if len(known) < DUTIES.known_least * len(due):
        return not_assessed(f"only {len(known)} of {len(due)} datasets could be looked for")
    found = [each for each in known.values() if each.value]
    missing = ", ".join(id.partition(".")[2] for id, each in known.items() if not each.value)
    evidence = found[0].evidence_url if found else ""
    return share(len(found), len(known), evidence, f"not found: {missing}" if missing else "")


@measure(
    "openness.machine-readable",
    question="Can programs read what the Transparency Code asks for?",
    unit="share",
    source=laws_of("openness.machine-readable"),
)
def machine_readable(site: Site) -> Result:
    """The share, of the Code's datasets whose pages link to files, with one that is a table."""
    if answer := excused(site.council, "openness.machine-readable"):
        return answer
    formats = {id: _formats(site, id) for id in DUTIES.code if not excused(site.council, id)}
    with_files = {id: each for id, each in formats.items() if each}
    if not with_files:
        return not_assessed("no files of these datasets were met")
    tables = [id for id, each in with_files.items() if not each.isdisjoint(CRITERIA.table_formats)]
    mere = ", ".join(id.partition(".")[2] for id in with_files if id not in tables)
    return share(len(tables), len(with_files), note=f"only to be read: {mere}" if mere else "")


def _formats(site: Site, id: str) -> set[str]:
    """The formats of the files that a dataset's pages, or links named so, lead to."""
    kind = load_page_kinds()[id]
    pages = [page for url in find_pages(site, kind) if (page := site.page_at(url))]
    links = [link for page in pages for link in page.links if link.region not in FURNITURE]
    links += list(named_links(site, kind))
    return {form for link in links if (form := file_format(link))}
