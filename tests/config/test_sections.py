"""What the sections of councils' sites are called."""

from __future__ import annotations

import pytest

from config import load_services
from config.sections import groups_named, is_section, load_sections


def test_every_group_of_services_has_a_section_and_no_other() -> None:
    groups = {service.group for service in load_services()}
    assert {section.group for section in load_sections().sections} == groups


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("Bins and recycling", "Bins and recycling"),
        ("Schools and learning", "Schools and families"),
        ("Roads, highways and pavements", "Roads and parking"),
        ("Births, deaths and marriages", "Births, deaths and marriages"),
        ("Adult social care services", "Care"),
        ("Ailgylchu a gwastraff", "Bins and recycling"),
    ],
)
def test_a_section_is_known_by_its_name(text: str, group: str) -> None:
    assert group in groups_named(text)


@pytest.mark.parametrize(
    "text",
    [
        "Order a new recycling box",
        "History of the libraries in Barchester",
        "Bins and recycling: fees, charges and what we spend",
        "About the area",
        "Contact us",
        "",
    ],
)
def test_a_text_that_says_more_is_no_section(text: str) -> None:
    assert not is_section(text)
