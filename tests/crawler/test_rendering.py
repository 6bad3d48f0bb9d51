"""What a real browser measures on small pages, each with one thing right or wrong."""

from __future__ import annotations

from itertools import pairwise

import pytest

from crawler.browser import axe_version
from crawler.rendered import NARROW, THUMBNAIL, VIEW
from tests.crawler.browsing import BODY, Render, rendered, visits
from tests.crawler.serving import Answer, Pages, serving

__all__ = ["rendered"]  # the fixture of these tests

LINKS = "".join(f"<p><a href=/{n}>Link number {n}</a></p>" for n in range(12))


def test_what_script_makes_is_seen() -> None:
    script = "document.title = 'Made'; document.documentElement.lang = 'cy';"
    body = f"<main></main><script>{script} document.querySelector('main').innerHTML = '<h1>Made"
    body += " by script</h1>'; document.cookie = 'seen=1'; console.error('Oh no')</script>"
    with serving({"/": BODY + body}) as served:
        [visit] = visits([f"{served.url}/"])
    found = visit.rendered
    assert (found.title, found.lang, found.status) == ("Made", "cy", 200)
    assert b"<h1>Made by script</h1>" in visit.dom
    assert found.network.cookies == ("seen",)
    assert "Oh no" in found.errors
    assert found.axe == axe_version()
    assert found.browser


def test_screenshots_are_webp_in_three_sizes() -> None:
    with serving({"/": f"{BODY}<h1>Look</h1>"}) as served:
        [visit] = visits([f"{served.url}/"])
    assert set(visit.images) == {VIEW, THUMBNAIL, NARROW}
    assert all(each[:4] == b"RIFF" and each[8:12] == b"WEBP" for each in visit.images.values())


def test_axe_core_finds_what_style_sheets_make(rendered: Render) -> None:
    found = rendered("<main><h1>Pale</h1><p style='color:#ccc;background:#fff'>Hardly</p></main>")
    [contrast] = [each for each in found.violations or () if each.rule == "color-contrast"]
    assert (contrast.count, contrast.impact) == (1, "serious")
    assert contrast.elements[0].selector == "p"
    assert "wcag143" in contrast.tags


@pytest.mark.parametrize(
    ("body", "scrolls"),
    [
        ("<p>Fits</p>", False),
        ("<div style='width:600px;background:red'>Too wide</div>", True),
        ("<div style='overflow:auto'><table style='width:600px'><td>In a box</table></div>", False),
    ],
)
def test_a_page_scrolls_sideways_or_fits(rendered: Render, body: str, scrolls: bool) -> None:
    found = rendered(body)
    assert found.phone
    assert found.zoomed
    assert found.phone.scrolls is scrolls
    assert found.zoomed.scrolls is scrolls
    assert (found.phone.out.count > 0) is scrolls


@pytest.mark.parametrize(
    ("body", "clipped"),
    [
        (
            "<div style='width:90px;overflow:hidden;white-space:nowrap'>Text that is cut off</div>",
            1,
        ),
        ("<div style='width:90px;overflow:hidden'>Text that goes on below</div>", 0),
        ("<div style='width:1px;height:1px;overflow:hidden;position:absolute'>For ears</div>", 0),
        ("<div style='height:20px;overflow:auto'>Text<br>that<br>scrolls</div>", 0),
    ],
)
def test_text_is_cut_off_or_not(rendered: Render, body: str, clipped: int) -> None:
    found = rendered(body)
    assert found.phone
    assert found.phone.clipped.count == clipped


def test_text_is_lost_when_it_is_given_more_room(rendered: Render) -> None:
    fixed = "<div style='width:7em;height:1.2em;overflow:hidden;white-space:nowrap'>Just fits</div>"
    roomy = "<div style='min-height:1.2em;overflow:hidden'>Just fits</div>"
    assert (spaced := rendered(fixed.replace("7em", "4em")).spaced)
    assert spaced.count == 1
    assert (spaced := rendered(roomy).spaced)
    assert spaced.count == 0


@pytest.mark.parametrize(
    ("body", "small"),
    [
        ("<button style='width:16px;height:16px;padding:0'>a</button>" * 2, 2),
        ("<button style='width:16px;height:16px;padding:0;margin:30px'>a</button>" * 2, 0),
        ("<button style='width:24px;height:24px;padding:0'>a</button>" * 2, 0),
        ("<p>In a sentence <a href=/1>one</a> <a href=/2>two</a> and more</p>", 0),
        ("<input type=checkbox><input type=checkbox>", 0),
    ],
)
def test_targets_are_large_enough_or_have_room(rendered: Render, body: str, small: int) -> None:
    found = rendered(body)
    assert found.phone
    assert found.phone.small.count == small
    assert found.phone.small.of >= 2


@pytest.mark.parametrize(
    ("style", "unseen"),
    [
        ("", 0),
        ("a { outline: none }", 12),
        ("a { outline: none } a:focus { background: yellow }", 0),
        ("a { outline: none; transition: all 2s } a:focus-visible { box-shadow: 0 0 3px }", 0),
        ("a { outline: none } p:focus-within { border: 2px solid }", 0),
    ],
)
def test_the_focus_is_seen_or_not(rendered: Render, style: str, unseen: int) -> None:
    found = rendered(LINKS, f"<style>{style}</style>").keyboard
    assert found
    assert (found.stops, found.unseen.count, found.trap) == (12, unseen, None)


def test_a_field_that_keeps_the_focus_is_a_trap(rendered: Render) -> None:
    script = "document.querySelector('input').onkeydown = (e) => e.preventDefault()"
    found = rendered(f"<a href=/>One</a><input id=trap>{LINKS}<script>{script}</script>").keyboard
    assert found
    assert found.trap
    assert found.trap.selector == "#trap"


ROUND = """<div id=box><button>In</button><button>the box</button></div><script>
const [first, last] = document.querySelectorAll('#box button');
last.onkeydown = (e) => {
  if (e.key === 'Tab' && !window.free) { e.preventDefault(); first.focus() }
};
addEventListener('keydown', (e) => { if (e.key === 'Escape') window.free = ESCAPES });
</script>"""


@pytest.mark.parametrize(("escapes", "is_trap"), [("false", True), ("true", False)])
def test_a_box_in_which_the_focus_goes_round_is_a_trap_unless_escape_leaves_it(
    rendered: Render, escapes: str, is_trap: bool
) -> None:
    found = rendered(f"<a href=/>One</a>{ROUND.replace('ESCAPES', escapes)}{LINKS}").keyboard
    assert found
    assert (found.trap is not None) is is_trap


def test_a_page_with_few_stops_is_no_trap(rendered: Render) -> None:
    for body in ("<a href=/>Only one</a>", "<p>None</p>", "<a href=/>One</a><a href=/2>Two</a>"):
        found = rendered(body).keyboard
        assert found
        assert found.trap is None


@pytest.mark.parametrize(
    ("target", "works"),
    [
        ("<main id=main><h1>Here</h1><a href=/after>After</a></main>", True),
        ("<main id=other><h1>Here</h1><a href=/after>After</a></main>", False),
    ],
)
def test_a_skip_link_works_or_leads_nowhere(rendered: Render, target: str, works: bool) -> None:
    menu = "<nav><a href=/1>One</a><a href=/2>Two</a></nav>"
    found = rendered(f"<a href=#main>Skip to main content</a>{menu}{target}").keyboard
    assert found
    assert found.skip
    assert (found.skip.target, found.skip.works) == (works, works)


def test_a_page_without_a_skip_link_has_none(rendered: Render) -> None:
    found = rendered(LINKS).keyboard
    assert found
    assert found.skip is None


MOVING = "@keyframes go { to { margin-left: 100px } } p { animation: go 1s infinite }"
CALM = f"{MOVING} @media (prefers-reduced-motion) {{ p {{ animation: none }} }}"


@pytest.mark.parametrize(("style", "moving", "reduced"), [("", 0, 0), (MOVING, 1, 1), (CALM, 1, 0)])
def test_what_moves_stops_or_not_for_those_who_ask(
    rendered: Render, style: str, moving: int, reduced: int
) -> None:
    found = rendered("<p>Breaking news</p>", f"<style>{style}</style>")
    assert found.moving
    assert found.moving_reduced
    assert (found.moving.count, found.moving_reduced.count) == (moving, reduced)


def test_what_is_loaded_is_counted_from_the_cache_too() -> None:
    style = Answer(
        b"/*" + b"x" * 20_000 + b"*/", "text/css", headers=(("Cache-Control", "max-age=600"),)
    )
    page = f"{BODY}<link rel=stylesheet href=/style.css><h1>Styled</h1>"
    film = "<video autoplay src=/film.mp4></video>"
    pages: Pages = {"/1": page, "/2": page + film, "/style.css": style}
    with serving(pages) as served:
        found = [each.rendered for each in visits([f"{served.url}/1", f"{served.url}/2"])]
    assert served.paths.count("/style.css") == 1
    assert "/film.mp4" not in served.paths
    assert all(20_000 < each.network.bytes < 23_000 for each in found)
    assert found[0].network.requests == 3, "the page, its style and its icon"


def test_times_are_in_order() -> None:
    with serving({"/": Answer(f"{BODY}<h1>Late</h1>".encode(), pause=0.3)}) as served:
        [visit] = visits([f"{served.url}/"])
    timing = visit.rendered.timing
    assert timing
    times = (0.0, timing.first_byte, timing.first_paint, timing.largest_paint)
    known = [each for each in times if each is not None]
    assert len(known) == 4
    assert all(one <= other for one, other in pairwise(known))
    assert known[1] >= 300


def test_what_moves_while_the_page_loads_is_a_layout_shift(rendered: Render) -> None:
    late = "<script>setTimeout(() => document.body.prepend(Object.assign(document.createElement("
    late += "'div'), {style: 'height:300px'})), 200)</script>"
    moved = rendered(f"<h1>Read me</h1>{'<p>Text</p>' * 20}{late}").timing
    still = rendered(f"<h1>Read me</h1>{'<p>Text</p>' * 20}").timing
    assert moved
    assert moved.layout_shift
    assert moved.layout_shift > 0.05
    assert still
    assert still.layout_shift == 0


def test_hosts_of_others_are_named(rendered: Render) -> None:
    with serving({"/tag.js": Answer(b"", "text/javascript")}) as other:
        host = other.url.replace("127.0.0.1", "localhost")
        found = rendered(f"<script src={host}/tag.js></script>")
    assert found.network.third_parties == ("localhost",)
