from pathlib import Path

import pandas as pd
import pytest

from config import ConfigError, load_services
from crawler.run import Run
from digitalfirst import steps
from reports.group_pages import group_pages
from reports.groups import Group, not_in, read_groups, write_groups
from reports.raters import Rater
from tests.reports.example import REFUSED, example_run
from tests.reports.test_site import read_page, text_of

Tables = dict[str, pd.DataFrame]
WEST = Group("West", "west", ("barsetshire", "melchester", REFUSED))


def read(text: str, folder: Path) -> tuple[Group, ...]:
    """The groups of a file that holds this text."""
    file = folder / "groups.csv"
    file.write_text(text, encoding="utf-8")
    return read_groups(file)


def test_groups_come_by_name_and_a_council_may_be_in_several(tmp_path: Path) -> None:
    text = "slug,group,note\na,West,x\nb, West ,\na,Môn,\na,West,again\n"
    assert read(text, tmp_path) == (
        Group("Môn", "mon", ("a",)),
        Group("West", "west", ("a", "b")),
    )


def test_groups_are_read_back_as_they_were_written(tmp_path: Path) -> None:
    groups = (Group('Môn, "joint"', "mon-joint", ("a",)), Group("West", "west", ("a", "b")))
    write_groups(groups, tmp_path / "kept.csv")
    assert read_groups(tmp_path / "kept.csv") == groups


def test_a_run_keeps_its_groups(tmp_path: Path) -> None:
    run, file = Run(example_run(tmp_path / "run")), tmp_path / "mine.csv"
    page = run.report / "groups" / "west.html"
    file.write_text("slug,group\nwalford,West\n", "utf-8")
    steps.report(run, groups=file)
    file.unlink()
    steps.report(run)
    assert page.exists()
    run.groups.unlink()
    steps.report(run)
    assert not page.exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("slug,group\n", "groups.csv:1: there are no groups in it"),
        ("slug,name\na,b\n", "groups.csv:1: group: this column is missing"),
        ("slug,group\na,West\n,West\n", "groups.csv:3: slug: Field required"),
        ("slug,group\na,West\na,  \n", "groups.csv:3: group: String should have at least 1"),
        ("slug,group\na,…\n", "groups.csv:2: group: '…' has no letter a-z or digit"),
        ("slug,group\na,A B\nb,a-b\n", "groups.csv:3: group: 'a-b' and 'A B' would share a page"),
    ],
)
def test_what_is_wrong_is_told_by_file_and_line(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as wrong:
        read(text, tmp_path)
    assert said in str(wrong.value)


def test_slugs_that_the_run_does_not_have_are_named_once() -> None:
    groups = [Group("A", "a", ("here", "gone")), Group("B", "b", ("gone", "lost"))]
    assert not_in(groups, {"here"}) == ["gone", "lost"]


def test_a_groups_medians_and_places_are_of_its_own_councils(tables: Tables) -> None:
    (page,) = group_pages(tables, Rater("plain", None), load_services(), [WEST])
    own = tables["ratings"].query("method == 'plain' and slug in @WEST.slugs")
    assert [row["place"] for row in page.ranked] == [1, 2]
    assert [row["slug"] for row in page.unranked] == [REFUSED]
    score = page.medians[0]
    assert (score["title"], score["median"], score["best"]) == (
        "Score",
        pytest.approx(own["score"].mean()),
        own["score"].max(),
    )
    rated = tables["services"].query("slug in @WEST.slugs and status == 'measured'")
    assert page.online == pytest.approx((rated["stage"] >= 3).mean())
    assert sum(row["measured"] for row in page.services) == len(rated)


def test_a_group_of_which_the_run_has_no_council_has_no_page(tables: Tables) -> None:
    nobody = Group("None", "none", ("nowhere",))
    assert list(group_pages(tables, Rater("plain", None), load_services(), [nobody])) == []


def test_a_council_and_the_first_page_lead_to_its_group_and_back(report: Path) -> None:
    file = "groups/west-country-london.html"
    for page in ("index.html", "councils/walford.html"):
        links = read_page(report / page).xpath("//a[.='West Country & London']/@href")
        assert [link.removeprefix("../") for link in links] == [file]
    assert not read_page(report / "councils/ambridge.html").xpath("//a[contains(@href, 'groups/')]")
    said = text_of(report / file)
    assert "2 of 3" in said
    assert "Llareggub : The site could not be crawled." in said
    assert "../councils/walford.html" in read_page(report / file).xpath("//td/../th/a/@href")
