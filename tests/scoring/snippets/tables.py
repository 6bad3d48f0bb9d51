"""Snippets for the rules of tables."""

from __future__ import annotations

from tests.scoring.snippets.kinds import Snippets

SNIPPETS: Snippets = {
    "td-headers-attr": {
        "passes": [
            "<table><tr><th id=a>A</th><th id=b>B</th></tr><tr><td headers='a b'>1</td></table>"
        ],
        "fails": [
            "<table><tr><th id=a>A</th></tr><tr><td headers=z>1</td></tr></table>",
            "<table><tr><td id=a headers=a>A</td></tr></table>",
            "<table><tr><th id=a>A</th></tr></table><table><tr><td headers=a>1</td></tr></table>",
        ],
        "not_applicable": [
            "<table><tr><td>1</td></tr></table>",
            "<table role=presentation><tr><td headers=z>1</td></tr></table>",
        ],
    },
    "scope-attr-valid": {
        "passes": [
            "<table><tr><th scope=col>A</th></tr></table>",
            "<table><th scope=ROW>A</table>",
        ],
        "fails": [
            "<table><tr><td scope=col>A</td></tr></table>",
            "<table><th scope=column>A</table>",
        ],
        "not_applicable": ["<table><tr><th>A</th></tr></table>"],
    },
}
