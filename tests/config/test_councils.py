"""The register and the errors of its loader."""

from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pandas as pd
import pytest

from config import ConfigError, load_councils

HEADER = "gss,slug,name,type,nation,region,homepage,population\n"
ROW = "E1,barchester,Barchester,unitary,England,South West,https://www.barchester.gov.uk/,90000\n"


def test_the_register_has_every_principal_council_of_the_uk() -> None:
    assert Counter(council.type for council in load_councils()) == {
        "shire-district": 164,
        "unitary": 63,
        "metropolitan-district": 36,
        "london-borough": 33,
        "scottish-unitary": 32,
        "welsh-unitary": 22,
        "county": 21,
        "ni-district": 11,
    }


def test_every_council_has_its_facts_once_and_in_order() -> None:
    councils = load_councils()
    slugs = [council.slug for council in councils]
    assert slugs == sorted(set(slugs))
    assert len({council.gss for council in councils}) == 382
    assert all(council.population and council.region for council in councils)
    assert all(urlsplit(council.homepage).hostname for council in councils)


# By the Regional Development Agencies Act 1998, schedule 1, and the reorganisations since: counties
# with their districts, and the unitary councils, so many a region.
REGIONS = {
    "North East": 12,
    "North West": 36,
    "Yorkshire and The Humber": 15,
    "East Midlands": 39,
    "West Midlands": 33,
    "East of England": 50,
    "London": 33,
    "South East": 70,
    "South West": 29,
}


def test_every_english_council_is_in_its_region() -> None:
    english = [council for council in load_councils() if council.nation == "England"]
    assert Counter(council.region for council in english) == REGIONS
    of = {council.slug: council.region for council in english}
    assert of["lincolnshire"] == of["lincoln"] == of["derbyshire"] == "East Midlands"
    assert of["north-lincolnshire"] == of["north-east-lincolnshire"] == "Yorkshire and The Humber"


def test_a_county_is_in_the_region_of_its_districts(shared: Path) -> None:
    register = pd.read_csv(shared / "data" / "gds-local-authorities.csv").set_index("id")
    below = register.dropna(subset="parent_local_authority_id")
    counties = register["gss"].loc[below["parent_local_authority_id"].astype(int)]
    of = {council.gss: council.region for council in load_councils()}
    assert len(below) == 164
    for district, county in zip(below["gss"], counties, strict=True):
        assert of[district] == of[county]


@pytest.mark.parametrize("council", load_councils(), ids=lambda council: council.slug)
def test_gss_code_nation_and_type_agree(council) -> None:  # type: ignore[no-untyped-def]
    letter = {"England": "E", "Scotland": "S", "Wales": "W", "Northern Ireland": "N"}[
        council.nation
    ]
    kinds = {"S": {"scottish-unitary"}, "W": {"welsh-unitary"}, "N": {"ni-district"}}
    codes = {
        "E06": "unitary",
        "E07": "shire-district",
        "E08": "metropolitan-district",
        "E09": "london-borough",
        "E10": "county",
    }
    assert council.gss.startswith(letter)
    assert council.type in kinds.get(letter, {codes.get(council.gss[:3])})


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", ":1: homepage: this column is missing"),
        (HEADER, ":1: the register has no councils"),
        ("slug,name\nx,X\n", ":1: homepage: this column is missing"),
        (HEADER + ROW.replace("https://www.barchester.gov.uk/", "barchester"), ":2: homepage:"),
        (HEADER + ROW.replace("https:", "ftp:"), ":2: homepage: 'ftp:"),
        (HEADER + ROW + ROW, ":3: slug: 'barchester' stands in the register twice"),
        (HEADER + ROW.replace(",barchester,", ",Barchester City,"), ":2: slug:"),
        (HEADER + ROW.replace("unitary", "unitry"), "did you mean 'unitary'?"),
        (HEADER + ROW.replace("90000", "many"), ":2: population:"),
        (HEADER + ROW.replace(",unitary,", ",,"), ":2: type:"),
        (HEADER + ROW + '"E2,hogglestock', ":3: is not CSV: unexpected end of data"),
        (HEADER + ROW + "E2,hogglestock\n", ":3: name: Field required"),
    ],
)
def test_a_mistake_in_a_register_is_told_by_file_line_and_field(
    tmp_path: Path, text: str, told: str
) -> None:
    file = tmp_path / "mine.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as error:
        load_councils(file)
    assert str(error.value).startswith(str(file))
    assert told in str(error.value)
    assert "\n" not in str(error.value)


def test_a_register_that_is_not_there_or_not_text_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read: No such file"):
        load_councils(tmp_path / "none.csv")
    picture = tmp_path / "picture.csv"
    picture.write_bytes(b"\x89PNG\xff\xfe")
    with pytest.raises(ConfigError, match="is not UTF-8 text"):
        load_councils(picture)


def test_a_register_of_ones_own_needs_four_columns_only(tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text(
        "\ufeffslug,name,type,homepage,notes\nx,X,parish,http://localhost:8000/,hello\n"
    )
    (council,) = load_councils(file)
    assert council.tiers == {"district", "county"}
    assert council.population is None
