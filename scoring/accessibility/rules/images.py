"""Images: what is said to those who do not see them."""

from __future__ import annotations

from lxml.html import HtmlElement

from crawler.text import squeezed
from scoring.accessibility.document import Document
from scoring.accessibility.names import (
    accessible_name,
    content_text,
    explicit_role,
    is_presentational,
)
from scoring.accessibility.registry import rule

SVG_IMAGE_ROLES = ("img", "image", "graphics-document", "graphics-symbol")


@rule(
    "image-alt",
    impact="critical",
    wcag=("1.1.1",),
    act=("23a2a8",),
    on=("img",),
    help="Images have a text alternative, or say that they need none",
    source="WCAG technique H37",
)
def image_alt(document: Document, image: HtmlElement) -> bool:
    """An empty alt says that an image means nothing; one of blanks says nothing at all."""
    return (
        image.get("alt") == ""
        or bool(accessible_name(document, image))
        or is_presentational(image)
        or document.is_hidden(image)
    )


@rule(
    "input-image-alt",
    impact="critical",
    wcag=("1.1.1", "4.1.2"),
    act=("59796f",),
    on=("input",),
    help="Image buttons say what they do",
    source="WCAG technique H36",
)
def input_image_alt(document: Document, button: HtmlElement) -> bool:
    """An image button has a name: its alt, a label or a title."""
    if (button.get("type") or "").strip().lower() != "image":
        return True
    return bool(accessible_name(document, button)) or document.is_hidden(button)


@rule(
    "svg-img-alt",
    impact="serious",
    wcag=("1.1.1",),
    act=("7d6734",),
    on=("svg", "[role]"),
    help="SVG images have a text alternative",
    source="ACT rule 7d6734",
)
def svg_img_alt(document: Document, svg: HtmlElement) -> bool:
    """An SVG, or a part of one, that says it is an image has a name; others are left alone."""
    is_svg = svg.tag == "svg" or next(svg.iterancestors("svg"), None) is not None
    if explicit_role(svg) not in SVG_IMAGE_ROLES or not is_svg:
        return True
    return bool(accessible_name(document, svg)) or document.is_hidden(svg)


@rule(
    "role-img-alt",
    impact="serious",
    wcag=("1.1.1",),
    act=("23a2a8",),
    on=("[role]",),
    help="Elements with the role of an image have a text alternative",
    source="WCAG technique ARIA6",
)
def role_img_alt(document: Document, element: HtmlElement) -> bool:
    """What stands in for an image, such as an icon font, has a name."""
    if explicit_role(element) not in ("img", "image") or element.tag in ("img", "svg"):
        return True
    return bool(accessible_name(document, element)) or document.is_hidden(element)


@rule(
    "area-alt",
    impact="critical",
    wcag=("2.4.4", "4.1.2"),
    act=("c487ae",),
    on=("area",),
    help="Links in image maps have a text alternative",
    source="WCAG technique H24",
)
def area_alt(document: Document, area: HtmlElement) -> bool:
    """An area that is a link has a name."""
    return (
        area.get("href") is None
        or bool(accessible_name(document, area))
        or document.is_hidden(area)
    )


@rule(
    "image-redundant-alt",
    impact="minor",
    on=("img",),
    help="The text beside an image in a link or button is not said twice",
    source="WCAG technique H2",
)
def image_redundant_alt(document: Document, image: HtmlElement) -> bool:
    """An image's alternative differs from the rest of the text of the link or button around it."""
    alternative = squeezed(image.get("alt") or "").lower()
    around = next(image.iterancestors("a", "button"), None) if alternative else None
    if around is None:
        return True
    words = content_text(document, around).lower()
    return squeezed(words.replace(alternative, "", 1)) != alternative or document.is_hidden(image)
