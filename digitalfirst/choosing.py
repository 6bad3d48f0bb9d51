"""Whom to audit: councils of a register, or one site of which only the address is known."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from config import Council, load_council_types, load_councils
from config.services import ALL_NATIONS
from crawler.urls import canonical, host_of
from digitalfirst.errors import UserError

_NOT_SLUG = re.compile(r"[^a-z0-9]+")
# So many values of a column are named in a message, no more.
NAMED = 20


def chosen(register: Path | None, conditions: Sequence[str]) -> tuple[Council, ...]:
    """The councils of a register (else the UK's) that meet every condition `column=value`.

    Raises:
        UserError: a condition cannot be understood, or no council meets them all.
        ConfigError: the register is missing or malformed.
    """
    return having(load_councils(register) if register else load_councils(), conditions)


def having(councils: tuple[Council, ...], conditions: Sequence[str]) -> tuple[Council, ...]:
    """Those councils that meet every condition `column=value`.

    Raises:
        UserError: a condition cannot be understood, or no council meets them all.
    """
    for condition in conditions:
        column, equals, value = condition.partition("=")
        if not equals or column not in Council.model_fields:
            known = ", ".join(Council.model_fields)
            raise UserError(f"--where {condition!r}: write COLUMN=VALUE, a column of: {known}")
        left = [each for each in councils if _cell(each, column).lower() == value.strip().lower()]
        if not left:
            raise UserError(f"--where {condition!r}: no such council{_values(councils, column)}")
        councils = tuple(left)
    return councils


def one_site(homepage: str, type: str, nation: str) -> Council:
    """A council of which only the homepage is known.

    Raises:
        UserError: the homepage is no http or https address, or there is no such type or nation.
    """
    url = canonical(homepage)
    if url is None:
        raise UserError(f"{homepage!r} is not an http or https URL")
    if nation and nation not in ALL_NATIONS:
        raise UserError(f"--nation {nation!r}: is none of: {', '.join(sorted(ALL_NATIONS))}")
    host = host_of(url)
    slug = _NOT_SLUG.sub("-", host.removeprefix("www.")).strip("-")[:100]
    try:
        return Council(slug=slug, name=host, type=type, nation=nation, homepage=url)
    except ValidationError as error:
        known = ", ".join(kind.id for kind in load_council_types())
        raise UserError(f"--type {type!r}: is none of: {known}") from error


def as_known(site: Council, known: Sequence[Council], where: Path) -> Council:
    """The council of a run that a site is of: that with the same host, or else the run's only one.

    Raises:
        UserError: the run has several councils, and none at that host.
    """
    same = [each for each in known if host_of(each.homepage) == host_of(site.homepage)]
    found = same or known
    if len(found) != 1:
        raise UserError(f"{where} has {len(known)} councils, {len(same)} of them at {site.name}")
    return found[0].model_copy(update={"homepage": site.homepage})


def is_loopback(council: Council) -> bool:
    """Whether a council's homepage is on this machine."""
    host = host_of(council.homepage)
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _cell(council: Council, column: str) -> str:
    value = getattr(council, column)
    return "" if value is None else str(value)


def _values(councils: Sequence[Council], column: str) -> str:
    """What a column can be asked for, if that is few enough to say."""
    values = sorted({_cell(each, column) for each in councils})
    return f"; {column} is one of: {', '.join(values)}" if len(values) <= NAMED else ""
