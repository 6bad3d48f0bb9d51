"""How the style sheets of a page, and its style attributes, style its elements.

The cascade by importance, style attribute, specificity and order (CSS Cascading and Inheritance 4),
custom properties put in (CSS Custom Properties 1), for the properties of `styles.yaml` and its
window. Where a style sheet that the page links to is not at hand, `is_complete` is False.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from dataclasses import replace
from functools import cached_property
from itertools import chain

from lxml.html import HtmlElement

from scoring.accessibility.bundle import Kin
from scoring.accessibility.custom import put_in
from scoring.accessibility.linked import LinkedSheets
from scoring.accessibility.looks import NO_LOOK, Custom, Look, look_of
from scoring.accessibility.selectors import BudgetSpentError, Matcher
from scoring.accessibility.sheets import (
    CUSTOM,
    STYLES,
    Declaration,
    Orientation,
    Rules,
    Sheet,
    StyleRule,
    media_holds,
    pixels,
    read_style,
    read_style_element,
)

Elements = Mapping[str, list[HtmlElement]]
# Rules that match an element, each with the place of its sheet on the page.
Matched = list[tuple[int, StyleRule]]
# Values that take the parent's (for what is inherited) or the property's first value.
_PARENTS = ("inherit", "unset", "revert")


class Styles:
    """The styles of one page's elements; `linked` are the style sheets at hand."""

    def __init__(
        self,
        root: HtmlElement,
        by_tag: Elements,
        by_attribute: Elements,
        base: str = "",
        linked: LinkedSheets | None = None,
    ) -> None:
        self._root = root
        self._by_tag = by_tag
        self._by_attribute = by_attribute
        self._base, self._linked = base, linked
        self._looks: dict[HtmlElement, Look] = {}
        self.hiders: set[HtmlElement] = set()
        self._values: dict[tuple[HtmlElement, str], str] = {}
        self._sizes: dict[HtmlElement, float] = {}
        self._custom: dict[HtmlElement, Custom] = {}
        self.is_complete = True
        try:
            self._apply(list(self._sheets()))
        except BudgetSpentError:
            self._looks.clear()
            self.hiders.clear()
            self.is_complete = False

    def _sheets(self) -> Iterator[tuple[Sheet, bool]]:
        """The style sheets of the page in order, and whether they are linked to.

        Those that are not at hand or too much are passed over.
        """
        spent = 0
        styles = list(filter(_applies, self._by_tag.get("style", ())))
        links = list(filter(is_sheet, self._by_tag.get("link", ())))
        for each in _in_order(self._root, styles, links):
            is_linked = each.tag == "link"
            spent += len(each.text or "")
            sheet = self._sheet(each) if spent <= STYLES.most_bytes else None
            if sheet is None or not sheet.is_whole:
                self.is_complete = False
            if sheet is not None:
                yield sheet, is_linked

    def _sheet(self, element: HtmlElement) -> Sheet | None:
        """The style sheet of a `link` or a `style`; None for one that is not at hand."""
        if element.tag == "link":
            return self._linked.of_link(element, self._base) if self._linked else None
        text = element.text or ""
        if self._linked and "@import" in text:
            return self._linked.of_style(text, self._base)
        return read_style_element(text)

    def _apply(self, sheets: list[tuple[Sheet, bool]]) -> None:
        places = [place for place, (_, is_linked) in enumerate(sheets) if is_linked]
        own = [(place, sheet.rules) for place, (sheet, linked) in enumerate(sheets) if not linked]
        kin: dict[HtmlElement, Kin] = {}
        others: list[tuple[int, Rules]] = []
        if places and self._linked:
            bundle = self._linked.bundle(tuple(sheets[place][0] for place in places))
            kin = dict(bundle.kin(self._root.iter("*"), STYLES.most_comparisons))
            others = [(places[place], rules) for place, rules in enumerate(bundle.others)]
        matched = self._matched([*own, *others])
        looks: dict[tuple[int, ...], Look] = {}
        for element, rules in matched.items():
            if element in kin:
                rules += [(places[place], rule) for place, rule in kin[element].rules]
            rules.sort(key=_order)
            key = tuple(id(rule) for _, rule in rules)
            if key not in looks:
                looks[key] = look_of(rule for _, rule in rules)
            self._note(element, looks[key])
        for element, each in kin.items():
            if each.look is not NO_LOOK and element not in matched:
                self._note(element, each.look)

    def _matched(self, sheets: list[tuple[int, Rules]]) -> dict[HtmlElement, Matched]:
        """The elements that rules of these sheets match, by trying each rule on the page."""
        matched: dict[HtmlElement, Matched] = defaultdict(list)
        if not any(rules for _, rules in sheets):
            return matched
        by_key: dict[str, Mapping[str, Collection[HtmlElement]]] = {
            "tag": self._by_tag,
            "class": _by_words(self._by_attribute.get("class", ()), "class"),
            "id": _by_words(self._by_attribute.get("id", ()), "id"),
            "*": {"": list(chain.from_iterable(self._by_tag.values()))},
        }
        keys = [(kind, name) for kind, names in by_key.items() for name in names]
        matcher = Matcher(by_key, STYLES.most_comparisons)
        for place, rules in sheets:
            for rule in chain.from_iterable(rules.get(key, ()) for key in keys):
                if all(name in by_key[kind] for kind, name in rule.needs):
                    for element in matcher.select(rule.tree):
                        matched[element].append((place, rule))
        return matched

    def _note(self, element: HtmlElement, look: Look) -> None:
        self._looks[element] = look
        if look.hides:
            self.hiders.add(element)

    @property
    def turned(self) -> Iterator[tuple[HtmlElement, Orientation, str, str]]:
        """What turns in one orientation of the window: element, which, property and value."""
        return ((element, *each) for element, look in self._looks.items() for each in look.turned)

    def says_anything(self, element: HtmlElement) -> bool:
        """Whether a style sheet or a style attribute declares anything for an element."""
        return element in self._looks or bool(element.get("style"))

    def may_hide(self, element: HtmlElement) -> bool:
        """Whether a style attribute or a style sheet may take an element out of sight."""
        return element in self.hiders or element.get("style") is not None

    def with_any(self, properties: Set[str]) -> Iterator[HtmlElement]:
        """The elements with a style attribute, or for which a sheet declares one of these."""
        wanted: dict[int, bool] = {}
        for element, look in self._looks.items():
            if id(look) not in wanted:
                wanted[id(look)] = not properties.isdisjoint(look.declared)
            if wanted[id(look)]:
                yield element
        yield from self._by_attribute.get("style", ())

    @property
    def colours_anything(self) -> bool:
        """Whether anything on the page may be in colours other than the browser's."""
        coloured = ("style", "color", "bgcolor", "text")
        return bool(self._looks) or any(self._by_attribute.get(name) for name in coloured)

    def declared(self, element: HtmlElement, name: str) -> Declaration | None:
        """What wins the cascade for an element and a property; None where nothing is declared."""
        own = self.in_attribute(element, name)
        sheet = self.look(element).declared.get(name)
        wins = own if sheet is None or (own and (own.important or not sheet.important)) else sheet
        if wins is not None and "var(" in wins.value:
            return replace(wins, value=put_in(wins.value, self.custom(element)))
        return wins

    def custom(self, element: HtmlElement) -> Custom:
        """The custom properties of an element: its parent's, the same object, where it has none."""
        if self._roots_custom is not None:
            return self._roots_custom
        passed: list[HtmlElement] = []
        step: HtmlElement | None = element
        while step is not None and step not in self._custom:
            passed.append(step)
            step = step.getparent()
        custom = _NO_CUSTOM if step is None else self._custom[step]
        for each in reversed(passed):
            if own := self._own_custom(each):
                custom = {**custom, **own}
            self._custom[each] = custom
        return custom

    @cached_property
    def _roots_custom(self) -> Custom | None:
        """The custom properties of all elements, where none but the root declares any."""
        inline = (CUSTOM in each.get("style", "") for each in self._by_attribute.get("style", ()))
        others = (each.custom for element, each in self._looks.items() if element is not self._root)
        return None if any(inline) or any(others) else self.look(self._root).custom

    def _own_custom(self, element: HtmlElement) -> Custom:
        found = self.look(element).custom
        if CUSTOM in (style := element.get("style") or ""):
            own = {e.name: e.value for e in read_style(style) if e.name.startswith(CUSTOM)}
            return {**found, **own}
        return found

    def look(self, element: HtmlElement) -> Look:
        """What style sheets alone declare for an element."""
        return self._looks.get(element, NO_LOOK)

    def everything(self, element: HtmlElement) -> Mapping[str, str]:
        """What is declared for an element itself: property and value."""
        look, style = self.look(element), element.get("style")
        if not style and not look.asks:
            return look.values
        names = list(look.declared)
        if style:
            names += [e.name for e in read_style(style) if not e.name.startswith(CUSTOM)]
        found = {name: self.declared(element, name) for name in names}
        return {name: each.value for name, each in found.items() if each is not None}

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


_NO_CUSTOM: Custom = {}


def _order(matched: tuple[int, StyleRule]) -> tuple[int, int]:
    place, rule = matched
    return place, rule.order


def _by_words(elements: Iterable[HtmlElement], name: str) -> dict[str, dict[HtmlElement, None]]:
    """Elements by each word of an attribute, in order."""
    found: dict[str, dict[HtmlElement, None]] = defaultdict(dict)
    for element in elements:
        for word in element.get(name, "").split():
            found[word][element] = None
    return found


def _in_order(
    root: HtmlElement, some: list[HtmlElement], others: list[HtmlElement]
) -> list[HtmlElement]:
    """Elements of a page in its order."""
    if not some or not others:
        return some or others
    wanted = {*some, *others}
    return [each for each in root.iter("style", "link") if each in wanted]


def _applies(style: HtmlElement) -> bool:
    kind = (style.get("type") or "text/css").strip().lower()
    return kind == "text/css" and media_holds(style.get("media") or "")


def is_sheet(link: HtmlElement) -> bool:
    """Whether a `link` brings a style sheet that applies in the usual window."""
    kinds = (link.get("rel") or "").lower().split()
    applies = "alternate" not in kinds and link.get("disabled") is None
    return "stylesheet" in kinds and applies and media_holds(link.get("media") or "")
