"""Whether an element matches a CSS selector, within a budget of comparisons.

Selectors are parsed by cssselect; states of the moment (`:hover`, `:focus`) match nothing. What
cannot be decided here (`:has()`, `:nth-child(2 of p)`) is not readable: `is_readable` says so.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, Generic, NamedTuple, TypeVar

from cssselect import parser as css
from lxml.html import HtmlElement

Tree = Any  # a node of cssselect's parsed tree; the library types them loosely
Elements = Collection[HtmlElement]
ElementT = TypeVar("ElementT")


class BudgetSpentError(Exception):
    """A page and its style sheets need more comparisons than are allowed."""


class Place(NamedTuple):
    """Which siblings a function counts: those before or those after, all or those of one tag."""

    preceding: bool
    of_type: bool


class Comparer(ABC, Generic[ElementT]):
    """Compares elements with selectors, so many times at most: `budget`."""

    def __init__(self, budget: int) -> None:
        self._budget = budget

    @abstractmethod
    def has_class(self, element: ElementT, name: str) -> bool:
        """Whether an element is of a class."""

    @abstractmethod
    def is_inside(self, tree: Tree, element: ElementT) -> bool:
        """Whether an element that matches is somewhere around this one."""

    def matches(self, tree: Tree, element: ElementT) -> bool:
        """Whether the element matches.

        Raises:
            BudgetSpentError: the page has used up its comparisons.
        """
        self.spend(1)
        check = _CHECKS.get(type(tree))
        return check is not None and check(self, tree, element)

    def spend(self, comparisons: int) -> None:
        """Note comparisons made.

        Raises:
            BudgetSpentError: the page has used up its comparisons.
        """
        self._budget -= comparisons
        if self._budget < 0:
            raise BudgetSpentError


class Matcher(Comparer[HtmlElement]):
    """Matches elements of one tree; `by_key` holds all of them by what `key_of` names."""

    def __init__(self, by_key: Mapping[str, Mapping[str, Elements]], budget: int) -> None:
        super().__init__(budget)
        self.by_key = by_key
        self._inside: dict[object, set[HtmlElement]] = {}

    def select(self, tree: Tree) -> Elements:
        """The elements of the page that match, in document order.

        Raises:
            BudgetSpentError: the page has used up its comparisons.
        """
        if isinstance(tree, css.CombinedSelector) and tree.combinator == " ":
            inside = self._inside_of(tree.selector)
            return [e for e in self.select(tree.subselector) if e in inside]
        kind, name = key_of(tree)
        likely = self.by_key[kind].get(name, ())
        self.spend(len(likely))
        return likely if is_key_alone(tree) else [e for e in likely if self.matches(tree, e)]

    def has_class(self, element: HtmlElement, name: str) -> bool:
        return element in self.by_key["class"].get(name, ())

    def is_inside(self, tree: Tree, element: HtmlElement) -> bool:
        return element in self._inside_of(tree)

    def _inside_of(self, tree: Tree) -> set[HtmlElement]:
        key = key_of(tree) if is_key_alone(tree) else id(tree)
        inside = self._inside.get(key)
        if inside is None:
            inside = self._inside[key] = set()
            for around in self.select(tree):
                if around not in inside:
                    inside.update(around.iterdescendants("*"))
            self.spend(len(inside))
        return inside


def _element(matcher: Comparer[Any], tree: Tree, element: Any) -> bool:
    return tree.element is None or element.tag == tree.element.lower()


def _class(matcher: Comparer[Any], tree: Tree, element: Any) -> bool:
    return matcher.has_class(element, tree.class_name) and matcher.matches(tree.selector, element)


def _hash(matcher: Comparer[Any], tree: Tree, element: Any) -> bool:
    return element.get("id") == tree.id and matcher.matches(tree.selector, element)


def _attribute(matcher: Comparer[Any], tree: Tree, element: Any) -> bool:
    value = element.get(tree.attrib.lower())
    wanted = tree.value.value if tree.value is not None else ""
    compare = _OPERATORS.get(tree.operator)
    fits = value is not None and compare is not None and compare(value, wanted)
    return fits and matcher.matches(tree.selector, element)


_OPERATORS: dict[str, Callable[[str, str], bool]] = {
    "exists": lambda value, wanted: True,
    "=": lambda value, wanted: value == wanted,
    "!=": lambda value, wanted: value != wanted,
    "~=": lambda value, wanted: wanted in value.split(),
    "|=": lambda value, wanted: value == wanted or value.startswith(f"{wanted}-"),
    "^=": lambda value, wanted: bool(wanted) and value.startswith(wanted),
    "$=": lambda value, wanted: bool(wanted) and value.endswith(wanted),
    "*=": lambda value, wanted: bool(wanted) and wanted in value,
}


def _combined(matcher: Comparer[Any], tree: Tree, element: Any) -> bool:
    if not matcher.matches(tree.subselector, element):
        return False
    if tree.combinator == " ":
        return matcher.is_inside(tree.selector, element)
    if tree.combinator == ">":
        parent = element.getparent()
        return parent is not None and matcher.matches(tree.selector, parent)
    if tree.combinator == "~":
        before = element.itersiblings("*", preceding=True)
        return any(matcher.matches(tree.selector, each) for each in before)
    previous = next(element.itersiblings("*", preceding=True), None)
    return previous is not None and matcher.matches(tree.selector, previous)


def _negation(matcher: Comparer[Any], tree: Tree, element: Any) -> bool:
    refused = matcher.matches(tree.subselector, element)
    return not refused and matcher.matches(tree.selector, element)


def _matching(matcher: Comparer[Any], tree: Tree, element: Any) -> bool:
    inner = any(matcher.matches(getattr(s, "parsed_tree", s), element) for s in tree.selector_list)
    return inner and matcher.matches(tree.selector, element)


def _pseudo(matcher: Comparer[Any], tree: Tree, element: Any) -> bool:
    check = _PSEUDO.get(tree.ident)
    return check is not None and check(element) and matcher.matches(tree.selector, element)


def _function(matcher: Comparer[Any], tree: Tree, element: Any) -> bool:
    step, start = css.parse_series(tree.arguments)
    place = _PLACES[tree.name]
    tag = element.tag if place.of_type else "*"
    siblings = element.itersiblings(tag, preceding=place.preceding)
    behind = 1 + sum(1 for _ in siblings) - start
    fits = behind == 0 if step == 0 else behind % step == 0 and behind // step >= 0
    return fits and matcher.matches(tree.selector, element)


def _is_first(element: HtmlElement) -> bool:
    return next(element.itersiblings("*", preceding=True), None) is None


def _is_last(element: HtmlElement) -> bool:
    return next(element.itersiblings("*"), None) is None


def _is_first_of_type(element: HtmlElement) -> bool:
    return next(element.itersiblings(element.tag, preceding=True), None) is None


def _is_last_of_type(element: HtmlElement) -> bool:
    return next(element.itersiblings(element.tag), None) is None


# Functions that count siblings: whether those before count, whether only those of its tag.
_PLACES = {
    "nth-child": Place(preceding=True, of_type=False),
    "nth-last-child": Place(preceding=False, of_type=False),
    "nth-of-type": Place(preceding=True, of_type=True),
    "nth-last-of-type": Place(preceding=False, of_type=True),
}
# States of the moment, and what is no state of a page that was just opened.
NEVER = frozenset(
    {"active", "focus", "focus-visible", "focus-within", "hover", "target", "visited"}
)
_PSEUDO: dict[str, Callable[[HtmlElement], bool]] = {
    "root": lambda element: element.getparent() is None,
    "first-child": _is_first,
    "last-child": _is_last,
    "only-child": lambda element: _is_first(element) and _is_last(element),
    "first-of-type": _is_first_of_type,
    "last-of-type": _is_last_of_type,
    "only-of-type": lambda element: _is_first_of_type(element) and _is_last_of_type(element),
    "link": lambda element: element.tag == "a" and element.get("href") is not None,
    "any-link": lambda element: element.tag == "a" and element.get("href") is not None,
    "disabled": lambda element: element.get("disabled") is not None,
    "enabled": lambda element: element.get("disabled") is None,
    "checked": lambda element: element.get("checked") is not None,
    "empty": lambda element: len(element) == 0 and not element.text,
}

_CHECKS: dict[type, Callable[[Comparer[Any], Tree, Any], bool]] = {
    css.Element: _element,
    css.Class: _class,
    css.Hash: _hash,
    css.Attrib: _attribute,
    css.CombinedSelector: _combined,
    css.Negation: _negation,
    css.Matching: _matching,
    css.SpecificityAdjustment: _matching,
    css.Pseudo: _pseudo,
    css.Function: _function,
}


def parts_of(tree: Tree) -> Iterator[Tree]:
    """A selector's tree and all that it is made of."""
    yield tree
    inner = (getattr(tree, name, None) for name in ("selector", "subselector"))
    alternatives = (getattr(s, "parsed_tree", s) for s in getattr(tree, "selector_list", ()))
    for each in (*inner, *alternatives):
        if each is not None:
            yield from parts_of(each)


def is_readable(tree: Tree) -> bool:
    """Whether it can be told here of every element if it matches."""
    return all(map(_is_known, parts_of(tree)))


def _is_known(part: Tree) -> bool:
    if isinstance(part, css.Pseudo):
        return part.ident in _PSEUDO or part.ident in NEVER
    if isinstance(part, css.Function):
        return part.name in _PLACES and not any(_is_of(each) for each in part.arguments)
    return type(part) in _CHECKS


def _is_of(token: Any) -> bool:
    return bool(token.type == "IDENT" and token.value == "of")


def needs(tree: Tree) -> Iterator[tuple[str, str]]:
    """What must be on a page for any of its elements to match: keys as of `key_of`."""
    while isinstance(tree, css.CombinedSelector):
        yield key_of(tree.subselector)
        tree = tree.selector
    yield key_of(tree)


def is_key_alone(tree: Tree) -> bool:
    """Whether every element with the selector's key matches it."""
    if isinstance(tree, (css.Class, css.Hash)):
        inner = tree.selector
        return isinstance(inner, css.Element) and inner.element is None
    return isinstance(tree, css.Element)


def key_of(tree: Tree) -> tuple[str, str]:
    """What every element that matches has: an `id`, a `class` or a `tag`; `*` for nothing."""
    if isinstance(tree, css.CombinedSelector):
        return key_of(tree.subselector)
    if isinstance(tree, css.Hash):
        return "id", tree.id
    if isinstance(tree, css.Class):
        return "class", tree.class_name
    if isinstance(tree, css.Element):
        return ("tag", tree.element.lower()) if tree.element else ("*", "")
    return key_of(tree.selector)
