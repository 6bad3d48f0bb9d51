"""Trust: is it the council's own, safe to use, and careful with who visits?"""

from __future__ import annotations

from scoring.measures import Result, measure, yes_or_no
from scoring.site import Site


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
    lasts = any(age.isdigit() and int(age) > 0 for age in ages)
    return yes_or_no(lasts and site.home.url.startswith("https:"), site.home.url, header)
