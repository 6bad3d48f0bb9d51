"""A second year of an estate: the same councils, some of whose sites have truly changed."""

from __future__ import annotations

from digitalfirst.estate import Estate


def test_in_a_second_year_sites_change_as_their_fates_say() -> None:
    first, second = (Estate(11, councils=12, pages=60, year=year) for year in (0, 1))
    assert first.councils == second.councils
    before, after = (each.truth()["services"] for each in (first, second))
    stages = before.merge(after, on=["slug", "lgsl"], suffixes=("", "_after"))
    rose = (stages["stage_after"] - stages["stage"]).groupby(stages["slug"])
    for one in second.profiles:
        low, high = rose.get_group(one.label).min(), rose.get_group(one.label).max()
        assert {"better": low == 0, "same": low == high == 0, "worse": high == 0}[one.fates[0]]
    assert {one.fates[0] for one in second.profiles} == {"better", "same", "worse"}


def test_a_site_that_stays_the_same_has_the_same_pages() -> None:
    first, second = (Estate(13, councils=2, pages=40, year=year) for year in (0, 1))
    fates = {one.label: one.fates for one in second.profiles}
    for slug, fate in fates.items():
        same = set(first.site(slug).pages) == set(second.site(slug).pages)
        assert same or fate != ("same",)
    assert ("same",) in fates.values()
