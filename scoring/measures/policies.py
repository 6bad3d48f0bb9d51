"""Content security policies, read as browsers read them."""

from __future__ import annotations

from collections.abc import Iterable

Sources = frozenset[str]


class Policy(dict[str, Sources]):
    """The directives of a policy with their sources, lower case."""

    def sources(self, name: str) -> Sources | None:
        """The sources that a kind of fetch may use; None where nothing limits it."""
        return self.get(name, self.get("default-src"))

    def runs_inline(self, sources: Sources) -> bool:
        """Whether sources let in what stands in the page: not beside a nonce, a hash or
        strict-dynamic."""
        named = any(each.startswith(("'nonce-", "'sha")) for each in sources)
        return "'unsafe-inline'" in sources and not named and "'strict-dynamic'" not in sources


def policy_of(texts: Iterable[str]) -> Policy:
    """Policies as one: of a directive in several, the sources that all of them let in.

    >>> policy_of(["default-src 'self'; script-src a.test b.test", "script-src b.test"])
    {'default-src': frozenset({"'self'"}), 'script-src': frozenset({'b.test'})}
    """
    found = Policy()
    for policy in (part for text in texts for part in text.split(",")):
        for name, sources in _directives(policy).items():
            found[name] = found[name] & sources if name in found else sources
    return found


def _directives(text: str) -> dict[str, Sources]:
    """The directives of one policy; of one named twice, browsers keep the first."""
    found: dict[str, Sources] = {}
    for part in text.lower().split(";"):
        name, *sources = part.split() or [""]
        if name:
            found.setdefault(name, frozenset(sources))
    return found
