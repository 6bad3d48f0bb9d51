"""What a link promises, before and after pages were read."""

from __future__ import annotations

import pytest

from config import load_services
from config.crawl import load_crawl_rules
from crawler.archive import RESPONSE, Capture
from crawler.page import Link, Page
from crawler.promise import NOWHERE, Offer, Promises, Setting

SITE = "https://www.barchester.gov.test/"
JOBS, BULKY = (
    next(each.lgsl for each in load_services() if each.id == id) for id in ("jobs", "bulky-waste")
)


@pytest.fixture
def promises() -> Promises:
    return Promises(load_crawl_rules().promise, load_services())


def link(text: str, path: str = "x", heading: str = "", region: str = "main") -> Link:
    return Link(SITE + path, text, region, heading)


def offer(text: str, path: str = "x", heading: str = "", setting: Setting = NOWHERE) -> Offer:
    return Offer(link(text, path, heading), 1, setting)


def page(heading: str, *links: str, path: str = "read") -> Page:
    items = "".join(f'<li><a href="/{n}">{text}</a></li>' for n, text in enumerate(links))
    body = f"<html><title>{heading}</title><main><h1>{heading}</h1><ul>{items}</ul></main></html>"
    return Page(Capture(RESPONSE, SITE + path, "", 0, 200, (), body.encode()))


def order(promises: Promises, *offers: Offer) -> list[str]:
    return [each.link.text for each in sorted(offers, key=promises.of, reverse=True)]


def test_a_service_comes_before_a_section_and_both_before_what_says_nothing(
    promises: Promises,
) -> None:
    offers = [offer("About the area"), offer("Schools and learning"), offer("Bulky waste")]
    assert order(promises, *offers) == ["Bulky waste", "Schools and learning", "About the area"]


def test_news_comes_last(promises: Promises) -> None:
    offers = [offer("Missed bins: thank you", "news/snow"), offer("About the area")]
    assert order(promises, *offers)[-1] == "Missed bins: thank you"


def test_a_service_that_was_read_promises_less_than_one_that_was_not(promises: Promises) -> None:
    before = promises.of(offer("Bulky waste"))
    assert promises.learn(page("Bulky waste collection"), "Bulky waste").about == BULKY
    assert promises.of(offer("Bulky waste")) < before
    assert order(promises, offer("Bulky waste"), offer("Garden waste"))[0] == "Garden waste"


def test_a_page_that_hardly_spoke_of_a_service_leaves_a_surer_link_as_it_was(
    promises: Promises,
) -> None:
    before = promises.of(offer("Pay your council tax"))
    promises.learn(page("How we spend your council tax and what else we do with money"), "")
    assert promises.of(offer("Pay your council tax")) == before


def test_a_section_is_not_opened_for_services_that_links_led_to_already(
    promises: Promises,
) -> None:
    before = promises.of(offer("Libraries"))
    promises.learn(
        page("A to Z", "Join the library", "Renew library books", "Library catalogue"), "A to Z"
    )
    assert promises.of(offer("Libraries")) < before - 10


def test_the_first_a_to_z_comes_before_all_and_a_second_does_not(promises: Promises) -> None:
    offers = [offer("Bulky waste"), offer("A to Z of services")]
    assert order(promises, *offers)[0] == "A to Z of services"
    promises.learn(page("A to Z of services", "A", "B"), "A to Z of services")
    assert order(promises, *offers)[0] == "Bulky waste"


def test_letters_of_the_a_to_z_are_lists_of_services(promises: Promises) -> None:
    setting = promises.learn(page("A to Z of services", "A", "B"), "A to Z of services")
    assert setting.is_index
    assert promises.of(offer("B", "a-z/b", setting=setting)) > promises.of(offer("B", "a-z/b"))


def test_a_form_can_wait_and_the_service_beside_it_cannot(promises: Promises) -> None:
    setting = promises.learn(page("Bulky waste"), "Bulky waste")
    assert promises.can_wait(offer("Book online", "form", setting=setting))
    assert promises.can_wait(offer("Accessibility statement"))
    assert not promises.can_wait(offer("Garden waste", setting=setting))
    assert not promises.can_wait(offer("A to Z of services"))


def test_job_adverts_are_not_the_services_that_they_name(promises: Promises) -> None:
    setting = promises.learn(page("Job vacancies"), "Jobs")
    assert setting.about == JOBS
    advert = offer("Housing benefit officer", "vacancy-7", setting=setting)
    assert promises.of(advert) < promises.of(offer("About the area"))


def test_twins_in_another_language_come_later(promises: Promises) -> None:
    english = promises.of(offer("Bulky waste", "bulky-waste"))
    assert promises.of(offer("Gwastraff swmpus", "cy/gwastraff-swmpus")) < english
    assert promises.of(offer("Cymraeg", "bulky-waste-2")) < english


def test_further_pages_of_one_kind_promise_less(promises: Promises) -> None:
    before = promises.of(offer("Privacy notice"))
    promises.learn(page("Privacy notice"), "Privacy notice")
    assert promises.of(offer("Privacy notice")) < before


def test_addresses_like_those_that_brought_nothing_promise_less(promises: Promises) -> None:
    before = promises.of(offer("Walks", "leisure/walks"))
    for number in range(8):
        promises.learn(page(f"Fete {number}", path=f"leisure/fete-{number}"), "Fete")
    assert promises.of(offer("Walks", "leisure/walks")) < before


def test_the_heading_above_says_what_a_link_that_only_begins_is_about(promises: Promises) -> None:
    under = offer("Apply online", "a1", heading="Bulky waste collection")
    assert promises.of(under) > promises.of(offer("Apply online", "a2", heading="Fees")) + 40


def test_the_way_to_what_measures_look_for_comes_before_what_stands_in_a_list(
    promises: Promises,
) -> None:
    listed = offer("Something unheard of", setting=Setting(is_list=True))
    offers = [listed, offer("Constitution"), offer("Council and democracy")]
    assert order(promises, *offers) == [
        "Council and democracy",
        "Constitution",
        "Something unheard of",
    ]
    promises.learn(page("Council and democracy"), "Council and democracy")
    assert order(promises, *offers)[0] == "Constitution"
