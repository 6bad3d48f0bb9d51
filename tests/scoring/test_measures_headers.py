"""Headers: each outcome that a header can have, by the header that brings it."""

from __future__ import annotations

import pytest

from scoring.measures import Result
from scoring.measures.outcomes import load_measure_outcomes
from tests.scoring.sites import answer_of, council_of, page_of, site_of_pages

HOME = page_of("Hello", "Welcome")
CSP, FRAMES = "Content-Security-Policy", "X-Frame-Options"
AGE, REFERRER = "Strict-Transport-Security", "Referrer-Policy"
YEAR = "max-age=31536000"
ORIGIN, RIGHTS = "Access-Control-Allow-Origin", "Access-Control-Allow-Credentials"
CORP = "Cross-Origin-Resource-Policy"
SENT: dict[str, list[tuple[str, dict[str, str]]]] = {
    "trust.nosniff": [
        ("set", {"X-Content-Type-Options": "NoSniff"}),
        ("missing", {}),
        ("invalid", {"X-Content-Type-Options": "no"}),
    ],
    "trust.framing": [
        ("by-policy", {CSP: "frame-ancestors 'self'"}),
        ("by-policy", {CSP: "frame-ancestors 'none'", FRAMES: "nonsense"}),
        ("by-header", {FRAMES: "SAMEORIGIN"}),
        ("missing", {}),
        ("open", {CSP: "frame-ancestors *", FRAMES: "DENY"}),
        ("invalid", {FRAMES: "ALLOW-FROM https://a.test"}),
    ],
    "trust.referrer-policy": [
        ("private", {REFERRER: "no-referrer, strict-origin-when-cross-origin"}),
        ("private", {REFERRER: "strict-origin, made-up"}),
        ("missing", {}),
        ("telling", {REFERRER: "no-referrer-when-downgrade"}),
        ("invalid", {REFERRER: "made-up"}),
    ],
    "trust.hsts-age": [
        ("preload", {AGE: f"{YEAR}; includeSubDomains; preload"}),
        ("long", {AGE: YEAR}),
        ("long", {AGE: "max-age=15768000; includeSubDomains; preload"}),
        ("short", {AGE: "max-age=600"}),
        ("missing", {}),
        ("invalid", {AGE: "includeSubDomains"}),
    ],
    "trust.csp-quality": [
        ("strict-default", {CSP: "default-src 'none'; script-src 'self'; style-src 'self'"}),
        ("strict", {CSP: "default-src 'self'"}),
        ("strict", {CSP: "default-src 'self'; script-src 'unsafe-inline' 'nonce-abc'"}),
        ("styles-open", {CSP: "default-src 'self'; style-src 'unsafe-inline'"}),
        ("eval", {CSP: "default-src 'self'; script-src 'self' 'unsafe-eval'"}),
        ("insecure-scheme", {CSP: "default-src 'self' http://a.test"}),
        ("scripts-open", {CSP: "default-src 'self' 'unsafe-inline'"}),
        ("scripts-open", {CSP: "script-src 'self'"}),
        ("scripts-open", {CSP: "default-src https:"}),
        ("scripts-open", {CSP: "upgrade-insecure-requests"}),
        ("missing", {"Content-Security-Policy-Report-Only": "default-src 'self'"}),
    ],
    "trust.cookie-flags": [
        ("guarded", {"Set-Cookie": "sid=1; Secure; HttpOnly; SameSite=Lax"}),
        ("secure", {"Set-Cookie": "colour=1; Secure"}),
        ("same-site-invalid", {"Set-Cookie": "colour=1; Secure; SameSite=Maybe"}),
        ("session-not-httponly", {"Set-Cookie": "PHPSESSID=1; Secure"}),
        ("not-secure", {"Set-Cookie": "colour=1"}),
        ("session-not-secure", {"Set-Cookie": "ASP.NET_SessionId=1; HttpOnly"}),
    ],
    "trust.cors": [
        ("closed", {}),
        ("public", {ORIGIN: "*"}),
        ("some-sites", {ORIGIN: "https://a.test"}),
        ("with-credentials", {ORIGIN: "https://a.test", RIGHTS: "true"}),
    ],
    "trust.corp": [
        *((value, {CORP: value}) for value in ("same-origin", "same-site")),
        ("cross-origin", {CORP: "cross-origin"}),
        ("missing", {}),
        ("invalid", {CORP: "anybody"}),
    ],
}  # fmt: skip
CASES = [(id, outcome, sent) for id, cases in SENT.items() for outcome, sent in cases]


def answer(id: str, sent: dict[str, str] | tuple[tuple[str, str], ...]) -> Result:
    return answer_of(id, site_of_pages({"/": (200, sent, HOME)}))


@pytest.mark.parametrize(("id", "outcome", "sent"), CASES)
def test_a_header_has_the_outcome_of_its_name(id: str, outcome: str, sent: dict[str, str]) -> None:
    assert answer(id, sent).outcome == outcome


@pytest.mark.parametrize("id", SENT)
def test_the_first_outcome_of_each_header_is_the_best(id: str) -> None:
    values = [each.value for each in load_measure_outcomes()[id].values()]
    assert values == sorted(values, reverse=True)
    assert {0.0, 1.0} & set(values)


@pytest.mark.parametrize("id", SENT)
def test_every_outcome_of_a_header_is_seen_here(id: str) -> None:
    seen = {outcome for outcome, _ in SENT[id]}
    assert set(load_measure_outcomes()[id]) - {"no-https"} == seen


def test_an_age_counts_only_over_https() -> None:
    plain = council_of(homepage="http://www.barchester.gov.test/")
    site = site_of_pages({"/": (200, {AGE: YEAR}, HOME)}, plain)
    assert answer_of("trust.hsts-age", site).outcome == "no-https"


def test_the_worst_cookie_tells_and_no_cookie_needs_no_guard() -> None:
    both = (("Set-Cookie", "a=1; Secure; SameSite=Lax"), ("Set-Cookie", "sid=2"))
    assert answer("trust.cookie-flags", both).outcome == "session-not-secure"
    assert answer("trust.cookie-flags", {}).status == "not_applicable"


def test_of_two_policies_only_what_both_let_in_may_run() -> None:
    strict = "default-src 'self'; script-src 'self'; object-src 'none'; style-src 'self'"
    both = ((CSP, strict), (CSP, "script-src 'self' 'unsafe-inline'"))
    assert answer("trust.csp-quality", both).outcome == "strict"


def test_a_policy_in_the_page_counts_for_scripts_but_not_for_frames() -> None:
    meta = """<meta http-equiv="Content-Security-Policy" content="default-src 'self';
    frame-ancestors 'self'">"""
    site = site_of_pages({"/": page_of("x", head=meta)})
    assert answer_of("trust.csp-quality", site).outcome == "strict"
    assert answer_of("trust.framing", site).outcome == "missing"
