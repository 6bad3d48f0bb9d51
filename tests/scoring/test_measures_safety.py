"""Trust: certificates, third parties and trackers, contact; each had, lacked and unknown."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from crawler.archive import CERTIFICATE, RESOURCE, Capture
from scoring.measures import Result
from scoring.measures.outcomes import load_measure_outcomes
from tests.scoring.sites import Answer, answer_of, council_of, links_to, page_of, site_of_pages

HOST = "www.barchester.gov.test"
HOME = page_of("Hello", "Welcome")


def certificate_of(name: str, begins: int, ends: int, issuer: str) -> bytes:
    """A certificate for a name, good from and to so many days from now (DER)."""
    key = ec.generate_private_key(ec.SECP256R1())
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now + timedelta(days=begins))
        .not_valid_after(now + timedelta(days=ends, hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    )
    return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def judged(id: str, der: bytes | None, homepage: str = f"https://{HOST}/") -> Result:
    site = site_of_pages({"/": HOME}, council_of(homepage=homepage))
    if der is not None:
        urn = f"{CERTIFICATE}{HOST}"
        site.resources[urn] = Capture(RESOURCE, urn, "", 0, body=der)
    return answer_of(id, site)


CERTIFICATES = [
    ("in-order", (HOST, -10, 60, "An authority")),
    ("in-order", ("*.barchester.gov.test", -10, 60, "An authority")),
    ("ends-soon", (HOST, -80, 5, "An authority")),
    ("self-signed", (HOST, -10, 60, HOST)),
    ("wrong-name", ("barchester.gov.test", -10, 60, "An authority")),
    ("wrong-name", ("*.gov.test", -10, 60, "An authority")),
    ("not-yet-valid", (HOST, 2, 60, "An authority")),
    ("expired", (HOST, -90, -1, "An authority")),
]


@pytest.mark.parametrize(("outcome", "made"), CERTIFICATES)
def test_a_certificate_is_judged(outcome: str, made: tuple[str, int, int, str]) -> None:
    assert judged("trust.certificate", certificate_of(*made)).outcome == outcome


def test_every_outcome_of_a_certificate_is_seen_here() -> None:
    assert {outcome for outcome, _ in CERTIFICATES} == set(
        load_measure_outcomes()["trust.certificate"]
    )


def test_the_days_left_are_counted_from_the_capture() -> None:
    result = judged("trust.certificate-days", certificate_of(HOST, -10, 60, "An authority"))
    assert (result.value, result.note) == (60, "issued by An authority")
    ended = judged("trust.certificate-days", certificate_of(HOST, -90, -2, "An authority"))
    assert ended.value == -2


@pytest.mark.parametrize("id", ["trust.certificate", "trust.certificate-days"])
def test_a_certificate_not_kept_damaged_or_not_needed_is_not_judged(id: str) -> None:
    assert judged(id, None).status == "not_assessed"
    assert judged(id, b"nonsense").status == "not_assessed"
    assert judged(id, None, f"http://{HOST}/").status == "not_applicable"


def head_answer(id: str, head: str, more: dict[str, Answer] | None = None) -> Result:
    return answer_of(id, site_of_pages({"/": page_of("x", head=head), **(more or {})}))


def test_trackers_are_told_by_the_hosts_of_scripts_and_by_what_scripts_name() -> None:
    inline = "<script>j.src='https://www.googletagmanager.com/gtm.js?id='+i;</script>"
    loaded = '<script src="https://static.hotjar.com/c/hotjar.js"></script>'
    result = head_answer("trust.trackers", inline + loaded)
    assert (result.value, result.note) == (2, "google-tag-manager, hotjar")
    assert head_answer("trust.trackers", '<script src="/site.js"></script>').value == 0
    linked = page_of('<a href="https://www.googletagmanager.com/">About tags</a>')
    assert answer_of("trust.trackers", site_of_pages({"/": linked})).value == 0


def test_third_parties_are_counted_by_their_domains() -> None:
    head = (
        '<script src="https://a.cdn.test/1.js"></script><link rel="stylesheet"'
        ' href="https://b.cdn.test/1.css"><script src="https://static.barchester.gov.test/2.js">'
        "</script>"
    )
    result = head_answer("trust.third-parties", head)
    assert (result.value, result.note) == (1, "cdn.test")
    assert head_answer("trust.third-parties", "").value == 0


def test_cookies_of_third_parties_are_known_where_their_answers_were_captured() -> None:
    url = "https://cdn.test/1.js"
    head = f'<script src="{url}"></script>'
    script = {"Content-Type": "text/javascript", "Set-Cookie": "id=1; Path=/"}
    seen = head_answer("trust.third-party-cookies", head, {url: (200, script, "x")})
    assert (seen.value, seen.note) == (1, "cdn.test: id")
    assert head_answer("trust.third-party-cookies", head).status == "not_assessed"
    assert head_answer("trust.third-party-cookies", "").value == 0


@pytest.mark.parametrize(
    ("outcome", "script"),
    [
        ("own-scripts", '<script src="/a.js"></script>'),
        ("checked", '<script src="https://cdn.test/a.js" integrity="sha384-x"></script>'),
        ("unchecked", '<script src="https://cdn.test/a.js"></script>'),
        ("insecure", '<script src="http://cdn.test/a.js"></script>'),
    ],
)
def test_scripts_from_elsewhere_are_checked_or_not(outcome: str, script: str) -> None:
    assert head_answer("trust.sri", script).outcome == outcome


def test_a_page_without_scripts_needs_no_integrity() -> None:
    assert head_answer("trust.sri", "").status == "not_applicable"


WAYS = {
    "trust.contact-phone": "<p>Phone 01632 960 123, 9am to 5pm</p>",
    "trust.contact-email": "<p>Write to help@barchester.gov.test</p>",
    "trust.contact-post": "<p>Civic Centre, High Street, Barchester BA1 1AA</p>",
    "trust.contact-bsl": "<p>We take calls in British Sign Language.</p>",
}


@pytest.mark.parametrize("id", WAYS)
def test_a_way_to_contact_the_council_is_looked_for_on_its_contact_page(id: str) -> None:
    home = page_of(links_to(("/contact", "Contact us")))
    with_it = site_of_pages({"/": home, "/contact": page_of(WAYS[id], "Contact us")})
    result = answer_of(id, with_it)
    assert (result.value, result.evidence_url) == (1, f"https://{HOST}/contact")
    others = "".join(way for name, way in WAYS.items() if name != id)
    without = site_of_pages({"/": home, "/contact": page_of(others, "Contact us")})
    assert answer_of(id, without).value == 0
    assert answer_of(id, site_of_pages({"/": home})).status == "not_assessed"


@pytest.mark.parametrize(
    ("text", "is_phone"),
    [
        ("call 0300 123 4567", True),
        ("(01632) 960123", True),
        ("+44 (0)1632 960123", True),
        ("reference 20260123456789", False),
        ("2025-2026", False),
    ],
)
def test_telephone_numbers_are_told_from_other_numbers(text: str, is_phone: bool) -> None:
    site = site_of_pages({"/": page_of(f"<p>{text}</p>")})
    assert answer_of("trust.contact-phone", site).value == is_phone


def test_a_number_may_be_a_link_in_the_footer() -> None:
    footer = '<footer><a href="tel:01632960123">Call us</a></footer>'
    site = site_of_pages({"/": page_of("x").replace("</body>", f"{footer}</body>")})
    assert answer_of("trust.contact-phone", site).value == 1


@pytest.mark.parametrize(
    ("id", "text"),
    [
        ("trust.contact-phone", "01632 960 123"),
        ("trust.contact-post", "Civic Centre, Barchester BA1 1AA"),
        ("trust.contact-email", "help@barchester.gov.test"),
        ("trust.contact-bsl", "SignVideo"),
    ],
)
def test_contact_may_be_told_in_the_footer_of_the_home_page(id: str, text: str) -> None:
    footer = f"<footer><p>{text}</p></footer>"
    site = site_of_pages({"/": page_of("x").replace("</body>", f"{footer}</body>")})
    assert answer_of(id, site).value == 1


def test_the_makers_address_in_the_footer_is_not_the_councils() -> None:
    footer = "<footer><p>Made by hello@agency.test</p></footer>"
    site = site_of_pages({"/": page_of("x").replace("</body>", f"{footer}</body>")})
    assert answer_of("trust.contact-email", site).value == 0


def test_a_cookies_page_says_what_is_set() -> None:
    home = page_of(links_to(("/cookies", "Cookies")))
    good = page_of("<p>This website keeps a cookie in your browser for a session.</p>", "Cookies")
    assert answer_of("trust.cookies-page", site_of_pages({"/": home, "/cookies": good})).value == 1
    bare = page_of("<p>Coming soon.</p>", "Cookies")
    assert answer_of("trust.cookies-page", site_of_pages({"/": home, "/cookies": bare})).value == 0
    assert answer_of("trust.cookies-page", site_of_pages({"/": home})).status == "not_assessed"


@pytest.mark.parametrize(
    "text",
    [
        "Contact: it@barchester.gov.test\nExpires: {}",
        "Contact: http://barchester.gov.test/report\nExpires: {}",
        "Contact: mailto:it@barchester.gov.test\nExpires: {}\nExpires: {}",
        "Contact: mailto:it@barchester.gov.test\nExpires: next year",
    ],
)
def test_security_txt_keeps_to_its_format(text: str) -> None:
    later = f"{datetime.now(UTC) + timedelta(days=90):%Y-%m-%dT%H:%M:%SZ}"
    body = text.replace("{}", later)
    answer: Answer = (200, {"Content-Type": "text/plain"}, body)
    site = site_of_pages({"/": HOME, "/.well-known/security.txt": answer})
    result = answer_of("trust.security-txt", site)
    assert result.value == 0
    assert result.note
