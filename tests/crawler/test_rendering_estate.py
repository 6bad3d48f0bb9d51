"""What only a browser can tell of a site: the version of HTTP it speaks, the cookies of others."""

from __future__ import annotations

import asyncio

from config.rendering import load_render_rules
from crawler.chromium import Chromium
from crawler.gate import Gate
from crawler.rendered import Rendered
from crawler.rendering import SiteRenderer
from crawler.turns import Turns
from digitalfirst.demo import served
from digitalfirst.estate import Estate
from scoring.measures import Result
from tests.crawler.browsing import the_browser
from tests.scoring.sites import answer_of, council_of, page_of, site_of_pages

ESTATE = Estate(seed=9, councils=12, pages=40)


def opened(url: str) -> Rendered:
    """What a browser finds at an address of the estate."""

    async def visit() -> Rendered:
        async with (
            Gate(allow_private=True) as gate,
            Chromium(the_browser(), gate.url) as chromium,
        ):
            renderer = SiteRenderer(chromium, gate, load_render_rules(), Turns(0))
            return (await renderer.render(url)).rendered

    with served(ESTATE):
        return asyncio.run(visit())


def judged(id: str, rendered: Rendered) -> Result:
    site = site_of_pages({"/": page_of("x")}, council_of(homepage=rendered.url))
    site.rendered[rendered.url] = rendered
    return answer_of(id, site)


def test_a_browser_tells_the_version_of_http_and_the_cookies_of_third_parties() -> None:
    secure = [one for one in ESTATE.profiles if one.https]
    tracked = next(one for one in secure if one.trackers and not one.csp)
    home = opened(tracked.home)
    assert home.timing is not None
    assert home.timing.protocol == "http/1.1"  # the only one that the estate speaks
    hosts = sorted(f"{host}: visitor" for host in tracked.trackers)
    assert home.network.foreign_cookies == tuple(hosts)

    version = judged("mobile.http-version", home)
    assert (version.value, version.note) == (0, "http/1.1")
    cookies = judged("trust.third-party-cookies", home)
    assert (cookies.value, cookies.note) == (len(hosts), ", ".join(hosts))

    faster = home.model_copy(update={"timing": home.timing.model_copy(update={"protocol": "h2"})})
    assert judged("mobile.http-version", faster).value == 1


def test_a_site_without_third_parties_has_no_cookies_of_theirs() -> None:
    clean = next(one for one in ESTATE.profiles if one.https and not one.trackers)
    home = opened(clean.home)
    assert home.network.foreign_cookies == ()
    assert judged("trust.third-party-cookies", home).value == 0
