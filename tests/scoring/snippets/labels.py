"""Snippets for the rules of labels and names that are heard."""

from __future__ import annotations

from tests.scoring.snippets.kinds import Snippets

SNIPPETS: Snippets = {
    "label-content-name-mismatch": {
        "passes": [
            '<a href="/" aria-label="Council tax: pay now">Pay now</a>',
            '<button aria-label="search">Search (opens a window)</button>',
            '<a href="/" aria-label="Next">Next…</a>',
            '<a href="/" aria-label="Download the form">Download <i style="display:'
            'none">all</i> the form</a>',
        ],
        "fails": [
            '<a href="/" aria-label="Council tax">Pay now</a>',
            '<button aria-label="Download the form">Download form</button>',
            "<b id=a>Send</b><button aria-labelledby=a>Submit</button>",
        ],
        "not_applicable": [
            '<a href="/">x</a>',
            "<button aria-label=Close>X</button>",
            "<nav aria-label=a>Home</nav>",
            '<a href="/" aria-label=Home><i class="material-icons">house</i></a>',
            '<a href="/" aria-label=Home><img src=a alt=logo></a>',
        ],
    },
    "form-field-multiple-labels": {
        "passes": ["<label for=a>x</label><input id=a>"],
        "fails": [
            "<label for=a>x</label><label for=a>y</label><input id=a>",
            "<label>x <input id=a></label><label for=a>y</label>",
        ],
        "not_applicable": [
            "<input title=x>",
            "<label for=a>x</label><label for=a hidden>y</label><input id=a>",
            "<b id=b>z</b><label for=a>x</label><label for=a>y</label><input id=a a"
            "ria-labelledby=b>",
        ],
    },
    "label-title-only": {
        "passes": ["<label>x <input title=y></label>", "<input aria-label=x title=y>"],
        "fails": [
            "<input title=x>",
            "<select title=x></select>",
            "<b id=a>x</b><input aria-describedby=a>",
        ],
        "not_applicable": ["<input type=submit title=x>", "<input title=x hidden>"],
    },
    "identical-links-same-purpose": {
        "passes": ['<a href="/a">More</a><a href="/a/">More</a>'],
        "fails": ['<a href="/a">More</a><a href="/b">more</a>'],
        "not_applicable": [
            '<a href="/a">One</a><a href="/b">Two</a>',
            '<a href="/a">More</a><a hidden href="/b">More</a>',
        ],
    },
    "frame-title-unique": {
        "passes": ["<iframe title=x src=a></iframe><iframe title=x src=a></iframe>"],
        "fails": ["<iframe title=x src=a></iframe><iframe title=x src=b></iframe>"],
        "not_applicable": [
            "<iframe title=x src=a></iframe><iframe title=y src=b></iframe>",
            "<iframe title=x src=a></iframe><iframe hidden title=x src=b></iframe>",
        ],
    },
    "server-side-image-map": {
        "passes": ['<a href="/"><img alt=x src=a></a>'],
        "fails": ['<a href="/"><img alt=x ismap src=a></a>'],
        "not_applicable": ["<img alt=x ismap src=a>"],
    },
}
