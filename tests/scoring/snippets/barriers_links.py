"""Snippets for the rules for common barriers in links."""

from __future__ import annotations

from tests.scoring.snippets.kinds import HIDDEN, Snippets

SNIPPETS: Snippets = {
    "link-text-generic": {
        "passes": [
            '<a href="/bins">Bin collections</a>',
            '<a href="/bins" aria-label="Read more about bins">Read more</a>',
            '<a href="/bins">Read more<span class="visually-hidden"> about bins</span></a>',
            '<h2 id=b>Bins</h2><a id=m href="/bins" aria-labelledby="m b">More</a>',
        ],
        "fails": [
            '<a href="/bins">Click here</a>',
            '<a href="/bins">Read more »</a>',
            '<a href="/bins"><span>More</span> …</a>',
            '<a href="/bins"><img alt="here"></a>',
            '<a href="/cy/biniau" lang="cy">Darllen mwy</a>',
            '<a href="/cy/biniau">Cliciwch yma</a>',
        ],
        "not_applicable": ["<a>More</a>", HIDDEN.format('<a href="/bins">here</a>'), "More"],
    },
    "link-text-address": {
        "passes": [
            '<a href="https://www.gov.uk/">www.gov.uk</a>',
            '<a href="https://x.test/a">See https://x.test/a</a>',
            '<a href="https://x.test/a" aria-label="The plan">https://x.test/a</a>',
        ],
        "fails": [
            '<a href="https://x.test/a/b">https://x.test/a/b</a>',
            '<a href="https://x.test/"><b>http://x.test/</b></a>',
            '<a href="https://www.x.test/a">www.x.test/a</a>',
        ],
        "not_applicable": ["https://x.test/a/b", '<a href="/" hidden>https://x.test/a</a>'],
    },
    "link-new-window": {
        "passes": [
            '<a href="/" target="_blank">Map (opens in new tab)</a>',
            '<a href="/" target="_blank">Map <img src=out.png alt="(new window)"></a>',
            '<a href="/" target="_blank" title="Opens in a new window">Map</a>',
            '<a href="/" target="_blank" aria-describedby=n>Map</a><i id=n>external link</i>',
            '<a href="/" target="_blank">Map (yn agor mewn tab newydd)</a>',
        ],
        "fails": [
            '<a href="/" target="_blank">Map</a>',
            '<a href="/" target="_BLANK" title="Map">Map</a>',
            '<map><area href="/" target="_new" alt="Map"></map>',
        ],
        "not_applicable": [
            '<a href="/" target="_self">Map</a>',
            '<form target="_blank"></form>',
            '<a target="_blank">Map</a>',
            '<html lang="it"><a href="/" target="_blank">Apre una nuova scheda</a></html>',
            '<a href="/" target="_blank" hidden>Map</a>',
        ],
    },
    "link-document-format": {
        "passes": [
            '<a href="/plan.pdf">Local plan (PDF, 2 MB)</a>',
            '<a href="/plan.pdf?v=2"><img alt="PDF"> Local plan</a>',
            '<a href="/form.docx">Claim form</a> (Word, 80 KB)',
            '<a href="/form.docx">Claim form</a> <span class="meta">Word</span>',
            '<a href="/taliadau.csv">Taliadau (taenlen)</a>',
        ],
        "fails": [
            '<a href="/plan.pdf">Local plan</a>',
            '<a href="/reset.doc">Password rules</a>',
            '<a href="/plan.PDF#page=2">Local plan</a> and more',
            '<a href="/a.xlsx">Spending</a> <a href="/b.xlsx">Excel guide</a>',
        ],
        "not_applicable": [
            '<a href="/pdf">Local plan</a>',
            '<a href="/plan.pdf" hidden>Local plan</a>',
            '<a href="/plan.pdf.html">Local plan</a>',
            '<a href="/plans.html#annex.pdf">Local plan</a>',
        ],
    },
    "link-document-size": {
        "passes": [
            '<a href="/plan.pdf">Local plan (PDF, 2.1MB)</a>',
            '<a href="/plan.pdf">Local plan (PDF, 12 pages)</a>',
            '<a href="/plan.pdf">Local plan PDF</a> (300kb)',
        ],
        "fails": [
            '<a href="/plan.pdf">Local plan (PDF)</a>',
            '<a href="/plan.pdf">Local plan</a> PDF',
        ],
        "not_applicable": [
            '<a href="/plan.pdf">Local plan</a>',
            '<a href="/plan">Local plan (PDF)</a>',
            HIDDEN.format('<a href="/plan.pdf">PDF</a>'),
        ],
    },
}
