"""Every measure has an example that does well, one that does badly, one that is not assessed."""

from __future__ import annotations

import pytest

from scoring.measures import Measure, Result, all_measures, measure_site
from scoring.site import Site
from tests.scoring.good_and_bad import TODAY, bad_site, good_site, poor_site
from tests.scoring.sites import site_of_pages

# What the sites of good_and_bad.py give: all measures that are not here give 1 and 0.
EXPECTED: dict[str, tuple[float, float]] = {
    "accessibility.pdf-links": (1, 2),
    "accessibility.score": (3, 0),
    "content.national-components": (3, 0),
    "content.office-documents": (0, 1),
    "content.pdf-only": (0, 1),
    "findability.action-clicks": (1, 4),
    "findability.breadcrumbs": (32 / 33, 0),  # the Welsh page has none
    "findability.broken-links": (0, 1 / 52),  # of 50 pages, a PDF and what is gone
    "findability.clicks": (1, 4),
    "mobile.bytes": (90_000, 9_000_000),
    "mobile.first-byte": (90, 2000),
    "mobile.largest-paint": (900, 9000),
    "mobile.layout-shift": (0, 0.5),
    "mobile.requests": (9, 190),
    "mobile.resources": (0, 1),
    "openness.machine-readable": (1, 0.5),
    "openness.spending-late": (0, 24 + TODAY.month - 1),
    "services.coverage": (1, 0.1),
    "services.task-stars": (1, 0.25),
    "trust.certificate-days": (60, -9),
    "trust.cookies": (1, 3),
    "trust.cookies-after-script": (0, 2),
    "trust.cors": (1, 0.5),
    "trust.third-parties": (0, 2),
    "trust.third-party-cookies": (0, 1),
    "trust.trackers": (0, 2),
}
# Measured in years, words and bytes: whether one is better than the other is all that is asked.
BETTER = {"content.reading-age", "content.sentence-length", "mobile.page-weight"}
# Measures of which the bad example is the poor site's, or both are in Wales.
POOR = {
    "accessibility.statement-burden",
    "accessibility.statement-current",
    "content.pdf-only",
    "findability.action-clicks",
    "openness.machine-readable",
    "openness.spending-late",
    "openness.spending-usable",
    "trust.cookies",
    "trust.gov-domain",
    "trust.https",
}
IN_WALES = {"content.welsh"}


@pytest.fixture(scope="module")
def sites() -> dict[str, Site]:
    """The examples by name."""
    return {
        "good": good_site(),
        "bad": bad_site(),
        "poor": poor_site(),
        "good in Wales": good_site("Wales"),
        "bad in Wales": bad_site("Wales"),
    }


@pytest.mark.parametrize("measure", all_measures(), ids=lambda each: each.id)
def test_a_measure_tells_a_good_site_from_a_bad_one(
    measure: Measure, sites: dict[str, Site]
) -> None:
    where = " in Wales" if measure.id in IN_WALES else ""
    good = _measured(measure, sites[f"good{where}"])
    bad = _measured(measure, sites["poor" if measure.id in POOR else f"bad{where}"])
    if measure.id in BETTER:
        assert good < bad
    else:
        assert (good, bad) == pytest.approx(EXPECTED.get(measure.id, (1, 0)))


def test_no_measure_is_known_where_every_request_fails() -> None:
    nothing = site_of_pages({}, state="failed", reason="the home page did not answer")
    rows = {row["measure"]: row for row in measure_site(nothing)}
    for each in all_measures():
        assert rows[each.id]["status"] == "not_assessed"
        assert rows[each.id]["value"] is None


def _measured(measure: Measure, site: Site) -> float:
    result: Result = measure.function(site)
    assert result.status == "measured", result.reason
    assert result.value is not None
    return result.value
