"""Trust: is it the council's own, safe to use, and careful with who visits?"""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import urlsplit

from config.hosts import host_matches
from crawler.archive import Capture
from crawler.urls import absolute, host_of
from scoring.measures import Result, measure, not_assessed, yes_or_no
from scoring.measures.criteria import CRITERIA
from scoring.measures.looking import found_or_not
from scoring.site import Site

# RFC 9116, 2.5.3: a contact is a URI, and on the web an encrypted one.
_CONTACT = re.compile(r"(?:mailto|https|tel):\S", re.IGNORECASE)


@measure(
    "trust.https",
    question="Is the home page served over HTTPS?",
    unit="yes or no",
    source="RFC 9110, 4.2.2; GOV.UK Service Manual, using HTTPS",
)
def https(site: Site) -> Result:
    """The home page's address, after redirects, is https."""
    assert site.home is not None
    return yes_or_no(site.home.url.startswith("https:"), site.home.url)


@measure(
    "trust.https-redirect",
    question="Are people who come by plain HTTP sent to HTTPS?",
    unit="yes or no",
    source="GOV.UK Service Manual, using HTTPS",
)
def https_redirect(site: Site) -> Result:
    """The home page's address with http, where it was asked for, leads to one with https."""
    assert site.home is not None
    asked = [url for url in _plain_homes(site) if url in site.captures]
    if not asked:
        return not_assessed("the home page was not asked for over plain HTTP")
    return yes_or_no(site.final_url(asked[0]).startswith("https:"), asked[0])


def _plain_homes(site: Site) -> list[str]:
    """The home page's addresses over plain HTTP: as registered, and as it answered."""
    assert site.home is not None
    urls = (site.council.homepage, site.home.url)
    found = (absolute(f"http://{host_of(url)}{urlsplit(url).path or '/'}", "") for url in urls)
    return [url for url in found if url]


@measure(
    "trust.hsts",
    question="Do browsers learn to come by HTTPS only?",
    unit="yes or no",
    source="RFC 6797, HTTP Strict Transport Security",
)
def hsts(site: Site) -> Result:
    """The home page sends Strict-Transport-Security with a max-age above zero, over HTTPS."""
    assert site.home is not None
    header = site.home.capture.header("strict-transport-security").replace('"', "").lower()
    ages = [part.partition("=")[2].strip() for part in header.split(";") if "max-age" in part]
    lasts = any(age.isdecimal() and int(age) > 0 for age in ages)
    return yes_or_no(lasts and site.home.url.startswith("https:"), site.home.url, header)


@measure(
    "trust.csp",
    question="Does the home page say from where it may load scripts?",
    unit="yes or no",
    source="W3C Content Security Policy Level 3",
)
def csp(site: Site) -> Result:
    """A policy in force, sent or in the page, has a script-src or default-src."""
    assert site.home is not None
    sent = site.home.capture.header_values("content-security-policy")
    policies = [*sent, site.home.meta.get("content-security-policy", "")]
    names = {
        part.split()[0].lower()
        for policy in policies
        for part in policy.replace(",", ";").split(";")
        if part.strip()
    }
    limits = not names.isdisjoint({"script-src", "default-src"})
    return yes_or_no(limits, site.home.url, "; ".join(filter(None, policies))[:200])


@measure(
    "trust.privacy",
    question="Is there a privacy notice?",
    unit="yes or no",
    source="UK GDPR, articles 13 and 14",
)
def privacy(site: Site) -> Result:
    """There is a page that says what becomes of personal data."""
    return found_or_not(site, "trust.privacy")


@measure(
    "trust.cookies-page",
    question="Is there a page about cookies?",
    unit="yes or no",
    source="Privacy and Electronic Communications Regulations 2003, regulation 6; ICO, cookies",
)
def cookies_page(site: Site) -> Result:
    """There is a page that says which cookies are set and how to refuse them."""
    return found_or_not(site, "trust.cookies-page")


@measure(
    "trust.security-txt",
    question="Are finders of security faults told whom to tell?",
    unit="yes or no",
    source="RFC 9116",
)
def security_txt(site: Site) -> Result:
    """/.well-known/security.txt is plain text, has a contact that is a web, mail or telephone
    address, and one expiry that was not past when captured."""
    assert site.home is not None
    url = absolute(site.home.url, "/.well-known/security.txt") or ""
    capture = site.captures.get(site.final_url(url))
    if capture is None:
        return not_assessed("security.txt was not asked for")
    if capture.status in CRITERIA.refusals:
        return not_assessed(f"security.txt was refused with status {capture.status}")
    if capture.status != 200 or capture.content_type == "text/html":
        return yes_or_no(False, url, f"status {capture.status}, {capture.content_type}")
    fault, note = _fault(capture)
    return yes_or_no(not fault, url, fault or note)


def _fault(capture: Capture) -> tuple[str, str]:
    """What is wrong with a security.txt by RFC 9116, and what may be noted of a good one."""
    fields = _fields(capture)
    contacts, expiries = fields.get("contact", []), fields.get("expires", [])
    if not any(_CONTACT.match(value) for value in contacts):
        return "no contact that is an address (mailto:, https:, tel:)", ""
    if len(expiries) != 1:
        return "no expiry" if not expiries else "several expiries", ""
    expires, captured = _moment(expiries[0]), _moment(capture.when)
    if expires is None:
        return "an expiry that is no date", ""
    is_past = captured is not None and expires < captured
    return (f"expired {expires.date()}", "") if is_past else ("", f"expires {expires.date()}")


def _fields(capture: Capture) -> dict[str, list[str]]:
    """The values of each field; a signature around the text does no harm."""
    found: dict[str, list[str]] = {}
    for line in capture.body.decode("utf-8", "replace").splitlines():
        name, _, value = line.partition(":")
        if value.strip() and not line.startswith("#"):
            found.setdefault(name.strip().lower(), []).append(value.strip())
    return found


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


@measure(
    "trust.cookies",
    question="How many cookies does the home page set before anyone agreed?",
    unit="count",
    source="Privacy and Electronic Communications Regulations 2003, regulation 6",
)
def cookies(site: Site) -> Result:
    """The number of cookies that the home page's response sets, by name; scripts are not run."""
    assert site.home is not None
    sent = site.home.capture.header_values("set-cookie")
    names = sorted({cookie.partition("=")[0].strip() for cookie in sent})
    return Result(len(names), str(len(names)), site.home.url, note=", ".join(names)[:200])


@measure(
    "trust.gov-domain",
    question="Is the site's name one that only government can have?",
    unit="yes or no",
    source="GOV.UK domain naming rules; Welsh and Scottish Governments' equivalents",
)
def gov_domain(site: Site) -> Result:
    """The home page's host is below gov.uk, gov.wales, llyw.cymru or gov.scot."""
    assert site.home is not None
    host = host_of(site.home.url)
    is_ours = any(host_matches(host, pattern) for pattern in CRITERIA.government_hosts)
    return yes_or_no(is_ours, site.home.url)
