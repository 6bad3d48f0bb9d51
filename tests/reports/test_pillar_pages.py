from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from config import Method, load_method
from reports.pillar_pages import PillarPage, pillar_pages
from reports.raters import Rater
from scoring.scores import measured_values, score
from tests.reports.example import PILLARS
from tests.reports.example_method import METHOD
from tests.reports.test_site import read_page, text_of

Tables = dict[str, pd.DataFrame]


@pytest.fixture(scope="module")
def method(tmp_path_factory: pytest.TempPathFactory) -> Method:
    file = tmp_path_factory.mktemp("methods") / "plain.yaml"
    file.write_text(METHOD, encoding="utf-8")
    return load_method(file)


@pytest.fixture(scope="module")
def pages(tables: Tables, method: Method) -> dict[str, PillarPage]:
    return {page.stem: page for page in pillar_pages(tables, Rater("plain", method))}


def test_each_pillar_has_a_page_in_the_methods_order(pages: dict[str, PillarPage]) -> None:
    assert list(pages) == PILLARS
    assert pages["services"].weight == pytest.approx(3 / 6)
    assert pages["mobile"].weight is None


def test_the_ranking_is_by_the_pillars_own_points(
    pages: dict[str, PillarPage], tables: Tables
) -> None:
    ranked = pages["trust"].ranked
    points = [row["points"] for row in ranked]
    assert points == sorted(points, reverse=True)
    known = tables["ratings"].query("method == 'plain'")["trust"].dropna()
    assert sorted(points) == sorted(known)
    assert [row["place"] for row in ranked] == list(range(1, 12))


def test_equals_share_a_place(tables: Tables) -> None:
    ratings = tables["ratings"].assign(trust=50.0)
    page = next(
        page
        for page in pillar_pages({**tables, "ratings": ratings}, Rater("plain", None))
        if page.stem == "trust"
    )
    assert {row["place"] for row in page.ranked} == {1}
    unitary = next(row for row in page.by_type if row["type"] == "shire-district")
    assert (len(unitary["named"]), unitary["others"]) == (3, 0)
    assert page.lines == []


def test_medians_and_bests_are_of_each_type(pages: dict[str, PillarPage], tables: Tables) -> None:
    row = next(row for row in pages["trust"].by_type if row["type"] == "shire-district")
    own = tables["ratings"].query("method == 'plain'").merge(tables["councils"], on="slug")
    points = own.query("type == 'shire-district'")["trust"]
    assert (row["councils"], row["median"], row["best"]) == (3, points.median(), points.max())


def test_a_line_that_counts_for_some_types_shares_with_those_that_count_for_them(
    pages: dict[str, PillarPage],
) -> None:
    hsts, https = pages["trust"].lines
    assert (hsts["share"], https["share"]) == (0.5, 0.5)
    assert https["types"] == ["unitary"]
    assert https["councils"] <= 3


def test_what_the_lines_lose_is_what_the_pillar_lacks(
    pages: dict[str, PillarPage], tables: Tables, method: Method
) -> None:
    slugs = pd.Series([row["slug"] for row in pages["trust"].ranked])
    types = tables["councils"].set_index("slug")["type"].loc[slugs].tolist()
    values = measured_values(tables["measures"], slugs, method)
    lacks = 100 - score(values, types, method).pillars["trust"]
    lost = sum(line["lost"] for line in pages["trust"].lines)
    assert lost == pytest.approx(np.nan_to_num(lacks).sum() / len(slugs))
    assert [line["measure"] for line in pages["trust"].missed][0] == "trust.hsts"


def test_index_council_and_method_lead_to_the_page_of_a_pillar(report: Path) -> None:
    for name, link in (
        ("index.html", "pillars/services.html"),
        ("method.html", "pillars/services.html"),
        ("councils/ambridge.html", "../pillars/services.html"),
    ):
        assert link in read_page(report / name).xpath("//a/@href"), name
    page = text_of(report / "pillars" / "accessibility.html")
    assert "33% of its weight" in page
    assert "accessibility.errors-a-page 100%" in page
