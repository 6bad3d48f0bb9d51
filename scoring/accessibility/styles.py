"""How the style sheets of a page itself, and its style attributes, style its elements.

The cascade by importance, style attribute, specificity and order (CSS Cascading and Inheritance 4),
for the properties of `styles.yaml` and its window. Style sheets that a page links to are not
captured: where there are any, `is_complete` is False.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain

from lxml.html import HtmlElement

from scoring.accessibility.selectors import BudgetSpentError, Matcher
from scoring.accessibility.sheets import (
    STYLES,
    Declaration,
    Orientation,
    Sheet,
    StyleRule,
    media_holds,
    pixels,
    read_sheet,
    read_style,
)

Elements = Mapping[str, list[HtmlElement]]
# What style sheets declare for an element, once the cascade has decided: by property.
Look = Mapping[str, Declaration]
_HIDING = frozenset({"display", "visibility"})
# Values that take the parent's (for what is inherited) or the property's first value.
_PARENTS = ("inherit", "unset", "revert")


class Styles:
    """The styles of one page's elements."""

    def __init__(self, by_tag: Elements, by_attribute: Elements) -> None:
        self._by_tag = by_tag
        self._by_attribute = by_attribute
        self._declared: dict[HtmlElement, Look] = {}
        self.hiders: set[HtmlElement] = set()
        self._values: dict[tuple[HtmlElement, str], str] = {}
        self._sizes: dict[HtmlElement, float] = {}
        self.turned: list[tuple[HtmlElement, Orientation, str, str]] = []
        texts = [_text(style) for style in by_tag.get("style", ()) if _applies(style)]
        too_many = sum(map(len, texts)) > STYLES.most_bytes
        sheets = [] if too_many else [read_sheet(text) for text in texts]
        linked = any(map(_is_linked_sheet, by_tag.get("link", ())))
        self.is_complete = not (linked or too_many or any(sheet.imports for sheet in sheets))
        self._has_rules = any(sheet.rules for sheet in sheets)
        try:
            self._apply(sheets)
        except BudgetSpentError:
            self._declared.clear()
            self.hiders.clear()
            self.is_complete = False

    def says_anything(self, element: HtmlElement) -> bool:
        """Whether a style sheet or a style attribute declares anything for an element."""
        return element in self._declared or bool(element.get("style"))

    def may_hide(self, element: HtmlElement) -> bool:
        """Whether a style attribute or a style sheet may take an element out of sight."""
        return element in self.hiders or element.get("style") is not None

    @property
    def styled(self) -> Iterator[HtmlElement]:
        """The elements for which a style sheet or a style attribute declares anything."""
        return chain(self._declared, self._by_attribute.get("style", ()))

    @property
    def colours_anything(self) -> bool:
        """Whether anything on the page may be in colours other than the browser's."""
        coloured = ("style", "color", "bgcolor", "text")
        return bool(self._declared) or any(self._by_attribute.get(name) for name in coloured)

    def _apply(self, sheets: list[Sheet]) -> None:
        if not self._has_rules:
            return
        by_key: dict[str, Mapping[str, Collection[HtmlElement]]] = {
            "tag": self._by_tag,
            "class": _by_words(self._by_attribute.get("class", ()), "class"),
            "id": _by_words(self._by_attribute.get("id", ()), "id"),
            "*": {"": list(chain.from_iterable(self._by_tag.values()))},
        }
        matcher = Matcher(by_key, STYLES.most_comparisons)
        matched: dict[HtmlElement, list[StyleRule]] = defaultdict(list)
        for rule in (rule for sheet in sheets for rule in sheet.rules):
            if all(name in by_key[kind] for kind, name in rule.needs):
                for element in matcher.select(rule.tree):
                    matched[element].append(rule)
        looks: dict[tuple[int, ...], Look] = {}
        for element, rules in matched.items():
            self._note(element, rules, looks)

    def _note(
        self, element: HtmlElement, rules: list[StyleRule], looks: dict[tuple[int, ...], Look]
    ) -> None:
        """Note the rules that match an element, in order; the same rules make one look."""
        key = tuple(map(id, rules))
        if key not in looks:
            looks[key] = _cascade(rules)
        if look := looks[key]:
            self._declared[element] = look
            if not _HIDING.isdisjoint(look):
                self.hiders.add(element)
        for rule in rules:
            if rule.orientation is not None:
                self.turned.extend(
                    (element, rule.orientation, each.name, each.value)
                    for each in rule.declarations
                    if each.name in ("transform", "rotate")
                )

    def declared(self, element: HtmlElement, name: str) -> Declaration | None:
        """What wins the cascade for an element and a property; None where nothing is declared."""
        own = self.in_attribute(element, name)
        sheet = self.look(element).get(name)
        if sheet is None or (own is not None and (own.important or not sheet.important)):
            return own
        return sheet

    def look(self, element: HtmlElement) -> Look:
        """What style sheets alone declare for an element."""
        return self._declared.get(element, _NO_LOOK)

    def everything(self, element: HtmlElement) -> dict[str, str]:
        """What is declared for an element itself: property and value."""
        found = {name: each.value for name, each in self.look(element).items()}
        if style := element.get("style"):
            for each in read_style(style):
                if (winner := self.declared(element, each.name)) is not None:
                    found[each.name] = winner.value
        return found

    def in_attribute(self, element: HtmlElement, name: str) -> Declaration | None:
        """What an element's style attribute declares of a property."""
        style = element.get("style")
        if not style:
            return None
        found = [each for each in read_style(style) if each.name == name]
        return max(reversed(found), key=lambda each: each.important, default=None)

    def value(self, element: HtmlElement, name: str) -> str:
        """A property's value, inherited where it is; empty where nobody declares one."""
        if name not in STYLES.inherited and (own := self._own_value(element, name)) is not None:
            return own
        passed: list[HtmlElement] = []
        found: str | None = None
        step: HtmlElement | None = element
        while step is not None and found is None:
            found = self._values.get((step, name))
            if found is None:
                passed.append(step)
                found = self._own_value(step, name)
                step = step.getparent()
        for each in passed:
            self._values[each, name] = found or ""
        return found or ""

    def _own_value(self, element: HtmlElement, name: str) -> str | None:
        """What an element has of its own; None where its parent's value is to be taken."""
        declared = self.declared(element, name)
        is_inherited = name in STYLES.inherited
        if declared is None or declared.value in _PARENTS[1:]:
            return None if is_inherited else ""
        if declared.value == "inherit":
            return None
        return "" if declared.value == "initial" else declared.value

    def font_size(self, element: HtmlElement) -> float:
        """The size of an element's letters, in pixels."""
        passed: list[HtmlElement] = []
        step: HtmlElement | None = element
        while step is not None and step not in self._sizes:
            passed.append(step)
            step = step.getparent()
        size = 16.0 if step is None else self._sizes[step]
        for each in reversed(passed):
            size = self._own_size(each, size)
            self._sizes[each] = size
        return size

    def _own_size(self, element: HtmlElement, parents: float) -> float:
        declared = self.declared(element, "font-size")
        if declared is None:
            return STYLES.font_sizes.get(element.tag, parents)
        words = {**STYLES.size_words, "larger": parents * 1.2, "smaller": parents / 1.2}
        given = words.get(declared.value, pixels(declared.value, parents))
        return parents if given is None else given


_NO_LOOK: Look = {}


def _cascade(rules: list[StyleRule]) -> Look:
    """What wins of rules in order; those for one orientation of the window are left aside."""
    found: dict[str, Declaration] = {}
    for rule in sorted(rules, key=lambda rule: rule.specificity):
        if rule.orientation is None:
            for each in rule.declarations:
                if each.name not in found or each.important or not found[each.name].important:
                    found[each.name] = each
    return found


def _by_words(elements: Iterable[HtmlElement], name: str) -> dict[str, dict[HtmlElement, None]]:
    """Elements by each word of an attribute, in order."""
    found: dict[str, dict[HtmlElement, None]] = defaultdict(dict)
    for element in elements:
        for word in element.get(name, "").split():
            found[word][element] = None
    return found


def _text(style: HtmlElement) -> str:
    return style.text or ""


def _applies(style: HtmlElement) -> bool:
    kind = (style.get("type") or "text/css").strip().lower()
    return kind == "text/css" and media_holds(style.get("media") or "")


def _is_linked_sheet(link: HtmlElement) -> bool:
    kinds = (link.get("rel") or "").lower().split()
    return "stylesheet" in kinds and (link.get("media") or "").strip().lower() != "print"
