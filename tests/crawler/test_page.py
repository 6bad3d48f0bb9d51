from crawler.archive import RESPONSE, Capture
from crawler.page import Link, Page

HTML = """<!doctype html><html lang="cy-GB"><head><title> Missed bin | Barchester </title>
<meta name="viewport" content="width=device-width">
<link rel="alternate" hreflang="en" href="/en/bin">
</head><body><header><a href="/">Home</a></header>
<nav aria-label="breadcrumb"><a href="/bins">Bins</a></nav>
<main><h1>Report a <em>missed</em> bin</h1><p>We come back<br>within 2 days.</p>
<h2>What next</h2><a href="form?session=1#top"><img alt="Start now" src="x.png"></a>
<a href="mailto:bins@barchester.gov.test?subject=x">Write to us</a>
<form method="POST" action="/send">
<label for="n">Your name</label><input id="n" name="name" required>
<label>Bin <select name="bin"><option>Green</option></select></label>
<input type="hidden" name="token" value="1"><button>Send</button></form></main>
<footer><a href="/accessibility">Accessibility</a></footer></body></html>"""


def page(html: str | bytes = HTML, content_type: str = "text/html; charset=utf-8") -> Page:
    body = html.encode() if isinstance(html, str) else html
    headers = (("Content-Type", content_type),)
    return Page(Capture(RESPONSE, "https://barchester.gov.test/bin", "", 0, 200, headers, body))


def test_a_page_says_what_it_is() -> None:
    seen = page()
    assert seen.title == "Missed bin | Barchester"
    assert seen.lang == "cy"
    assert seen.heading == "Report a missed bin"
    assert seen.breadcrumbs == "Bins"
    assert seen.meta["viewport"] == "width=device-width"
    assert seen.alternates == {"en": "https://barchester.gov.test/en/bin"}


def test_its_text_is_its_own_without_the_furniture() -> None:
    assert page().text.startswith("Report a missed bin We come back within 2 days. What next")
    assert "Home" not in page().text
    assert "Accessibility" not in page().text


def test_a_link_knows_its_words_its_place_and_the_heading_above() -> None:
    assert (
        Link("https://barchester.gov.test/form", "Start now", "main", "What next") in page().links
    )
    assert [link.region for link in page().links] == ["header", "nav", "main", "footer"]


def test_a_form_has_the_fields_that_a_person_fills_in() -> None:
    (form,) = page().forms
    assert (form.action, form.method) == ("https://barchester.gov.test/send", "post")
    assert [(field.name, field.label, field.required) for field in form.fields] == [
        ("name", "Your name", True),
        ("bin", "Bin Green", False),
    ]
    assert form.buttons == ("Send",)


def test_mail_addresses_are_those_of_the_page_itself() -> None:
    assert page().mails == (("bins@barchester.gov.test", "Write to us"),)


def test_a_settled_page_keeps_its_facts_and_lets_its_tree_go() -> None:
    seen = page()
    seen.settle()
    assert seen.root is None
    assert seen.capture.body == b""
    assert seen.heading == "Report a missed bin"
    assert len(seen.links) == 4


def test_an_encoding_is_chosen_as_a_browser_does() -> None:
    latin = "<html><title>Caf\xe9</title></html>".encode("latin-1")
    assert page(latin, "text/html; charset=iso-8859-1").title == "Café"
    assert page('<html><meta charset="utf-8"><title>Tŷ</title>', "text/html").title == "Tŷ"


def test_what_is_no_html_is_no_page() -> None:
    for body, kind in ((b"%PDF-1.7", "text/html"), (b"", "text/html"), (b"a,b", "text/csv")):
        seen = page(body, kind)
        assert not seen.is_html
        assert (seen.root, seen.links, seen.forms, seen.text) == (None, (), (), "")


def test_a_page_nested_very_deep_is_read_or_refused_within_seconds() -> None:
    deep = page("<html><body>" + "<div>" * 100_000 + "bins" + "</div>" * 100_000)
    assert deep.links == ()
    assert isinstance(deep.text, str)


def test_a_page_without_a_body_tag_keeps_its_content_out_of_its_head() -> None:
    seen = page("<title>Bins</title><header>Home</header><main><h1>Bins</h1></main>")
    assert seen.root is not None
    assert [child.tag for child in seen.root.find("body")] == ["header", "main"]
    assert (seen.title, seen.heading, seen.text) == ("Bins", "Bins", "Bins")
