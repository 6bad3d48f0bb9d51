"""What a council's hosts answer: pages, files, redirects, search, and what is not there."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit
from xml.sax.saxutils import escape

from digitalfirst.estate import documents, render, search
from digitalfirst.estate.blocks import Block, Heading, Links, Notice, Para, Table
from digitalfirst.estate.content.common import link
from digitalfirst.estate.content.elsewhere import national
from digitalfirst.estate.content.writers import BEYOND
from digitalfirst.estate.habits import OLD_DAYS, entry_of
from digitalfirst.estate.messages import (
    EstateRequest,
    EstateResponse,
    Headers,
    html,
    redirect,
    text,
)
from digitalfirst.estate.page import Page, key_of
from digitalfirst.estate.site import Site
from digitalfirst.estate.wording import words

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
EMBED = (
    '<!DOCTYPE html><html lang="en"><head><title>Map</title></head>'
    "<body><main><h1>Map</h1></main></body></html>"
)
PLAIN = (
    "<html><head><title>404 Not Found</title></head>"
    "<body><center><h1>404 Not Found</h1></center><hr><center>nginx</center></body></html>"
)
KEPT: dict[str, Headers] = {
    "etag": (("ETag", '"v1"'),),
    "max-age": (("Cache-Control", "max-age=600"),),
    "no-store": (("Cache-Control", "no-store"), ("ETag", '"v1"')),
    "none": (),
}
NEUTRAL = frozenset({"print", "session", "utm_source", "utm_medium", "utm_campaign", "lang"})


def answer(site: Site, request: EstateRequest) -> EstateResponse:
    """What the main site answers."""
    parts = urlsplit(request.url)
    profile = site.profile
    if parts.hostname == profile.domain:
        return redirect(
            profile.home.rstrip("/") + (request.url.partition(profile.domain)[2] or "/")
        )
    if parts.scheme == "http" and profile.https_redirect:
        return redirect(request.url.replace("http://", "https://", 1))
    if request.method == "POST" and not parts.path.startswith("/search"):
        return _page(site, _made_up(site, "Thank you"), _thanks())
    found = _well_known(site, parts.path) or _special(site, request)
    return replace(found or _laid_out(site, request.url), packs=profile.habits.packed)


def answer_beyond(site: Site, request: EstateRequest) -> EstateResponse:
    """What a host beyond the main site answers for one council."""
    parts = urlsplit(request.url)
    host, name = parts.hostname or "", site.profile.council.name
    if parts.scheme == "http":
        return redirect(request.url.replace("http://", "https://", 1))
    page = site.pages.get(key_of(request.url))
    if api := _portal_api(site, request.url):
        return api
    if page:
        blocks = BEYOND[page.kind](site, page)
        return html(render.render_platform(page.title, host, name, site.profile.home, blocks))
    if parts.query or request.method == "POST":
        blocks = [Heading("Results", 1), *_beyond_results(site, parts.query)]
        return html(render.render_platform("Results", host, name, site.profile.home, blocks))
    blocks = [Heading("Not found", 1), Para("There is no such page or service here.")]
    return html(render.render_platform("Not found", host, name, "", blocks), 404)


def _portal_api(site: Site, url: str) -> EstateResponse | None:
    """What the API of the council's portal answers, where it has one."""
    parts = urlsplit(url)
    asked = (site.profile.habits.portal, parts.path)
    if asked == ("ckan", "/api/3/action/package_search"):
        return text('{"success": true, "result": {"count": 12, "results": []}}', "application/json")
    if asked == ("hub", "/api/search/v1/collections/dataset/items"):
        found = '{"type": "FeatureCollection", "features": [], "numberMatched": 31}'
        return text(found, "application/geo+json")
    return None


def answer_national(request: EstateRequest) -> EstateResponse:
    """What the stand-ins of national services answer, whoever sends people there."""
    parts = urlsplit(request.url)
    title = parts.path.strip("/").replace("-", " ").replace("/", ": ").capitalize() or "Services"
    host = parts.hostname or ""
    return html(render.render_platform(title, host, "National services", "", national(title)))


def answer_tracker() -> EstateResponse:
    """What the stand-ins of trackers answer: a script that does nothing, and a cookie."""
    cookie = ("Set-Cookie", "visitor=1; Path=/; Secure; SameSite=None")
    return EstateResponse(200, (("Content-Type", "text/javascript"), cookie), b"void 0;")


def _beyond_results(site: Site, query: str) -> list[Block]:
    wanted = " ".join(value for _, value in parse_qsl(query))
    found = search.results(site, wanted)
    return [Para(f"You looked for: {wanted}"), Links(tuple((p.title, p.url) for p in found))]


def _laid_out(site: Site, url: str) -> EstateResponse:
    """A page, file or redirect that was laid out; else a page that says it is not there."""
    key = key_of(url)
    page = site.pages.get(key)
    if page:
        return _answered(site, page)
    if moved := site.moved.get(key):
        return redirect(moved)
    bare = _without_neutral(url)
    if bare != url:
        return _laid_out(site, bare)
    if key.endswith("/") and key.rstrip("/") in site.pages:
        return redirect(url.rstrip("/"))
    return _not_found(site)


def _answered(site: Site, page: Page) -> EstateResponse:
    if page.is_file:
        return documents.document(site, page)
    if page.kind == "embed":
        return html(EMBED)
    return html(render.render(site, page), 200, _headers(site, page))


def _without_neutral(url: str) -> str:
    """An address without the parts of its query that change nothing of what it shows."""
    parts = urlsplit(url)
    kept = [(name, value) for name, value in parse_qsl(parts.query) if name not in NEUTRAL]
    return parts._replace(query=urlencode(kept)).geturl()


def _special(site: Site, request: EstateRequest) -> EstateResponse | None:
    """Search results and look-ups, which depend on what is asked."""
    parts = urlsplit(request.url)
    asked = parse_qs(parts.query) | parse_qs(request.body.decode("utf-8", "replace"))
    if parts.path == "/search" and "q" in asked and site.profile.search in ("get", "poor", "post"):
        if site.profile.search == "post" and request.method != "POST":
            return None
        return _page(
            site, _made_up(site, "Search results"), search.result_blocks(site, asked["q"][0])
        )
    slug = parts.path.removeprefix("/lookup/")
    if slug != parts.path and any(
        p.slug == slug and p.route == "lookup" for p in site.plans.values()
    ):
        return _page(site, _made_up(site, "Results"), _looked_up(asked.get("postcode", [""])[0]))
    return None


def _looked_up(postcode: str) -> list[Block]:
    if not postcode.strip():
        return [Heading("Results", 1), Notice("Please enter a postcode.")]
    rows = (("Tuesday", "Recycling"), ("Friday", "Rubbish"))
    return [Heading("Results", 1), Table(f"For {postcode}", ("When", "What"), rows)]


def _thanks() -> list[Block]:
    return [Heading("Thank you", 1), Para(words("phrases")["thanks"])]


def _not_found(site: Site) -> EstateResponse:
    profile = site.profile
    if profile.not_found == "plain":
        return html(PLAIN, 404)
    message = words("phrases")["not_found"][profile.index % 3]
    page = _made_up(site, "Page not found")
    blocks: list[Block] = [Heading("Page not found", 1), Para(message)]
    if profile.not_found == "helpful":
        links = tuple(link(site, one) for one in site.of_kind("section")[:6])
        blocks += [Heading("You could try"), Links(links)]
    return _page(site, page, blocks, 200 if profile.not_found == "soft" else 404)


def _made_up(site: Site, title: str) -> Page:
    """A page that has no address of its own."""
    return Page(f"{site.profile.home}search", "search", title, key="search")


def _page(site: Site, page: Page, blocks: list[Block], status: int = 200) -> EstateResponse:
    return html(render.render_blocks(site, page, blocks), status, _headers(site, page))


def _headers(site: Site, page: Page) -> Headers:
    profile, habits = site.profile, site.profile.habits
    headers = [("Server", "nginx"), ("Content-Language", page.lang), *KEPT[habits.kept]]
    sends = {"trust.hsts-age": profile.hsts, "trust.csp-quality": profile.csp}
    for measure, entry in words("headers")["headers"].items():
        value = entry_of(habits, measure)["value"]
        if value and sends.get(measure, True):
            headers.append((entry["header"], value))
    if habits.offers_http3:
        headers.append(("Alt-Svc", 'h3=":443"; ma=86400'))
    if page.kind == "home":
        flags = words("headers")["cookies"][habits.flags]["flags"]
        headers += [("Set-Cookie", f"{name}=v{profile.index}{flags}") for name in profile.cookies]
    return tuple(headers)


def _well_known(site: Site, path: str) -> EstateResponse | None:
    """robots.txt, sitemap.xml, security.txt and pictures."""
    profile = site.profile
    if path == "/robots.txt" and profile.robots != "none":
        rules = {
            "no-search": "Disallow: /search\n",
            "delay": "Disallow: /admin/\nCrawl-delay: 0.1\n",
        }
        return text(f"User-agent: *\n{rules.get(profile.robots, 'Disallow: /admin/' + chr(10))}")
    if path == "/sitemap.xml" and profile.sitemap_xml != "none":
        return text(_sitemap(site), "application/xml")
    if path == "/.well-known/security.txt" and profile.security_txt:
        state = profile.habits.security_txt
        days = -40 if state == "expired" else 300
        expires = (site.today + dt.timedelta(days=days)).isoformat()
        contact = "" if state == "no-contact" else f"Contact: mailto:{profile.email}\n"
        return text(f"{contact}Expires: {expires}T00:00:00Z\n")
    if profile.template in render.SHEETS and path == f"/themes/{profile.template}.css":
        return text(render.render_sheet(site, profile.template), "text/css")
    if path.startswith("/assets/") or path == "/favicon.ico":
        return EstateResponse(
            200, (("Content-Type", "image/png"), ("Cache-Control", "max-age=3600")), PIXEL
        )
    return None


def _changed(site: Site) -> str:
    """When the site map says that its pages were changed."""
    lastmod = site.profile.habits.lastmod
    day = site.today - dt.timedelta(days=OLD_DAYS if lastmod == "old" else 9)
    return "" if lastmod == "none" else f"<lastmod>{day}</lastmod>"


def _sitemap(site: Site) -> str:
    pages = [page for page in site.html_pages if page.linked and page.kind != "search"]
    changed = _changed(site)
    entries = "".join(f"<url><loc>{escape(page.url)}</loc>{changed}</url>\n" for page in pages)
    start = '<?xml version="1.0" encoding="UTF-8"?>\n'
    if site.profile.sitemap_xml == "broken":
        return f"{start}<urlset><url><loc>{site.profile.home}</loc>"
    return (
        f'{start}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{entries}</urlset>\n'
    )
