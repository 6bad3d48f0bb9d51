"""Every rule tells people what is wrong, whom it hinders and how to mend it, truly."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.reading import ConfigError
from scoring.accessibility.advice import ADVICE, load_advice
from scoring.accessibility.registry import all_rules, check_page
from scoring.accessibility.wcag import criterion_text, load_criteria
from tests.scoring.test_accessibility_rules import parsed, whole

RULES = [rule.id for rule in all_rules()]


def rules_found(example: str) -> set[str]:
    return {finding.rule for finding in check_page(parsed(whole(example)))}


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_has_advice_whose_example_fails_it_before_and_not_after(rule: str) -> None:
    advice = load_advice().rules[rule]
    assert rule in rules_found(advice.before)
    assert rule not in rules_found(advice.after)


@pytest.mark.parametrize("rule", RULES)
def test_what_is_mended_brings_no_failure_of_another_rule(rule: str) -> None:
    advice = load_advice().rules[rule]
    serious = {rule.id for rule in all_rules() if rule.wcag and not rule.needs_review}
    assert rules_found(advice.after) & serious <= rules_found(advice.before)


def test_advice_is_sentences_and_every_group_is_hindered_by_something() -> None:
    known = load_advice()
    for advice in known.rules.values():
        assert advice.wrong[-1] == advice.mend[-1] == "."
        assert len(set(advice.hinders)) == len(advice.hinders)
    assert {group for each in known.rules.values() for group in each.hinders} == set(known.groups)


def test_a_group_nobody_defined_is_told_with_its_file(tmp_path: Path) -> None:
    text = ADVICE.read_text("utf-8").replace("hinders: [blind, voice]", "hinders: [ghosts]", 1)
    (tmp_path / "advice.yaml").write_text(text, "utf-8")
    with pytest.raises(ConfigError, match="advice.yaml:.*image-alt hinders ghosts"):
        load_advice(tmp_path / "advice.yaml")


def test_criteria_have_names_and_levels() -> None:
    assert criterion_text("2.4.4") == "2.4.4 Link Purpose (In Context), level A"
    assert criterion_text("9.9.9") == "9.9.9"
    ours = [each for each in load_criteria().values() if each.level != "AAA"]
    assert len(ours) == 56  # 55 of WCAG 2.2 and the obsolete 4.1.1
    assert {number for rule in all_rules() for number in rule.wcag} <= set(load_criteria())
