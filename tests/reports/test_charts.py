from pathlib import Path

import pandas as pd
import pytest
from lxml import etree

from reports.charts import Chart, draw_charts
from scoring.tables import COLUMNS, table
from tests.reports.example import example_tables

Tables = dict[str, pd.DataFrame]


@pytest.fixture(scope="module")
def charts(tables: Tables, tmp_path_factory: pytest.TempPathFactory) -> list[Chart]:
    return draw_charts(tables, "plain", tmp_path_factory.mktemp("charts"))


def size_of(chart: Chart) -> tuple[float, float]:
    """Width and height of a figure, in points."""
    root = etree.parse(chart.svg_path).getroot()
    width, height = (float(root.get(side).removesuffix("pt")) for side in ("width", "height"))
    return width, height


def test_the_same_tables_make_the_same_bytes(
    charts: list[Chart], tables: Tables, tmp_path: Path
) -> None:
    for first, again in zip(charts, draw_charts(tables, "plain", tmp_path), strict=True):
        assert first.svg_path.read_bytes() == again.svg_path.read_bytes()
        assert first.png_path.read_bytes() == again.png_path.read_bytes()
        assert b"<dc:date>" not in first.svg_path.read_bytes()


def test_each_chart_says_in_words_and_numbers_what_it_shows(charts: list[Chart]) -> None:
    stars, services, ranking = charts
    assert stars.alt.startswith("Of 11 councils ranked, 2 have 4 stars, 3 have 3 stars")
    assert stars.data.loc[0, "Not ranked"] == 1
    assert services.alt.startswith("Of all services measured, 68% can be done online")
    assert len(services.data) == 12
    assert "from Cranford (91 of 100) to Barsetshire (52)" in ranking.alt
    assert ranking.data["Council"].tolist()[0] == "Cranford"


def test_several_hundred_councils_still_make_a_chart_of_a_page(tmp_path: Path) -> None:
    _, _, ranking = draw_charts(example_tables(380), "plain", tmp_path)
    width, height = size_of(ranking)
    assert height < 2 * width
    assert len(ranking.data) == 379


def test_a_run_in_which_nothing_was_measured_makes_charts_that_say_so(
    tables: Tables, tmp_path: Path
) -> None:
    none = {name: table(name, []) for name in COLUMNS} | {"councils": tables["councils"]}
    alts = [chart.alt for chart in draw_charts(none, "plain", tmp_path)]
    assert alts == [
        "No council is ranked.",
        "No service was measured.",
        "No council is ranked.",
    ]


def test_a_name_with_dollar_signs_is_drawn_as_it_stands(tables: Tables, tmp_path: Path) -> None:
    councils = tables["councils"].assign(name="$\\frac{$ & <b>")
    charts = draw_charts({**tables, "councils": councils}, "plain", tmp_path)
    assert charts[2].data["Council"].iloc[0] == "$\\frac{$ & <b>"
