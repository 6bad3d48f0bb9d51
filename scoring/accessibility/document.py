"""A page while its rules run: its elements by tag and attribute, from one walk of its tree."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from functools import cached_property
from typing import TypeVar, cast

from lxml.html import HtmlElement

from scoring.accessibility.hidden import (
    GONE,
    HIDING_ATTRIBUTES,
    HIDING_TAGS,
    UNSEEN,
    own_hiding,
)
from scoring.accessibility.linked import LinkedSheets
from scoring.accessibility.styles import Styles

FactT = TypeVar("FactT")

HEADING_TAGS = ("h1", "h2", "h3", "h4", "h5", "h6")
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
    that labels and ARIA attributes refer to; `names` are what elements are called, once asked for.
    `sheets` are the style sheets at hand, `base` is the address against which those of the page are
    read.
    """

    def __init__(
        self, root: HtmlElement, base: str = "", sheets: LinkedSheets | None = None
    ) -> None:
        self.root = root
        self._base, self._sheets = base, sheets
        self.by_tag: dict[str, list[HtmlElement]] = defaultdict(list)
        self.by_attribute: dict[str, list[HtmlElement]] = defaultdict(list)
        self.by_id: dict[str, list[HtmlElement]] = defaultdict(list)
        self.referenced: set[str] = set()
        self.names: dict[HtmlElement, str] = {}
        self._facts: dict[str, object] = {}
        self._values: dict[tuple[str, str], Counter[str | None]] = {}
        self._hiding: dict[HtmlElement, int] = {}
        self._walk(root)
        for element in self.by_attribute.get("id", ()):
            self.by_id[element.get("id", "")].append(element)
        for name in REFERENCES & self.by_attribute.keys():
            for element in self.by_attribute[name]:
                self.referenced.update(element.get(name, "").split())

    def _walk(self, root: HtmlElement) -> None:
        by_tag, by_attribute = self.by_tag, self.by_attribute
        with_aria: dict[HtmlElement, None] = {}
        for element in root.iter("*"):
            by_tag[element.tag].append(element)
            for name in element.keys():  # noqa: SIM118  # an element's items are its children
                by_attribute[name].append(element)
                if name.startswith("aria-"):
                    with_aria[element] = None
        by_attribute["aria-*"] = list(with_aria)

    def elements(self, trigger: str) -> list[HtmlElement]:
        """The elements of a tag (`img`), with an attribute (`[role]`) or any ARIA (`[aria-*]`)."""
        return self._by_trigger.get(trigger, [])

    @cached_property
    def _by_trigger(self) -> dict[str, list[HtmlElement]]:
        with_attribute = {f"[{name}]": found for name, found in self.by_attribute.items()}
        return {**self.by_tag, **with_attribute}

    def with_id(self, id: str) -> HtmlElement | None:
        """The first element with this id."""
        found = self.by_id.get(id)
        return found[0] if found else None

    @cached_property
    def styles(self) -> Styles:
        """How style sheets and style attributes style the page's elements."""
        return Styles(self.root, self.by_tag, self.by_attribute, self._base, self._sheets)

    def hiding(self, element: HtmlElement) -> int:
        """In which ways an element is hidden, itself or by what is around it: bits of `hidden`."""
        known, passed = self._hiding, []
        if element in known:
            return known[element]
        step: HtmlElement | None = element
        while step is not None and step not in known:
            passed.append(step)
            step = step.getparent()
        hiding = 0 if step is None else known[step]
        for each in reversed(passed):
            if each in self._may_hide:
                hiding = own_hiding(self.styles, each, hiding)
            known[each] = hiding
        return hiding

    @cached_property
    def _may_hide(self) -> set[HtmlElement]:
        """The elements that something on them, or their tag, may hide or show: most are not."""
        found = set(self.styles.hiders)
        for name in HIDING_ATTRIBUTES:
            found.update(self.by_attribute.get(name, ()))
        for tag in HIDING_TAGS & self.by_tag.keys():
            found.update(self.by_tag[tag])
        for details in self.by_tag.get("details", ()):
            found.update(details)
        return found

    def is_hidden(self, element: HtmlElement) -> bool:
        """Whether an element is hidden from those who listen."""
        return self.hiding(element) != 0

    def is_rendered(self, element: HtmlElement) -> bool:
        """Whether an element is laid out and to be seen, be it read out or not."""
        return not self.hiding(element) & (GONE | UNSEEN)

    def hides_itself(self, element: HtmlElement) -> bool:
        """Whether an element would be hidden wherever it stood."""
        return element in self._may_hide and own_hiding(self.styles, element, 0) != 0

    def fact(self, name: str, work_out: Callable[[Document], FactT]) -> FactT:
        """What a rule has worked out about the whole page, once for all its elements."""
        if name not in self._facts:
            self._facts[name] = work_out(self)
        return cast(FactT, self._facts[name])

    def has_alone(self, element: HtmlElement, attribute: str) -> bool:
        """Whether no other element of its tag has the same value in an attribute that it has."""
        counts = self._values.get((element.tag, attribute))
        if counts is None:
            counts = Counter(each.get(attribute) for each in self.by_tag.get(element.tag, ()))
            self._values[element.tag, attribute] = counts
        return counts[element.get(attribute)] == 1

    @cached_property
    def labels(self) -> dict[str, list[HtmlElement]]:
        """The label elements by the id that they are for."""
        found: dict[str, list[HtmlElement]] = defaultdict(list)
        for label in self.by_tag.get("label", ()):
            if label.get("for"):
                found[label.get("for", "")].append(label)
        return found

    @cached_property
    def choices(self) -> dict[tuple[str, str], list[HtmlElement]]:
        """The radio buttons and checkboxes of each question, by their type and name."""
        found: dict[tuple[str, str], list[HtmlElement]] = defaultdict(list)
        for field in self.by_tag.get("input", ()):
            kind = (field.get("type") or "").strip().lower()
            if kind in ("radio", "checkbox"):
                found[kind, field.get("name") or ""].append(field)
        return found

    @cached_property
    def headings(self) -> list[HtmlElement]:
        """The headings that are not hidden, by tag or by role, in document order."""
        marked = set(filter(_is_marked_heading, self.by_attribute.get("role", ())))
        wanted = self.root.iter("*") if marked else self.root.iter(*HEADING_TAGS)
        found = (e for e in wanted if e.tag in HEADING_TAGS or e in marked)
        return [heading for heading in found if not self.is_hidden(heading)]

    @cached_property
    def heading_before(self) -> dict[HtmlElement, HtmlElement]:
        """The heading before each heading but the first, hidden ones passed over."""
        return dict(zip(self.headings[1:], self.headings, strict=False))


def _is_marked_heading(element: HtmlElement) -> bool:
    return (element.get("role") or "").strip().lower() == "heading"
