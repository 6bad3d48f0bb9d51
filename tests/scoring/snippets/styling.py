"""Snippets for the rules of spacing, the way up and contrast."""

from __future__ import annotations

from tests.scoring.snippets.kinds import Snippets

SNIPPETS: Snippets = {
    "avoid-inline-spacing": {
        "passes": [
            '<p style="letter-spacing: 0.15em !important">Some text</p>',
            '<p style="letter-spacing: 0.1em !important; letter-spacing: 0.2em !imp'
            'ortant">Some text</p>',
            '<p style="line-height: 1 !important">Short</p>',
        ],
        "fails": [
            '<p style="letter-spacing: 0.1em !important">Some text</p>',
            '<p style="word-spacing: normal !important">Some text</p>',
            '<p style="line-height: 1 !important; max-width: 99px">Some text that n'
            "eeds several lines</p>",
            '<style>p{font-size:20px}</style><p style="letter-spacing: 2px !importa'
            'nt">Some text</p>',
        ],
        "not_applicable": [
            '<p style="letter-spacing: 0.1em">Some text</p>',
            '<p style="display:none; letter-spacing: 0.1em !important">Some text</p>',
            '<p style="position:absolute; left:-999em; letter-spacing: 0.1em !impor'
            'tant">Some text</p>',
            '<p style="letter-spacing: inherit !important">Some text</p>',
            '<p style="line-height: 1 !important; white-space: nowrap">Some text th'
            "at would need several lines</p>",
        ],
    },
    "css-orientation-lock": {
        "passes": [
            "<style>@media (orientation: portrait){html{transform: rotate(1turn)}}</style>x"
        ],
        "fails": [
            "<style>@media (orientation: portrait){html{transform: rotate(90deg)}}</style>x",
            "<style>body{rotate: 2deg} @media screen and (orientation:landscape){bo"
            "dy{rotate: -88deg}}</style>x",
        ],
        "not_applicable": [
            "<style>html{transform: rotate(90deg)}</style>x",
            "<style>@media (orientation: portrait){i{transform: rotate(90deg)}}</st"
            "yle><i hidden>x</i>",
        ],
    },
}
