"""Addresses: one spelling for each, and what belongs to which site."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

import tldextract

# Parameters that name a visit, a campaign or a way to show a page, not another page.
IDLE_PARAMETERS = re.compile(
    r"^(utm_.*|gclid|fbclid|phpsessid|jsessionid|sid|session(id)?|aspsessionid.*|cfid|cftoken"
    r"|print|printable|printview|printversion|printerfriendly|textonly|fontsize|contrast)$",
    re.IGNORECASE,
)
SESSION_IN_PATH = re.compile(r";jsessionid=[^/?#]*", re.IGNORECASE)
MAX_LENGTH = 2000
_DEFAULT_PORTS = {"http": 80, "https": 443}
# The packaged snapshot of the Public Suffix List: nothing is fetched at run time.
# RFC 6761 reserves `test`; test estates name their hosts as the UK does, one label shorter.
suffixes = tldextract.TLDExtract(
    suffix_list_urls=(),
    cache_dir=None,
    include_psl_private_domains=True,
    extra_suffixes=("test", "gov.test", "co.test", "org.test"),
)
# A link that needs no base, and the part of a base that one from the root needs.
_WHOLE = re.compile(r"https?://[^/?#]", re.IGNORECASE)
_ROOT = re.compile(r"[a-z]+://[^/?#]+", re.IGNORECASE)
_UNSAFE = re.compile(r"""[^!#-;=?-\[\]_a-z~]""")


def absolute(base: str, href: str) -> str | None:
    """The canonical absolute URL that a link leads to; None where it is no page on the web.

    >>> absolute("https://www.barchester.gov.test/bins/", "missed#form")
    'https://www.barchester.gov.test/bins/missed'
    >>> absolute("https://www.barchester.gov.test/", "mailto:bins@barchester.gov.test") is None
    True
    """
    href = href.strip().replace("\n", "").replace("\r", "").replace("\t", "")
    if _WHOLE.match(href):
        base = ""
    elif href.startswith("/") and not href.startswith("//"):
        base = _root_of(base)
    return _joined(base, href)


@lru_cache(maxsize=50_000)
def _joined(base: str, href: str) -> str | None:
    """The same, remembered: most links hang on the site alone and come back on its every page."""
    try:
        return canonical(urljoin(base, href))
    except ValueError:
        return None


def _root_of(url: str) -> str:
    """Scheme and host of an address: all that a path from the root hangs on."""
    found = _ROOT.match(url)
    return found[0] if found else url


def canonical(url: str) -> str | None:
    """One spelling for an address: no fragment, idle parameters or default port.

    None for what is no http or https URL, or is longer than 2,000 characters.

    >>> canonical("HTTPS://WWW.Barchester.gov.test:443/a b?utm_source=x&id=2#top")
    'https://www.barchester.gov.test/a%20b?id=2'
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS or not host or len(url) > MAX_LENGTH:
        return None
    if ":" in host:
        host = f"[{host}]"
    netloc = host if port in (None, _DEFAULT_PORTS[scheme]) else f"{host}:{port}"
    path = SESSION_IN_PATH.sub("", parts.path) or "/"
    return urlunsplit((scheme, netloc, _spelled(path), _query(parts.query), ""))


def host_of(url: str) -> str:
    """The host name in an address, lower case; empty where there is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


@lru_cache(maxsize=10_000)
def site_of(host: str) -> str:
    """The registered domain of a host: what one owner holds. An address or a bare name is its own.

    >>> site_of("forms.barchester.gov.uk")
    'barchester.gov.uk'
    """
    parts = suffixes(host)
    return parts.top_domain_under_public_suffix or host


def _spelled(text: str) -> str:
    return _UNSAFE.sub(_percent_encoded, text)


def _percent_encoded(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "replace"))


def _query(query: str) -> str:
    if not query:
        return ""
    names = {part.partition("=")[0] for part in query.split("&")}
    if any(IDLE_PARAMETERS.match(name) for name in names):
        pairs = parse_qsl(query, keep_blank_values=True)
        query = urlencode([pair for pair in pairs if not IDLE_PARAMETERS.match(pair[0])])
    return _spelled(query)
