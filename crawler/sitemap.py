"""Site maps (sitemaps.org 0.9): the addresses that one names, read within bounds."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from lxml import etree

_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class SiteMap:
    """What a site map names: further site maps where `is_index`, else pages."""

    is_index: bool
    urls: tuple[str, ...]


def read_sitemap(body: bytes, most_urls: int, most_bytes: int) -> SiteMap:
    """The site map in a response's body, gzipped or not; what is broken or beyond is left out.

    >>> read_sitemap(b"<urlset><url><loc>https://a.test/</loc></url></urlset>", 10, 1000).urls
    ('https://a.test/',)
    """
    plain = _unzipped(body, most_bytes) if body.startswith(_GZIP) else body[:most_bytes]
    reader = etree.iterparse(
        io.BytesIO(plain), events=("start", "end"), resolve_entities=False, no_network=True,
        recover=True, load_dtd=False,
    )  # fmt: skip
    try:
        _, root = next(reader, (None, None))
        is_index = root is not None and str(root.tag).endswith("sitemapindex")
        urls = tuple(islice(_urls(reader), most_urls))
    except etree.LxmlError:
        return SiteMap(is_index=False, urls=())
    return SiteMap(is_index, urls)


def _urls(reader: etree.iterparse) -> Iterator[str]:
    """The text of each `loc`; its entry is let go, so that memory stays flat."""
    for event, element in reader:
        name = str(element.tag).rpartition("}")[2]
        if event == "end" and name == "loc":
            yield " ".join((element.text or "").split())
        if event == "end" and name in ("url", "sitemap"):
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]


def _unzipped(body: bytes, most_bytes: int) -> bytes:
    try:
        return zlib.decompressobj(wbits=zlib.MAX_WBITS | 16).decompress(body, most_bytes)
    except zlib.error:
        return b""
