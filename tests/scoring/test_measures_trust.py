"""Trust: each measure with sites that have it, lack it, and leave it unknown."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.scoring.sites import Answer, answer_of, council_of, links_to, page_of, site_of_pages

HOME = page_of("Hello", "Welcome")
TEXT = {"Content-Type": "text/plain"}


def site_sending(headers: dict[str, str]) -> object:
    return site_of_pages({"/": (200, headers, HOME)})


def security_txt(days: int) -> str:
    expires = datetime.now(UTC) + timedelta(days=days)
    contact = "# Who to tell\nContact: mailto:it@barchester.gov.test"
    return f"{contact}\nExpires: {expires:%Y-%m-%dT%H:%M:%SZ}\n"


def test_https_is_told_by_the_address_that_answered() -> None:
    assert answer_of("trust.https", site_of_pages({"/": HOME})).value == 1
    plain = council_of(homepage="http://www.barchester.gov.test/")
    assert answer_of("trust.https", site_of_pages({"/": HOME}, plain)).value == 0


def test_a_redirect_to_https_is_asked_for_before_it_is_judged() -> None:
    plain = "http://www.barchester.gov.test/"
    sent: dict[str, Answer] = {
        "/": HOME,
        plain: (301, {"Location": "https://www.barchester.gov.test/"}, ""),
    }
    assert answer_of("trust.https-redirect", site_of_pages(sent)).value == 1
    assert answer_of("trust.https-redirect", site_of_pages({"/": HOME, plain: HOME})).value == 0
    assert answer_of("trust.https-redirect", site_of_pages({"/": HOME})).status == "not_assessed"


@pytest.mark.parametrize(
    ("header", "value"),
    [("max-age=31536000; includeSubDomains", 1), ('max-age="600"', 1), ("max-age=0", 0), ("", 0)],
)
def test_hsts_needs_a_lasting_max_age(header: str, value: float) -> None:
    site = site_of_pages({"/": (200, {"Strict-Transport-Security": header}, HOME)})
    assert answer_of("trust.hsts", site).value == value


@pytest.mark.parametrize(
    ("policy", "value"),
    [
        ("default-src 'self'", 1),
        ("script-src 'self'; img-src *", 1),
        ("upgrade-insecure-requests", 0),
    ],
)
def test_a_content_security_policy_limits_scripts(policy: str, value: float) -> None:
    site = site_of_pages({"/": (200, {"Content-Security-Policy": policy}, HOME)})
    assert answer_of("trust.csp", site).value == value


def test_a_policy_that_only_reports_is_none_and_one_in_the_page_counts() -> None:
    reports = {"Content-Security-Policy-Report-Only": "default-src 'self'"}
    assert answer_of("trust.csp", site_of_pages({"/": (200, reports, HOME)})).value == 0
    meta = '<meta http-equiv="Content-Security-Policy" content="default-src https:">'
    assert answer_of("trust.csp", site_of_pages({"/": page_of("x", head=meta)})).value == 1


@pytest.mark.parametrize(
    ("answer", "value"),
    [
        ((200, TEXT, security_txt(90)), 1),
        ((200, TEXT, security_txt(-1)), 0),
        ((200, TEXT, "Contact: mailto:it@barchester.gov.test"), 0),
        ((200, {}, HOME), 0),
        ((404, {}, "no"), 0),
    ],
)
def test_security_txt_has_a_contact_and_has_not_expired(
    answer: tuple[int, dict[str, str], str], value: float
) -> None:
    site = site_of_pages({"/": HOME, "/.well-known/security.txt": answer})
    assert answer_of("trust.security-txt", site).value == value


def test_security_txt_never_asked_for_or_refused_is_not_known() -> None:
    assert answer_of("trust.security-txt", site_of_pages({"/": HOME})).status == "not_assessed"
    refused = site_of_pages({"/": HOME, "/.well-known/security.txt": (403, {}, "no")})
    assert answer_of("trust.security-txt", refused).status == "not_assessed"


def test_cookies_of_the_first_answer_are_counted_by_name() -> None:
    assert answer_of("trust.cookies", site_of_pages({"/": HOME})).value == 0
    sent = tuple(("Set-Cookie", cookie) for cookie in ("sid=1; Path=/", "_ga=2", "sid=3"))
    result = answer_of("trust.cookies", site_of_pages({"/": (200, sent, HOME)}))
    assert (result.value, result.note) == (2, "_ga, sid")


@pytest.mark.parametrize(
    ("homepage", "value"),
    [
        ("https://www.barchester.gov.uk/", 1),
        ("https://www.ceredigion.llyw.cymru/", 1),
        ("https://barchester.gov.scot/", 1),
        ("https://www.barchester.com/", 0),
        ("https://www.gov.uk.barchester.com/", 0),
    ],
)
def test_only_government_has_government_names(homepage: str, value: float) -> None:
    site = site_of_pages({"/": HOME}, council_of(homepage=homepage))
    assert answer_of("trust.gov-domain", site).value == value


NOTICE = (
    "<p>We hold your personal data lawfully under the UK GDPR. Our data protection officer is …</p>"
)


def test_a_privacy_notice_says_what_becomes_of_personal_data() -> None:
    home = page_of(links_to(("/privacy", "Privacy")))
    site = site_of_pages({"/": home, "/privacy": page_of(NOTICE, "Privacy notice")})
    assert answer_of("trust.privacy", site).value == 1
    empty = site_of_pages({"/": home, "/privacy": page_of("<p>Coming soon.</p>", "Privacy")})
    assert answer_of("trust.privacy", empty).value == 0
    unread = site_of_pages({"/": home})
    assert answer_of("trust.privacy", unread).status == "not_assessed"
