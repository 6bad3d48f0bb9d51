"""Snippets for the rules of names of what ARIA makes."""

from __future__ import annotations

from tests.scoring.snippets.kinds import Snippets

SNIPPETS: Snippets = {
    "aria-dialog-name": {
        "passes": ["<div role=dialog aria-label=x>y</div>", "<dialog open title=x>y</dialog>"],
        "fails": ["<div role=dialog>y</div>", "<dialog open>y</dialog>"],
        "not_applicable": ["<dialog>y</dialog>", "<div>y</div>"],
    },
    "aria-meter-name": {
        "passes": [
            "<meter value=1 title=x></meter>",
            "<b role=meter aria-valuenow=1 aria-label=x></b>",
        ],
        "fails": ["<b role=meter aria-valuenow=1>1</b>"],
        "not_applicable": ["<b role=meter hidden>1</b>", "<b>1</b>"],
    },
    "aria-progressbar-name": {
        "passes": ["<progress aria-label=x></progress>"],
        "fails": ["<progress></progress>", "<b role=progressbar>50%</b>"],
        "not_applicable": ["<progress hidden></progress>", "<b>1</b>"],
    },
    "aria-tooltip-name": {
        "passes": ["<b role=tooltip>x</b>"],
        "fails": ["<b role=tooltip></b>"],
        "not_applicable": ["<b role=tooltip hidden></b>", "<b></b>"],
    },
    "aria-toggle-field-name": {
        "passes": [
            "<b role=switch aria-checked=true>x</b>",
            "<b role=radio aria-checked=true aria-label=x></b>",
        ],
        "fails": ["<b role=checkbox aria-checked=true></b>", "<b role=option></b>"],
        "not_applicable": ["<b role=checkbox hidden></b>", "<input type=checkbox role=switch>"],
    },
    "aria-treeitem-name": {
        "passes": ["<ul role=tree><li role=treeitem>x</ul>"],
        "fails": ["<ul role=tree><li role=treeitem></ul>"],
        "not_applicable": ["<ul><li></ul>", "<ul role=tree hidden><li role=treeitem></ul>"],
    },
}
