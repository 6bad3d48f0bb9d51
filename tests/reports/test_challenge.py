from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from crawler.run import Run
from reports.challenge import Challenge, check_challenge
from reports.filters import ReportError
from reports.site import write_site
from tests.reports.example import HOSTILE, SCRIPT, example_run
from tests.reports.test_site import read_page

MAIL = "mailto:survey@example.org?subject={council}:%20{subject}&body={value},%20{run}"


@pytest.mark.parametrize(
    "template",
    ["", MAIL, "https://git.example/issues/new?title={council}", "https://example.org/{subject}"],
)
def test_a_template_that_can_be_a_link_is_taken(template: str) -> None:
    assert check_challenge(template) == template


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("javascript:alert({council})", "must begin with mailto: or https:"),
        ("http://example.org/", "must begin with mailto: or https:"),
        ("//example.org/", "must begin with"),
        ("https://[::1", "is no address"),
        ("https://{council}.example/", "needs an address before any placeholder"),
        ("mailto:{council}", "needs an address before any placeholder"),
        ("mailto:?subject={council}", "needs an address before any placeholder"),
        ("mailto:a@b.test?subject={slug}", "no placeholder {slug}; there are: {council}"),
        ("mailto:a@b.test?subject={council", "a brace that is no placeholder's"),
        ("mailto:a@b.test?subject=a b", "holds a space"),
        ("mailto:a@b.test?subject=a\nbcc:x", "holds a space or a control character"),
    ],
)
def test_any_other_is_refused_with_the_reason(template: str, said: str) -> None:
    with pytest.raises(ReportError) as wrong:
        check_challenge(template)
    assert said in str(wrong.value)


def test_what_is_put_in_cannot_add_to_the_address() -> None:
    link = Challenge(MAIL, "Survey 2026")("A&bcc=x@y.test\n#?", SCRIPT, None)
    asked = parse_qs(urlsplit(link).query)
    assert set(asked) == {"subject", "body"}
    assert asked["subject"] == [f"A&bcc=x@y.test\n#?: {SCRIPT}"]
    assert asked["body"] == ["None, Survey 2026"]


def test_every_rating_has_its_link_and_without_a_template_none_has(tmp_path: Path) -> None:
    run = example_run(tmp_path)
    place = write_site(run).parent / "councils" / f"{HOSTILE}.html"
    assert not read_page(place).xpath("//a[@class='challenge']")
    Run(run).write(Run(run).read().model_copy(update={"challenge": MAIL}))
    write_site(run)
    page = read_page(place)
    links = page.xpath("//a[@class='challenge']")
    services = page.xpath("//table[contains(@class, 'services')]//tr[starts-with(th/@id, 's')]")
    measures = page.xpath("//table[contains(@class, 'measures')]/tbody/tr")
    assert len(links) == 1 + len(services) + len(measures)
    assert len({link.text_content() for link in links}) == len(links)
    subjects = [parse_qs(urlsplit(link.get("href")).query)["subject"][0] for link in links]
    assert subjects[0] == f"Trumpton {SCRIPT}: the score"
    assert f"Trumpton {SCRIPT}: Fly-tipping" in subjects
