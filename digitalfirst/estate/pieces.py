"""The pieces of a page's frame that differ from page to page."""

from __future__ import annotations

from markupsafe import escape

from digitalfirst.estate.content.common import href, link
from digitalfirst.estate.page import Page
from digitalfirst.estate.site import Site
from digitalfirst.estate.wording import words


def title(site: Site, page: Page) -> str:
    """What stands in a page's title element."""
    name = site.profile.council.name
    if page.kind == "home" or site.profile.habits.one_title:
        return str(escape(name))
    return str(
        escape(f"{page.title} | {name}" if site.profile.index % 2 else f"{page.title} - {name}")
    )


def head(page: Page, viewport: bool, zoom: bool) -> str:
    """The canonical address, the viewport and the other language."""
    lines = [f'<link rel="canonical" href="{escape(page.url)}">']
    if viewport:
        scale = "" if zoom else ", maximum-scale=1.0, user-scalable=no"
        lines.append(f'<meta name="viewport" content="width=device-width, initial-scale=1{scale}">')
    if page.twin:
        other = "en" if page.lang == "cy" else "cy"
        lines.append(f'<link rel="alternate" hreflang="{other}" href="{escape(page.twin)}">')
        lines.append(f'<link rel="alternate" hreflang="{page.lang}" href="{escape(page.url)}">')
    return "\n".join(lines)


def switch(site: Site, page: Page) -> str:
    """The link to the same page in the other language, or to its home page."""
    if not site.profile.is_welsh:
        return ""
    other = "en" if page.lang == "cy" else "cy"
    url = page.twin or f"{site.profile.home}cy/"
    label = words("furniture")[page.lang]["other"]
    return f'<a lang="{other}" hreflang="{other}" href="{escape(href(site, url))}">{label}</a>'


def print_link(site: Site, page: Page) -> str:
    """A link to the same page under another address, as many sites have."""
    if not site.profile.print_links or page.kind in ("home", "search"):
        return ""
    url = href(site, page.url)
    label = words("furniture")[page.lang]["print"]
    return f'<p><a href="{escape(url)}{"&amp;" if "?" in url else "?"}print=1">{label}</a></p>'


def crumbs(site: Site, page: Page) -> str:
    """The breadcrumbs: a labelled list, `You are here`, or none."""
    if site.profile.breadcrumbs == "none" or page.kind == "home":
        return ""
    home = site.find("home", "home", 0, page.lang)
    parent = site.find("section", page.section, 0, page.lang)
    above = [(words("furniture")[page.lang]["home"], href(site, home.url if home else "/"))]
    if parent and parent.key != page.key:
        above.append(link(site, parent, page.lang))
    if page.kind != "topic" and (topic := site.topic_of(page.key, page.lang)):
        above.append(link(site, topic, page.lang))
    anchors = [f'<a href="{escape(url)}">{escape(text)}</a>' for text, url in above]
    if site.profile.breadcrumbs == "text":
        trail = " &gt; ".join([*anchors, str(escape(page.title))])
        return f'<div class="you-are-here">{words("furniture")[page.lang]["here"]} {trail}</div>'
    items = "".join(f"<li>{anchor}</li>" for anchor in anchors)
    here = f'<li aria-current="page">{escape(page.title)}</li>'
    return (
        '<nav class="breadcrumbs govuk-breadcrumbs" aria-label="Breadcrumb">'
        f'<ol class="govuk-breadcrumbs__list">{items}{here}</ol></nav>'
    )
