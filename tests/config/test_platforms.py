"""Platforms are told by their hosts; hosts are matched as their documentation says."""

import doctest
from collections import Counter
from pathlib import Path

import pytest

import config.hosts
import config.words
from config import ConfigError, load_platforms
from config.platforms import platform_at

PLATFORMS = load_platforms()


@pytest.mark.parametrize("module", [config.hosts, config.words])
def test_the_examples_in_the_documentation_hold(module: object) -> None:
    result = doctest.testmod(module)  # type: ignore[arg-type]  # a module, typed as any object
    assert result.attempted > 0
    assert result.failed == 0


@pytest.mark.parametrize(
    ("host", "platform"),
    [
        ("barchester-self.achieveservice.com", "granicus-govservice"),
        ("barchester.achieveservice.test", "granicus-govservice"),
        ("barchester.firmstep.com", "firmstep"),
        ("manchester.form.uk.empro.verintcloudservices.com", "verint"),
        ("hertsmere-services.onmats.com", "liberty-create"),
        ("card.payments.service.gov.uk", "govuk-pay"),
        ("www.civicaepay.co.uk", "civica-pay"),
        ("barchester.moderngov.co.uk", "moderngov"),
        ("barchester.cmis.uk.com", "cmis"),
        ("barchester.spydus.co.uk", "spydus"),
        ("planning.agileapplications.co.uk", "agile-applications"),
        ("www.planningportal.co.uk", "planning-portal"),
        ("barchester.zipporah.co.uk", "zipporah"),
        ("camden.tarantoportal.com", "taranto"),
        ("barchester.citizenspace.com", "citizen-space"),
        ("www.gov.uk", "gov-uk"),
        ("www.tell-us-once.service.gov.uk", "tell-us-once"),
        ("vehicletax.service.gov.uk", "gov-uk"),
    ],
)
def test_a_platform_is_told_by_its_host(host: str, platform: str) -> None:
    found = platform_at(host, PLATFORMS)
    assert found is not None
    assert found.id == platform


@pytest.mark.parametrize(
    "host",
    ["www.barchester.gov.uk", "barchester.gov.uk", "achieveservice.org", "notmoderngov.co.uk", ""],
)
def test_a_councils_own_site_is_no_platform(host: str) -> None:
    assert platform_at(host, PLATFORMS) is None


def test_platforms_are_many_distinct_and_marked_in_lower_case() -> None:
    assert len(PLATFORMS) >= 60
    assert Counter(platform.id for platform in PLATFORMS).most_common(1)[0][1] == 1
    hosts = Counter(host for platform in PLATFORMS for host in platform.hosts)
    assert [host for host, times in hosts.items() if times > 1] == []
    marks = [mark for platform in PLATFORMS for mark in platform.marks]
    assert [mark for mark in marks if mark != mark.lower() or len(mark) < 5] == []


def test_no_councils_home_page_is_on_a_platform_of_transactions() -> None:
    from urllib.parse import urlsplit

    from config import load_councils

    hosts = {urlsplit(council.homepage).hostname or "" for council in load_councils()}
    assert [host for host in hosts if platform_at(host, PLATFORMS)] == []


def test_a_platform_that_cannot_be_told_is_a_mistake(tmp_path: Path) -> None:
    file = tmp_path / "platforms.yaml"
    file.write_text("platforms:\n  - {id: x, name: X, kind: forms, source: x}\n")
    with pytest.raises(
        ConfigError, match=r"platforms\.yaml:2: platforms\.0: a platform needs hosts or marks"
    ):
        load_platforms(file)


def test_marks_of_hosts_do_not_fit_other_hosts_that_end_like_them() -> None:
    """`gov.uk/register-to-vote` stands in every council's own address of that name."""
    own = "https://www.barchester.gov.uk/register-to-vote and /tell-us-once and /right-to-buy"
    assert [each.id for each in PLATFORMS if each.is_marked(own)] == []
    assert any(each.is_marked("https://www.gov.uk/register-to-vote") for each in PLATFORMS)
