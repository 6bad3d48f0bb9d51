"""Snippets for the rules for common barriers in tables."""

from __future__ import annotations

from tests.scoring.snippets.kinds import HIDDEN, Snippets

ROWS = "<tr><th>Bin</th><th>Day</th></tr><tr><td>Green</td><td>Monday</td></tr>"
PLAIN = "<tr><td>Bin</td><td>Day</td></tr><tr><td>Green</td><td>Monday</td></tr>"

SNIPPETS: Snippets = {
    "layout-table": {
        "passes": [
            f"<table>{ROWS}</table>",
            f"<table>{PLAIN}</table>",
            '<table role="presentation"><tr><td>a</td><td>b</td></tr></table>',
            "<table><caption>Bins</caption><tr><td>Green</td></tr></table>",
        ],
        "fails": [
            "<table><tr><td>Menu</td><td>Content</td></tr></table>",
            f"<table><tr><td>a</td></tr><tr><td><table>{ROWS}</table></td></tr></table>",
        ],
        "not_applicable": ["<table></table>", "<table hidden><tr><td>a</td></tr></table>"],
    },
    "table-without-headings": {
        "passes": [
            f"<table>{ROWS}</table>",
            "<table><tr><td role=columnheader>a</td><td>b</td></tr><tr><td>1</td><td>2</table>",
        ],
        "fails": [f"<table>{PLAIN}</table>", f"<table><tbody>{PLAIN}</tbody></table>"],
        "not_applicable": [
            "<table><tr><td>a</td><td>b</td></tr></table>",
            "<table><tr><td>a</td></tr><tr><td>b</td></tr></table>",
            f'<table role="presentation">{PLAIN}</table>',
            HIDDEN.format(f"<table>{PLAIN}</table>"),
        ],
    },
    "table-without-caption": {
        "passes": [
            f"<table><caption>Bins</caption>{ROWS}</table>",
            f'<table aria-label="Bins">{ROWS}</table>',
            f"<h2>Bins</h2><div><table>{ROWS}</table></div>",
            f"<figure><table>{ROWS}</table><figcaption>Bins</figcaption></figure>",
        ],
        "fails": [f"<table>{ROWS}</table>", f"<p>Bins</p><table><thead>{ROWS}</thead></table>"],
        "not_applicable": [
            f"<table>{PLAIN}</table>",
            f'<table role="none">{ROWS}</table>',
            f"<table hidden>{ROWS}</table>",
            "<table><tr><th>Name</th><td><input></td></tr><tr><th>E-mail</th></tr></table>",
            "<table><tr><th>a</th><td>b</td></tr></table>",
        ],
    },
}
