"""What a page offers, told from pages as councils write them."""

import pytest

from config import load_platforms, load_services
from scoring.services.platforms import PlatformFinder
from scoring.services.rate import Rater
from scoring.site import Site
from scoring.tables import Row
from tests.scoring.pdfs import pdf
from tests.scoring.sites import Answer, council_of, site_of_pages

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


def rated(lgsl: int, service_page: str, title: str, **others: Answer) -> Row:
    """The rating of a service whose page is linked from the home page, beside some other pages."""
    pages: dict[str, Answer] = {
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


def stage(main: str, title: str = "Report fly-tipping", lgsl: int = 587, **others: Answer) -> int:
    found = rated(lgsl, page(title, main), title, **others)
    assert isinstance(found["stage"], int), found["reasons"]
    return found["stage"]


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
        ("<a href='/downloads/file/12/fly-tipping'>Download the form</a>", 2),
        ("<p>Please e-mail <a href='mailto:a@b.test'>our team</a> with the details.</p>", 2),
        ("<p>Street care. E-mail: <a href='mailto:a@b.test'>a@b.test</a></p>", 1),
        (CASE, 3),
        ("<a href='/form'>Start now</a>", 3),
        ("<a href='/how'>Before you start: fly-tipping</a>", 3),
        (f"<a href='{ACHIEVE}'>Report fly-tipping</a>", 3),
        (f"<iframe src='{ACHIEVE}'></iframe>", 3),
        (f"<a href='{ACHIEVE}'>Sign in to MyBarchester</a>", 4),
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
            gone=(404, {}, page("Not found", "")),
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


def test_what_may_be_a_services_page_keeps_it_from_being_absent() -> None:
    row = rated(587, page("Something dumped", "<p>Ring us.</p>"), "Dumped rubbish")
    assert (row["status"], row["evidence_url"]) == ("not_assessed", HOME + "service")
    assert row["reasons"] == "unsure: Something dumped"


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


@pytest.mark.parametrize(
    "link",
    [
        "<a href='/never-read'>Report it online now</a>",
        "<a href='/never-read'>How to report fly-tipping</a>",
        "<a href='/never-read'>Click here</a>",
        "<a href='https://forms.vendor.test/1'>Start now</a>",
    ],
)
def test_information_is_not_all_where_the_way_on_was_not_read(link: str) -> None:
    row = rated(587, page("Report fly-tipping", link), "Report fly-tipping")
    assert (row["status"], row["evidence_url"]) == ("not_assessed", HOME + "service")
    assert row["reasons"].startswith("not-read: ")
    assert "stage" not in row


def test_an_unread_way_on_beside_a_form_changes_nothing() -> None:
    assert stage("<a href='/never-read'>Click here</a>" + CASE) == 3


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (pdf(title="Fly-tipping report form"), 2),
        (pdf(title="Ffurflen (form) – tipio"), 2),
        (pdf(fields=1), 2),
        (pdf(fields=1, packed=True), 2),
        (pdf(fields=1)[:200], 1),
        (pdf(title="Fly-tipping in numbers"), 1),
    ],
)
def test_a_pdf_that_says_nothing_in_its_link_is_a_form_by_itself(
    body: bytes, expected: int
) -> None:
    leaflet: Answer = (200, {"Content-Type": "application/pdf"}, body)
    service = page("Report fly-tipping", "<a href='/leaflet'>Fly-tipping leaflet</a>")
    assert rated(587, service, "Report fly-tipping", leaflet=leaflet)["stage"] == expected


LOOSE = """<div class="app"><label for="n">Nome</label><input id="n" type="text">
<label for="m">Indirizzo</label><input id="m" type="email"><label for="d">Quando</label>
<input id="d" type="date"><button type="button">Avanti</button></div>"""
UNKNOWN_WORDS = """<form method="post"><label>Quis? <input name="a1"></label>
<label>Ubi? <input name="a2"></label><label>Cur? <select name="a3"></select></label>
<button>Mitte</button></form>"""
CARD = """<form method="post"><label>Numerus
<input name="p1" autocomplete="section-a cc-number"></label><button>Mitte</button></form>"""
STEP = """<ol class="progress-tracker"><li>I</li><li aria-current="step">II</li></ol>
<form method="post"><input type="radio" name="q" value="1"><button>Porro</button></form>"""
COUNTED = """<p>Step 2 of 5</p><form method="post"><select name="q"></select>
<button>Porro</button></form>"""
LAST = """<div class="steppers"></div><p>Omnia vera sunt?</p><button type="submit">Mitte</button>"""
FILTERS = """<div><input type="checkbox" id="c1"><input type="checkbox" id="c2">
<input type="search" id="q"><button type="button">Quaere</button></div>"""


@pytest.mark.parametrize(
    ("main", "expected"),
    [(LOOSE, 3), (UNKNOWN_WORDS, 3), (CARD, 4), (STEP, 3), (COUNTED, 3), (LAST, 3), (FILTERS, 1)],
)
def test_a_form_is_told_by_its_structure_in_any_language(main: str, expected: int) -> None:
    assert stage(main) == expected


def test_fields_without_a_form_that_repeat_are_furniture() -> None:
    widget = """<div><label for="w">What went wrong?</label><textarea id="w"></textarea>
    <button type="submit">Send</button></div>"""
    more: dict[str, Answer] = {f"p{number}": page(f"Page {number}", widget) for number in range(9)}
    row = rated(587, page("Report fly-tipping", widget), "Report fly-tipping", **more)
    assert row["stage"] == 1


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Find out about our work.", 0),
        ("Ring us on 01632 960001.", 1),
        ("We take away what is dumped on public land. " * 8, 1),
    ],
)
def test_a_landing_page_gives_no_information_of_its_own(said: str, expected: int) -> None:
    names = ("Allotments", "Pests", "Skips")
    links = "".join(f"<a href='/{name}'>{name}</a>" for name in names)
    others: dict[str, Answer] = {name: page(name, "") for name in names}
    landing = page("Report fly-tipping", f"<p>{said}</p>{links}")
    assert rated(587, landing, "Report fly-tipping", **others)["stage"] == expected


def test_news_that_the_home_page_and_the_search_lead_to_as_well_is_news() -> None:
    title = "Changes to the fly-tipping service"
    link = f"<a href='/changes'>{title}</a>"
    pages: dict[str, Answer] = {
        HOME: page(
            "Barchester Council", link + "<a href='/news'>News</a><a href='/parks'>Parks</a>"
        ),
        HOME + "parks": page("Parks", "<p>All are open until dusk.</p>"),
        HOME + "news": page("News", link),
        HOME + "changes": page(title, "<p>The service changes in May.</p>"),
    }
    assert row_of(site_of_pages(pages), 587)["stage"] == 0


def test_a_page_that_is_rather_another_services_counts_only_where_there_is_no_other() -> None:
    both = "Report litter or fly-tipping"
    links = f"<a href='/both'>{both}</a><a href='/litter'>Report litter</a>"
    pages: dict[str, Answer] = {
        HOME: page("Barchester Council", links),
        HOME + "both": page(both, CASE),
        HOME + "litter": page("Report litter", "<p>Ring us on 01632 960001.</p>"),
    }
    assert row_of(site_of_pages(pages), 580)["stage"] == 1
    pages[HOME + "litter"] = (404, {}, page("Not found", ""))
    shared = row_of(site_of_pages(pages), 580)
    assert shared["stage"] == 3
    assert shared["confidence"] < row_of(site_of_pages(pages), 587)["confidence"]


WHITE_LABEL = "https://forms.barchester.gov.test/xfp/form/12"


@pytest.mark.parametrize(
    ("main", "platform"),
    [
        (f"<a href='{WHITE_LABEL}'>Report fly-tipping</a>", "jadu-xfp"),
        (f"<iframe src='{WHITE_LABEL}'></iframe>", "jadu-xfp"),
        (
            "<a href='https://my.barchester.gov.test/report'>Report it now</a>",
            "granicus-govservice",
        ),
        (CASE.replace("/send", "https://my.barchester.gov.test/ufs/ufsmain"), "ebase"),
        ("<a href='https://www.gov.uk/register-to-vote'>Register to vote</a>", "register-to-vote"),
    ],
)
def test_a_platform_under_the_councils_own_name_is_told_by_its_marks(
    main: str, platform: str
) -> None:
    title, lgsl = ("Register to vote", 364) if "gov.uk" in main else ("Report fly-tipping", 587)
    home = page("Barchester Council", f"<a href='/service'>{title}</a>")
    script = "<script src='/AchieveForms/af.js'></script>"
    pages: dict[str, Answer] = {
        HOME: home,
        HOME + "service": page(title, main),
        "https://my.barchester.gov.test/report": page(title, script + CASE),
    }
    row = row_of(site_of_pages(pages), lgsl)
    assert row["stage"] >= 3
    assert row["platform"] == platform


def test_a_councils_own_page_is_not_taken_for_the_national_service_of_its_name() -> None:
    finder = PlatformFinder(site_of_pages({HOME: page("Home", "")}), load_platforms())
    assert finder.of_url("https://www.barchester.gov.uk/register-to-vote") is None


def test_welsh_pages_are_read_as_well() -> None:
    title = "Rhoi gwybod am dipio anghyfreithlon"
    row = rated(587, page(title, CASE).replace("'en'", "'cy'"), title)
    assert row["stage"] == 3


def test_links_to_pages_like_it_and_to_the_latest_news_make_no_page_a_hub() -> None:
    others = (
        "Missed bin",
        "Report a pothole",
        "Apply for a Blue Badge",
        "Pay council tax",
        "Find a job",
    )
    listed = "".join(f"<li><a href='/{each.split()[-1]}'>{each}</a></li>" for each in others)
    pages: dict[str, Answer] = {
        HOME: page("Barchester Council", "<a href='/skips'>Skip permits</a>"),
        HOME + "skips": page(
            "Apply for a skip licence",
            "<p>A permit lasts seven days; the skip company must ask for it.</p>"
            f"<h2>Related pages</h2><ul>{listed}</ul>",
        ),
    }
    assert row_of(site_of_pages(pages), 521)["stage"] == 1


def test_a_heading_that_is_all_glue_but_one_word_is_known_when_it_says_nothing_else() -> None:
    pages: dict[str, Answer] = {
        HOME: page("Barchester Council", "<a href='/work'>Work for us</a>"),
        HOME + "work": page("Work for us", "<p>We employ people in two hundred kinds of work.</p>"),
    }
    assert row_of(site_of_pages(pages), 337)["stage"] == 1
