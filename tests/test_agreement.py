"""How far the ratings agree with the truth of a simulated estate that nobody tuned to."""

import pandas as pd
import pytest

from scoring.tables import read_tables
from tests.conftest import Audited
from tests.measured import beside_the_truth

# Floors, below what was measured when they were pinned; METHOD explains the stages.
EXACT, WITHIN_ONE, ASSESSED = 0.90, 0.95, 0.90
GAP, NINE_IN_TEN = 0.06, 0.8
MEASURES_RIGHT = 0.95


@pytest.fixture(scope="module")
def services(audited: Audited) -> pd.DataFrame:
    """Each (council, service) of the truth with the stage it was given."""
    rated = read_tables(audited.run.tables)["services"]
    truth = audited.estate.truth()["services"]
    return truth.merge(rated, on=["slug", "lgsl"], suffixes=("_true", ""), how="inner")


def test_stages_agree_with_the_truth(services: pd.DataFrame) -> None:
    measured = services[services["status"] == "measured"]
    table = pd.crosstab(measured["stage_true"], measured["stage"])
    print(f"\ntrue stage (rows) x rated stage\n{table}")
    off_by = (measured["stage_true"].astype(int) - measured["stage"].astype(int)).abs()
    per_stage = (off_by == 0).groupby(measured["stage_true"]).mean()
    print(f"exact by true stage:\n{per_stage.round(3)}")
    print(f"exact {(off_by == 0).mean():.3f}, within one {(off_by <= 1).mean():.3f}")
    assert (off_by == 0).mean() >= EXACT
    assert (off_by <= 1).mean() >= WITHIN_ONE
    assert per_stage[per_stage.index > 0].min() >= 0.8


def test_confidence_is_the_share_that_is_right(services: pd.DataFrame) -> None:
    """Groups of ratings are right about as often as their confidence says."""
    rated = services[services["status"] == "measured"]
    given = rated["confidence"].astype(float)
    right = (rated["stage"] == rated["stage_true"]).astype(float)
    groups = pd.cut(given, [0, 0.7, 0.85, 0.95, 1.0], include_lowest=True)
    table = pd.DataFrame({"given": given, "right": right}).groupby(groups, observed=True)
    print(f"\n{table.agg(['mean', 'size'])}")
    means, sizes = table.mean(), table.size()
    assert ((means["given"] - means["right"]).abs() * sizes).sum() / len(rated) <= GAP
    assert right[given.between(0.85, 0.95)].mean() >= NINE_IN_TEN


def test_most_services_are_assessed(services: pd.DataFrame) -> None:
    due = services[services["status"] != "not_applicable"]
    assert (due["status"] == "measured").mean() >= ASSESSED


def test_duties_agree_with_the_truth(services: pd.DataFrame) -> None:
    assert (services["status"] != "not_applicable").mean() >= 0.99


def test_every_rating_leads_to_its_evidence(services: pd.DataFrame) -> None:
    rated = services[(services["status"] == "measured") & (services["stage"] > 0)]
    assert rated["evidence_url"].notna().all()
    assert rated["reasons"].notna().all()
    assert rated["confidence"].between(0, 1).all()


def test_measures_agree_with_the_truth(audited: Audited) -> None:
    both = beside_the_truth(audited.estate, read_tables(audited.run.tables)["measures"])
    known = both[both["status"] != "not_assessed"]
    table = known.groupby("measure")["right"].agg(["mean", "size"])
    print(f"\n{table.to_string()}")
    assert len(known) / len(both) >= 0.9
    assert known["right"].mean() >= MEASURES_RIGHT


def test_planted_defects_are_found(audited: Audited) -> None:
    tables = read_tables(audited.run.tables)
    captured = tables["pages"][["slug", "url"]]
    planted = audited.estate.truth()["findings"].merge(captured, on=["slug", "url"])
    found = tables["findings"][["slug", "url", "rule"]].drop_duplicates()
    hits = planted.merge(found, on=["slug", "url", "rule"], how="left", indicator=True)
    by_rule = (hits["_merge"] == "both").groupby(hits["rule"]).agg(["mean", "size"])
    print(f"\nrecall by rule\n{by_rule}")
    assert (hits["_merge"] == "both").mean() >= 0.95


def test_no_defect_is_found_that_was_not_planted(audited: Audited) -> None:
    tables, truth = read_tables(audited.run.tables), audited.estate.truth()
    planted = truth["findings"]
    found = tables["findings"][["slug", "url", "rule"]].merge(
        truth["pages"][["slug", "url"]].drop_duplicates(), on=["slug", "url"]
    )
    known_rules = found[found["rule"].isin(set(planted["rule"]))]
    checked = known_rules.merge(
        planted[["slug", "url", "rule"]].drop_duplicates(), how="left", indicator=True
    )
    surplus = checked[checked["_merge"] == "left_only"]
    assert surplus.empty, surplus.head()


def test_documents_are_as_the_truth_has_them(audited: Audited) -> None:
    documents = read_tables(audited.run.tables)["documents"].query("format == 'pdf'")
    truth = audited.estate.truth()["pages"][["url", "tagged"]].dropna()
    both = documents.merge(truth, on="url", suffixes=("", "_true"))
    print(f"\n{len(both)} PDFs, {both['tagged'].mean():.2f} tagged")
    assert len(both) >= 10
    assert (both["status"] == "read").all()
    for column in ("tagged", "title_shown"):
        assert (both[column] == both["tagged_true"]).all()
    assert (both["lang"].notna() == both["tagged_true"]).all()
