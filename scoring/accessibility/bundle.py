"""The style sheets that a page links to, and their rules for the elements of all pages alike.

What a rule made of an element and those around it matches is worked out once for all elements of
one kin: same tag, id, classes and attributes, as far as the sheets ask for them, in parents of one
kin. The pages of a site are made by templates, so most elements are of a kin that was met before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from cssselect import parser as css
from lxml.html import HtmlElement

from scoring.accessibility.looks import NO_LOOK, Look, look_of
from scoring.accessibility.selectors import NEVER, Comparer, Tree, parts_of
from scoring.accessibility.sheets import STYLES, Sheet, StyleRule

Key = tuple[str, str]
_ANY: Key = ("*", "")
# Attributes that hold one of a few words, so that many elements have them alike.
KEYWORDS = frozenset({"dir", "disabled", "hidden", "method", "open", "role", "scope", "type"})
# What a selector may ask of an element alone, with the attributes that tell it.
_TOLD_BY = {
    "root": (),
    "link": ("href",),
    "any-link": ("href",),
    "disabled": ("disabled",),
    "enabled": ("disabled",),
    "checked": ("checked",),
}


class Kin:
    """Elements that rules cannot tell apart; `rules` match them, in order.

    `keys` are what rules are found by, of themselves and, in `around`, of all that is around them.
    """

    __slots__ = (
        "around",
        "attributes",
        "classes",
        "inner",
        "keys",
        "look",
        "parent",
        "rules",
        "tag",
    )
    around: frozenset[Key]

    def __init__(self, parent: Kin | None, tag: str, attributes: Mapping[str, str]) -> None:
        self.parent = parent
        self.tag = tag
        self.attributes = attributes
        self.classes = frozenset(attributes.get("class", "").split())
        named = (("class", each) for each in self.classes)
        self.keys = frozenset([_ANY, ("tag", tag), ("id", attributes.get("id", "")), *named])
        self.around = parent.around | parent.keys if parent else frozenset()
        self.inner: dict[tuple[str, tuple[tuple[str, str], ...]], Kin] = {}
        self.rules: Sequence[tuple[int, StyleRule]] = ()
        self.look: Look = NO_LOOK

    def get(self, name: str) -> str | None:
        """An attribute's value, as of an element."""
        return self.attributes.get(name)

    def getparent(self) -> Kin | None:
        """What is around, as of an element."""
        return self.parent


class KinComparer(Comparer[Kin]):
    """Compares kin with selectors."""

    def has_class(self, element: Kin, name: str) -> bool:
        return name in element.classes

    def is_inside(self, tree: Tree, element: Kin) -> bool:
        around = element.parent
        while around is not None:
            if self.matches(tree, around):
                return True
            around = around.parent
        return False


class Bundle:
    """Style sheets in order.

    `others` are of each sheet the rules that hang on more than an element and those around it.
    """

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        self.others: list[dict[Key, list[StyleRule]]] = [{} for _ in sheets]
        self._rules: dict[Key, list[tuple[int, StyleRule]]] = defaultdict(list)
        self._told: dict[str, bool] = {}  # attributes asked for, and whether for their values
        self._names: dict[str, set[str]] = {"id": set(), "class": set()}
        self._classes: dict[str, str] = {}
        self._tops: dict[tuple[str, tuple[tuple[str, str], ...]], Kin] = {}
        self._kin = 0
        for place, sheet in enumerate(sheets):
            for key, rules in sheet.rules.items():
                for rule in rules:
                    told = list(_told_by(rule.tree))
                    if None in told:
                        self.others[place].setdefault(key, []).append(rule)
                    else:
                        self._rules[key].append((place, rule))
                        self._note(rule, filter(None, told))

    def _note(self, rule: StyleRule, told: Iterable[tuple[str, bool]]) -> None:
        """Note what a rule asks of elements, by which their kin is told."""
        for name, by_value in told:
            self._told[name] = self._told.get(name, False) or by_value
        for part in parts_of(rule.tree):
            if isinstance(part, css.Class):
                self._names["class"].add(part.class_name)
            elif isinstance(part, css.Hash):
                self._names["id"].add(part.id)

    def kin(
        self, elements: Iterator[HtmlElement], budget: int
    ) -> Iterator[tuple[HtmlElement, Kin]]:
        """Each element of a page, in document order from its root, with its kin.

        Raises:
            BudgetSpentError: the page needs more comparisons than `budget`.
        """
        if self._kin > STYLES.most_kin:
            self._tops, self._kin = {}, 0
        comparer = KinComparer(budget)
        known: dict[HtmlElement | None, Kin | None] = {None: None}
        for element in elements:
            around = known.get(element.getparent())
            own = self._kin_of(element, around, comparer)
            known[element] = own
            yield element, own

    def _kin_of(self, element: HtmlElement, around: Kin | None, comparer: KinComparer) -> Kin:
        attributes = tuple(self._asked(element))
        alike = self._tops if around is None else around.inner
        found = alike.get((element.tag, attributes))
        if found is None:
            found = alike[element.tag, attributes] = Kin(around, element.tag, dict(attributes))
            found.rules = self._matching(found, comparer)
            found.look = look_of(rule for _, rule in found.rules) if found.rules else NO_LOOK
            self._kin += 1
        return found

    def _asked(self, element: HtmlElement) -> Iterator[tuple[str, str]]:
        """Those attributes of an element that rules ask for, what they do not tell apart alike."""
        for name, value in element.items():
            if name == "class":
                if known := self._known_classes(value):
                    yield name, known
            elif name == "id":
                if value in self._names["id"]:
                    yield name, value
            elif (by_value := self._told.get(name)) is not None:
                yield name, value if by_value else ""

    def _known_classes(self, value: str) -> str:
        if value not in self._classes:
            if len(self._classes) > STYLES.most_kin:
                self._classes.clear()
            known = (each for each in value.split() if each in self._names["class"])
            self._classes[value] = " ".join(sorted(known))
        return self._classes[value]

    def _matching(self, kin: Kin, comparer: KinComparer) -> list[tuple[int, StyleRule]]:
        likely = (each for key in kin.keys for each in self._rules.get(key, ()))
        found = [
            (place, rule)
            for place, rule in likely
            if kin.around.issuperset(rule.needs[1:]) and comparer.matches(rule.tree, kin)
        ]
        return sorted(found, key=lambda each: (each[0], each[1].order))


def _told_by(tree: Tree) -> Iterator[tuple[str, bool] | None]:
    """The attributes by which a rule tells elements apart, and whether by their values.

    None among them is for what neither an element nor those around it tell.
    """
    for part in parts_of(tree):
        if isinstance(part, css.CombinedSelector):
            if part.combinator not in (" ", ">"):
                yield None
        elif isinstance(part, css.Attrib):
            name, by_value = part.attrib.lower(), part.operator != "exists"
            is_word = name in KEYWORDS or name.startswith("aria-")
            is_told = is_word or not (by_value or name in ("class", "id"))
            yield (name, by_value) if is_told else None
        elif isinstance(part, css.Pseudo):
            names = () if part.ident in NEVER else _TOLD_BY.get(part.ident)
            yield from [None] if names is None else [(name, False) for name in names]
        elif isinstance(part, css.Function):
            yield None
