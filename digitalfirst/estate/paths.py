"""How the addresses of a council's pages look: six styles met on real sites."""

from __future__ import annotations

import re


def slugged(title: str, joint: str = "-") -> str:
    """A title as it stands in an address.

    >>> slugged("Bins, rubbish & recycling")
    'bins-rubbish-recycling'
    """
    return re.sub(r"[^a-z0-9]+", joint, title.lower().replace("'", "")).strip(joint) or "page"


def page_path(style: str, section: str, slug: str, number: int, title: str) -> str:
    """The path (and query) of a page in a style; `section` is the slug of the part it stands in.

    >>> page_path("info", "bins", "missed-bin", 23, "Report a missed bin")
    '/info/20023/bins/23/missed_bin'
    >>> page_path("query", "bins", "missed-bin", 23, "Report a missed bin")
    '/index.php?page=1023'
    """
    within = f"/{section}" if section and section != slug else ""
    if style == "folders":
        return f"{within}/{slug}"
    if style == "info":
        place = section or "home"
        return f"/info/{20000 + number}/{place}/{number}/{slugged(slug, '_')}"
    if style == "article":
        return f"/article/{1000 + number}/{slugged(title).capitalize()}"
    if style == "query":
        return f"/index.php?page={1000 + number}"
    if style == "aspx":
        return f"/pages{within}/{slugged(title)}.aspx"
    return f"/{slug}"


def file_path(style: str, name: str, ending: str, number: int) -> str:
    """The path of a document; one style hides what kind of file it is.

    >>> file_path("info", "garden-form", "pdf", 7)
    '/download/downloads/id/7/garden-form'
    """
    if style == "info":
        return f"/download/downloads/id/{number}/{name}"
    if style == "article":
        return f"/media/{number}/{name}/{ending}/{name}.{ending}"
    if style == "folders":
        return f"/sites/default/files/2026-0{number % 9 + 1}/{name}.{ending}"
    return f"/media/{number}/{name}.{ending}"
