"""Host names and the patterns that configuration files match them with."""

from __future__ import annotations

from fnmatch import fnmatchcase


def host_matches(host: str, pattern: str) -> bool:
    """Whether a host name fits a pattern; `*.example.com` fits `example.com` too.

    The last label may also be `test`, which RFC 6761 reserves for testing: an estate of test
    sites can so stand in for real hosts without using their names.

    >>> host_matches("barchester.achieveservice.com", "*.achieveservice.com")
    True
    >>> host_matches("barchester.achieveservice.test", "*.achieveservice.com")
    True
    >>> host_matches("achieveservice.org", "*.achieveservice.com")
    False
    """
    stand_in = pattern.rpartition(".")[0] + ".test"
    return any(
        fnmatchcase(host, form) or host == form.removeprefix("*.") for form in (pattern, stand_in)
    )
