"""What a page offers, told from pages as councils write them."""

import pytest

from config import load_platforms, load_services
from scoring.services.rate import Rater
from scoring.site import Site
from scoring.tables import Row
from tests.scoring.sites import council_of, site_of_pages

HOME = "https://www.barchester.gov.test/"
SEARCH = (
    '<form action="/search" role="search"><input type="search" name="q"><button>Go</button></form>'
)
NEWSLETTER = """<footer><form method="post" action="/news"><label>Your e-mail
<input type="email" name="mail"></label><button>Sign up for our newsletter</button></form>
</footer>"""
FEEDBACK = """<form method="post"><p>Was this page useful?</p><button>Yes</button>
<label>What went wrong? <textarea name="wrong"></textarea></label></form>"""
CASE = """<form method="post" action="/send"><label>Your name <input name="name"></label>
<label>Where is it? <input name="location"></label><label>What happened?
<textarea name="details"></textarea></label><button>Send report</button></form>"""


def page(title: str, main: str, chrome: bool = True) -> str:
    header = f"<header><a href='/'>Home</a>{SEARCH}</header>" if chrome else ""
    return (
        f"<html lang='en'><head><title>{title} | Barchester Council</title></head><body>{header}"
        f"<main><h1>{title}</h1>{main}</main>{NEWSLETTER if chrome else ''}</body></html>"
    )


def rated(lgsl: int, service_page: str, title: str, **others: str) -> Row:
    """The rating of a service whose page is linked from the home page, beside some other pages."""
    pages = {
        HOME: page(
            "Barchester Council", f"<a href='/service'>{title}</a> <a href='/parks'>Parks</a>"
        ),
        HOME + "service": service_page,
        HOME + "parks": page("Parks and open spaces", "<p>Opening hours.</p>"),
    }
    pages |= {HOME + name.replace("__", "/"): body for name, body in others.items()}
    return row_of(site_of_pages(pages), lgsl)


def row_of(site: Site, lgsl: int) -> Row:
    rows = Rater(site, load_services(), load_platforms()).rows()
    return next(row for row in rows if row["lgsl"] == lgsl)


def stage(main: str, title: str = "Report fly-tipping", lgsl: int = 587, **others: str) -> int:
    found = rated(lgsl, page(title, main), title, **others)["stage"]
    assert isinstance(found, int)
    return found


ACHIEVE = "https://barchester.achieveservice.test/service/fly-tipping"


@pytest.mark.parametrize(
    ("main", "expected"),
    [
        ("<p>Ring us on 01632 960001 to report it.</p>", 1),
        (f"<p>Ring us.</p>{FEEDBACK}", 1),
        ("<p>You cannot report this online at the moment.</p>" + CASE, 1),
        ("<p>Our online form is currently unavailable.</p>" + CASE, 1),
        ("<a href='/gone'>Report it online</a>", 1),
        ("<a href='/fly-tipping-form.pdf'>Fly-tipping report form (PDF)</a>", 2),
        ("<a href='/files/12.pdf'>Print the form and post it to us</a>", 2),
        ("<p>Please e-mail <a href='mailto:a@b.test'>our team</a> with the details.</p>", 2),
        (CASE, 3),
        ("<a href='/form'>Start now</a>", 3),
        ("<a href='/how'>Before you start: fly-tipping</a>", 3),
        (f"<a href='{ACHIEVE}'>Report fly-tipping</a>", 3),
        (f"<iframe src='{ACHIEVE}'></iframe>", 3),
        ("<a href='/login'>Log in to report it online</a>", 4),
    ],
)
def test_the_stage_is_the_highest_that_the_page_supports(main: str, expected: int) -> None:
    sign_in = """<form method="post"><label>E-mail <input name="mail"></label>
    <label>Password <input type="password" name="pw"></label><button>Sign in</button></form>"""
    assert (
        stage(
            main,
            form=page("Your details", CASE),
            how=page("Before you start", "<a href='/form'>Use our online form</a>"),
            login=page("Sign in to your account", sign_in),
        )
        == expected
    )


@pytest.mark.parametrize(
    ("lgsl", "title", "main"),
    [
        (471, "Pay a parking fine", "<a href='https://barchester.paybyphone.co.uk/x'>x</a>" + """
        <form method="post"><label>PCN reference <input name="pcn"></label><label>Card number
        <input name="card"></label><button>Pay now</button></form>"""),
        (528, "Bulky waste collection", """<form method="post"><label>What is it?
        <input name="item"></label><label>Choose a date <select name="slot"><option>Monday</option>
        </select></label><button>Book</button></form>"""),
        (524, "Find your bin collection day", """<form><label>Postcode
        <input name="postcode"></label><button>Find my bin day</button></form>"""),
        (279, "Apply for a Blue Badge",
         "<a href='https://www.gov.uk/apply-blue-badge'>Apply for a Blue Badge on GOV.UK</a>"),
    ],
)  # fmt: skip
def test_a_service_done_whole_online_is_a_full_transaction(
    lgsl: int, title: str, main: str
) -> None:
    assert rated(lgsl, page(title, main), title)["stage"] == 4


def test_guidance_on_gov_uk_is_no_hand_over() -> None:
    main = "<a href='https://www.gov.uk/blue-badge-scheme'>Blue Badge guidance on GOV.UK</a>"
    assert stage(main, "Blue Badges", 279) == 1


def test_news_about_a_service_is_not_its_page() -> None:
    home = page(
        "Barchester Council",
        "<a href='/news/1'>Council fines fly-tippers</a> <a href='/parks'>Parks</a>",
    )
    news = page("Council fines fly-tippers", "<p>News, 3 May 2026</p>" + CASE)
    row = row_of(
        site_of_pages({HOME: home, HOME + "news/1": news, HOME + "parks": page("Parks", "")}), 587
    )
    assert (row["status"], row["stage"]) == ("measured", 0)


def test_a_page_of_many_services_is_not_the_page_of_one() -> None:
    names = ["Report a pothole", "Street lights", "Dog fouling", "Abandoned vehicles", "Graffiti"]
    links = "".join(f"<a href='/{number}'>{name}</a>" for number, name in enumerate(names))
    hub = page("Streets and litter", links)
    pages = {HOME: page("Barchester Council", "<a href='/streets'>Streets and litter</a>")}
    pages |= {HOME + "streets": hub}
    pages |= {HOME + str(number): page(name, "") for number, name in enumerate(names)}
    assert row_of(site_of_pages(pages), 580)["stage"] == 0
    assert row_of(site_of_pages(pages), 557)["stage"] == 1


def test_absent_is_said_only_where_enough_was_seen() -> None:
    links = "".join(f"<a href='/unread/{number}'>Page {number}</a>" for number in range(30))
    row = row_of(site_of_pages({HOME: page("Barchester Council", links)}), 587)
    assert row["status"] == "not_assessed"
    assert "stage" not in row


def test_nothing_is_absent_in_a_language_that_is_not_known() -> None:
    home = "<html lang='it'><title>Comune</title><main><a href='/rifiuti'>Rifiuti</a></main></html>"
    pages = {HOME: home, HOME + "rifiuti": home.replace("Comune", "Rifiuti")}
    assert row_of(site_of_pages(pages), 524)["status"] == "not_assessed"


def test_a_service_of_another_tier_is_not_applicable() -> None:
    county = council_of(kind="county")
    site = site_of_pages({HOME: page("Barchester County Council", "")}, council=county)
    assert row_of(site, 524)["status"] == "not_applicable"


def test_a_rating_says_why_and_where() -> None:
    row = rated(587, page("Report fly-tipping", CASE), "Report fly-tipping")
    assert row["evidence_url"] == HOME + "service"
    assert "form: Your name, Where is it?" in row["reasons"]
    assert 0.7 < row["confidence"] <= 1
    assert row["clicks"] == 1


def test_an_unread_way_on_makes_a_rating_less_sure() -> None:
    sure = rated(587, page("Report fly-tipping", "<p>Ring us.</p>"), "Report fly-tipping")
    main = "<a href='/never-read'>Report it online now</a>"
    unsure = rated(587, page("Report fly-tipping", main), "Report fly-tipping")
    assert unsure["stage"] == sure["stage"] == 1
    assert unsure["confidence"] < sure["confidence"]
    assert "not-read: Report it online now" in unsure["reasons"]


def test_welsh_pages_are_read_as_well() -> None:
    title = "Rhoi gwybod am dipio anghyfreithlon"
    row = rated(587, page(title, CASE).replace("'en'", "'cy'"), title)
    assert row["stage"] == 3
