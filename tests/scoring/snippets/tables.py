"""Snippets for the rules of tables."""

from __future__ import annotations

from tests.scoring.snippets.kinds import Snippets

SNIPPETS: Snippets = {
    "td-headers-attr": {
        "passes": [
            "<table><tr><th id=a>A</th><th id=b>B</th></tr><tr><td headers='a b'>1</td></table>"
        ],
        "fails": [
            "<table><tr><th id=a>A</th></tr><tr><td headers=z>1</td></tr></table>",
            "<table><tr><td id=a headers=a>A</td></tr></table>",
            "<table><tr><th id=a>A</th></tr></table><table><tr><td headers=a>1</td></tr></table>",
        ],
        "not_applicable": [
            "<table><tr><td>1</td></tr></table>",
            "<table role=presentation><tr><td headers=z>1</td></tr></table>",
        ],
    },
    "scope-attr-valid": {
        "passes": [
            "<table><tr><th scope=col>A</th></tr></table>",
            "<table><th scope=ROW>A</table>",
        ],
        "fails": [
            "<table><tr><td scope=col>A</td></tr></table>",
            "<table><th scope=column>A</table>",
        ],
        "not_applicable": ["<table><tr><th>A</th></tr></table>"],
    },
    "empty-table-header": {
        "passes": [
            "<table><tr><th>x<td>y</table>",
            "<table><tr><th><img alt=x src=a><td>y</table>",
        ],
        "fails": [
            "<table><tr><th><td>y</table>",
            "<table><tr><th aria-label=x><td>y</table>",
            "<b role=columnheader></b>",
        ],
        "not_applicable": [
            "<table><tr><td><td>y</table>",
            "<table role=none><tr><th><td>y</table>",
            "<table hidden><tr><th><td>y</table>",
        ],
    },
    "table-duplicate-name": {
        "passes": ["<table summary=x><caption>y</caption><tr><td>z</table>"],
        "fails": ['<table summary="X "><caption>x</caption><tr><td>z</table>'],
        "not_applicable": ["<table summary=x><tr><td>z</table>"],
    },
    "table-fake-caption": {
        "passes": [
            "<table><caption>x</caption><tr><td>a<td>b<tr><td>c<td>d</table>",
            "<table><tr><td>a<td>b<tr><td>c<td>d</table>",
        ],
        "fails": ["<table><tr><td colspan=2>x<tr><td>c<td>d</table>"],
        "not_applicable": [
            "<table role=none><tr><td colspan=2>x<tr><td>c<td>d</table>",
            "<p>x</p>",
        ],
    },
    "td-has-header": {
        "passes": [
            "<table><tr><th>a<td>b<td>c<td>d<tr><th>a<td>b<td>c<td>d<tr><th>a<td>b<td>c<td>d<tr><th>a<td>b<td>c<td>d</table>"
        ],
        "fails": [
            "<table><tr><td>a<td>b<td>c<td>d<tr><td>a<td>b<td>c<td>d<tr><td>a<td>b<td>c<td>d<tr><td>a<td>b<td>c<td>d</table>"
        ],
        "not_applicable": [
            "<table><tr><td>a</table>",
            "<table role=presentation><tr><td>a<td>b<td>c<td>d<tr><td>a<td>b<td>c<t"
            "d>d<tr><td>a<td>b<td>c<td>d<tr><td>a<td>b<td>c<td>d</table>",
        ],
    },
    "th-has-data-cells": {
        "passes": [
            "<table><tr><th>a<th>b<tr><td colspan=2>c</table>",
            "<table><tr><th>a<td>b</table>",
            "<table><tr><th>a<th id=b>b<tr><td>c<tr><td headers=b>d</table>",
            "<table><tr><td rowspan=2>x<th>a<tr><td>b</table>",
        ],
        "fails": [
            "<table><tr><th>a<th>b<tr><td>c</table>",
            "<table><tr><th scope=row>a<tr><td>c</table>",
        ],
        "not_applicable": [
            "<table><tr><td>a</table>",
            "<table hidden><tr><th>a</table>",
            "<table><tr><th role=cell>a</table>",
        ],
    },
}
