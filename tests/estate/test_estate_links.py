"""Links lead where they should, and dead ones are dead on purpose."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from digitalfirst.estate import Estate
from digitalfirst.estate.page import key_of
from tests.estate.browsing import get, links, rows_of


def walk(estate: Estate, home: str) -> tuple[set[str], set[str]]:
    """Every address that can be reached by links, and those that are not there."""
    host, seen, dead, todo = urlsplit(home).hostname, set[str](), set[str](), [home]
    while todo:
        url = todo.pop()
        if url in seen:
            continue
        seen.add(url)
        if get(estate, url).status >= 400:
            dead.add(key_of(url))
        elif urlsplit(url).hostname == host:
            todo += [one for one in links(estate, url) if urlsplit(one).hostname == host]
    return {key_of(re.sub(r"[?&](session|print)=\d+", "", url)) for url in seen}, dead


def test_every_internal_link_resolves_except_those_planted_as_dead(estate: Estate) -> None:
    for profile in estate.profiles:
        _, dead = walk(estate, profile.home)
        assert dead <= estate.site(profile.label).dead


def test_links_reach_every_page_but_those_that_only_search_finds(estate: Estate) -> None:
    for profile in estate.profiles:
        site = estate.site(profile.label)
        seen, _ = walk(estate, profile.home)
        own = [page for page in site.pages.values() if page.url.startswith(profile.home)]
        assert {page.url for page in own if page.linked and key_of(page.url) not in seen} == set()
        hidden = {key_of(page.url) for page in own if not page.linked and page.lgsl}
        assert hidden & seen == set()


def test_search_finds_a_page_that_nothing_links_to() -> None:
    estate = Estate(1, councils=30, pages=60)
    services = estate.truth()["services"]
    hidden = services[services["reachable"] == "search"]
    assert len(hidden) > 0
    for row in rows_of(hidden):
        site = estate.site(row["slug"])
        plan = next(one for one in site.plans.values() if one.task.lgsl == row["lgsl"])
        found = links(estate, f"{site.profile.home}search?q={plan.task.noun}", "//main")
        assert row["page_url"] in found


def test_other_names_of_a_page_show_the_page(estate: Estate) -> None:
    for profile in estate.profiles:
        page = estate.site(profile.label).of_kind("service")[0]
        joint = "&" if "?" in page.url else "?"
        assert get(estate, f"{page.url}{joint}print=1").body == get(estate, page.url).body


def test_old_addresses_redirect_to_pages(estate: Estate) -> None:
    for profile in estate.profiles:
        site = estate.site(profile.label)
        for key, url in site.moved.items():
            assert (
                get(estate, f"{profile.home.split('//')[0]}//{key}").body == get(estate, url).body
            )


def test_what_is_not_there_is_404_or_a_soft_404(estate: Estate) -> None:
    for profile in estate.profiles:
        soft = profile.not_found == "soft"
        assert get(estate, f"{profile.home}no-such-page").status == (200 if soft else 404)


def test_one_council_in_twelve_has_soft_404s() -> None:
    assert sum(one.not_found == "soft" for one in Estate(4, councils=12).profiles) == 1
