"""Snippets for the rules of what takes focus."""

from __future__ import annotations

from tests.scoring.snippets.kinds import Snippets

SNIPPETS: Snippets = {
    "aria-hidden-focus": {
        "passes": [
            "<p aria-hidden=true>x</p>",
            '<div aria-hidden=true><a href="/" style="display:none">x</a></div>',
            '<div aria-hidden=true><button disabled>x</button><a href="/" tabindex=-1>y</a></div>',
        ],
        "fails": [
            '<div aria-hidden=true><a href="/">x</a></div>',
            "<p tabindex=0 aria-hidden=true>x</p>",
            "<details aria-hidden=true><summary>x</summary></details>",
            "<div aria-hidden=true><div aria-hidden=false><input title=x></div></div>",
        ],
        "not_applicable": [
            '<div aria-hidden=false><a href="/">x</a></div>',
            "<style>.off{display:none}</style><div class=off aria-hidden=true><a hr"
            'ef="/">x</a></div>',
            '<div aria-hidden=true><i tabindex=0 onfocus="next.focus()"></i></div>',
        ],
    },
    "nested-interactive": {
        "passes": [
            "<button>x <b>y</b></button>",
            "<button>x <i tabindex=-1>y</i></button>",
            '<a href="/"><b tabindex=0>x</b></a>',
        ],
        "fails": [
            '<button>x <a href="/">y</a></button>',
            '<b role=checkbox aria-checked=true>x <a href="/">y</a></b>',
            "<b role=img aria-label=x><button tabindex=-1>y</button></b>",
        ],
        "not_applicable": [
            '<p>x <a href="/">y</a></p>',
            '<button hidden>x <a href="/">y</a></button>',
            "<button>x <input type=hidden></button>",
        ],
    },
    "frame-focusable-content": {
        "passes": [
            '<iframe title=x tabindex=-1 srcdoc="<p>x</p>"></iframe>',
            '<iframe title=x srcdoc="<a href=/>x</a>"></iframe>',
        ],
        "fails": ['<iframe title=x tabindex=-1 srcdoc="<a href=/>x</a>"></iframe>'],
        "not_applicable": [
            '<iframe title=x tabindex=-1 src="/a"></iframe>',
            '<iframe hidden tabindex=-1 srcdoc="<a href=/>x</a>"></iframe>',
        ],
    },
    "accesskeys": {
        "passes": ['<a href="/" accesskey=a>x</a><a href="/b" accesskey=b>y</a>'],
        "fails": ['<a href="/" accesskey=a>x</a><a href="/b" accesskey=A>y</a>'],
        "not_applicable": [
            '<a href="/">x</a>',
            '<a href="/" accesskey=a>x</a><a hidden href="/b" accesskey=a>y</a>',
        ],
    },
    "aria-hidden-body": {
        "passes": ["<html lang=en><body aria-hidden=false>x"],
        "fails": ["<html lang=en><body aria-hidden=true>x"],
        "not_applicable": ["<p aria-hidden=true>x</p>"],
    },
    "aria-text": {
        "passes": ["<p role=text>x <b>y</b></p>"],
        "fails": ['<p role=text>x <a href="/">y</a></p>'],
        "not_applicable": [
            '<p>x <a href="/">y</a></p>',
            '<p role=text hidden>x <a href="/">y</a></p>',
        ],
    },
}
