import pytest

from crawler.archive import ATTEMPT, RESPONSE, Capture
from crawler.robots import robots_from

URL = "https://www.barchester.gov.test/robots.txt"


def capture(status: int, body: bytes = b"") -> Capture:
    return Capture(RESPONSE, URL, "", 0, status=status, body=body)


def test_rules_are_obeyed() -> None:
    text = b"User-agent: *\nDisallow: /search\nCrawl-delay: 5\nSitemap: https://a.test/map.xml\n"
    robots = robots_from(capture(200, text), 512_000)
    assert robots.allows("https://www.barchester.gov.test/bins")
    assert not robots.allows("https://www.barchester.gov.test/search?q=bins")
    assert robots.crawl_delay == 5
    assert robots.sitemaps == ("https://a.test/map.xml",)


def test_rules_for_us_by_name_go_before_rules_for_all() -> None:
    text = b"User-agent: *\nAllow: /\n\nUser-agent: digitalfirst\nDisallow: /\n"
    assert not robots_from(capture(200, text), 512_000).allows("https://a.test/bins")


def test_a_request_rate_is_a_delay_too() -> None:
    robots = robots_from(capture(200, b"User-agent: *\nRequest-rate: 1/10\n"), 512_000)
    assert robots.crawl_delay == 10


@pytest.mark.parametrize(("status", "open"), [(404, True), (403, True), (429, False), (503, False)])
def test_no_rules_mean_all_or_nothing_by_rfc_9309(status: int, open: bool) -> None:
    assert robots_from(capture(status), 512_000).allows("https://a.test/") is open


def test_an_unreachable_file_forbids_everything() -> None:
    attempt = Capture(ATTEMPT, URL, "", 0, outcome="timed-out")
    assert not robots_from(attempt, 512_000).allows("https://a.test/")
