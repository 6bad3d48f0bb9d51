"""Snippets for the rules of the page as a whole."""

from __future__ import annotations

from tests.scoring.snippets.kinds import Snippets

SNIPPETS: Snippets = {
    "document-title": {
        "passes": ["<title>Bins</title><head/>"],
        "fails": ["", "<title> </title><head/>", "<svg><title>Logo</title></svg>"],
    },
    "meta-viewport": {
        "passes": [
            '<meta name="viewport" content="width=device-width, initial-scale=1"><head/>',
            '<meta name="viewport" content="maximum-scale=5"><head/>',
            '<meta name="viewport" content="user-scalable=yes"><head/>',
        ],
        "fails": [
            '<meta name="viewport" content="width=device-width, user-scalable=no"><head/>',
            '<meta name="viewport" content="user-scalable=0"><head/>',
            '<meta name="viewport" content="maximum-scale=1.0"><head/>',
            '<meta name="viewport" content="maximum-scale=1;initial-scale=1"><head/>',
        ],
        "not_applicable": ['<meta name="author" content="user-scalable=no"><head/>'],
    },
    "meta-refresh": {
        "passes": [
            '<meta http-equiv="refresh" content="0; url=/new"><head/>',
            '<meta http-equiv="refresh" content="72001"><head/>',
        ],
        "fails": [
            '<meta http-equiv="Refresh" content="30"><head/>',
            '<meta http-equiv="refresh" content="5;URL=/new"><head/>',
        ],
        "not_applicable": [
            '<meta http-equiv="refresh" content="soon"><head/>',
            '<meta http-equiv="content-language" content="30"><head/>',
        ],
    },
    "landmark-one-main": {
        "passes": ["<main>x</main>", '<div role="main">x</div>'],
        "fails": ["<div id=main>x</div>", "<main hidden>x</main>"],
    },
    "tabindex": {
        "passes": ['<p tabindex="0">x</p>', '<p tabindex="-1">x</p>'],
        "fails": ['<a href="/" tabindex="1">x</a>', '<input tabindex=" 20 ">'],
        "not_applicable": ["<p>x</p>", '<p tabindex="first">x</p>'],
    },
    "blink": {
        "passes": ["<b>New</b>"],
        "fails": ["<blink>New</blink>"],
        "not_applicable": ["<blink hidden>New</blink>"],
    },
    "marquee": {
        "passes": ["<b>New</b>"],
        "fails": ["<marquee>New</marquee>"],
        "not_applicable": ['<marquee style="display:none">New</marquee>'],
    },
    "meta-refresh-no-exceptions": {
        "passes": ['<meta http-equiv=refresh content="0; url=/a"><head/>'],
        "fails": ['<meta http-equiv=refresh content="72001; url=/a"><head/>'],
        "not_applicable": ['<meta http-equiv=refresh content=""><head/>', "<p>x</p>"],
    },
    "meta-viewport-large": {
        "passes": ['<meta name=viewport content="maximum-scale=5"><head/>'],
        "fails": ['<meta name=viewport content="width=device-width, maximum-scale=3"><head/>'],
        "not_applicable": [
            '<meta name=viewport content="maximum-scale=1"><head/>',
            '<meta name=x content="maximum-scale=3"><head/>',
        ],
    },
}
