"""Snippets for the rules of ARIA."""

from __future__ import annotations

from tests.scoring.snippets.kinds import Snippets

SNIPPETS: Snippets = {
    "aria-roles": {
        "passes": [
            '<p role="note">x</p>',
            '<p role="new-role note">x</p>',
            "<p role=doc-tip>x</p>",
        ],
        "fails": ['<p role="lnik">x</p>', '<p role="widget">x</p>'],
        "not_applicable": ["<p>x</p>", '<p role="">x</p>', '<p role="lnik" hidden>x</p>'],
    },
    "aria-valid-attr": {
        "passes": ['<p aria-label="x">x</p>'],
        "fails": ['<p aria-labeledby="x">x</p>', '<p aria-hiden="true">x</p>'],
        "not_applicable": ["<p arial=x>x</p>"],
    },
    "duplicate-id-aria": {
        "passes": ["<b id=a>x</b><input aria-labelledby=a>"],
        "fails": [
            "<b id=a>x</b><b id=a>y</b><input aria-labelledby=a>",
            "<label for=a>x</label><input id=a><input id=a>",
        ],
        "not_applicable": ["<b id=a>x</b><b id=a>y</b>"],
    },
}
