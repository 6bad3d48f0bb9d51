from pathlib import Path

import pandas as pd
import pytest
from lxml import etree

from config.history import load_history
from config.reading import ConfigError
from reports.charts import Chart, draw_charts
from reports.charts.barriers import MOST, rules_sketch, widest_rules
from reports.charts.clicks import clicks_sketch, reach
from reports.charts.map import load_regions, map_sketch, squares
from reports.charts.platforms import NONE, platforms_sketch, stages_by_platform
from reports.charts.spread import quartiles, scores_by_place, spread_sketch
from reports.charts.stars import published_stars, stars_sketch
from reports.charts.years import score_changes, years_sketch
from reports.previous import Previous
from reports.summaries import EVERYONE, ranking, stars_by_type
from reports.wording import load_wording
from scoring.tables import COLUMNS, table
from tests.reports.example import example_tables

Tables = dict[str, pd.DataFrame]
IDS = ["stars", "map", "spread", "services", "platforms", "clicks", "rules", "ranking"]
STAGES = [stage.name for stage in load_wording().stages]
# Three councils of England in two regions, one of Wales that is not ranked, and who they are.
PLACES = [
    ("a", "Ayford", "unitary", "England", "North East", 80.0, 4),
    ("b", "Beeford", "unitary", "England", "North East", 60.0, 3),
    ("c", "Ceeford", "county", "England", "South West", 40.0, 1),
    ("d", "Deeford", "welsh-unitary", "Wales", "Wales", None, None),
]


@pytest.fixture(scope="module")
def charts(tables: Tables, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Chart]:
    drawn = draw_charts(tables, "plain", tmp_path_factory.mktemp("charts"))
    return {chart.id: chart for chart in drawn}


@pytest.fixture
def few() -> Tables:
    """Four councils, as PLACES has them, with a rating each, and nothing else."""
    names = ["slug", "name", "type", "nation", "region", "score", "stars"]
    rows = [dict(zip(names, place, strict=True)) for place in PLACES]
    councils = [{name: row[name] for name in names[:5]} | {"state": "done"} for row in rows]
    ratings = [
        {"slug": row["slug"], "method": "plain", "score": row["score"], "stars": row["stars"]}
        | {"rank": place if row["score"] else None}
        for place, row in enumerate(rows, start=1)
    ]
    made = {"councils": councils, "ratings": ratings}
    return {name: table(name, made.get(name, [])) for name in COLUMNS}


def service_rows(*rows: tuple[str, int, int | None, str, int | None]) -> pd.DataFrame:
    """Rows of `services`: slug, LGSL id, stage (None: not assessed), platform, clicks."""
    return table(
        "services",
        [
            {
                "slug": slug,
                "lgsl": lgsl,
                "service": str(lgsl),
                "stage": stage,
                "status": "not_assessed" if stage is None else "measured",
                "platform": platform,
                "clicks": clicks,
            }
            for slug, lgsl, stage, platform, clicks in rows
        ],
    )


def size_of(chart: Chart) -> tuple[float, float]:
    """Width and height of a figure, in points."""
    root = etree.parse(chart.svg_path).getroot()
    width, height = (float(root.get(side).removesuffix("pt")) for side in ("width", "height"))
    return width, height


def test_the_same_tables_make_the_same_bytes(
    charts: dict[str, Chart], tables: Tables, tmp_path: Path
) -> None:
    again = draw_charts(tables, "plain", tmp_path)
    assert [chart.id for chart in again] == IDS
    for chart in again:
        first = charts[chart.id]
        assert first.svg_path.read_bytes() == chart.svg_path.read_bytes()
        assert first.png_path.read_bytes() == chart.png_path.read_bytes()
        assert b"<dc:date>" not in chart.svg_path.read_bytes()


def test_a_chart_is_drawn_again_only_if_its_data_changed(tables: Tables, tmp_path: Path) -> None:
    before = {chart.id: chart for chart in draw_charts(tables, "plain", tmp_path)}
    for chart in before.values():
        chart.png_path.write_bytes(b"as it was")
    services = tables["services"].assign(clicks=tables["services"]["clicks"] + 1)
    after = draw_charts({**tables, "services": services}, "plain", tmp_path)
    drawn = {chart.id for chart in after if chart.png_path.read_bytes() != b"as it was"}
    assert drawn == {"clicks"}


def test_a_chart_that_was_lost_in_part_is_drawn_again(tables: Tables, tmp_path: Path) -> None:
    first = draw_charts(tables, "plain", tmp_path)[0]
    whole = first.svg_path.read_bytes()
    first.png_path.unlink()
    first.svg_path.write_bytes(whole[:60])
    draw_charts(tables, "plain", tmp_path)
    assert first.png_path.exists()
    assert first.svg_path.read_bytes() == whole


def test_a_chart_that_is_drawn_no_more_is_removed(tables: Tables, tmp_path: Path) -> None:
    previous = Previous(tables["ratings"].query("method == 'plain'"), ("2025", "2026"), "")
    drawn = draw_charts(tables, "plain", tmp_path, previous=previous)
    assert {chart.id for chart in drawn} == {*IDS, "years"}
    draw_charts(tables, "plain", tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        f"{id}.{kind}" for id in IDS for kind in ("png", "svg")
    )


def test_each_chart_says_in_words_and_numbers_what_it_shows(charts: dict[str, Chart]) -> None:
    stars, services, places = charts["stars"], charts["services"], charts["ranking"]
    assert stars.alt.startswith("Of 11 councils ranked, 2 have 4 stars, 3 have 3 stars")
    assert stars.data.loc[0, "Not ranked"] == 1
    assert services.alt.startswith("Of all services measured, 68% can be done online")
    assert len(services.data) == 12
    assert "from Cranford (91 of 100) to Barsetshire (52)" in places.alt
    assert places.data["Council"].tolist()[0] == "Cranford"
    for chart in charts.values():
        assert chart.alt.endswith(".")
        assert len(chart.data) > 0
        assert chart.size == size_of(chart)


def test_several_hundred_councils_still_make_charts_of_a_page(tmp_path: Path) -> None:
    drawn = {chart.id: chart for chart in draw_charts(example_tables(380), "plain", tmp_path)}
    for chart in drawn.values():
        width, height = size_of(chart)
        assert height < 2 * width, chart.id
    assert len(drawn["ranking"].data) == 379
    assert len(drawn["map"].data) == 380


def test_a_run_in_which_nothing_was_measured_makes_charts_that_say_so(
    tables: Tables, tmp_path: Path
) -> None:
    none = {name: table(name, []) for name in COLUMNS} | {"councils": tables["councils"]}
    alts = {chart.id: chart.alt for chart in draw_charts(none, "plain", tmp_path)}
    assert alts.pop("stars").startswith("No council is ranked. For reference")
    assert "With three or more stars: Scotland 0 of 1" in alts.pop("map")
    assert alts == {
        "spread": "No council is ranked.",
        "services": "No service was measured.",
        "platforms": "No service was measured.",
        "clicks": "No service was found.",
        "rules": "No accessibility rule failed on any site.",
        "ranking": "No council is ranked.",
    }


def test_a_name_with_dollar_signs_is_drawn_as_it_stands(tables: Tables, tmp_path: Path) -> None:
    councils = tables["councils"].assign(name="$\\frac{$ & <b>")
    drawn = draw_charts({**tables, "councils": councils}, "plain", tmp_path)
    assert drawn[-1].data["Council"].iloc[0] == "$\\frac{$ & <b>"


def test_stars_stand_beside_the_years_that_better_connected_published(few: Tables) -> None:
    published = published_stars(load_history())
    assert published["year"].tolist() == ["2009, modelled", "2010", "2011", "2017", "2018"]
    assert published.iloc[-1].tolist()[1:-1] == [0.10, 0.46, 0.31, 0.13, 414]
    sketch = stars_sketch(stars_by_type(few, "plain"), load_history())
    assert "gave in 2018 10% 4 stars, 46% 3 stars, 31% 2 stars and 13% 1 star." in sketch.alt
    last = sketch.data.iloc[-1]
    assert last["Type"] == "Better Connected 2018"
    assert last["Source"] == "djsresearch.co.uk 04190 (2018)"


def test_a_published_figure_that_is_none_is_told_by_its_line(tmp_path: Path) -> None:
    file = tmp_path / "history.csv"
    header = "year,scale,level,councils,share,sites,source\n"
    file.write_text(f"{header}2010,stars,4,11,,432,a\n2011,stars,4,,,433,a\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"history.csv:3: .*neither councils nor share"):
        load_history(file)


def test_scores_lie_by_nation_and_by_region_where_a_nation_has_several(few: Tables) -> None:
    rows = quartiles(scores_by_place(ranking(few, "plain")))
    assert rows[["within", "place", "councils", "median"]].to_numpy().tolist() == [
        ["", EVERYONE, 3, 60.0],
        ["", "England", 3, 60.0],
        ["England", "North East", 2, 70.0],
        ["England", "South West", 1, 40.0],
    ]
    alt = spread_sketch(ranking(few, "plain")).alt
    assert "Half of the 3 councils ranked score between 50.0 and 70.0; the median is 60.0." in alt
    assert "North East (70.0) is highest and South West (40.0) lowest" in alt


def test_the_map_has_a_square_for_each_council_in_its_block_best_first(few: Tables) -> None:
    placed = squares(ranking(few, "plain"))
    assert placed[["block", "name"]].to_numpy().tolist() == [
        ["North East", "Ayford"],
        ["North East", "Beeford"],
        ["Wales", "Deeford"],
        ["South West", "Ceeford"],
    ]
    sketch = map_sketch(ranking(few, "plain"), 4)
    assert "lie only roughly as the regions do" in sketch.alt
    assert "North East 2 of 2, Wales 0 of 1 and South West 0 of 1." in sketch.alt
    assert sketch.data.iloc[2].tolist() == ["Wales", "Deeford"] + ["not ranked"] * 3


def test_a_council_of_no_region_on_the_map_is_elsewhere_and_last(few: Tables) -> None:
    councils = few["councils"]
    councils["region"] = councils["region"].replace(
        {"North East": "Erewhon", "South West": "south west"}
    )
    placed = squares(ranking(few, "plain"))
    assert placed["block"].tolist() == ["Wales", "South West", "Elsewhere", "Elsewhere"]


def test_no_two_blocks_of_the_map_share_a_place() -> None:
    places = [(region.column, region.row) for region in load_regions()]
    assert len(set(places)) == len(places)


def test_stages_are_counted_by_platform_and_apart_where_there_is_none() -> None:
    rows = service_rows(
        ("a", 1, 4, "pay", 1),
        ("b", 1, 1, "pay", 1),
        ("a", 2, 3, "forms", 1),
        ("b", 2, 0, "", None),
        ("c", 2, None, "pay", None),
    )
    counts = stages_by_platform({"services": rows}, {"pay": "Pay & Go"})
    kept = ["platform", "services", "councils", "4", "online"]
    assert counts[kept].to_numpy().tolist() == [
        ["Pay & Go", 2, 2, 1, 0.5],
        ["forms", 1, 1, 0, 1.0],
        [NONE, 1, 1, 0, 0.0],
    ]
    alt = platforms_sketch(counts, STAGES).alt
    assert "Used most: Pay & Go (2 services, 50% of them online)" in alt
    assert "Where no platform was seen, 0% of 1 services are online." in alt


def test_reach_is_of_the_services_found_and_no_link_is_no_click(few: Tables) -> None:
    rows = service_rows(
        ("a", 1, 4, "", 1),
        ("a", 2, 1, "", 3),
        ("b", 1, 1, "", None),
        ("c", 1, 1, "", 2),
        ("c", 2, 0, "", None),
    )
    shares = reach({**few, "services": rows})
    assert shares[["type", "services", "1", "3", "6"]].to_numpy().tolist() == [
        [EVERYONE, 4, 0.25, 0.75, 0.75],
        ["County council", 1, 0.0, 1.0, 1.0],
        ["English unitary", 3, pytest.approx(1 / 3), pytest.approx(2 / 3), pytest.approx(2 / 3)],
    ]
    sketch = clicks_sketch(shares)
    assert "Of 4 services found" in sketch.alt
    assert "25% within 1, 50% within 2 and 75% within 3" in sketch.alt
    assert sketch.data.loc[0, "Within 3 clicks"] == "75%"


def test_the_rules_that_fail_on_most_sites_come_first_and_no_more_than_twenty() -> None:
    spread = [
        {
            "rule": f"r{n:02}",
            "source": "markup",
            "impact": "minor",
            "sites": n,
            "site_share": n / 40,
        }
        for n in range(30)
    ]
    seen = {"rule": "reflow", "source": "browser", "impact": "serious"}
    rules = widest_rules(
        [*spread, {**seen, "sites": 2, "site_share": 1.0}], {"reflow": "Pages fit"}
    )
    assert len(rules) == MOST
    assert rules["asks"].tolist()[:2] == ["Pages fit (in a browser)", "r29"]
    alt = rules_sketch(rules).alt
    assert "“Pages fit (in a browser)” on 100%, “r29” on 72% and “r28” on 70%" in alt


def test_two_surveys_tell_who_rose_and_who_fell(few: Tables) -> None:
    older = few["ratings"].assign(score=pd.array([70.0, 65.0, None, 50.0], "Float64"))
    older["rank"] = pd.array([1, 2, None, 3], "Int64")
    changes = score_changes(ranking(few, "plain"), Previous(older, ("2025", "2026"), ""))
    assert changes[["name", "before", "after", "change"]].to_numpy().tolist() == [
        ["Ayford", 70.0, 80.0, 10.0],
        ["Beeford", 65.0, 60.0, -5.0],
    ]
    sketch = years_sketch(changes, ("2025", "2026"))
    assert "From 2025 to 2026 the median score of 2 councils went from 67.5 to 70.0" in sketch.alt
    assert "1 rose and 1 fell" in sketch.alt
    assert "Ayford (English unitary, +10.0)" in sketch.alt
    assert sketch.data["Change"].tolist() == ["+10.0", "-5.0"]


def test_surveys_with_no_council_in_common_still_make_a_chart(
    tables: Tables, tmp_path: Path
) -> None:
    previous = Previous(tables["ratings"].iloc[:0], ("2025", "2026"), "")
    drawn = draw_charts(tables, "plain", tmp_path, previous=previous)
    (years,) = (chart for chart in drawn if chart.id == "years")
    assert years.alt == "No council was ranked in both surveys."
