"""How the crawler spends its budget: `crawl.yaml`."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from config.councils import HERE
from config.platforms import Kind
from config.reading import Frozen, read_yaml


class Promise(Frozen):
    """What speaks for and against following a link, in points."""

    a_to_z: float
    new_service: float
    sureness: float
    action: float
    section_sure: float
    surer: float
    known_service: float
    sure: float
    hub: float
    unmet: float
    unmet_most: int
    letters: float
    listed: float
    list_services: int
    next_step: float
    lead: float
    page_kind: float
    patience: float
    search: float
    main: float
    footer: float
    noise: float
    platform: float
    lists_mentions: frozenset[str]
    query: float
    other_language: float
    click: float
    dull: float
    dull_most: float
    given_link: float
    sitemap_only: float


class Limits(Frozen):
    """Bounds that no site may make the crawler pass; bytes and seconds where named so."""

    exchanges_per_page: int
    exchanges_spare: int
    redirects: int
    robots_redirects: int
    sitemaps: int
    sitemap_links: int
    documents: int
    sampled_documents: int
    sampled_bytes: int
    style_sheets: int
    style_sheet_bytes: int
    offsite_pages: int
    depth: int
    queue: int
    links: int
    tries: int
    retry_after_most: float
    crawl_delay_most: float
    robots_bytes: int
    head_bytes: int
    response_bytes: int
    response_seconds: float


class TrapRules(Frozen):
    """How addresses without end are told, and how many of a kind are read."""

    listings: tuple[re.Pattern[str], ...]
    listed: int
    combined: int
    alike: int
    nothing_new: frozenset[str]
    hops: int
    repeated_folder: int
    folders: int


class Likeness(Frozen):
    """How pages that are worth nothing are told; `soft_404` is a share (0-1)."""

    least_words: int
    soft_404: float
    shell_words: int
    shell_links: int
    firewall_words: int
    firewall_marks: tuple[str, ...]


class PortalApi(Frozen):
    """The API of a kind of portal: the address that is asked, the place in its answer (names with
    dots between) of the number or the list of datasets, and the hosts that are of this kind."""

    id: str
    path: str
    count: str
    hosts: tuple[str, ...] = ()


class PortalRules(Frozen):
    """How many portals of open data are asked for their API, and in which order; sizes in bytes."""

    most: int
    bytes: int
    apis: tuple[PortalApi, ...]


class CrawlRules(Frozen):
    """The file `crawl.yaml`."""

    promise: Promise
    limits: Limits
    traps: TrapRules
    likeness: Likeness
    portals: PortalRules
    skipped_extensions: frozenset[str]
    document_extensions: frozenset[str]
    sampled_extensions: frozenset[str]
    well_known: tuple[str, ...]
    offsite_kinds: frozenset[Kind]


@cache
def load_crawl_rules(path: Path = HERE / "crawl.yaml") -> CrawlRules:
    """The crawler's rules.

    Raises:
        ConfigError: the file is missing or wrong.
    """
    return read_yaml(path, CrawlRules)
