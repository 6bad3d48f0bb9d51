"""A service's own questions: each way of answering, on pages as councils write them."""

import re
from typing import Any

import pytest

from config import load_platforms, load_services
from config.questions import WAYS as NAMED
from config.questions import Question
from scoring.services.answer import Answer
from scoring.services.answers import WAYS, Seen, answer, sentence_of
from scoring.services.journey import journey_of
from scoring.services.rate import Rater
from scoring.services.reading import Reader
from scoring.services.signals import load_rules
from tests.scoring.sites import HOME, council_of, html, page_of, site_of_pages

TITLE, FLY_TIPPING, GRAFFITI = "Report fly-tipping", 587, 584
VIEWPORT = '<meta name="viewport" content="width=device-width, initial-scale=1">'
FORM = """<form method="post" action="/send"><label>Where is it? <input name="location"></label>
<label>What happened? <textarea name="details"></textarea></label>
<label>Add a photo <input type="file" name="upload"></label><button>{button}</button></form>"""
SEND = FORM.format(button="Send report")
NEXT = FORM.format(button="Continue")
SIGN_IN = """<form method="post"><label>E-mail <input name="mail"></label>
<label>Password <input type="password" name="pw"></label><button>Sign in</button></form>"""


def asked(way: dict[str, Any], main: str, kind: str = "unitary", **others: str) -> Answer:
    """What a question answered in this way finds where a service's page says so."""
    pages = {
        HOME: html(f"<main><h1>Barchester</h1><a href='/service'>{TITLE}</a></main>"),
        HOME + "service": page_of(main, TITLE, head=VIEWPORT),
    }
    pages |= {HOME + name: body for name, body in others.items()}
    site = site_of_pages(pages, council_of(kind=kind))
    rater = Rater(site, load_services(), load_platforms())
    row = next(row for row in rater.rows() if row["lgsl"] == FLY_TIPPING)
    reader = Reader(site, rater)
    seen = Seen(
        site,
        row,
        tuple(rater.evidence.get(FLY_TIPPING, ())),
        reader.read(FLY_TIPPING),
        journey_of(site, row).responsive(),
        (reader.read(GRAFFITI),) if "also" in way else (),
    )
    return answer(Question(id="asked", question="Is it so?", **way), seen)


def said(way: dict[str, Any], main: str, **others: str) -> str:
    """The answer, or why there is none."""
    found = asked(way, main, **others)
    return found.said or found.status


def test_every_way_has_its_function() -> None:
    assert set(WAYS) == set(NAMED)


def test_what_may_be_offered_is_what_ratings_know() -> None:
    offers = Question.model_json_schema()["properties"]["offers"]["items"]["enum"]
    assert set(offers) == load_rules().stage.keys() - {"information"}


FINE = {"says": [r"fine(d|s)?\b", "dirwy"]}


@pytest.mark.parametrize(
    ("main", "others", "expected"),
    [
        ("<p>Do not touch it. You may be Fined £400 for it. Ring us.</p>", {}, "yes"),
        ("<p>Gallwch gael dirwy o £400.</p>", {}, "yes"),
        ("<p>Ring us. It is defined as waste.</p>", {}, "no"),
        ("<a href='/law'>What the law says</a>", {"law": "<p>A fine of £400.</p>"}, "yes"),
        ("<a href='/law'>What the law says</a>", {"law": "<p>It is a crime.</p>"}, "no"),
        ("<a href='/law'>What the law says</a>", {}, "not_assessed"),
        ("<nav><a href='/law'>The law</a></nav><p>Ring us.</p>", {}, "no"),
        ("<a href='/paint'>Graffiti</a>", {"paint": "<p>A fine of £50.</p>"}, "no"),
    ],
)
def test_words_are_looked_for_on_its_pages_and_those_they_lead_on_to(
    main: str, others: dict[str, str], expected: str
) -> None:
    titles = {"law": "What the law says", "paint": "Report graffiti"}
    pages = {name: page_of(body, titles[name]) for name, body in others.items()}
    assert said(FINE, main, **pages) == expected


def test_nothing_is_denied_where_there_is_more_than_is_read() -> None:
    most = load_rules().read_pages
    for count, expected in ((most, "no"), (2 * most, "not_assessed")):
        ways = "".join(f"<a href='/more/{number}'>Part {number}</a>" for number in range(count))
        pages = {f"more/{number}": page_of("<p>Hm.</p>", "Part") for number in range(count)}
        assert said(FINE, f"<p>{'We clear it. ' * 30}</p>{ways}", **pages) == expected


def test_the_words_found_are_quoted_with_their_page() -> None:
    found = asked(FINE, "<p>Do not touch it. You may be fined £400 for it. Ring us.</p>")
    assert found == Answer("yes", HOME + "service", "You may be fined £400 for it.")


def test_a_long_sentence_is_cut_at_whole_words() -> None:
    text = "Waste " * 50 + "brings a fine " + "of many pounds " * 50
    found = re.search("fine", text)
    assert found is not None
    quote = sentence_of(text, found)
    assert len(quote) < 200
    assert quote.startswith("Waste")
    assert quote.endswith(("of", "many", "pounds"))


def test_the_pages_of_further_services_are_read_where_a_question_says_so() -> None:
    other = {"paint": page_of("<p>A fine of £50.</p>", "Report graffiti")}
    assert said(FINE, "<a href='/paint'>Graffiti</a>", **other) == "no"
    assert said({**FINE, "also": ["graffiti"]}, "<a href='/paint'>Graffiti</a>", **other) == "yes"


MAP = {"links": [r"maps?\b", r"csv\b"]}


@pytest.mark.parametrize(
    ("main", "expected"),
    [
        ("<a href='/where'>See the map</a>", "yes"),
        ("<a href='/files/spots.csv'>Download</a>", "yes"),
        ("<a href='/dead'>See the map</a>", "no"),
        ("<footer><a href='/where'>Map of this site</a></footer>", "no"),
        ("<p>There is no map.</p>", "no"),
    ],
)
def test_a_link_with_such_words_is_looked_for_and_must_not_be_dead(
    main: str, expected: str
) -> None:
    pages: dict[str, Any] = {"where": page_of("<p>Here.</p>", "Where"), "dead": (404, {}, "gone")}
    assert said(MAP, main, **pages) == expected


def test_a_link_is_not_denied_where_a_page_was_not_read() -> None:
    assert said(MAP, "<a href='/never-read'>More on waste</a>") == "not_assessed"


PHOTO, PLATE = {"asks": ["photo", "file"]}, {"asks": ["number plate"]}


@pytest.mark.parametrize(
    ("way", "main", "expected"),
    [
        (PHOTO, SEND, "yes"),
        ({"asks": ["file"]}, SEND, "yes"),
        (PLATE, SEND, "no"),
        (PLATE, NEXT, "not_assessed"),
        (PHOTO, "<p>Ring us.</p>", "not_applicable"),
        (PHOTO, "<a href='https://barchester.achieveservice.test/x'>Report it</a>", "not_assessed"),
    ],
)
def test_a_field_is_looked_for_in_the_form_where_all_of_it_was_seen(
    way: dict[str, Any], main: str, expected: str
) -> None:
    assert said(way, main) == expected


ARCGIS = {"embeds": ["arcgis"]}


@pytest.mark.parametrize(
    ("main", "expected"),
    [
        ("<iframe src='https://www.arcgis.test/map'></iframe>", "yes"),
        ("<script src='https://js.arcgis.test/map.js'></script>", "yes"),
        ("<p>We use ArcGIS.</p>", "no"),
        ("<p>Hm.</p><a href='/never-read'>More on waste</a>", "not_assessed"),
    ],
)
def test_a_frame_or_script_is_told_by_its_address(main: str, expected: str) -> None:
    assert said(ARCGIS, main) == expected


PAY = {"offers": ["payment"]}
CARD = SEND.replace("What happened?", "Card number")


@pytest.mark.parametrize(
    ("main", "expected"),
    [
        (CARD, "yes"),
        (SEND, "no"),
        (NEXT, "not_assessed"),
        (SIGN_IN, "not_assessed"),
        ("<p>Ring us.</p>", "no"),
        ("<a href='/never-read'>Report it online now</a>", "not_assessed"),
    ],
)
def test_what_is_offered_is_denied_only_where_each_way_on_was_read(
    main: str, expected: str
) -> None:
    assert said(PAY, main) == expected


@pytest.mark.parametrize(
    ("stage", "main", "expected"),
    [
        (3, SEND, "yes"),
        (4, SEND, "no"),
        (4, NEXT, "not_assessed"),
        (3, "<p>Ring us.</p>", "no"),
        (3, "<a href='/never-read'>Report it online now</a>", "not_assessed"),
    ],
)
def test_a_stage_is_reached_or_not(stage: int, main: str, expected: str) -> None:
    assert said({"stage": stage}, main) == expected


PHONE = {"phone": True}
START = "<a href='/form'>Report it online</a>"


@pytest.mark.parametrize(
    ("main", "form", "expected"),
    [
        (START, page_of(SEND, "Your details", head=VIEWPORT), "yes"),
        (START, page_of(SEND, "Your details"), "no"),
        (SEND, "", "yes"),
        ("<p>Ring us.</p>", "", "no"),
        ("<a href='https://barchester.achieveservice.test/x'>Report it</a>", "", "not_assessed"),
    ],
)
def test_a_phone_will_do_where_every_page_on_the_way_fits_it(
    main: str, form: str, expected: str
) -> None:
    assert said(PHONE, main, form=form) == expected


def test_a_yes_in_one_way_is_enough_and_a_no_needs_all() -> None:
    both = {**FINE, **MAP}
    assert said(both, "<p>A fine of £400.</p>") == "yes"
    assert said(both, "<a href='/where'>Map</a>", where=page_of("<p>Here.</p>", "Where")) == "yes"
    assert said(both, "<p>Ring us.</p>") == "no"
    assert said({**FINE, **PLATE}, "<p>Ring us.</p>") == "no"
    assert said({**FINE, **PLATE}, NEXT) == "not_assessed"


def test_a_question_may_be_for_some_nations_or_for_what_is_online_only() -> None:
    assert said({**FINE, "nations": ["Scotland"]}, "<p>A fine.</p>") == "not_applicable"
    assert said({**FINE, "nations": ["England"]}, "<p>A fine.</p>") == "yes"
    assert said({**FINE, "online": True}, "<p>A fine.</p>") == "not_applicable"
    assert said({**FINE, "online": True}, "<p>A fine.</p>" + SEND) == "yes"


def test_nothing_is_denied_of_a_service_without_a_page() -> None:
    pages = {HOME: html("<main><h1>Barchester</h1><p>Welcome.</p></main>")}
    site = site_of_pages(pages)
    rater = Rater(site, load_services(), load_platforms())
    row = next(row for row in rater.rows() if row["lgsl"] == FLY_TIPPING)
    reading = Reader(site, rater).read(FLY_TIPPING)
    seen = Seen(site, row, (), reading, journey_of(site, row).responsive())
    for way in (FINE, MAP, PHOTO, ARCGIS, PAY, {"stage": 3}, PHONE):
        assert answer(Question(id="x", question="X?", **way), seen).status != "measured"
