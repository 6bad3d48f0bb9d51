"""Sites for tests: pages given as HTML, put through a real WARC and the real reader."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urljoin

from config import Council
from crawler.archive import ArchiveWriter
from crawler.page import Page
from scoring.accessibility.registry import Finding, check_page, surveyed_rules
from scoring.measures import Result, all_measures
from scoring.site import Site, read_site

HOME = "https://www.barchester.gov.test/"
Sent = dict[str, str] | tuple[tuple[str, str], ...]
Answer = str | tuple[int, Sent, str | bytes]


def council_of(nation: str = "England", homepage: str = HOME, kind: str = "unitary") -> Council:
    """A council to give a site to."""
    return Council(
        slug="barchester", name="Barchester", type=kind, nation=nation, homepage=homepage
    )


def html(body: str, title: str = "A page", lang: str = "en", head: str = "") -> str:
    """A whole page around a body."""
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><title>{title}</title>{head}</head>'
        f"<body>{body}</body></html>"
    )


def page_of(body: str, title: str = "A page", lang: str = "en", head: str = "") -> str:
    """A whole page with this as its main content."""
    return html(f"<main><h1>{title}</h1>{body}</main>", title, lang, head)


def links_to(*pairs: tuple[str, str]) -> str:
    """A navigation of links, each an address and a text."""
    items = "".join(f'<li><a href="{href}">{text}</a></li>' for href, text in pairs)
    return f"<nav><ul>{items}</ul></nav>"


def site_of_pages(
    pages: Mapping[str, Answer],
    council: Council | None = None,
    state: str = "done",
    reason: str = "",
) -> Site:
    """A site that answers so: HTML, or status, headers and body, by address (may be relative).

    The pages go through a WARC file, the reader and the accessibility rules, as in an audit.
    """
    council = council or council_of()
    with tempfile.TemporaryDirectory() as folder:
        evidence = Path(folder) / "barchester.warc.gz"
        with ArchiveWriter(evidence, "tests") as writer:
            for address, answer in pages.items():
                _write(writer, urljoin(council.homepage, address), answer)
        ending = evidence.with_name("barchester.json")
        ending.write_text(json.dumps({"state": state, "reason": reason}), "utf-8")
        findings: dict[str, list[Finding]] = {}

        def check(page: Page) -> None:
            findings[page.url] = check_page(page, surveyed_rules())

        site = read_site(council, evidence, check)
    site.findings.update(findings)
    return site


def answer_of(id: str, site: Site) -> Result:
    """What the measure of this id finds on a site."""
    return next(each for each in all_measures() if each.id == id).function(site)


def _write(writer: ArchiveWriter, url: str, answer: Answer) -> None:
    status, headers, body = answer if isinstance(answer, tuple) else (200, {}, answer)
    payload = body.encode() if isinstance(body, str) else body
    sent = list(headers.items() if isinstance(headers, dict) else headers)
    if "content-type" not in (name.lower() for name, _ in sent):
        sent.append(("Content-Type", "text/html; charset=utf-8"))
    writer.write_exchange(
        url,
        "GET / HTTP/1.1",
        [],
        f"{status} Answer",
        [*sent, ("Content-Length", str(len(payload)))],
        payload,
        {},
    )
