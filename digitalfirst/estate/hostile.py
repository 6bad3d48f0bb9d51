"""A hostile estate: one host for each trap and attack, with healthy councils beside them.

Most of its sites have a few honest pages (`REAL`), which a good crawler finds in spite of all.
"""

from __future__ import annotations

from functools import cached_property
from http.cookies import SimpleCookie
from urllib.parse import parse_qsl, urlsplit

from config.councils import Council
from digitalfirst.estate import hostile_answers, hostile_traps
from digitalfirst.estate.estate import Estate
from digitalfirst.estate.hostile_site import (
    ATTACKS,
    DOMAIN,
    REAL,
    Ask,
    Response,
    home_of,
    honest,
    host_named,
)
from digitalfirst.estate.messages import EstateRequest

__all__ = ["REAL", "Hostile", "home_of", "hostile_answers", "hostile_traps"]


class Hostile:
    """Healthy councils made from a seed, and one council for each attack."""

    def __init__(
        self, seed: int, councils: int = 3, pages: int = 60, canary: str = "http://127.0.0.1:9/"
    ) -> None:
        self.healthy = Estate(seed, councils, pages)
        self.canary = canary

    @cached_property
    def councils(self) -> tuple[Council, ...]:
        """The register: the healthy first."""
        hostile = (
            Council(slug=name, name=name.title(), type="unitary", homepage=home_of(name))
            for name in ATTACKS
        )
        return (*self.healthy.councils, *hostile)

    @property
    def broken_tls(self) -> frozenset[str]:
        """The hosts with which no handshake succeeds."""
        return frozenset({host_named("tls-refused")})

    def certificate_days(self, host: str) -> int:
        """For how many days a host's certificate is still good."""
        return self.healthy.certificate_days(host)

    def answers(self, host: str, *, tls: bool) -> bool:
        """Whether a host answers at all, in the clear or over TLS."""
        if host in self.broken_tls:
            return tls
        own = host.removesuffix(f".{DOMAIN}") in ATTACKS
        return (own and not tls) or self.healthy.answers(host, tls=tls)

    def respond(self, request: EstateRequest) -> Response:
        """The answer to a request."""
        parts = urlsplit(request.url)
        host = (parts.hostname or "").lower()
        answer = ATTACKS.get(host.removesuffix(f".{DOMAIN}"))
        if answer is None:
            return self.healthy.respond(request)
        cookies = SimpleCookie(dict(request.headers).get("cookie", ""))
        ask = Ask(
            host,
            parts.path or "/",
            dict(parse_qsl(parts.query, keep_blank_values=True)),
            {name: morsel.value for name, morsel in cookies.items()},
            self.canary,
        )
        return answer(ask) or honest(ask)
