"""Six small councils that send citizens to one host, as a shared platform has many customers."""

from __future__ import annotations

from urllib.parse import urlsplit

from config import Council
from digitalfirst.estate import Estate
from digitalfirst.estate.messages import EstateRequest, EstateResponse, RawResponse, html, text

SHARED = "forms.achieveservice.com"
# What the shared host asks for: seconds between two requests, whoever makes them.
CRAWL_DELAY = 0.4
FORMS = 3  # of each council on the shared host


class Town:
    """The councils, and what their hosts and the shared one answer."""

    councils = tuple(
        Council(
            slug=f"town-{number}",
            name=f"Town {number}",
            type="unitary",
            homepage=f"http://www.town-{number}.gov.test/",
        )
        for number in range(6)
    )

    def answers(self, host: str) -> bool:
        """Whether a host is one of theirs."""
        return host == SHARED or host.startswith("www.town-")

    def respond(self, request: EstateRequest) -> EstateResponse:
        """Their pages: a home page with links to forms, and the forms."""
        parts = urlsplit(request.url)
        host = parts.hostname or ""
        if host == SHARED and parts.path == "/robots.txt":
            return text(f"User-agent: *\nCrawl-delay: {CRAWL_DELAY}\n")
        if parts.path == "/" and host != SHARED:
            forms = (f"http://{SHARED}/{host}/{number}" for number in range(FORMS))
            links = "".join(f'<li><a href="{form}">Report a missed bin</a>' for form in forms)
            return html(f"<html lang=en><title>Town</title><main><h1>Town</h1><ul>{links}</ul>")
        if host == SHARED:
            return html("<html lang=en><title>Form</title><main><h1>Report a missed bin</h1>")
        return html("not here", status=404)


class Both:
    """The estate and the town behind one proxy."""

    def __init__(self, estate: Estate, town: Town) -> None:
        self.estate, self.town = estate, town

    def answers(self, host: str, *, tls: bool) -> bool:
        """Whether a host answers at all, in the clear or over TLS."""
        return not tls if self.town.answers(host) else self.estate.answers(host, tls=tls)

    def respond(self, request: EstateRequest) -> EstateResponse | RawResponse:
        """The answer to a request."""
        if self.town.answers(urlsplit(request.url).hostname or ""):
            return self.town.respond(request)
        return self.estate.respond(request)

    def certificate_days(self, host: str) -> int:
        """For how many days a host's certificate is still good."""
        return self.estate.certificate_days(host)
