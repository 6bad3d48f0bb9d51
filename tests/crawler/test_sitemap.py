import gzip

import pytest

from crawler.sitemap import read_sitemap

SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def urlset(count: int) -> bytes:
    urls = "".join(f"<url><loc> https://a.test/{n}\n</loc></url>" for n in range(count))
    return f"<urlset {SPACE}>{urls}</urlset>".encode()


def test_a_site_map_names_its_addresses_gzipped_or_not() -> None:
    for body in (urlset(3), gzip.compress(urlset(3))):
        found = read_sitemap(body, 10, 10_000)
        assert found.urls == tuple(f"https://a.test/{n}" for n in range(3))
        assert not found.is_index


def test_an_index_is_told_from_a_site_map() -> None:
    body = f"<sitemapindex {SPACE}><sitemap><loc>https://a.test/m</loc></sitemap></sitemapindex>"
    found = read_sitemap(body.encode(), 10, 10_000)
    assert (found.is_index, found.urls) == (True, ("https://a.test/m",))


def test_it_is_read_within_bounds() -> None:
    assert len(read_sitemap(urlset(1000), 10, 1_000_000).urls) == 10
    assert 0 < len(read_sitemap(gzip.compress(urlset(100_000)), 10**6, 10_000).urls) < 400


@pytest.mark.parametrize(
    "body",
    [b"", b"\x00<not", b"<html><p>hello", b"\x1f\x8bnot gzip", b"<loc>", b"<urlset><url><loc>"],
)
def test_what_is_broken_names_nothing(body: bytes) -> None:
    assert set(read_sitemap(body, 10, 1000).urls) <= {""}


def test_entities_are_not_followed() -> None:
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    body = (
        f'<!DOCTYPE x [<!ENTITY a0 "ha"><!ENTITY f SYSTEM "file:///etc/passwd">{laughs}]>'
        "<urlset><url><loc>&a9;</loc></url><url><loc>&f;</loc></url></urlset>"
    )
    assert set(read_sitemap(body.encode(), 10, 10_000).urls) <= {""}
