"""How values are put into pages: what is safe to link to, and numbers as people write them.

Everything in the tables that came from a website was written by a stranger.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit

from markupsafe import Markup, escape

SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,99}")
UNSAFE = re.compile(r"[\x00-\x20\x7f\\]")
LINK = '<a href="{}" rel="noopener noreferrer nofollow">{}</a>'
NO_LINK = '<span class="unlinked">{} (not a web address)</span>'


class ReportError(Exception):
    """A run cannot be reported on; its text is one line for the user."""


def file_slug(slug: object) -> str:
    """A council's slug, fit to name a file.

    Raises:
        ReportError: it is not.
    """
    if not isinstance(slug, str) or not SLUG.fullmatch(slug):
        raise ReportError(f"the slug {slug!r} cannot name a file: use a-z, 0-9 and hyphens")
    return slug


def safe_url(url: object) -> str:
    """The URL if it may be a link (absolute, http or https, no user name), else an empty string.

    >>> safe_url("https://www.example.org/bins")
    'https://www.example.org/bins'
    >>> safe_url("javascript:alert(1)")
    ''
    """
    if not isinstance(url, str) or UNSAFE.search(url):
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    plain = parts.hostname and parts.username is None and parts.password is None
    return url if parts.scheme in ("http", "https") and plain else ""


def link(url: object, words: object) -> Markup:
    """A link to a stranger's page; an address that is none is shown as text.

    >>> link("https://www.example.org/", "Evidence")
    Markup('<a href="https://www.example.org/" rel="noopener noreferrer nofollow">Evidence</a>')
    """
    if safe_url(url):
        return Markup(LINK).format(url, words)
    return Markup(NO_LINK).format(url) if url else Markup("")


def path(url: str) -> str:
    """An address within its site, to call a page by that has no title.

    >>> path("https://www.example.org/bins?day=1")
    'bins?day=1'
    """
    return url.partition("//")[2].partition("/")[2] or "home page"


def site_name(url: str) -> str:
    """A site's address as people say it.

    >>> site_name("https://www.example.org/")
    'www.example.org'
    """
    return url.partition("//")[2].rstrip("/") or url


def percent(share: float | None) -> str:
    """A share (0-1) as a whole percentage."""
    return "not known" if share is None else f"{share:.0%}"


def points(value: float | None) -> str:
    """Points (0-100) to one place."""
    return "not known" if value is None else f"{value:.1f}"


def signed(value: float) -> str:
    """A change in points with its sign, to one place.

    >>> signed(2.25), signed(-0.04)
    ('+2.2', '+0.0')
    """
    return f"{value:+z.1f}"


def number(value: float | None) -> str:
    """A quantity: thousands separated, no more than three decimals.

    >>> number(1234567), number(0.25), number(3.0)
    ('1,234,567', '0.25', '3')
    """
    if value is None:
        return ""
    return f"{value:,.3f}".rstrip("0").rstrip(".") if value % 1 else f"{value:,.0f}"


def in_unit(value: float | None, unit: str) -> str:
    """A measure's value as its unit is read.

    >>> in_unit(0.25, "share"), in_unit(1.0, "yes or no"), in_unit(17.25, "words a sentence")
    ('25%', 'yes', '17.25')
    """
    if unit == "share":
        return percent(value)
    if unit == "yes or no" and value in (0, 1):
        return "yes" if value else "no"
    return number(value)


def day(moment: str) -> str:
    """The date of an ISO moment in words; what is no such moment stays as it is.

    >>> day("2026-11-23T09:30:00+00:00")
    '23 November 2026'
    """
    try:
        when = datetime.fromisoformat(moment)
    except ValueError:
        return moment
    return f"{when.day} {when:%B %Y}"


def coded(text: str) -> Markup:
    """A sentence for a page, what stands between backticks as code.

    >>> coded("Add an `alt`")
    Markup('Add an <code>alt</code>')
    """
    parts = map(escape, text.split("`"))
    marked = (f"<code>{part}</code>" if at % 2 else part for at, part in enumerate(parts))
    return Markup("").join(map(Markup, marked))


def listed(words: Sequence[str]) -> str:
    """Words as a list in a sentence.

    >>> listed(["one", "two", "three"]), listed(["one"])
    ('one, two and three', 'one')
    """
    return ", ".join([*words[:-2], " and ".join(words[-2:])])


def megabytes(size: int) -> str:
    """The size of a file, from bytes."""
    return f"{size / 1e6:.1f} MB" if size >= 1e5 else f"{max(size / 1e3, 0.1):.1f} kB"
