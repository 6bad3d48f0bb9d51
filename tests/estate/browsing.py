"""Looking at the estate's pages as a visitor does."""

from __future__ import annotations

from functools import cache
from typing import Any
from urllib.parse import urldefrag, urljoin

import pandas as pd
from lxml import html

from digitalfirst.estate import Estate, EstateRequest, EstateResponse

FURNITURE = ("/submit/feedback", "/submit/cookies", "/submit/newsletter")


def get(estate: Estate, url: str) -> EstateResponse:
    """The answer to a GET, redirects followed."""
    for _ in range(5):
        response = estate.respond(EstateRequest(url))
        if response.status not in (301, 302):
            return response
        url = urljoin(url, dict(response.headers)["Location"])
    raise AssertionError(f"redirects go on and on at {url}")


def tree(response: EstateResponse) -> html.HtmlElement:
    """A page's elements."""
    return html.document_fromstring(response.body)


@cache
def links(estate: Estate, url: str, within: str = "//body") -> frozenset[str]:
    """The addresses that a page links to."""
    response = get(estate, url)
    if response.status != 200 or not _is_html(response):
        return frozenset()
    found = tree(response).xpath(f"{within}//a/@href | {within}//iframe/@src")
    web = (href for href in found if not href.startswith("mailto:"))
    return frozenset(urldefrag(urljoin(url, href)).url for href in web)


def forms(estate: Estate, url: str) -> list[html.HtmlElement]:
    """The forms in the body of a page, without the site's furniture."""
    found = tree(get(estate, url)).xpath("//main//form")
    return [form for form in found if not form.get("action").endswith(FURNITURE)]


def _is_html(response: EstateResponse) -> bool:
    return dict(response.headers)["Content-Type"].startswith("text/html")


def rows_of(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table, each by its columns' names."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]
