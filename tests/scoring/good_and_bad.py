"""Whole sites: one that does everything well, one that does nothing so, and one that tries."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from config import load_services
from crawler.archive import CERTIFICATE, RESOURCE, Capture
from crawler.asked import IMPOSSIBLE
from crawler.rendered import Rendered
from scoring.site import Site
from tests.scoring.pdfs import pdf
from tests.scoring.sites import (
    HOME,
    Answer,
    council_of,
    html,
    links_to,
    page_of,
    site_of_pages,
)
from tests.scoring.test_accessibility_statement import model
from tests.scoring.test_measures_content import CYMRAEG, ENGLISH
from tests.scoring.test_measures_openness import ALL, CSV
from tests.scoring.test_measures_publishing import THINGS
from tests.scoring.test_measures_safety import HOST, WAYS, certificate_of

NOW = datetime.now(UTC)
TODAY = NOW.date()
FITS = '<meta name="viewport" content="width=device-width, initial-scale=1">'
BLOCKS = '<meta name="viewport" content="width=980, user-scalable=no">'
SEARCH = (
    '<form role="search" action="/search"><label>Search<input type="search" name="q"></label>'
    "</form>"
)
CRUMBS = (
    '<nav aria-label="Breadcrumb" class="breadcrumbs"><ol><li><a href="/">Home</a></li></ol></nav>'
)
UPDATED = f"<p>Last updated: {TODAY.day} {TODAY:%B %Y}</p>"
PARTNERS = "".join(
    f'<a href="https://{host}/">{host}</a>'
    for host in ("www.nhs.uk", "www.kent.police.uk", "www.london-fire.gov.uk",
                 "www.gov.uk", "www.barnet.gov.uk", "pay.payments.service.gov.uk",
                 "www.notifications.service.gov.uk", "home.account.gov.uk")
)  # fmt: skip
COMMON: dict[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains; preload",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'",
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "same-origin",
    "ETag": '"1"',
    "Content-Encoding": "identity",
    "Alt-Svc": 'h3=":443"',
}
HEADERS: dict[str, str] = {**COMMON, "Set-Cookie": "session=1; Secure; HttpOnly; SameSite=Lax"}
BAD_HEADERS: dict[str, str] = {
    "X-Content-Type-Options": "none",
    "X-Frame-Options": "ALLOWALL",
    "Referrer-Policy": "unsafe-url",
    "Access-Control-Allow-Origin": "https://evil.test",
    "Access-Control-Allow-Credentials": "true",
    "Cross-Origin-Resource-Policy": "all",
    "Cache-Control": "no-store",
    "Set-Cookie": "session=1",
}
CONTACT_FIELD = (
    '<form action="/f"><label>Email address<input type="{}" name="email"></label></form>'
)
LOOK_UP = '<form action="/find"><label>Your postcode<input name="postcode"></label></form>'
PORTAL = "https://data.barchester.gov.test/api/3/action/package_search?rows=0"
RENDERED: dict[str, Any] = {
    "violations": (),
    "keyboard": {"stops": 3, "unseen": {}, "skip": {
        "selector": "a", "snippet": "<a>", "target": True, "seen": True, "works": True}},
    "spaced": {}, "moving": {"count": 1}, "moving_reduced": {},
    "phone": {"scrolls": False, "width": 320, "out": {}, "clipped": {}, "small": {"of": 3}},
    "zoomed": {"scrolls": False, "width": 320, "out": {}, "clipped": {}, "covered": 0.1},
    "network": {"bytes": 90_000, "requests": 9, "cookies": (), "foreign_cookies": ()},
    "timing": {"first_byte": 90, "largest_paint": 900, "layout_shift": 0.0, "protocol": "h2"},
}  # fmt: skip
BADLY: dict[str, Any] = {
    "violations": ({"rule": "image-alt", "impact": "critical", "tags": ("wcag111", "wcag2a")},),
    "keyboard": {"stops": 3, "unseen": {"count": 2}, "trap": {"selector": "a", "snippet": "<a>"}},
    "spaced": {"count": 1}, "moving": {"count": 1}, "moving_reduced": {"count": 1},
    "phone": {"scrolls": True, "width": 980, "out": {}, "clipped": {},
              "small": {"count": 2, "of": 3}},
    "zoomed": {"scrolls": True, "width": 980, "out": {}, "clipped": {}, "covered": 0.9},
    "network": {"bytes": 9_000_000, "requests": 190, "cookies": ("a", "b"),
                "foreign_cookies": ("t.test: a",)},
    "timing": {"first_byte": 2000, "largest_paint": 9000, "layout_shift": 0.5,
               "protocol": "http/1.1"},
}  # fmt: skip


def good_site(nation: str = "England") -> Site:
    """A site that does everything well; in Wales its page about bins has a Welsh twin."""
    things = {**ALL, **THINGS}
    things["participation.councillors"] = (
        "Your councillors",
        THINGS["participation.councillors"][1] + LOOK_UP,
    )
    spending = f'<p>Payments to suppliers over £500.</p><a href="/s.csv">{TODAY:%B %Y} (CSV)</a>'
    things["openness.spending"] = ("Spending over £500", spending)
    pages: dict[str, Answer] = {
        f"/{id.replace('.', '-')}": _good(title, body) for id, (title, body) in things.items()
    }
    letters = links_to(*((f"/a-z/{letter}", letter) for letter in "abcdefghijkl"))
    pages |= {
        "/bins": _good(
            "Report a missed bin", CONTACT_FIELD.format("email") + ENGLISH * 3, "/cy/bins"
        ),
        "/cy/bins": (
            200,
            COMMON,
            html(f"<main><h1>Bin</h1>{CYMRAEG}{UPDATED}</main>", "Bin coll", "cy", FITS),
        ),
        "/a-to-z": _good("A to Z of services", f"<div>{letters}</div>"),
        "/contact": _good("Contact us", "".join(WAYS.values())),
        "/accessibility": _good("Accessibility statement", model()),
        "/privacy": _good("Privacy notice", "<p>Your rights, and how we use personal data.</p>"),
        "/cookies": _good(
            "Cookies", "<p>A cookie in your browser, for a session of this website.</p>"
        ),
        "/partners": _good("Who we work with", f'{PARTNERS}<a href="/d.pdf">Plan</a>'),
    }
    home = html(
        f"{SEARCH}{links_to(*((url, _title(url, pages)) for url in pages))}"
        '<main><h1>Barchester Council</h1><picture><img src="/a.jpg" alt="A view">'
        '</picture><a href="/d.pdf">Plan</a><p>Open Government Licence</p></main>'
        '<script src="/site.js"></script>',
        "Barchester Council",
        head=FITS,
    )
    locs = "".join(
        f"<url><loc>{HOME}{u[1:]}</loc><lastmod>{TODAY}</lastmod></url>" for u in ("/bins",)
    )
    later = f"{NOW.replace(year=NOW.year + 1, day=1):%Y-%m-%dT%H:%M:%SZ}"
    wrong = html(
        f'{SEARCH}<main><h1>Page not found</h1><a href="/">Home</a></main>', "Page not found"
    )
    site = site_of_pages(
        {
            "/": (200, HEADERS, home),
            **pages,
            f"http://{HOST}/": (301, {"Location": HOME}, ""),
            "/search?q=bins": (200, {}, html("<main><h1>Results</h1></main>", "Results")),
            "/sitemap.xml": (200, {"Content-Type": "text/xml"}, f"<urlset>{locs}</urlset>"),
            "/.well-known/security.txt": (200, {"Content-Type": "text/plain"},
                f"Contact: mailto:it@{HOST}\nExpires: {later}\n"),
            IMPOSSIBLE: (404, {}, wrong),
            "/s.csv": (200, {"Content-Type": "text/csv"}, CSV),
            "/d.pdf": (200, {"Content-Type": "application/pdf"},
                pdf(title="Plan", tagged=True, lang="en-GB")),
            PORTAL: (200, {"Content-Type": "application/json"},
                '{"success": true, "result": {"count": 4}}'),
        },
        council_of(nation),
    )  # fmt: skip
    return _rated(site, RENDERED, stage=4, ends=60, answer="yes", searched="/search?q=bins")


def bad_site(nation: str = "England") -> Site:
    """A site that does nothing well."""
    long = "Notwithstanding administrative considerations hereinbefore enumerated, " * 6
    prose = "".join(f"<p>{long}and applications remain inadmissible.</p>" for _ in range(8))
    linked = {"/gone": "Gone", "/d.pdf": "Plan", "/x.docx": "Form", "/e.pdf": "Map"}
    links = "".join(f'<a href="{url}">{text}</a>' for url, text in linked.items())
    deep = CONTACT_FIELD.format("text") + prose
    pages: dict[str, Answer] = {
        f"/index.php?articleid={1000 + n}": (200, BAD_HEADERS, html(
            f"<div><h1>Item</h1>{deep}<img src=x.gif>{links}</div>", "Council", head=BLOCKS))
        for n in range(50)
    }  # fmt: skip
    frames = "".join(f'<a href="{url}">Item {n}</a>' for n, url in enumerate(pages))
    trackers = "".join(
        f'<script src="http://{host}/t.js"></script>'
        for host in ("www.googletagmanager.com", "static.hotjar.com")
    )
    home = html(
        f'<h1>Welcome</h1><img src="/a.jpg">{frames}{links}{trackers}', "Council", head=BLOCKS
    )
    search = "<form role=search action=/search><input type=search name=q></form>"
    site = site_of_pages(
        {
            "/": (200, BAD_HEADERS, home),
            **pages,
            "/gone": (404, {}, "gone"),
            f"http://{HOST}/": (200, {}, home),
            "/search?q=bins": (500, {}, search),
            "/sitemap.xml": (404, {}, "no"),
            "/map.xml": (200, {"Content-Type": "text/xml"},
                f"<urlset><url><loc>{HOME}gone</loc></url></urlset>"),
            "/.well-known/security.txt": (404, {}, "no"),
            IMPOSSIBLE: (200, {}, html("<h1>Oops</h1>", "Council")),
            "/d.pdf": (200, {"Content-Type": "application/pdf"}, pdf(shown=b"")),
        },
        council_of(nation),
    )  # fmt: skip
    return _rated(site, BADLY, stage=0, ends=-9, answer="no", searched="/search?q=bins")


def _good(title: str, body: str, welsh: str = "") -> Answer:
    twin = f'<a href="{welsh}">Cymraeg</a>' if welsh else ""
    page = html(
        f"{SEARCH}{CRUMBS}<main><h1>{title}</h1>{twin}{body}<p>{'More words. ' * 30}</p>{UPDATED}"
        "</main>",
        f"{title} - Barchester Council",
        head=FITS,
    )
    return (200, COMMON, page)


def _title(url: str, pages: dict[str, Answer]) -> str:
    text = str(pages[url][2])
    return text.partition("<h1>")[2].partition("</h1>")[0]


def _rated(
    site: Site, rendered: dict[str, Any], *, stage: int, ends: int, answer: str, searched: str
) -> Site:
    """A site with what ratings, questions, a browser and the certificate add."""
    url = HOME + ("bins" if stage else "index.php?articleid=1000")
    service = next(each for each in load_services() if each.id == "bin-collection")
    row = {"slug": "barchester", "lgsl": service.lgsl, "status": "measured", "stage": stage}
    clicks = {"clicks": 1} if stage else {"clicks": 4}
    site.services = [{**row, "evidence_url": url, "action_url": url, **clicks}]
    site.ceilings = {service.lgsl: service.ceiling}
    site.questions = [
        {"lgsl": service.lgsl, "question": each, "status": "measured", "answer": answer}
        for each in ("a-z", "site-search")
    ]
    site.searches = {service.lgsl: HOME + searched[1:]}
    site.coverage = 1.0 if stage else 0.1
    site.rendered[HOME] = Rendered.model_validate({"url": HOME, **rendered})
    urn = f"{CERTIFICATE}{HOST}"
    der = certificate_of(HOST, -100, ends, "An authority")
    site.resources[urn] = Capture(RESOURCE, urn, "", 0, body=der)
    return site


def poor_site() -> Site:
    """A site in the clear, not on a government's domain, that publishes, but badly and long ago."""
    home = "http://www.barchester.org.test/"
    spending = (
        "<p>Payments to suppliers over £500.</p>"
        f'<a href="/s.csv">January {TODAY.year - 2} (CSV)</a>'
    )
    claim = model().replace(
        "Disproportionate burden</h3><p>", "Maps</h3><p>A disproportionate burden: "
    )
    old = claim.replace(str(TODAY.year), str(TODAY.year - 4))
    pdf_only = '<p>Cases investigated.</p><a href="/f.pdf">Fraud (PDF)</a>'
    pages = {
        "/spending": page_of(spending, "Spending over £500"),
        "/fraud": page_of(pdf_only, "Counter fraud"),
        "/accessibility": page_of(old, "Accessibility statement"),
        "/1": html('<a href="/2">On</a>', "One"),
        "/2": html('<a href="/3">On</a>', "Two"),
        "/3": html('<a href="/form">On</a>', "Three"),
    }  # fmt: skip
    links = links_to(("/spending", "Spending over £500"), ("/fraud", "Counter fraud"),
                     ("/accessibility", "Accessibility statement"), ("/1", "Services"))  # fmt: skip
    cookies = (("Set-Cookie", "a=1"), ("Set-Cookie", "b=1"), ("Set-Cookie", "c=1"))
    broken = (200, {"Content-Type": "text/csv"}, b"<html>Not found</html>")
    answers: dict[str, Answer] = {"/": (200, cookies, html(links)), **pages, "/s.csv": broken}
    site = site_of_pages(answers, council_of(homepage=home))
    site.services = [{"action_url": f"{home}form", "status": "measured"}]
    return site
