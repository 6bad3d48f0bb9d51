"""The link by which a reader challenges a rating, from a template of whoever runs the survey."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from reports.filters import UNSAFE, ReportError

NAMES = ("council", "subject", "value", "run")
PLACE = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Challenge:
    """A checked template; an empty one makes no link."""

    template: str
    run: str

    def __call__(self, council: str, subject: str, value: object) -> str:
        """The address to challenge one rating at, what is put in percent-encoded.

        >>> Challenge("mailto:a@b.test?subject={council},{value}", "")("Bath & Wells", "Bins", 3)
        'mailto:a@b.test?subject=Bath%20%26%20Wells,3'
        """
        words = {"council": council, "subject": subject, "value": value, "run": self.run}
        return PLACE.sub(lambda found: quote(str(words[found[1]]), safe=""), self.template)


def check_challenge(template: str) -> str:
    """The template, if it may be a link: `mailto:` or `https:`, placeholders after the address.

    Raises:
        ReportError: it may not; one line says why.
    """
    if not template:
        return template
    wrong = _wrong(template)
    if wrong:
        raise ReportError(f"challenge {template!r}: {wrong}")
    return template


def _wrong(template: str) -> str:
    if UNSAFE.search(template):
        return "holds a space or a control character: write %20 for a space"
    if unknown := next((name for name in PLACE.findall(template) if name not in NAMES), None):
        known = ", ".join(f"{{{name}}}" for name in NAMES)
        return f"there is no placeholder {{{unknown}}}; there are: {known}"
    try:
        parts = urlsplit(template)
    except ValueError:
        return "is no address"
    if parts.scheme == "mailto":
        address = parts.path
    elif parts.scheme == "https":
        address = parts.netloc
    else:
        return "must begin with mailto: or https:"
    if not address or "{" in address:
        return "needs an address before any placeholder"
    if "{" in PLACE.sub("", template) or "}" in PLACE.sub("", template):
        return "has a brace that is no placeholder's"
    return ""
