"""Portals of open data are asked for their API: once, last, politely, and only where they are."""

from __future__ import annotations

import pytest

from config.crawl import load_crawl_rules
from crawler.archive import RESPONSE, Capture
from crawler.portals import api_at, datasets_in
from scoring.measures import Result
from tests.crawler.test_frontier import HOME, answer, drain, frontier, page
from tests.scoring.sites import Answer, answer_of, links_to, page_of, site_of_pages

RULES = load_crawl_rules().portals
OWN = "https://data.barchester.gov.test"
HUB = "https://barchester.hub.arcgis.test"
CKAN_PATH = "/api/3/action/package_search?rows=0"
HUB_PATH = "/api/search/v1/collections/dataset/items?limit=1"
ANSWERS = {
    "ckan": (CKAN_PATH, '{"success": true, "result": {"count": 12, "results": []}}', 12),
    "socrata": ("/api/catalog/v1?limit=1", '{"results": [{}], "resultSetSize": 7}', 7),
    "arcgis-hub": (HUB_PATH, '{"type": "FeatureCollection", "numberMatched": 31}', 31),
    "datapress": ("/api/action/package_list", '{"success": true, "result": ["a", "b"]}', 2),
    "dcat": ("/data.json", '{"conformsTo": "x", "dataset": [{}, {}, {}]}', 3),
}


def asked_of(host: str, home: Capture, more: dict[str, Capture] | None = None) -> list[str]:
    """What is asked of a host beside its robots.txt, by path and query."""
    asked = drain(frontier(), {HOME: home, **(more or {})})
    paths = (url.removeprefix(host) for url in asked if url.startswith(host))
    return [path for path in paths if path.startswith(("/api", "/data.json"))]


@pytest.mark.parametrize("id", ANSWERS)
def test_an_api_is_told_by_its_answer(id: str) -> None:
    path, body, count = ANSWERS[id]
    api = api_at(OWN + path, RULES)
    assert api is not None
    assert api.id == id
    assert datasets_in(answer(OWN + path, body, "application/json"), api) == count
    for other in ("", "<html>Not found</html>", "[]", "{}", '{"result": true}', "[" * 100_000):
        assert datasets_in(answer(OWN + path, other), api) is None
    assert datasets_in(answer(OWN + path, body, status=404), api) is None


def test_an_own_host_that_is_called_open_data_is_asked_until_one_api_answers() -> None:
    home = page(HOME, f"Open data -> {OWN}/")
    assert asked_of(OWN, home) == [path for path, _, _ in ANSWERS.values()]
    ckan = {OWN + CKAN_PATH: answer(OWN + CKAN_PATH, ANSWERS["ckan"][1], "application/json")}
    assert asked_of(OWN, home, ckan) == [CKAN_PATH]


def test_a_known_portal_is_asked_for_its_own_api_alone() -> None:
    assert asked_of(HUB, page(HOME, f"Maps and figures -> {HUB}/")) == [HUB_PATH]


def test_no_other_host_is_asked() -> None:
    home = page(HOME, "Open data -> https://data.somewhere.test/", f"Forms -> {OWN}/")
    assert asked_of("https://data.somewhere.test", home) == []
    assert asked_of(OWN, home) == []
    assert asked_of(HOME.rstrip("/"), page(HOME, "Open data -> /open-data")) == []


def test_so_many_portals_are_asked_at_most_and_robots_txt_holds() -> None:
    hubs = [f"https://{name}.hub.arcgis.test" for name in "abcd"]
    home = page(HOME, *(f"Portal {n} -> {hub}/" for n, hub in enumerate(hubs)))
    assert sum(bool(asked_of(hub, home)) for hub in hubs) == RULES.most
    robots = f"{HUB}/robots.txt"
    refused = {robots: answer(robots, "User-agent: *\nDisallow: /api/", "text/plain")}
    assert asked_of(HUB, page(HOME, f"Open data -> {HUB}/"), refused) == []


def test_where_an_api_has_moved_it_is_followed_on_its_host() -> None:
    moved = Capture(RESPONSE, HUB + HUB_PATH, "", 0, 301, (("location", "/api/v2/all"),), b"")
    home = page(HOME, f"Open data -> {HUB}/")
    assert asked_of(HUB, home, {HUB + HUB_PATH: moved}) == [HUB_PATH, "/api/v2/all"]
    away = Capture(RESPONSE, HUB + HUB_PATH, "", 0, 301, (("location", "https://x.test/"),), b"")
    assert asked_of(HUB, home, {HUB + HUB_PATH: away}) == [HUB_PATH]


def test_a_crawl_taken_up_again_asks_for_the_apis_that_are_left() -> None:
    captures = {HOME: page(HOME, f"Open data -> {OWN}/")}
    asked = drain(frontier(), captures)
    again = frontier()
    for url in asked[:-2]:
        again.absorb(captures.get(url) or answer(url, "", "text/plain", status=404))
    assert drain(again, {}) == asked[-2:]


def judged(answers: dict[str, Answer], state: str = "done") -> Result:
    home = page_of(links_to((f"{HUB}/", "Open data"), ("/open-data", "Open data")))
    return answer_of("openness.portal", site_of_pages({"/": home, **answers}, state=state))


DATA = page_of("<p>Download a dataset as CSV.</p>", "Open data")


def test_a_portal_answers_programs_or_people_or_nobody() -> None:
    api = HUB + HUB_PATH
    json = {"Content-Type": "application/json"}
    found = judged({api: (200, json, ANSWERS["arcgis-hub"][1])})
    assert (found.outcome, found.value, found.evidence_url) == ("answers", 1, api)
    assert found.note == "arcgis-hub: 31 datasets"
    empty = judged({api: (200, json, '{"numberMatched": 0}')})
    assert (empty.outcome, empty.value) == ("empty", 0.5)
    people = judged({api: (404, {}, "no"), f"{HUB}/": DATA})
    assert (people.outcome, people.value) == ("page-only", 0.5)
    nobody = answer_of("openness.portal", site_of_pages({"/": page_of("x")}))
    assert (nobody.outcome, nobody.value) == ("none", 0)


def test_a_portal_that_was_not_asked_or_refused_is_not_known() -> None:
    assert "was not asked" in judged({f"{HUB}/": DATA}).reason
    assert "refused" in judged({HUB + HUB_PATH: (403, {}, "no"), f"{HUB}/": DATA}).reason
    short = site_of_pages({"/": page_of("x")}, state="partial", reason="interrupted")
    assert answer_of("openness.portal", short).status == "not_assessed"
