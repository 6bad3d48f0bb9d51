"""An estate: councils with their sites, and the truth about them."""

from __future__ import annotations

import csv
import datetime as dt
from functools import cache, cached_property, lru_cache
from pathlib import Path
from urllib.parse import urlsplit

import pandas as pd

from config.councils import Council
from digitalfirst.estate.answers import answer, answer_beyond, answer_national, answer_tracker
from digitalfirst.estate.council import TRACKERS, Profile, profile
from digitalfirst.estate.messages import EstateRequest, EstateResponse, text
from digitalfirst.estate.names import register
from digitalfirst.estate.site import Site, build_site
from digitalfirst.estate.truth import truth_of
from digitalfirst.estate.wording import platforms
from digitalfirst.estate.years import a_year_on

TODAY = dt.date(2026, 11, 2)
SITES_KEPT = 512  # sites whose layout is kept in memory, about half a megabyte each at 500 pages
CERTIFICATE_DAYS = {"in-order": 90, "ends-soon": 5, "expired": -3}
SHARED = frozenset({"www.civicaepay.co.test"})


class Estate:
    """Councils made from a seed: the same arguments give the same bytes, on every machine.

    `pages` is roughly how many pages a council's main site has: what its services and duties need,
    and noise up to that number. `today` is the day on which statements and papers are dated. `year`
    counts the years since the first: the councils are the same, some of their sites have changed.
    """

    def __init__(
        self, seed: int, councils: int = 12, pages: int = 150, today: dt.date = TODAY, year: int = 0
    ) -> None:
        self.seed = seed
        self.pages = pages
        self.today = today
        drawn = enumerate(register(seed, councils))
        self._profiles = tuple(profile(seed, index, council) for index, council in drawn)
        for _ in range(year):
            self._profiles = tuple(map(a_year_on, self._profiles))
        self._by_domain = {one.domain: one for one in self._profiles}
        self._by_label = {one.label: one for one in self._profiles}
        self._site = lru_cache(maxsize=SITES_KEPT)(self._build)

    @cached_property
    def councils(self) -> tuple[Council, ...]:
        """The register, in order."""
        return tuple(
            one.council.model_copy(update={"homepage": one.home}) for one in self._profiles
        )

    @property
    def profiles(self) -> tuple[Profile, ...]:
        """What each council's site is like, in the register's order."""
        return self._profiles

    def site(self, slug: str) -> Site:
        """A council's site."""
        return self._site(slug)

    def answers(self, host: str, *, tls: bool) -> bool:
        """Whether a host answers at all, in the clear or over TLS."""
        if host in _national_hosts() or host in SHARED or host in TRACKERS:
            return True
        found = self._profile_at(host)
        if found is None:
            return False
        return found.https or not tls or host not in (found.host, found.domain)

    def certificate_days(self, host: str) -> int:
        """For how many days a host's certificate is still good; below zero where it has ended."""
        found = self._profile_at(host)
        own = found is not None and host in (found.host, found.domain)
        return CERTIFICATE_DAYS[found.habits.certificate if found and own else "in-order"]

    def respond(self, request: EstateRequest) -> EstateResponse:
        """The answer to a request: a function of the seed and the request alone."""
        parts = urlsplit(request.url)
        host = (parts.hostname or "").lower()
        if not self.answers(host, tls=parts.scheme == "https"):
            return text(f"No such host: {host}\n", status=502)
        if host in _national_hosts():
            return answer_national(request)
        if host in TRACKERS:
            return answer_tracker()
        label = parts.path.split("/")[1] if host in SHARED else ""
        found = self._by_label.get(label) if host in SHARED else self._profile_at(host)
        if found is None:
            return text("Not found\n", status=404)
        reply = answer if host in (found.host, found.domain) else answer_beyond
        return reply(self._site(found.label), request)

    def truth(self) -> dict[str, pd.DataFrame]:
        """What is true of every council: tables services, pages, findings and measures."""
        return truth_of(self._site(one.label) for one in self._profiles)

    def write(self, folder: Path) -> None:
        """Write councils.csv, as `config.load_councils` reads it, and truth/*.csv."""
        (folder / "truth").mkdir(parents=True, exist_ok=True)
        with (folder / "councils.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, fieldnames=list(Council.model_fields))
            writer.writeheader()
            writer.writerows(council.model_dump() for council in self.councils)
        for name, frame in self.truth().items():
            frame.to_csv(folder / "truth" / f"{name}.csv", index=False)

    def _build(self, slug: str) -> Site:
        return build_site(self._by_label[slug], self.pages, self.today)

    def _profile_at(self, host: str) -> Profile | None:
        """The council that a host belongs to: its own domain, or its label on a platform."""
        first, _, rest = host.partition(".")
        own = self._by_domain.get(host) or (
            self._by_domain.get(rest) if first in ("www", "forms", "planning", "data") else None
        )
        if own:
            return own
        found = self._by_label.get(first.removesuffix("-self"))
        return found if found and host in _hosts_of(found.label, found.domain) else None


@cache
def _hosts_of(label: str, domain: str) -> frozenset[str]:
    return frozenset(one.host.format(label=label, domain=domain) for one in platforms().values())


@lru_cache(maxsize=1)
def _national_hosts() -> frozenset[str]:
    return frozenset(one.host for one in platforms().values() if one.does == "national")
