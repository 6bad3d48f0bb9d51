from pathlib import Path

import pytest

from config import ConfigError, load_platforms, load_services
from config.govuk_links import GovukLink, load_govuk_links
from scoring.services.govuk import link_questions
from scoring.services.rate import Rater
from scoring.site import Site
from tests.scoring.sites import site_of_pages

HOME = "https://www.barchester.gov.test/"
HEADER = "Authority Name,GSS,Description,LGSL,LGIL,URL,Title,Supported by GOV.UK\n"
BIN_PAGE = """<html lang="en"><title>Report a missed bin</title><h1>Report a missed bin</h1>
<main><p>Ring us when your bin was missed.</p></main></html>"""


def site() -> Site:
    return site_of_pages(
        {
            HOME: '<html><title>Barchester</title><a href="/bins">Report a missed bin</a></html>',
            HOME + "bins": BIN_PAGE,
            HOME + "old": (301, {"Location": HOME + "bins"}, ""),
            HOME + "gone": (404, {}, "gone"),
            HOME + "other": "<html><title>Parks</title><h1>Parks</h1></html>",
        }
    )


def answers(*urls: str) -> dict[str, str | None]:
    seen = site()
    rater = Rater(seen, load_services(), load_platforms())
    seen.services = rater.rows()
    links = [GovukLink(gss="E1", lgsl=524, url=url) for url in urls]
    rows = link_questions(seen, rater, links)
    return {row["question"].removeprefix("govuk-link-"): row["answer"] for row in rows}


def test_a_good_link_is_alive_direct_and_agrees_with_the_council() -> None:
    assert answers(HOME + "bins") == {"alive": "yes", "direct": "yes", "agrees": "yes"}


def test_a_moved_page_is_not_direct() -> None:
    assert answers(HOME + "old") == {"alive": "yes", "direct": "no", "agrees": "yes"}


def test_a_dead_link_is_dead_and_nothing_more() -> None:
    assert answers(HOME + "gone") == {"alive": "no", "direct": None, "agrees": None}


def test_a_link_to_another_page_does_not_agree() -> None:
    assert answers(HOME + "other") == {"alive": "yes", "direct": "yes", "agrees": "no"}


def test_a_link_never_asked_is_not_assessed() -> None:
    assert answers(HOME + "never") == {"alive": None, "direct": None, "agrees": None}


def test_the_first_link_of_a_service_counts() -> None:
    assert answers(HOME + "gone", HOME + "bins")["alive"] == "no"


def test_gov_uks_file_is_read_by_council_and_empty_links_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "links.csv"
    path.write_text(
        HEADER + "Barchester,E1,Bins,524,8,https://a.test/bins,Bins,true\n"
        "Barchester,E1,Pests,431,8,,,true\nElsewhere,E2,Bins,524,8,https://b.test/,Bins,true\n"
    )
    links = load_govuk_links(path)
    assert [link.url for link in links["E1"]] == ["https://a.test/bins"]
    assert links.keys() == {"E1", "E2"}


def test_a_file_without_its_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "links.csv"
    path.write_text("council,url\n")
    with pytest.raises(ConfigError, match="GSS: this column is missing"):
        load_govuk_links(path)
