"""What a browser found on the pages that it opened: rows of tables `rendered` and `findings`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Literal

from config.reading import Frozen, read_yaml
from crawler.rendered import NARROW, THUMBNAIL, VIEW, AxeResult, Place, Places, Rendered
from scoring.accessibility.registry import Finding, Impact, all_rules
from scoring.accessibility.wcag import is_required
from scoring.site import Site
from scoring.tables import Row

# What the table `findings` calls them, beside those of our rules on markup.
AXE, BROWSER = "axe-core", "browser"
_CRITERION = re.compile(r"wcag(\d)(\d)(\d+)")

Measured = Literal[
    "scrolls", "trap", "unseen_focus", "skip_link", "clipped_spaced", "clipped", "moving_reduced"
]


class BrowserRule(Frozen):
    """A rule of ours for what the browser measured; `wcag` is empty for a best practice."""

    id: str
    impact: Impact
    wcag: str
    help: str
    measured: Measured
    act: str = ""
    needs_review: bool = False


class BrowserRules(Frozen):
    """The file `rendered.yaml`."""

    rules: tuple[BrowserRule, ...]
    act_by_layout: frozenset[str]


@cache
def _rules() -> BrowserRules:
    return read_yaml(Path(__file__).with_name("rendered.yaml"), BrowserRules)


def browser_rules() -> tuple[BrowserRule, ...]:
    """The rules for what the browser measures.

    Raises:
        ConfigError: their file is missing or wrong.
    """
    return _rules().rules


@cache
def _left_to_markup() -> frozenset[str]:
    """The ACT rules that our rules on markup decide; axe-core's own words on them may differ."""
    return frozenset(act for rule in all_rules() for act in rule.act) - _rules().act_by_layout


def in_browser(site: Site) -> dict[str, list[Finding]]:
    """The failures on each page that the browser opened: axe-core's, and those measured."""
    return {url: failures(each) for url, each in site.rendered.items()}


def to_review_in_browser(site: Site) -> dict[str, list[Finding]]:
    """What a person has to judge on each page that the browser opened."""
    return {url: to_review(each) for url, each in site.rendered.items()}


def failures(rendered: Rendered) -> list[Finding]:
    """The failures on one page that the browser opened."""
    violations = rendered.violations or ()
    return [*map(_of_axe, violations), *_measured(rendered, needs_review=False)]


def to_review(rendered: Rendered) -> list[Finding]:
    """What a person has to judge on one page that the browser opened."""
    incomplete = [_of_axe(result, needs_review=True) for result in rendered.incomplete]
    return [*incomplete, *_measured(rendered, needs_review=True)]


def criteria(tags: tuple[str, ...]) -> tuple[str, ...]:
    """The success criteria of levels A and AA among axe-core's tags.

    >>> criteria(("cat.color", "wcag2aa", "wcag143", "wcag1410", "wcag146"))
    ('1.4.3', '1.4.10')
    """
    matched = (_CRITERION.fullmatch(tag) for tag in tags)
    found = (".".join(match.groups()) for match in matched if match)
    return tuple(each for each in found if is_required(each))


def _of_axe(result: AxeResult, needs_review: bool = False) -> Finding:
    wcag = criteria(result.tags)
    impact: Impact = result.impact  # type: ignore[assignment]  # axe-core knows no others
    finding = _finding(result.rule, impact, wcag, AXE, result, needs_review)
    return replace(finding, act=tuple(a for a in result.act if a not in _left_to_markup()))


def _measured(rendered: Rendered, needs_review: bool) -> Iterator[Finding]:
    for rule in browser_rules():
        places = _MEASURED[rule.measured](rendered)
        if rule.needs_review == needs_review and places.count:
            wcag = (rule.wcag,) if rule.wcag else ()
            finding = _finding(rule.id, rule.impact, wcag, BROWSER, places, needs_review)
            yield replace(finding, act=(rule.act,) if rule.act else ())


def _finding(
    rule: str,
    impact: Impact,
    wcag: tuple[str, ...],
    source: str,
    places: Places,
    needs_review: bool,
) -> Finding:
    first = places.elements[0] if places.elements else Place(selector="html", snippet="")
    mark = blake2b(f"{rule}|{first.selector}".encode(), digest_size=8).hexdigest()
    return Finding(
        rule,
        impact,
        wcag,
        (),
        source,
        places.count,
        first.selector,
        first.snippet,
        mark,
        needs_review,
    )


def _scrolls(rendered: Rendered) -> Places:
    """What sticks out of a page that scrolls sideways at 320 CSS pixels; the page at the least."""
    if rendered.phone is None or not rendered.phone.scrolls:
        return Places()
    out = rendered.phone.out
    return Places(count=max(out.count, 1), elements=out.elements)


def _trap(rendered: Rendered) -> Places:
    trap = rendered.keyboard.trap if rendered.keyboard else None
    return Places(count=1, elements=(trap,)) if trap else Places()


def _skip_link(rendered: Rendered) -> Places:
    skip = rendered.keyboard.skip if rendered.keyboard else None
    return Places(count=1, elements=(skip,)) if skip and not skip.works else Places()


_MEASURED: dict[Measured, Callable[[Rendered], Places]] = {
    "scrolls": _scrolls,
    "trap": _trap,
    "unseen_focus": lambda page: page.keyboard.unseen if page.keyboard else Places(),
    "skip_link": _skip_link,
    "clipped_spaced": lambda page: page.spaced or Places(),
    "clipped": lambda page: page.phone.clipped if page.phone else Places(),
    "moving_reduced": lambda page: page.moving_reduced or Places(),
}


def rendered_rows(site: Site) -> Iterator[Row]:
    """The rows of table `rendered`: one a page that the browser was asked for."""
    for url, page in site.rendered.items():
        yield {
            "slug": site.council.slug,
            "url": url,
            "kinds": " ".join(page.kinds) or None,
            "outcome": page.outcome,
            "reason": page.reason or None,
            "address": page.address or None,
            "status": page.status or None,
            "title": page.title or None,
            "lang": page.lang or None,
            "errors": len(page.errors),
            "seconds": page.seconds,
            "browser": page.browser or None,
            "axe": page.axe or None,
            **_results(page),
            **_load(page),
            **_offsets(site, url),
        }


def _results(page: Rendered) -> Row:
    """What was measured; absent where it was not."""
    found: dict[str, object] = {}
    if page.violations is not None:
        found |= {"violations": len(page.violations), "incomplete": len(page.incomplete)}
    if page.phone:
        found |= {
            "scrolls": page.phone.scrolls,
            "clipped": page.phone.clipped.count,
            "targets": page.phone.small.of,
            "small_targets": page.phone.small.count,
        }
    if page.zoomed:
        found["scrolls_zoomed"] = page.zoomed.scrolls
    if page.keyboard:
        found |= {
            "stops": page.keyboard.stops,
            "unseen_focus": page.keyboard.unseen.count,
            "trap": page.keyboard.trap.selector if page.keyboard.trap else None,
            "skip_link": page.keyboard.skip.works if page.keyboard.skip else None,
        }
    counted = {
        "clipped_spaced": page.spaced,
        "moving": page.moving,
        "moving_reduced": page.moving_reduced,
    }
    return found | {name: each.count for name, each in counted.items() if each is not None}


def _load(page: Rendered) -> Row:
    """What the page loaded and when, where it was opened."""
    if page.timing is None:
        return {}
    network, timing = page.network, page.timing
    return {
        "bytes": network.bytes,
        "requests": network.requests,
        "third_parties": " ".join(network.third_parties) or None,
        "cookies": " ".join(network.cookies) or None,
        "first_byte_ms": timing.first_byte,
        "first_paint_ms": timing.first_paint,
        "largest_paint_ms": timing.largest_paint,
        "layout_shift": timing.layout_shift,
    }


def _offsets(site: Site, url: str) -> Row:
    """Where the screenshots begin in the evidence."""
    kinds = {"view_offset": VIEW, "thumbnail_offset": THUMBNAIL, "narrow_offset": NARROW}
    found = {name: site.resources.get(kind + url) for name, kind in kinds.items()}
    return {name: each.offset for name, each in found.items() if each is not None}
