"""Snippets for the rules of headings, landmarks and lists."""

from __future__ import annotations

from tests.scoring.snippets.kinds import Snippets

SNIPPETS: Snippets = {
    "list": {
        "passes": ["<ul><li>a</li> <li>b</li><script></script></ul>", "<ol></ol>"],
        "fails": ["<ul><p>a</p></ul>", "<ul>a<li>b</li></ul>", '<ol><li role="tab">a</li></ol>'],
        "not_applicable": ['<ul role="menu"><p>a</p></ul>', "<ul hidden><p>a</p></ul>"],
    },
    "listitem": {
        "passes": [
            "<ul><li>a</li></ul>",
            '<div role="list"><li>a</li></div>',
            "<menu><li>a</li></menu>",
        ],
        "fails": ["<div><li>a</li></div>", "<li>a</li>"],
        "not_applicable": ['<div><li role="tab">a</li></div>', "<div hidden><li>a</li></div>"],
    },
    "definition-list": {
        "passes": ["<dl><dt>a</dt><dd>b</dd></dl>", "<dl><div><dt>a</dt><dd>b</dd></div></dl>"],
        "fails": ["<dl><p>a</p></dl>", "<dl><dt>a</dt>b</dl>", "<dl><div><p>a</p></div></dl>"],
        "not_applicable": ['<dl role="list"><p>a</p></dl>', "<ul><li>a</li></ul>"],
    },
    "heading-order": {
        "passes": [
            "<h1>a</h1><h2>b</h2><h3>c</h3><h2>d</h2>",
            "<h2>a</h2><h3>b</h3>",
            "<h1>a</h1><h3 hidden>b</h3><h2>c</h2>",
        ],
        "fails": ["<h1>a</h1><h3>b</h3>", '<h1>a</h1><p role="heading" aria-level="4">b</p>'],
        "not_applicable": ["<p>a</p>", "<h4>a</h4>"],
    },
    "empty-heading": {
        "passes": ["<h2>a</h2>", '<h2><img alt="a"></h2>', '<p role="heading">a</p>'],
        "fails": ["<h2></h2>", "<h2><br></h2>", '<h2><img alt=""></h2>', "<p role=heading></p>"],
        "not_applicable": ["<p></p>", "<h2 hidden></h2>", '<h2 role="tab"></h2>'],
    },
    "page-has-heading-one": {
        "passes": ["<h1>a</h1>", '<p role="heading" aria-level="1">a</p>'],
        "fails": ["<h2>a</h2>", "<h1 hidden>a</h1>", ""],
    },
    "dlitem": {
        "passes": ["<dl><dt>x<dd>y</dl>", "<dl><div><dt>x<dd>y</div></dl>"],
        "fails": ["<dt>x</dt>", "<ul><dd>y</dd></ul>"],
        "not_applicable": ["<p>x</p>", "<div hidden><dt>x</dt></div>"],
    },
}
