"""Snippets for the rules of links and frames."""

from __future__ import annotations

from tests.scoring.snippets.kinds import Snippets

SNIPPETS: Snippets = {
    "link-name": {
        "passes": [
            '<a href="/">Home</a>',
            '<a href="/"><img alt="Home"></a>',
            '<a href="/" aria-label="Home"></a>',
            '<a href="/" role="presentation">Home</a>',
            '<a href="/"><i class="icon" title="Home"></i></a>',
            '<a href="/"><i aria-label="Home"></i></a>',
        ],
        "fails": [
            '<a href="/"></a>',
            '<a href="/"><img src=home.gif></a>',
            '<a href="/"><img alt=""></a>',
            '<a href="/"><i class="icon"></i></a>',
            '<a href="/"><span hidden>Home</span></a>',
        ],
        "not_applicable": [
            "<a name=top></a>",
            '<a href="/" role="button"></a>',
            '<a href="/" aria-hidden="true"></a>',
        ],
    },
    "aria-command-name": {
        "passes": ['<p role="button">Go</p>', '<p role="link" aria-label="Home"></p>'],
        "fails": [
            '<p role="button"></p>',
            '<a href="/" role="button"></a>',
            "<p role=menuitem></p>",
        ],
        "not_applicable": [
            "<button></button>",
            '<p role="button" hidden></p>',
            '<p role="note"></p>',
        ],
    },
    "summary-name": {
        "passes": ["<details><summary>More</summary>…</details>"],
        "fails": ["<details><summary></summary>…</details>"],
        "not_applicable": ["<details>…</details>", "<summary></summary>"],
    },
    "frame-title": {
        "passes": ['<iframe title="Map"></iframe>', '<iframe aria-label="Map"></iframe>'],
        "fails": ["<iframe src=/map></iframe>", '<iframe title=" "></iframe>'],
        "not_applicable": ['<iframe tabindex="-1"></iframe>', "<iframe hidden></iframe>"],
    },
    "skip-link": {
        "passes": [
            '<a href="#main">Skip</a><p id=main>',
            '<a href="#c">Skip</a><a name=c></a>',
            '<a href="#top">Top</a>',
        ],
        "fails": ['<a href="#main">Skip</a><a href="/">Home</a>', '<a href="#main">Skip</a>'],
        "not_applicable": ['<a href="/">Home</a><a href="#gone">Down</a>', '<a href="#!/x">x</a>'],
    },
}
