"""Trust: the certificate by which the home page's host proves its name.

The crawler keeps the certificate that it was shown, as it is. Whether browsers trust who issued it
is not judged: that hangs on each browser's own list.
"""

from __future__ import annotations

from datetime import datetime

from cryptography import x509
from cryptography.x509.oid import ExtensionOID, NameOID

from crawler.archive import CERTIFICATE
from crawler.urls import host_of
from scoring.measures import Result, measure, not_applicable, not_assessed
from scoring.measures.criteria import CRITERIA
from scoring.measures.outcomes import named
from scoring.site import Site


@measure(
    "trust.certificate",
    question="Is the certificate of the home page's host in order?",
    unit="points (0-1)",
    source="RFC 5280; RFC 9525, service identity; CA/Browser Forum baseline requirements",
)
def certificate(site: Site) -> Result:
    """Its names, its dates at the time of capture, and that it was issued by somebody else."""
    known = _known(site)
    if isinstance(known, Result):
        return known
    shown, when = known
    assert site.home is not None
    note = f"issued by {_issuer(shown)}, until {shown.not_valid_after_utc.date()}"
    return named(
        "trust.certificate", _judged(shown, host_of(site.home.url), when), site.home.url, note
    )


@measure(
    "trust.certificate-days",
    question="For how many days was the certificate still good?",
    unit="days",
    source="RFC 5280, 4.1.2.5",
)
def certificate_days(site: Site) -> Result:
    """The days from the capture to the end of the certificate; below zero where it had ended."""
    known = _known(site)
    if isinstance(known, Result):
        return known
    shown, when = known
    assert site.home is not None
    days = (shown.not_valid_after_utc - when).days
    return Result(days, f"{days} days", site.home.url, note=f"issued by {_issuer(shown)}"[:200])


def _known(site: Site) -> tuple[x509.Certificate, datetime] | Result:
    """The certificate of the home page's host and when it was shown; or why they are not known."""
    assert site.home is not None
    if not site.home.url.startswith("https:"):
        return not_applicable("the home page is not served over HTTPS")
    kept = site.resources.get(f"{CERTIFICATE}{host_of(site.home.url)}")
    if kept is None:
        return not_assessed("the evidence does not have the certificate of the home page's host")
    try:
        shown = x509.load_der_x509_certificate(kept.body)
        return shown, datetime.fromisoformat(site.home.capture.when)
    except ValueError as error:
        return not_assessed(f"the certificate cannot be read: {error}"[:200])


def _judged(shown: x509.Certificate, host: str, when: datetime) -> str:
    """The name of what is wrong with a certificate first, or of how long it is good."""
    if when > shown.not_valid_after_utc:
        return "expired"
    if when < shown.not_valid_before_utc:
        return "not-yet-valid"
    if not any(_names(pattern, host) for pattern in _hosts(shown)):
        return "wrong-name"
    if shown.issuer == shown.subject:
        return "self-signed"
    left = (shown.not_valid_after_utc - when).days
    return "ends-soon" if left < CRITERIA.certificate_days else "in-order"


def _hosts(shown: x509.Certificate) -> list[str]:
    try:
        found = shown.extensions.get_extension_for_oid(ExtensionOID.SUBJECT_ALTERNATIVE_NAME).value
    except x509.ExtensionNotFound:
        return []
    assert isinstance(found, x509.SubjectAlternativeName)
    addresses = [str(each) for each in found.get_values_for_type(x509.IPAddress)]
    return [*found.get_values_for_type(x509.DNSName), *addresses]


def _names(pattern: str, host: str) -> bool:
    """Whether a name of a certificate is this host's; a star stands for one label, the first.

    >>> _names("*.barchester.gov.uk", "www.barchester.gov.uk"), _names("*.gov.uk", "a.b.gov.uk")
    (True, False)
    """
    pattern, host = pattern.lower(), host.lower()
    if pattern.startswith("*."):
        return host.partition(".")[2] == pattern[2:]
    return pattern == host


def _issuer(shown: x509.Certificate) -> str:
    for oid in (NameOID.ORGANIZATION_NAME, NameOID.COMMON_NAME):
        if found := shown.issuer.get_attributes_for_oid(oid):
            return str(found[0].value)
    return "nobody named"
