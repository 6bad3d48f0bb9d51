"""A page while its rules run: its elements by tag and attribute, gathered in one walk of the tree."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from lxml.html import HtmlElement

# Attributes that hold the ids of other elements (WAI-ARIA 1.2, ID reference and reference list).
REFERENCES = frozenset(
    {
        "for",
        "aria-activedescendant",
        "aria-controls",
        "aria-describedby",
        "aria-details",
        "aria-errormessage",
        "aria-flowto",
        "aria-labelledby",
        "aria-owns",
    }
)


class Document:
    """The elements of a tree, in document order, by what rules ask for.

    `by_tag` holds them by tag name, `by_attribute` by the name of each attribute they have, those
    with any ARIA attribute under `aria-*`; `by_id` by id; `referenced` is the set of ids
    that labels and ARIA attributes refer to.
    """

    def __init__(self, root: HtmlElement) -> None:
        self.root = root
        self.by_tag: dict[str, list[HtmlElement]] = defaultdict(list)
        self.by_attribute: dict[str, list[HtmlElement]] = defaultdict(list)
        self.by_id: dict[str, list[HtmlElement]] = defaultdict(list)
        self.referenced: set[str] = set()
        for element in root.iter("*"):
            self.by_tag[element.tag].append(element)
            names = element.keys()
            if names:
                self._note_attributes(element, names)

    def _note_attributes(self, element: HtmlElement, names: list[str]) -> None:
        has_aria = False
        for name in names:
            self.by_attribute[name].append(element)
            has_aria = has_aria or name.startswith("aria-")
            if name in REFERENCES:
                self.referenced.update(element.get(name, "").split())
            elif name == "id":
                self.by_id[element.get("id", "")].append(element)
        if has_aria:
            self.by_attribute["aria-*"].append(element)

    def elements(self, trigger: str) -> list[HtmlElement]:
        """The elements of a tag (`img`), with an attribute (`[role]`) or any of ARIA (`[aria-*]`)."""
        if trigger.startswith("["):
            return self.by_attribute.get(trigger[1:-1], [])
        return self.by_tag.get(trigger, [])

    def with_id(self, id: str) -> HtmlElement | None:
        """The first element with this id."""
        found = self.by_id.get(id)
        return found[0] if found else None

    @cached_property
    def labels(self) -> dict[str, list[HtmlElement]]:
        """The label elements by the id that they are for."""
        found: dict[str, list[HtmlElement]] = defaultdict(list)
        for label in self.by_tag.get("label", ()):
            if label.get("for"):
                found[label.get("for", "")].append(label)
        return found

    @cached_property
    def order(self) -> dict[HtmlElement, int]:
        """The place of each element in document order."""
        return {element: place for place, element in enumerate(self.root.iter("*"))}
