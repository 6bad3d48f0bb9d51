"""Snippets for the rules of contrast."""

from __future__ import annotations

from tests.scoring.snippets.kinds import Snippets

SNIPPETS: Snippets = {
    "color-contrast": {
        "passes": [
            '<p style="color:#333; background:#fff">Some text</p>',
            '<p style="color:#888; background:#fff; font-size:24px">Some text</p>',
            '<p style="color:#000; background:#666; text-shadow:white 0 0 3px">Some text</p>',
            "<style>p{color:#aaa} p.dark{background:#222}</style><p class=dark>Some text</p>",
        ],
        "fails": [
            '<p style="color:#aaa; background:#fff">Some text</p>',
            "<style>.pale{color:#999}</style><p class=pale>Some text</p>",
            '<p style="background:#fff"><b style="color:#000; opacity:.3">Some text</b></p>',
            '<p style="color:#aaa; background:linear-gradient(#fff, #00f)">Some text</p>',
            '<link rel=stylesheet href=a.css><head/><p style="color:#aaa; backgroun'
            'd:#fff">Some text</p>',
            "<table><tr><td bgcolor=yellow><font color=white>Some text</font></table>",
        ],
        "not_applicable": [
            '<p style="color:#aaa; background:url(a.png)">Some text</p>',
            '<p style="color:#fff; background:#fff">Some text</p>',
            '<button disabled style="color:#aaa; background:#fff">Some text</button>',
            '<label style="color:#aaa; background:#fff">Some text <input disabled></label>',
            "<link rel=stylesheet href=a.css><head/><style>p{color:#aaa}</style><p>Some text</p>",
            '<p style="color:#aaa; background:#fff">*</p>',
            '<p hidden style="color:#aaa; background:#fff">Some text</p>',
            '<p style="color:#aaa; position:absolute">Some text</p>',
        ],
    },
    "color-contrast-enhanced": {
        "passes": ['<p style="color:#333; background:#fff">Some text</p>'],
        "fails": [
            '<p style="color:#666; background:#fff">Some text</p>',
            '<p style="color:rgba(0,0,0,.6); background:#fff">Some text</p>',
        ],
        "not_applicable": [
            "<p>Some text</p>",
            '<p style="display:none; color:#666; background:#fff">Some text</p>',
        ],
    },
}
