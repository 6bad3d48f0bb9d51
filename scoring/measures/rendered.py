"""What only a browser shows, on the sample of pages that one opened. Lab figures: one machine's,
by its own connection, nothing slowed down; the same page elsewhere takes other times."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from statistics import median

from crawler.rendered import Rendered
from scoring.measures import Result, measure, not_applicable, not_assessed, share
from scoring.measures.criteria import CRITERIA
from scoring.rendered import criteria
from scoring.site import Site

VITALS = "web.dev, Web Vitals; a lab figure of the machine that ran the audit"


@measure(
    "accessibility.rendered-clean",
    question="How many rendered pages have no serious accessibility fault that axe-core finds?",
    unit="share",
    source="WCAG 2.2 level AA; axe-core in Chromium, as GOV.UK's monitoring runs it",
)
def rendered_clean(site: Site) -> Result:
    """The share of pages opened without a critical or serious violation of WCAG."""
    return _share(site, lambda page: _is_clean(page) if page.violations is not None else None)


@measure(
    "accessibility.focus-visible",
    question="On how many pages can people who use the keyboard see where they are?",
    unit="share",
    source="WCAG 2.2, 2.4.7",
)
def focus_visible(site: Site) -> Result:
    """The share of pages opened whose first stops of the keyboard all change when reached."""
    return _share(site, lambda page: page.keyboard and not page.keyboard.unseen.count)


@measure(
    "accessibility.keyboard",
    question="On how many pages does the keyboard get on and never get caught?",
    unit="share",
    source="WCAG 2.2, 2.1.2",
)
def keyboard(site: Site) -> Result:
    """The share of pages opened on which nothing holds the focus against Tab and Escape."""
    return _share(site, lambda page: page.keyboard and page.keyboard.trap is None)


@measure(
    "accessibility.skip-link",
    question="On how many pages does a link lead past what every page begins with?",
    unit="share",
    source="WCAG 2.2, 2.4.1; WCAG technique G1",
)
def skip_link(site: Site) -> Result:
    """The share of pages opened with a link among the first three stops that moves the focus on."""
    return _share(
        site, lambda page: page.keyboard and bool(page.keyboard.skip and page.keyboard.skip.works)
    )


@measure(
    "accessibility.text-spacing",
    question="On how many pages is no text lost when letters and lines are given more room?",
    unit="share",
    source="WCAG 2.2, 1.4.12",
)
def text_spacing(site: Site) -> Result:
    """The share of pages opened on which no text is cut off that was not before."""
    return _share(site, lambda page: page.spaced and not page.spaced.count)


@measure(
    "accessibility.zoom",
    question="How many pages can be read at 400% zoom?",
    unit="share",
    source="WCAG 2.2, 1.4.10",
)
def zoom(site: Site) -> Result:
    """The share of pages opened that neither scroll sideways nor are covered for the most part."""
    return _share(
        site,
        lambda page: (
            page.zoomed and not page.zoomed.scrolls and page.zoomed.covered <= CRITERIA.covered_most
        ),
    )


@measure(
    "accessibility.reduced-motion",
    question="Of the pages that move, how many stop for people who ask for less motion?",
    unit="share",
    source="Media Queries Level 5, prefers-reduced-motion; WCAG 2.2, 2.2.2",
)
def reduced_motion(site: Site) -> Result:
    """Of pages opened where something moves for over five seconds, the share where it stops."""
    moving = [page for page in site.rendered.values() if page.moving and page.moving.count]
    if not moving:
        is_known = any(page.moving is not None for page in site.rendered.values())
        return not_applicable("nothing moves") if is_known else _unknown(site)
    still = sum(not (page.moving_reduced and page.moving_reduced.count) for page in moving)
    return share(still, len(moving), moving[0].url)


@measure(
    "mobile.reflow",
    question="How many pages fit a window 320 CSS pixels wide without scrolling sideways?",
    unit="share",
    source="WCAG 2.2, 1.4.10",
)
def reflow(site: Site) -> Result:
    """The share of pages opened that are no wider than such a window."""
    return _share(site, lambda page: page.phone and not page.phone.scrolls)


@measure(
    "mobile.targets",
    question="On how many pages can everything be touched without hitting what is beside it?",
    unit="share",
    source="WCAG 2.2, 2.5.8: 24 CSS pixels or room around",
)
def targets(site: Site) -> Result:
    """The share of pages opened without a target that is too small and too near another."""
    return _share(site, lambda page: page.phone and not page.phone.small.count)


@measure(
    "mobile.bytes",
    question="How much does a first visit to a page load?",
    unit="bytes",
    source="HTTP Archive, page weight",
)
def size(site: Site) -> Result:
    """The median of the bytes sent for a page opened and all that it loads, nothing cached."""
    return _median(site, lambda page: page.network.bytes if page.timing else None)


@measure(
    "mobile.requests",
    question="How many requests does a first visit to a page make?",
    unit="count",
    source="HTTP Archive, page weight",
)
def requests(site: Site) -> Result:
    """The median of the requests for a page opened and all that it loads."""
    return _median(site, lambda page: page.network.requests if page.timing else None)


@measure(
    "mobile.first-byte",
    question="How long does the server take to begin to answer?",
    unit="milliseconds",
    source=VITALS,
)
def first_byte(site: Site) -> Result:
    """The median time from the start of a visit to the first byte of a page opened."""
    return _median(site, lambda page: page.timing.first_byte if page.timing else None)


@measure(
    "mobile.largest-paint",
    question="How long does it take until the main content is seen?",
    unit="milliseconds",
    source=VITALS,
)
def largest_paint(site: Site) -> Result:
    """The median time until the largest text or image of a page opened is drawn."""
    return _median(site, lambda page: page.timing.largest_paint if page.timing else None)


@measure(
    "mobile.layout-shift",
    question="How much does what is being read move about while a page loads?",
    unit="score from 0",
    source=VITALS,
)
def layout_shift(site: Site) -> Result:
    """The median of the cumulative layout shift of the pages opened."""
    return _median(site, lambda page: page.timing.layout_shift if page.timing else None)


@measure(
    "trust.cookies-after-script",
    question="How many cookies has the home page set, scripts included, before anyone agreed?",
    unit="count",
    source="Privacy and Electronic Communications Regulations 2003, regulation 6",
)
def cookies_after_script(site: Site) -> Result:
    """The number of cookies in a fresh browser when the home page has loaded, by name."""
    home = site.rendered.get(site.home.url) if site.home else None
    if home is None or home.timing is None:
        return _unknown(site)
    names = home.network.cookies
    return Result(len(names), str(len(names)), home.url, note=", ".join(names)[:200])


def _is_clean(page: Rendered) -> bool:
    return not any(
        criteria(found.tags) and found.impact in CRITERIA.unclean_impacts
        for found in page.violations or ()
    )


def _share(site: Site, passes: Callable[[Rendered], object]) -> Result:
    """The share of pages that pass, of those for which it is known (not None)."""
    found = [(page.url, passes(page)) for page in site.rendered.values()]
    known = [(url, bool(passed)) for url, passed in found if passed is not None]
    if not known:
        return _unknown(site)
    first_bad = next((url for url, passed in known if not passed), known[0][0])
    return share(sum(passed for _, passed in known), len(known), first_bad)


def _median(site: Site, value: Callable[[Rendered], float | None]) -> Result:
    """The median over the pages of which it is known, with the page of the highest value."""
    values = {
        url: found for url, page in site.rendered.items() if (found := value(page)) is not None
    }
    if not values:
        return _unknown(site)
    middle = median(values.values())
    return Result(middle, f"{middle:,.6g}", max(values, key=lambda url: values[url]), n=len(values))


def _unknown(site: Site) -> Result:
    outcomes: Iterable[str] = sorted({page.outcome for page in site.rendered.values()})
    told = f"no page could be measured in a browser: {', '.join(outcomes)}"
    return not_assessed(told if site.rendered else "no page was rendered")
