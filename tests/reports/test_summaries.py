import pandas as pd

from config import load_services
from reports.summaries import (
    pillars_of,
    ranking,
    records,
    share_online,
    stages_by_service,
    stars_by_type,
)
from scoring.tables import table
from tests.reports.example import PILLARS, REFUSED, SERVICES

Tables = dict[str, pd.DataFrame]


def test_the_ranking_puts_the_unranked_last_with_the_reason(tables: Tables) -> None:
    councils = ranking(tables, "plain")
    assert councils["rank"].tolist()[:-1] == list(range(1, 12))
    last = councils.iloc[-1]
    assert last["slug"] == REFUSED
    assert last["why"] == (
        "The site could not be crawled. The reason given most: robots.txt refuses the crawler."
    )
    assert councils["why"].iloc[:-1].isna().all()


def test_a_council_that_no_method_rated_is_said_to_be_unknown(tables: Tables) -> None:
    ratings = tables["ratings"][tables["ratings"]["slug"] != REFUSED]
    last = ranking({**tables, "ratings": ratings}, "plain").iloc[-1]
    assert last["why"].startswith("No crawl of this site is on record.")


def test_a_council_with_points_but_no_rank_is_not_ranked(tables: Tables) -> None:
    ratings = tables["ratings"].copy()
    walfords = ratings["slug"] == "walford"
    ratings.loc[walfords, "rank"] = pd.NA
    ratings.loc[walfords, "unranked_reason"] = "too_little_measured"
    councils = records(ranking({**tables, "ratings": ratings}, "plain"))
    walford = next(council for council in councils if council["slug"] == "walford")
    assert walford["why"].startswith("Too little of what the method weighs could be assessed.")


def test_the_pillars_are_the_methods_own(tables: Tables) -> None:
    assert pillars_of(tables, "plain") == PILLARS


def test_stars_are_counted_by_type_and_for_all(tables: Tables) -> None:
    counts = stars_by_type(tables, "plain").set_index("type")
    stars = ["4", "3", "2", "1"]
    assert counts.loc["All councils", stars].sum() == 11
    assert counts.loc["Shire district", stars].sum() == 3
    assert counts.loc["Welsh unitary"].to_dict() == dict.fromkeys(stars, 0) | {"not_ranked": 1}
    assert (counts.iloc[1:].sum() == counts.loc["All councils"]).all()


def test_services_not_provided_or_not_assessed_are_no_part_of_the_shares(tables: Tables) -> None:
    counts = stages_by_service(tables, load_services())
    assert set(counts["lgsl"]) == set(SERVICES)
    bins = records(counts)[0]
    assert bins["service"] == "Bin collection days and missed bins"
    assert bins["measured"] + bins["not_assessed"] == 11  # no county's duty
    stages = counts[["0", "1", "2", "3", "4"]]
    assert (stages.sum(axis=1) == counts["measured"]).all()
    assert (counts["not_assessed"] >= 1).all()


def test_the_share_online_counts_stages_three_and_four_of_what_was_measured() -> None:
    rows = [
        {"slug": "a", "lgsl": 524, "service": "Bins", "stage": 3, "status": "measured"},
        {"slug": "b", "lgsl": 524, "service": "Bins", "stage": 1, "status": "measured"},
        {"slug": "c", "lgsl": 524, "service": "Bins", "status": "not_assessed"},
        {"slug": "d", "lgsl": 524, "service": "Bins", "status": "not_applicable"},
    ]
    assert share_online({"services": table("services", rows)}) == 0.5
    assert share_online({"services": table("services", rows[2:])}) is None


def test_services_of_a_group_stand_together(tables: Tables) -> None:
    groups = stages_by_service(tables, load_services())["group"].tolist()
    runs = [group for place, group in enumerate(groups) if place == 0 or groups[place - 1] != group]
    assert len(runs) == len(set(runs))
