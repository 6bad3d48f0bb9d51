"""What WAI-ARIA and its mappings define: `aria.yaml`."""

from __future__ import annotations

from pathlib import Path

from pydantic import model_validator

from config.reading import Frozen, read_yaml


class Aria(Frozen):
    """The file, which says what each field is; abstract roles are left out of it."""

    roles: frozenset[str]
    named_by_content: frozenset[str]
    global_attributes: frozenset[str]
    attributes: frozenset[str]
    implicit_roles: dict[str, str]
    input_roles: dict[str, str]
    required_attributes: dict[str, tuple[str, ...]]
    values: dict[str, frozenset[str]]
    word_lists: dict[str, frozenset[str]]
    whole_numbers: frozenset[str]
    numbers: frozenset[str]
    roles_of_attributes: dict[str, frozenset[str]]
    unnamed_roles: frozenset[str]
    naming_attributes: frozenset[str]
    presentational_children: frozenset[str]
    widgets: frozenset[str]
    owned: dict[str, frozenset[str]]
    contexts: dict[str, frozenset[str]]
    may_be_empty: frozenset[str]
    deprecated_roles: frozenset[str]
    landmarks: frozenset[str]

    @model_validator(mode="after")
    def _names_are_known(self) -> Aria:
        named = {*self.required_attributes, *self.owned, *self.contexts, *self.landmarks}
        for group in (*self.owned.values(), *self.contexts.values(), self.unnamed_roles):
            named |= group
        if unknown := sorted(named - self.roles):
            raise ValueError(f"no roles: {', '.join(unknown)}")
        if unknown := sorted({*self.values, *self.roles_of_attributes} - self.attributes):
            raise ValueError(f"no attributes: {', '.join(unknown)}")
        return self


ARIA = read_yaml(Path(__file__).with_name("aria.yaml"), Aria)
