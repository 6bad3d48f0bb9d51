"""Snippets for the rules of images."""

from __future__ import annotations

from tests.scoring.snippets.kinds import HIDDEN, Snippets

SNIPPETS: Snippets = {
    "image-alt": {
        "passes": [
            '<img alt="A tree">',
            "<img alt>",
            '<img alt="">',
            '<img role="presentation">',
            '<img aria-label="A tree">',
            '<img title="A tree">',
            '<i id=t>A tree</i><img aria-labelledby="t">',
        ],
        "fails": [
            "<img src=tree.jpg>",
            '<img alt=" ">',
            '<img role="none" tabindex="0">',
            '<img aria-labelledby="nowhere">',
            '<img aria-label="">',
        ],
        "not_applicable": [
            "<svg></svg>",
            '<img aria-hidden="true">',
            HIDDEN.format("<img>"),
            "<p hidden><img></p>",
            "<noscript><img src=count.gif></noscript>",
            "<template><img></template>",
        ],
    },
    "input-image-alt": {
        "passes": ['<input type="image" alt="Search">', '<input type="IMAGE" title="Search">'],
        "fails": ['<input type="image" src="go.gif">', '<input type="image" alt="">'],
        "not_applicable": ['<input type="button" value="Go">', '<input type="image" hidden>'],
    },
    "svg-img-alt": {
        "passes": [
            '<svg role="img"><title>A tree</title></svg>',
            '<svg role="img" aria-label="A tree"></svg>',
        ],
        "fails": ['<svg role="img"><path/></svg>', '<svg role="img"><title> </title></svg>'],
        "not_applicable": ["<svg><path/></svg>", '<svg role="img" aria-hidden="true"></svg>'],
    },
    "role-img-alt": {
        "passes": ['<div role="img" aria-label="Sunny"></div>', '<i role="img" title="Sunny"></i>'],
        "fails": ['<div role="img"></div>', '<i role="img" aria-labelledby="nowhere"></i>'],
        "not_applicable": [
            '<div role="img" aria-hidden="true"></div>',
            '<div role="button"></div>',
        ],
    },
    "area-alt": {
        "passes": [
            '<map><area href="/n" alt="North"></map>',
            '<area href="/n" aria-label="North">',
        ],
        "fails": ['<map><area href="/n"></map>', '<area href="/n" alt="">'],
        "not_applicable": ["<map><area></map>", '<area href="/n" hidden>'],
    },
    "image-redundant-alt": {
        "passes": ['<a href="/"><img alt="Logo"> Home</a>', '<a href="/"><img alt="Home"></a>'],
        "fails": [
            '<a href="/"><img alt="Home"> Home</a>',
            "<button><img alt=search><b>Search</b></button>",
        ],
        "not_applicable": ['<img alt="Home"> Home', '<a href="/"><img alt=""> Home</a>'],
    },
}
