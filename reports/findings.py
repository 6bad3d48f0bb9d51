"""Accessibility findings as people mend them: by rule, and a template's faults told once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

import pandas as pd

from config import Service
from crawler.search import words_for
from crawler.urls import host_of
from reports.summaries import Record, Tables, records
from reports.wording import load_wording
from scoring.accessibility.wcag import criterion_text
from scoring.rendered import AXE, BROWSER

RULE = ["slug", "rule", "source"]
IN_BROWSER = (AXE, BROWSER)
START = r"^([^/?#]*//[^/?#]*)"  # of an address, until its host has ended


@dataclass(frozen=True)
class Fault:
    """One cause of a rule's failures.

    `where` is `site` (it repeats on nearly all pages), `template` (on nearly all pages of one or
    more templates) or `pages` (all the rest together). It is on `pages` of the `of` pages that it
    could be on, `elements` in all. The snippet is of the first element that fails;
    `examples` are addresses of pages with their titles.
    """

    where: str
    pages: int
    of: int
    templates: int
    elements: int
    snippet: str
    selector: str
    examples: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class RuleFindings:
    """A rule that a council's pages fail, or may fail: `wcag` are its criteria in words."""

    rule: str
    source: str
    impact: str
    wcag: tuple[str, ...]
    pages: int
    elements: int
    faults: tuple[Fault, ...]


def findings_by_rule(
    tables: Tables, name: str, services: Sequence[Service]
) -> dict[str, list[RuleFindings]]:
    """Each council's rules in table `name` (findings or needs_review), worst first, by slug."""
    if tables[name].empty:
        return {}
    faults: dict[tuple[Any, ...], list[Fault]] = defaultdict(list)
    for findings, checked in _parts(tables, name, services):
        for row in records(_faults(findings, checked)):
            faults[tuple(row[column] for column in RULE)].append(_fault(row))
    found: dict[str, list[RuleFindings]] = defaultdict(list)
    for row in records(_rules(tables[name])):
        found[row["slug"]].append(
            RuleFindings(
                rule=row["rule"],
                source=row["source"],
                impact=row["impact"] or "",
                wcag=tuple(map(criterion_text, (row["wcag"] or "").split())),
                pages=row["pages"],
                elements=row["elements"],
                faults=tuple(faults[tuple(row[column] for column in RULE)]),
            )
        )
    return dict(found)


def rules_by_site(tables: Tables, services: Sequence[Service]) -> list[Record]:
    """How widespread each rule's failures are, over all councils; worst first.

    Keys: rule source impact wcag sites pages elements, and `site_share`, `page_share` (0-1, of the
    sites and pages that were checked).
    """
    by_site = _rules(tables["findings"])
    spread = _in_order(
        by_site.groupby(["rule", "source"], sort=False)
        .agg(
            impact=("impact", "first"),
            wcag=("wcag", "first"),
            sites=("slug", "nunique"),
            pages=("pages", "sum"),
            elements=("elements", "sum"),
        )
        .reset_index(),
        [],
    )
    in_browser = spread["source"].isin(IN_BROWSER)
    everywhere, opened = _checked(tables, services), _opened(tables)
    sites = in_browser.map({False: everywhere["slug"].nunique(), True: opened["slug"].nunique()})
    pages = in_browser.map({False: len(everywhere), True: len(opened)})
    return records(
        spread.assign(
            site_share=spread["sites"] / sites.clip(lower=1),
            page_share=spread["pages"] / pages.clip(lower=1),
        )
    )


def worst_first(findings: pd.DataFrame) -> list[Record]:
    """The rules of one council's findings, worst and most widespread first: `rule`, `pages` …

    `pages` are all that a rule fails on, be it in markup, in the browser or in both.
    """
    return records(_rules(findings.assign(source="")))


def _rules(findings: pd.DataFrame) -> pd.DataFrame:
    """A row a council, rule and source, with `impact`, `wcag`, `pages` and `elements`."""
    grouped = (
        findings.fillna({"source": ""})
        .groupby(RULE, sort=False)
        .agg(
            impact=("impact", "first"),
            wcag=("wcag", "first"),
            pages=("url", "nunique"),
            elements=("count", "sum"),
        )
    )
    return _in_order(grouped.reset_index(), ["slug"])


def _in_order(rules: pd.DataFrame, first: list[str]) -> pd.DataFrame:
    """By impact, what fails WCAG before best practices, then by number of pages."""
    places = {impact: place for place, impact in enumerate(load_wording().impacts)}
    keys = rules.assign(
        place=rules["impact"].map(places).fillna(len(places)),
        is_best=rules["wcag"].fillna("").eq(""),
    )
    columns = [*first, "place", "is_best", "pages", "rule"]
    ascending = [name != "pages" for name in columns]
    return keys.sort_values(columns, ascending=ascending).drop(columns=["place", "is_best"])


def _parts(
    tables: Tables, name: str, services: Sequence[Service]
) -> Iterator[tuple[pd.DataFrame, pd.DataFrame]]:
    """What markup shows with the pages that were checked, what a browser does with those opened."""
    findings, checked = tables[name], _checked(tables, services)
    in_browser = findings["source"].isin(IN_BROWSER)
    opened = checked.merge(_opened(tables), on=["slug", "url"])
    for part, pages in ((findings[~in_browser], checked), (findings[in_browser], opened)):
        if not part.empty:
            yield part, pages


def _opened(tables: Tables) -> pd.DataFrame:
    """The pages that a browser measured: `slug`, `url`."""
    rendered = tables["rendered"]
    return rendered[rendered["violations"].notna()][["slug", "url"]]


def _checked(tables: Tables, services: Sequence[Service]) -> pd.DataFrame:
    """The pages that rules were applied to: `slug`, `url`, `template`, `title`.

    Captured pages on the hosts of a council's homepage and of its findings; pages elsewhere, such
    as a payment service, are not the council's. Of the results of its search, which are many and of
    one making, only those with findings.
    """
    columns = ["slug", "url", "template", "title"]
    pages = tables["pages"][columns].dropna(subset=columns[:3]).drop_duplicates(["slug", "url"])
    homes = tables["councils"][["slug", "homepage"]].rename(columns={"homepage": "url"})
    found = pd.concat([tables[name][["slug", "url"]] for name in ("findings", "needs_review")])
    own = pd.concat([homes, found], ignore_index=True).dropna().drop_duplicates()
    hosts = own.assign(host=_hosts(own["url"]))[["slug", "host"]].drop_duplicates()
    asked = {words_for(service) for service in services}
    with_query = pages["url"][pages["url"].str.contains("?", regex=False)]
    results = with_query[with_query.map(lambda url: _is_search(url, asked)).astype(bool)]
    wanted = pages[~pages.index.isin(results.index) | pages["url"].isin(found["url"])]
    return wanted.assign(host=_hosts(wanted["url"])).merge(hosts, on=["slug", "host"])


def _hosts(urls: pd.Series) -> pd.Series:
    """The host in each address; read once for all addresses that begin alike."""
    starts = urls.str.extract(START, expand=False).fillna("")
    return starts.map({start: host_of(start) for start in starts.unique()})


def _is_search(url: str, asked: set[str]) -> bool:
    """Whether an address asks a site's search for one of these words."""
    query = url.partition("?")[2]
    return bool(query) and not asked.isdisjoint(words for _, words in parse_qsl(query))


def _faults(findings: pd.DataFrame, checked: pd.DataFrame) -> pd.DataFrame:
    """A row a fault, as `Fault` has it; those of the site first, then templates, then the rest."""
    keys = [*RULE, "where", "cause"]
    placed = _placed(findings, checked)
    examples = (
        placed.drop_duplicates([*keys, "url"])
        .groupby(keys, sort=False)
        .head(load_wording().examples)
    )
    # The pages that a fault could be on: each template's once; the site's all together.
    sizes = placed.assign(part=placed["template"].mask(placed["where"] == "site", ""))
    order = {where: place for place, where in enumerate(("site", "template", "pages"))}
    return (
        placed.groupby(keys, sort=False)
        .agg(
            pages=("url", "nunique"),
            templates=("template", "nunique"),
            elements=("count", "sum"),
            snippet=("snippet", "first"),
            selector=("selector", "first"),
        )
        .assign(
            examples=examples.groupby(keys)["url"].agg(tuple),
            titles=examples.groupby(keys)["title"].agg(tuple),
            of=sizes.drop_duplicates([*keys, "part"]).groupby(keys)["of"].sum(),
        )
        .reset_index()
        .assign(place=lambda frame: frame["where"].map(order))
        .sort_values(["place", "pages"], ascending=[True, False])
    )


def _placed(findings: pd.DataFrame, checked: pd.DataFrame) -> pd.DataFrame:
    """The findings with their page's `template`, `where` they come from and `of` how many pages.

    `cause` is the fingerprint of what repeats, empty for faults of single pages.
    """
    repeats = load_wording().repeats
    known = findings.fillna({"source": "", "fingerprint": ""})
    pages = checked[["slug", "url", "template", "title"]]
    rows = known.merge(pages, on=["slug", "url"], how="left")
    rows = rows.assign(template=rows["template"].fillna(""), title=rows["title"].fillna(""))
    cause = [*RULE, "fingerprint"]
    on_site, of_site, fills_site = _spread(rows, checked, cause, ["slug"])
    on_template, of_template, fills = _spread(rows, checked, cause, ["slug", "template"])
    is_site = fills_site & (on_site >= repeats.pages)
    # Once it fills a template of some pages, it is the cause on templates of fewer as well.
    shown = (fills & (on_template >= repeats.pages)).groupby([rows[key] for key in cause])
    is_template = fills & shown.transform("any")
    where = pd.Series("pages", index=rows.index).mask(is_template, "template").mask(is_site, "site")
    return rows.assign(
        where=where,
        of=of_template.mask(is_site, of_site),
        cause=rows["fingerprint"].mask(where == "pages", ""),
    )


def _spread(
    rows: pd.DataFrame, checked: pd.DataFrame, cause: list[str], group: list[str]
) -> tuple[pd.Series, pd.Series, pd.Series]:
    """For each row: its cause is on so many pages of its group, of so many; whether it fills it.

    A page tells of the first element that fails a rule: one that tells of another may have this
    fault as well, and is not counted, unless most tell of others.
    """
    repeats = load_wording().repeats
    sizes = checked.groupby(group)["url"].size().rename("size").reset_index()
    size = rows.merge(sizes, on=group, how="left")["size"].fillna(0).astype(int)
    rest = [key for key in group if key not in RULE]
    failing = rows.groupby([*RULE, *rest])["url"].transform("nunique")
    same = rows.groupby([*cause, *rest])["url"].transform("nunique")
    of = size - failing + same
    return same, of, (same >= repeats.share * of) & (same >= repeats.least_share * size)


def _fault(row: Record) -> Fault:
    return Fault(
        where=row["where"],
        pages=row["pages"],
        of=row["of"],
        templates=row["templates"],
        elements=row["elements"],
        snippet=row["snippet"] or "",
        selector=row["selector"] or "",
        examples=tuple(zip(row["examples"], row["titles"], strict=True)),
    )
