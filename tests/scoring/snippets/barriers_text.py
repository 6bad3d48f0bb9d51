"""Snippets for the rules for common barriers in text."""

from __future__ import annotations

from tests.scoring.snippets.kinds import HIDDEN, Snippets

SHOUTED = "PLEASE DO NOT LEAVE ANY WASTE BESIDE YOUR BIN"

SNIPPETS: Snippets = {
    "p-as-heading": {
        "passes": [
            "<h2>Opening times</h2><p>Nine to five</p>",
            "<p><b>We are closed on Monday.</b></p><p>Come on Tuesday</p>",
            "<p><b>Note:</b> we are closed</p><p>Come on Tuesday</p>",
            "<p><strong>Opening times</strong></p><p><strong>Nine to five</strong></p>",
            "<p><strong>Opening times</strong></p>",
            "<li><p><b>Opening times</b></p><p>Nine to five</p></li>",
            f"<p><b>{'Long ' * 30}</b></p><p>x</p>",
        ],
        "fails": [
            "<p><strong>Opening times</strong></p><p>Nine to five</p>",
            "<p> <b>What you need:</b> </p><ul><li>A bill</li></ul>",
        ],
        "not_applicable": [
            HIDDEN.format("<p><b>Opening times</b></p><p>Nine to five</p>"),
            '<p role="heading" aria-level="2"><b>Opening times</b></p><p>Nine to five</p>',
            "<div><b>Opening times</b></div>",
        ],
    },
    "paragraph-blank": {
        "passes": ["<p>a</p>", '<p><img src="a.png" alt=""></p>', "<p>&nbsp;a</p>", "<p></p>"],
        "fails": ["<p>&nbsp;</p>", "<p><br></p>", "<p><strong>&nbsp;</strong></p>"],
        "not_applicable": ["<p> </p>", "<p id=status>&nbsp;</p>", "<p hidden>&nbsp;</p>"],
    },
    "text-capitals": {
        "passes": [
            "<p>Please do not leave any waste beside your bin</p>",
            "<p>BARCHESTER TOWN HALL</p>",
            "<td>AB12 3CD AB12 3CE AB12 3CF AB12 3CG</td>",
        ],
        "fails": [f"<p>{SHOUTED}</p>", f"<h2>{SHOUTED}</h2>", f"<p><b>{SHOUTED}!</b></p>"],
        "not_applicable": [f"<p hidden>{SHOUTED}</p>", f"<pre>{SHOUTED}</pre>"],
    },
    "text-capitals-style": {
        "passes": [
            '<p style="text-transform: uppercase">News</p>',
            '<p style="text-transform: none">Please do not leave any waste here</p>',
        ],
        "fails": ['<p style="text-transform:uppercase">Please do not leave any waste here</p>'],
        "not_applicable": [
            '<p style="color: #000">Please do not leave any waste here</p>',
            '<p style="text-transform:uppercase" hidden>Please do not leave any waste here</p>',
        ],
    },
    "text-justified": {
        "passes": ['<p style="text-align: left">a</p>', '<p align="center">a</p>'],
        "fails": ['<p style="text-align:justify">a</p>', '<div align="JUSTIFY"><p>a</p></div>'],
        "not_applicable": ['<p style="text-align:justify"></p>', '<p align="justify" hidden>a</p>'],
    },
}
