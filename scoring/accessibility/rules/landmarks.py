"""Landmarks: parts of a page that those who listen can go to, and ways past what repeats."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import takewhile

from lxml.html import HtmlElement

from scoring.accessibility.aria import ARIA
from scoring.accessibility.document import Document
from scoring.accessibility.names import accessible_name, explicit_role
from scoring.accessibility.registry import rule
from scoring.accessibility.roles import role_of
from scoring.accessibility.visible import own_text

TAGS = ("aside", "footer", "form", "header", "main", "nav", "search", "section", "[role]")
# What is read out by itself, opens over the page or acts on it needs no landmark (as in axe-core).
APART = ("alert", "alertdialog", "button", "dialog", "log", "status", "timer")
APART_TAGS = frozenset({"button", "dialog", "iframe", "svg"})
ARIA11 = "WCAG technique ARIA11"
_WITHIN = ("#", "/#", "javascript:")
# Elements that say something without text.
SAYING = frozenset(
    {"audio", "canvas", "embed", "iframe", "img", "input", "object", "select", "video"}
)


def landmarks(document: Document) -> dict[HtmlElement, str]:
    """The landmarks that are not hidden, in document order by tag, and the role of each."""
    found = dict.fromkeys(e for tag in TAGS for e in document.elements(tag))
    roles = ((element, role_of(document, element)) for element in found)
    return {e: r for e, r in roles if r in ARIA.landmarks and not document.is_hidden(e)}


def _of(role: str, document: Document) -> list[HtmlElement]:
    return [e for e, r in document.fact("landmarks", landmarks).items() if r == role]


def _is_top(document: Document, element: HtmlElement, *but: str) -> bool:
    """Whether no landmark is around an element, but ones of these roles."""
    known = document.fact("landmarks", landmarks)
    return all(known.get(around, "form") in (*but, "form") for around in element.iterancestors())


@rule(
    "landmark-banner-is-top-level",
    impact="moderate",
    on=("header", "[role]"),
    help="The banner is in no other landmark",
    source=ARIA11,
)
def landmark_banner_is_top_level(document: Document, element: HtmlElement) -> bool:
    """No landmark is around a banner."""
    role = document.fact("landmarks", landmarks).get(element)
    return role != "banner" or _is_top(document, element)


@rule(
    "landmark-contentinfo-is-top-level",
    impact="moderate",
    on=("footer", "[role]"),
    help="The page's footer is in no other landmark",
    source=ARIA11,
)
def landmark_contentinfo_is_top_level(document: Document, element: HtmlElement) -> bool:
    """No landmark is around the page's own footer."""
    role = document.fact("landmarks", landmarks).get(element)
    return role != "contentinfo" or _is_top(document, element)


@rule(
    "landmark-complementary-is-top-level",
    impact="moderate",
    on=("aside", "[role]"),
    help="What stands aside is in no landmark but the main one",
    source=ARIA11,
)
def landmark_complementary_is_top_level(document: Document, element: HtmlElement) -> bool:
    """No landmark but the main one is around a complementary one."""
    role = document.fact("landmarks", landmarks).get(element)
    return role != "complementary" or _is_top(document, element, "main")


@rule(
    "landmark-main-is-top-level",
    impact="moderate",
    on=("main", "[role]"),
    help="The main content is in no other landmark",
    source=ARIA11,
)
def landmark_main_is_top_level(document: Document, element: HtmlElement) -> bool:
    """No landmark is around the main one."""
    role = document.fact("landmarks", landmarks).get(element)
    return role != "main" or _is_top(document, element)


@rule(
    "landmark-no-duplicate-banner",
    impact="moderate",
    on=("header", "[role]"),
    help="The page has one banner",
    source=ARIA11,
)
def landmark_no_duplicate_banner(document: Document, element: HtmlElement) -> bool:
    """There is no second banner; the first is told."""
    return not _is_first_of_many(document, element, "banner")


@rule(
    "landmark-no-duplicate-contentinfo",
    impact="moderate",
    on=("footer", "[role]"),
    help="The page has one footer of its own",
    source=ARIA11,
)
def landmark_no_duplicate_contentinfo(document: Document, element: HtmlElement) -> bool:
    """There is no second footer of the page; the first is told."""
    return not _is_first_of_many(document, element, "contentinfo")


@rule(
    "landmark-no-duplicate-main",
    impact="moderate",
    on=("main", "[role]"),
    help="The page has one main content",
    source="HTML Living Standard, 4.4.14",
)
def landmark_no_duplicate_main(document: Document, element: HtmlElement) -> bool:
    """There is no second main landmark; the first is told."""
    return not _is_first_of_many(document, element, "main")


def _is_first_of_many(document: Document, element: HtmlElement, role: str) -> bool:
    if document.fact("landmarks", landmarks).get(element) != role:
        return False
    same = _of(role, document)
    return len(same) > 1 and same[0] is element


@rule(
    "landmark-unique",
    impact="moderate",
    on=TAGS,
    help="Landmarks of a kind have different names",
    source=ARIA11,
)
def landmark_unique(document: Document, element: HtmlElement) -> bool:
    """No two landmarks have one role and one name; the first is told."""
    return element not in document.fact("twins", _twins)


def _twins(document: Document) -> set[HtmlElement]:
    """The first of each set of landmarks that nobody can tell apart."""
    alike: dict[tuple[str, str], list[HtmlElement]] = {}
    for element, role in document.fact("landmarks", landmarks).items():
        name = accessible_name(document, element).lower()
        alike.setdefault((role, name), []).append(element)
    return {elements[0] for elements in alike.values() if len(elements) > 1}


@rule(
    "bypass",
    impact="serious",
    wcag=("2.4.1",),
    on=("html",),
    help="There is a way past what every page repeats",
    source="WCAG techniques G1, ARIA11 and H69",
)
def bypass(document: Document, html: HtmlElement) -> bool:
    """A page with links has a heading, a main landmark or a link to a part of itself."""
    if _of("main", document) or document.headings:
        return True
    links = [a.get("href", "").strip() for a in document.elements("a")]
    return not any(links) or any(_leads_within(document, href) for href in links)


def _leads_within(document: Document, href: str) -> bool:
    return href.startswith("#") and (href[1:] in document.by_id or href[1:] == "top")


def _outside(document: Document) -> Iterable[HtmlElement]:
    """The widest elements with something to be read, and no landmark, around them or in them."""
    for body in document.elements("body")[:1]:
        parts, around = _parts(document, body)
        widest: dict[HtmlElement, HtmlElement] = {}
        yield from dict.fromkeys(_widest(part, around, widest) for part in parts)


def _parts(document: Document, body: HtmlElement) -> tuple[list[HtmlElement], set[HtmlElement]]:
    """What is read out in no landmark, and all that is around landmarks and what stands apart."""
    known = document.fact("landmarks", landmarks)
    parts, around, stack = list[HtmlElement](), {body}, [body]
    while stack:
        element = stack.pop()
        if _stands_apart(document, element, known):
            step = element.getparent()
            while step is not None and step not in around:
                around.add(step)
                step = step.getparent()
        elif element is not body and _is_read(document, element):
            parts.append(element)
        else:
            stack.extend(element.iterchildren("*", reversed=True))
    return parts, around


def _widest(
    part: HtmlElement, around: set[HtmlElement], known: dict[HtmlElement, HtmlElement]
) -> HtmlElement:
    """The outermost element around a part, or the part, that is around no landmark as well."""
    passed, step = [part], part.getparent()
    while step is not None and step not in around and step not in known:
        passed.append(step)
        step = step.getparent()
    found = known.get(passed[-1] if step is None else step, passed[-1])
    known.update(dict.fromkeys(passed, found))
    return found


def _stands_apart(document: Document, element: HtmlElement, known: dict[HtmlElement, str]) -> bool:
    if element in known or document.is_hidden(element):
        return True
    if element.tag in APART_TAGS or element.get("aria-live") in ("assertive", "polite"):
        return True
    role = role_of(document, element) if element.tag == "input" else explicit_role(element)
    return role in APART or element in document.fact("skip links", _skip_links)


def _skip_links(document: Document) -> set[HtmlElement]:
    """The links to a part of the page that stand before any link to elsewhere."""
    links = document.elements("a")
    first = takewhile(lambda a: (a.get("href") or "").startswith(_WITHIN), links)
    return {a for a in first if _leads_within(document, a.get("href", "").strip())}


def _is_read(document: Document, element: HtmlElement) -> bool:
    """Whether an element itself, whatever is in it, is something to be read out."""
    if element.tag == "img" and element.get("alt") is None:
        return True  # screen readers fall back on its address
    says = element.tag in SAYING or element.get("aria-label")
    return bool(own_text(element) or (says and accessible_name(document, element)))


@rule(
    "region",
    impact="moderate",
    on=(_outside,),
    help="Everything on the page is in a landmark",
    source=ARIA11,
)
def region(document: Document, element: HtmlElement) -> bool:
    """Nothing that is read out is outside all landmarks, skip links and messages left aside."""
    return False
