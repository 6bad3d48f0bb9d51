import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.urls import absolute, canonical, host_of, site_of


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("https://www.barchester.gov.uk", "https://www.barchester.gov.uk/"),
        ("HTTPS://WWW.Barchester.gov.uk:443/Bins#top", "https://www.barchester.gov.uk/Bins"),
        ("http://barchester.gov.uk:8080/a?b=1&utm_source=x", "http://barchester.gov.uk:8080/a?b=1"),
        ("https://barchester.gov.uk/a;jsessionid=12AB?b=1", "https://barchester.gov.uk/a?b=1"),
        ("https://barchester.gov.uk/a?print=1", "https://barchester.gov.uk/a"),
        ("https://barchester.gov.uk/a b/é", "https://barchester.gov.uk/a%20b/%C3%A9"),
        ("https://[::1]:8080/", "https://[::1]:8080/"),
    ],
)
def test_an_address_has_one_spelling(written: str, meant: str) -> None:
    assert canonical(written) == meant


@pytest.mark.parametrize(
    "written",
    ["mailto:a@b.c", "javascript:alert(1)", "ftp://a.b/", "http://", "data:x", "https://a:b:c/"],
)
def test_what_is_no_web_address_has_none(written: str) -> None:
    assert canonical(written) is None


def test_an_address_longer_than_any_page_needs_is_none() -> None:
    assert canonical("https://a.gov.uk/" + "a" * 3000) is None


@given(st.text())
def test_any_text_gives_a_stable_spelling_or_none(text: str) -> None:
    once = absolute("https://www.barchester.gov.uk/a/", text)
    assert once is None or canonical(once) == once
    assert once is None or "#" not in once


@pytest.mark.parametrize(
    ("host", "site"),
    [
        ("forms.barchester.gov.uk", "barchester.gov.uk"),
        ("www.barchester.gov.test", "barchester.gov.test"),
        ("barchester.moderngov.co.uk", "moderngov.co.uk"),
        ("127.0.0.1", "127.0.0.1"),
        ("localhost", "localhost"),
    ],
)
def test_a_site_is_what_one_owner_registered(host: str, site: str) -> None:
    assert site_of(host) == site


def test_a_broken_address_has_no_host() -> None:
    assert host_of("http://[broken/") == ""
