"""What each rule tells people: what is wrong, whom it hinders, how to mend it (`advice.yaml`)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import Field, model_validator

from config.reading import Frozen, read_yaml

ADVICE = Path(__file__).with_name("advice.yaml")


class Advice(Frozen):
    """One rule's advice.

    `wrong` and `mend` are sentences (code between backticks), `hinders` groups of people, those
    hindered most first; `before` is HTML that fails the rule, `after` the same mended.
    """

    wrong: str = Field(min_length=1)
    hinders: tuple[str, ...] = Field(min_length=1)
    mend: str = Field(min_length=1)
    before: str = Field(min_length=1)
    after: str = Field(min_length=1)


class AdviceFile(Frozen):
    """The file `advice.yaml`: the groups of people by their key, and the rules by their id."""

    groups: dict[str, str]
    rules: dict[str, Advice]

    @model_validator(mode="after")
    def _names_groups(self) -> AdviceFile:
        for id, advice in self.rules.items():
            for group in advice.hinders:
                if group not in self.groups:
                    raise ValueError(f"rule {id} hinders {group}, which is no group")
        return self

    def hindered(self, rule: str) -> tuple[str, ...]:
        """Whom a rule's faults hinder, in words; nobody is named for a rule without advice."""
        advice = self.rules.get(rule)
        return tuple(self.groups[group] for group in advice.hinders) if advice else ()


@cache
def load_advice(path: Path = ADVICE) -> AdviceFile:
    """The advice for every rule, those of axe-core that are found in a browser only included.

    Raises:
        ConfigError: the file is missing or wrong.
    """
    return read_yaml(path, AdviceFile)
