"""Whether an element matches a CSS selector, within a budget of comparisons.

Selectors are parsed by cssselect; states of the moment (`:hover`, `:focus`) match nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from typing import Any

from cssselect import parser as css
from lxml.html import HtmlElement

Tree = Any  # a node of cssselect's parsed tree; the library types them loosely


class BudgetSpentError(Exception):
    """A page and its style sheets need more comparisons than are allowed."""


class Matcher:
    """Matches elements of one tree; ancestors are looked at once for each selector.

    `by_class` holds the tree's elements by each of their classes.
    """

    def __init__(self, by_class: Mapping[str, Container[HtmlElement]], budget: int) -> None:
        self.by_class = by_class
        self.budget = budget
        self._within: dict[tuple[int, HtmlElement], bool] = {}

    def matches(self, tree: Tree, element: HtmlElement) -> bool:
        """Whether the element matches.

        Raises:
            BudgetSpentError: the page has used up its comparisons.
        """
        self.budget -= 1
        if self.budget < 0:
            raise BudgetSpentError
        check = _CHECKS.get(type(tree))
        return check is not None and check(self, tree, element)

    def has_ancestor(self, tree: Tree, element: HtmlElement) -> bool:
        """Whether an element that matches is somewhere around this one."""
        passed: list[HtmlElement] = []
        found = False
        step = element.getparent()
        while step is not None:
            known = self._within.get((id(tree), step))
            if known is not None:
                found = known
                break
            passed.append(step)
            step = step.getparent()
        for each in reversed(passed):
            found = found or self.matches(tree, each)
            self._within[id(tree), each] = found
        return found


def _element(matcher: Matcher, tree: Tree, element: HtmlElement) -> bool:
    return tree.element is None or element.tag == tree.element.lower()


def _class(matcher: Matcher, tree: Tree, element: HtmlElement) -> bool:
    named = matcher.by_class.get(tree.class_name, ())
    return element in named and matcher.matches(tree.selector, element)


def _hash(matcher: Matcher, tree: Tree, element: HtmlElement) -> bool:
    return element.get("id") == tree.id and matcher.matches(tree.selector, element)


def _attribute(matcher: Matcher, tree: Tree, element: HtmlElement) -> bool:
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


def _combined(matcher: Matcher, tree: Tree, element: HtmlElement) -> bool:
    if not matcher.matches(tree.subselector, element):
        return False
    if tree.combinator == " ":
        return matcher.has_ancestor(tree.selector, element)
    if tree.combinator == ">":
        parent = element.getparent()
        return parent is not None and matcher.matches(tree.selector, parent)
    if tree.combinator == "~":
        before = element.itersiblings("*", preceding=True)
        return any(matcher.matches(tree.selector, each) for each in before)
    previous = next(element.itersiblings("*", preceding=True), None)
    return previous is not None and matcher.matches(tree.selector, previous)


def _negation(matcher: Matcher, tree: Tree, element: HtmlElement) -> bool:
    refused = matcher.matches(tree.subselector, element)
    return not refused and matcher.matches(tree.selector, element)


def _matching(matcher: Matcher, tree: Tree, element: HtmlElement) -> bool:
    inner = any(matcher.matches(getattr(s, "parsed_tree", s), element) for s in tree.selector_list)
    return inner and matcher.matches(tree.selector, element)


def _pseudo(matcher: Matcher, tree: Tree, element: HtmlElement) -> bool:
    check = _PSEUDO.get(tree.ident)
    return check is not None and check(element) and matcher.matches(tree.selector, element)


def _is_first(element: HtmlElement) -> bool:
    return next(element.itersiblings("*", preceding=True), None) is None


def _is_last(element: HtmlElement) -> bool:
    return next(element.itersiblings("*"), None) is None


_PSEUDO: dict[str, Callable[[HtmlElement], bool]] = {
    "root": lambda element: element.getparent() is None,
    "first-child": _is_first,
    "last-child": _is_last,
    "only-child": lambda element: _is_first(element) and _is_last(element),
    "link": lambda element: element.tag == "a" and element.get("href") is not None,
    "any-link": lambda element: element.tag == "a" and element.get("href") is not None,
    "disabled": lambda element: element.get("disabled") is not None,
    "enabled": lambda element: element.get("disabled") is None,
    "checked": lambda element: element.get("checked") is not None,
    "empty": lambda element: len(element) == 0 and not element.text,
}

_CHECKS: dict[type, Callable[[Matcher, Tree, HtmlElement], bool]] = {
    css.Element: _element,
    css.Class: _class,
    css.Hash: _hash,
    css.Attrib: _attribute,
    css.CombinedSelector: _combined,
    css.Negation: _negation,
    css.Matching: _matching,
    css.SpecificityAdjustment: _matching,
    css.Pseudo: _pseudo,
}


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
