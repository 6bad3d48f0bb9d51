"""The estate is a function of its seed."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from config import load_council_types, load_councils
from digitalfirst.estate import Estate, EstateRequest


def all_bytes(estate: Estate) -> list[bytes]:
    urls = estate.truth()["pages"]["url"]
    return [estate.respond(EstateRequest(url)).body for url in urls]


def test_the_same_seed_gives_the_same_bytes_and_truth() -> None:
    first, second = Estate(5, councils=4, pages=60), Estate(5, councils=4, pages=60)
    assert all_bytes(first) == all_bytes(second)
    for name, frame in first.truth().items():
        pd.testing.assert_frame_equal(frame, second.truth()[name])


def test_answers_do_not_hang_on_what_was_asked_before() -> None:
    first, second = Estate(5, councils=2, pages=60), Estate(5, councils=2, pages=60)
    urls = list(first.truth()["pages"]["url"])
    forward = {url: first.respond(EstateRequest(url)).body for url in urls}
    backward = {url: second.respond(EstateRequest(url)).body for url in reversed(urls)}
    assert forward == backward


def test_another_seed_gives_another_estate() -> None:
    first, second = Estate(5, councils=8), Estate(6, councils=8)
    assert {one.slug for one in first.councils} != {one.slug for one in second.councils}
    assert [one.template for one in first.profiles] != [one.template for one in second.profiles]


def test_the_councils_are_of_every_type(estate: Estate) -> None:
    assert {one.type for one in estate.councils} == {kind.id for kind in load_council_types()}


def test_the_name_pool_is_large_enough_for_a_whole_country() -> None:
    councils = Estate(1, councils=400).councils
    assert len({one.slug for one in councils}) == 400
    real = {one.slug for one in load_councils()}
    assert not real & {one.slug for one in councils}


def test_councils_differ_in_template_and_addresses(estate: Estate) -> None:
    assert len({one.template for one in estate.profiles}) == 5
    assert len({one.url_style for one in estate.profiles}) >= 5


def test_what_is_written_can_be_loaded(tmp_path: Path) -> None:
    estate = Estate(2, councils=3, pages=60)
    estate.write(tmp_path)
    assert load_councils(tmp_path / "councils.csv") == estate.councils
    services = pd.read_csv(tmp_path / "truth" / "services.csv")
    assert len(services) == len(estate.truth()["services"])


def test_a_site_has_about_as_many_pages_as_asked() -> None:
    estate = Estate(3, councils=4, pages=500)
    for council in estate.councils:
        assert 450 <= len(estate.site(council.slug).html_pages) <= 650


def test_an_unknown_host_is_a_bad_gateway(estate: Estate) -> None:
    assert estate.respond(EstateRequest("http://www.nowhere.gov.test/")).status == 502
    assert not estate.answers("nowhere.achieveservice.test", tls=True)
