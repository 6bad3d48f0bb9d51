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
    "aria-valid-attr-value": {
        "passes": [
            '<a href="/" aria-current="page">Home</a>',
            '<i aria-relevant="text removals">x</i>',
            '<i aria-valuenow="-1.5">x</i>',
            "<i role=combobox aria-expanded=false aria-controls=gone>x</i>",
        ],
        "fails": [
            '<button aria-pressed="yes">x</button>',
            '<i aria-level="2.5">x</i>',
            '<i aria-valuenow="two">x</i>',
            '<i aria-relevant="text always">x</i>',
            "<i role=scrollbar aria-valuenow=1 aria-controls=gone>x</i>",
        ],
        "not_applicable": ['<i aria-label="x">x</i>', '<i aria-live="">x</i>'],
    },
    "aria-required-attr": {
        "passes": [
            "<p role=heading aria-level=2>x</p>",
            "<hr role=separator>",
            "<b role=option>x</b>",
            "<input type=checkbox role=switch title=x>",
        ],
        "fails": [
            "<p role=heading>x</p>",
            "<b role=switch>x</b>",
            "<b role=separator tabindex=0></b>",
            '<input role=combobox title=x aria-expanded="">',
        ],
        "not_applicable": [
            "<h2 role=heading>x</h2>",
            "<b role=checkbox hidden>x</b>",
            "<b role=note>x</b>",
        ],
    },
    "aria-allowed-attr": {
        "passes": [
            "<button aria-pressed=true>x</button>",
            "<b aria-busy=true>x</b>",
            "<input type=checkbox aria-required=true title=x>",
        ],
        "fails": [
            "<audio src=a.mp3 controls aria-orientation=vertical></audio>",
            "<b aria-checked=true>x</b>",
            '<a href="/" aria-selected=true>x</a>',
        ],
        "not_applicable": [
            "<b>x</b>",
            "<b aria-sort=other hidden>x</b>",
            "<x-menu aria-expanded=true>x</x-menu>",
        ],
    },
    "aria-prohibited-attr": {
        "passes": ["<nav aria-label=x></nav>", "<b role=img aria-label=x></b>"],
        "fails": ["<span aria-label=x></span>", "<i class=icon aria-label=Search></i>"],
        "not_applicable": [
            "<span></span>",
            "<span aria-label=x hidden></span>",
            "<span aria-label=x>text</span>",
        ],
    },
    "aria-prohibited-attr-beside-text": {
        "passes": ["<nav aria-label=x>y</nav>"],
        "fails": [
            "<div aria-label=x>y</div>",
            "<p aria-braillelabel=x>y</p>",
            "<div aria-roledescription=x>y</div>",
        ],
        "not_applicable": ['<div aria-label="">y</div>', "<div aria-label=x hidden>y</div>"],
    },
    "presentation-role-conflict": {
        "passes": ['<img alt="" src=a>', "<nav role=presentation>x</nav>"],
        "fails": [
            "<nav role=none aria-label=x>x</nav>",
            '<img alt="" src=a tabindex=0>',
            "<svg role=none aria-label=x></svg>",
        ],
        "not_applicable": [
            "<img alt=x aria-label=x src=a>",
            '<img alt="" aria-label=x hidden src=a>',
        ],
    },
    "aria-deprecated-role": {
        "passes": ["<ul role=list><li>x</li></ul>"],
        "fails": ["<div role=directory>x</div>"],
        "not_applicable": ["<ul><li>x</li></ul>", "<div role=directory hidden>x</div>"],
    },
    "aria-braille-equivalent": {
        "passes": ["<button aria-braillelabel=x>x</button>"],
        "fails": [
            "<button aria-braillelabel=x></button>",
            "<button aria-brailleroledescription=x>x</button>",
        ],
        "not_applicable": ["<button>x</button>"],
    },
    "aria-conditional-attr": {
        "passes": [
            "<input type=checkbox checked aria-checked=true title=x>",
            "<table role=treegrid><tr aria-level=1><td>x</table>",
        ],
        "fails": [
            "<input type=checkbox aria-checked=true title=x>",
            "<table><tr aria-level=1><td>x</table>",
            "<div role=table><div role=row aria-expanded=true><i role=cell>x</i></div></div>",
        ],
        "not_applicable": [
            "<input type=checkbox title=x>",
            "<b role=checkbox aria-checked=true>x</b>",
        ],
    },
}
