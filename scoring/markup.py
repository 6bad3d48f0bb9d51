"""What a page loads and shows besides its words, read while its tree is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from crawler.page import Page
from crawler.text import FURNITURE, seen_text, squeezed
from crawler.urls import absolute, host_of

# An address in a script of the page: `//www.googletagmanager.com/gtm.js`.
_ADDRESS = re.compile(r"//([a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)+)[/'\"?:]", re.IGNORECASE)
MOST_AROUND = 3_000
_SCALING = re.compile(r"\.svg(?:$|[?#])|^data:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Script:
    """A script that a page loads, and whether the page says by `integrity` what is in it."""

    url: str
    has_integrity: bool


@dataclass(frozen=True, slots=True)
class Markup:
    """What a page loads and shows.

    `scripts` have addresses of their own; `styles`, `images` and `frames` are the addresses of the
    like; `named_hosts` the hosts that scripts in the page name. `pictures` is the number of images
    in the page's own content that do not scale by themselves, `fitted` how many of them come in
    several sizes. `phones` are the numbers of `tel:` links; `around` is the text of header and
    footer, where contact details stand, at most `MOST_AROUND` characters.
    """

    scripts: tuple[Script, ...]
    styles: tuple[str, ...]
    images: tuple[str, ...]
    frames: tuple[str, ...]
    named_hosts: frozenset[str]
    pictures: int
    fitted: int
    phones: tuple[str, ...]
    around: str

    @property
    def loaded(self) -> frozenset[str]:
        """The addresses that a browser loads with the page, as far as markup tells."""
        scripts = (script.url for script in self.scripts)
        return frozenset((*scripts, *self.styles, *self.images, *self.frames))

    @property
    def hosts(self) -> frozenset[str]:
        """The hosts of what the page loads, and those that its scripts name."""
        return frozenset(map(host_of, self.loaded)) | self.named_hosts


def markup_of(page: Page) -> Markup:
    """What a page loads and shows; the page has its tree still."""
    found = _by_tag(page, "script", "link", "img", "a", "header", "footer")
    images = [image for image in found["img"] if image.get("src")]
    pictures = [each for each in images if _is_picture(page, each)]
    return Markup(
        scripts=tuple(_scripts(page, found["script"])),
        styles=_addresses(page, filter(_is_style, found["link"]), "href"),
        images=_addresses(page, images, "src"),
        frames=page.frames,
        named_hosts=frozenset(_named_hosts(found["script"])),
        pictures=len(pictures),
        fitted=sum(map(_is_fitted, pictures)),
        phones=tuple(_phones(found["a"])),
        around=_around(found["header"] + found["footer"]),
    )


def _around(elements: list[HtmlElement]) -> str:
    text = " ".join(" ".join(seen_text(each, furniture=True)) for each in elements)
    return squeezed(text)[:MOST_AROUND]


def _by_tag(page: Page, *tags: str) -> dict[str, list[HtmlElement]]:
    found: dict[str, list[HtmlElement]] = {tag: [] for tag in tags}
    for element in [] if page.root is None else page.root.iter(*tags):
        found[element.tag].append(element)
    return found


def _addresses(
    page: Page, elements: Iterator[HtmlElement] | list[HtmlElement], name: str
) -> tuple[str, ...]:
    urls = (absolute(page.url, each.get(name) or "") for each in elements)
    return tuple(dict.fromkeys(url for url in urls if url))


def _scripts(page: Page, elements: list[HtmlElement]) -> Iterator[Script]:
    for each in elements:
        if each.get("src") and (url := absolute(page.url, each.get("src"))):
            yield Script(url, bool((each.get("integrity") or "").strip()))


def _is_style(link: HtmlElement) -> bool:
    return "stylesheet" in (link.get("rel") or "").lower().split()


def _named_hosts(scripts: list[HtmlElement]) -> Iterator[str]:
    for each in scripts:
        if not each.get("src") and "json" not in (each.get("type") or ""):
            yield from (host.lower() for host in _ADDRESS.findall(each.text or ""))


def _is_picture(page: Page, image: HtmlElement) -> bool:
    return not _SCALING.search(image.get("src", "")) and page.region(image) not in FURNITURE


def _is_fitted(image: HtmlElement) -> bool:
    parent = image.getparent()
    is_one_of_several = parent is not None and parent.tag == "picture"
    return bool(image.get("srcset")) or is_one_of_several


def _phones(links: list[HtmlElement]) -> Iterator[str]:
    for each in links:
        href = (each.get("href") or "").strip().lower()
        if href.startswith("tel:"):
            yield href.removeprefix("tel:")
