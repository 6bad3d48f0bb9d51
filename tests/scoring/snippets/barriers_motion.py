"""Snippets for the rules for what moves, plays by itself, or answers to the mouse alone."""

from __future__ import annotations

from tests.scoring.snippets.kinds import HIDDEN, Snippets

SNIPPETS: Snippets = {
    "animation-endless": {
        "passes": ['<p style="animation: slide 2s 1">News</p>', '<p style="color: red">News</p>'],
        "fails": [
            '<p style="animation: slide 2s linear infinite">News</p>',
            '<p style="animation-iteration-count:infinite">News</p>',
            '<p style="text-decoration: blink">News</p>',
        ],
        "not_applicable": ["<p>News</p>", '<p style="animation: a 2s infinite" hidden>News</p>'],
    },
    "media-autoplay": {
        "passes": [
            "<video autoplay muted controls></video>",
            '<iframe title="Film" src="https://x.test/film?autoplay=0"></iframe>',
        ],
        "fails": [
            "<video autoplay muted loop></video>",
            '<iframe title="Film" src="https://x.test/film?a=b&amp;autoplay=1"></iframe>',
        ],
        "not_applicable": [
            "<video></video>",
            "<video autoplay hidden></video>",
            "<iframe></iframe>",
        ],
    },
    "click-without-focus": {
        "passes": [
            '<button onclick="go()">Go</button>',
            '<a href="/" onclick="go()">Go</a>',
            '<div onclick="go()" tabindex="0" role="button">Go</div>',
            '<div onclick="go()"><a href="/">Go</a></div>',
            '<a href="/"><span onclick="go()">Go</span></a>',
        ],
        "fails": [
            '<div onclick="go()">Go</div>',
            '<a onclick="go()">Go</a>',
            '<img src="go.png" alt="Go" onclick="go()">',
        ],
        "not_applicable": [
            '<body onclick="closeMenus()"><p>x</p></body>',
            '<div onclick="">Go</div>',
            HIDDEN.format('<div onclick="go()">Go</div>'),
        ],
    },
    "mouse-only-handler": {
        "passes": [
            '<div onmouseover="a()" onfocus="a()" tabindex="0">x</div>',
            '<a href="/" onmouseover="a()">x</a>',
        ],
        "fails": ['<div onmouseover="show()">x</div>', '<span onmousedown="go()">Go</span>'],
        "not_applicable": ["<div>x</div>", '<div onmouseover="a()" hidden>x</div>'],
    },
    "change-leaves-page": {
        "passes": ['<select title=Ward onchange="showHint()"></select>'],
        "fails": [
            '<select title=Ward onchange="this.form.submit()"></select>',
            '<select title=Ward onchange="window.location = this.value"></select>',
        ],
        "not_applicable": [
            "<select title=Ward></select>",
            '<input title=Name onchange="this.form.submit()">',
            '<select title=Ward onchange="this.form.submit()" hidden></select>',
        ],
    },
}
