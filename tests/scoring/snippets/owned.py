"""Snippets for the rules of ARIA roles that belong together."""

from __future__ import annotations

from tests.scoring.snippets.kinds import Snippets

SNIPPETS: Snippets = {
    "aria-required-children": {
        "passes": [
            "<div role=list><span><i role=listitem>x</i></span></div>",
            "<div role=menu><div role=group><b role=menuitem>x</b></div></div>",
            "<div role=list aria-owns=a></div><i id=a role=listitem>x</i>",
            "<table role=grid><tr><td>x</table>",
            "<ul role=listbox></ul>",
        ],
        "fails": [
            "<div role=list>x</div>",
            "<div role=list><i role=listitem>x</i><i role=tab>x</i></div>",
            "<div role=feed></div>",
            "<div role=tree><i role=menuitem>x</i></div>",
        ],
        "not_applicable": [
            "<div role=list hidden>x</div>",
            "<div role=list aria-busy=true>x</div>",
            "<div role=note>x</div>",
        ],
    },
    "aria-required-parent": {
        "passes": [
            "<div role=list><p role=none><i role=listitem>x</i></p></div>",
            "<div role=list aria-owns=a></div><div><i id=a role=listitem>x</i></div>",
            "<div role=tree><b role=group><i role=treeitem>x</i></b></div>",
        ],
        "fails": [
            "<i role=listitem>x</i>",
            "<div role=tablist><p role=note><i role=tab>x</i></p></div>",
            "<i role=row>x</i>",
        ],
        "not_applicable": [
            "<i role=listitem hidden>x</i>",
            "<ul><li role=listitem>x</ul>",
            "<i role=note>x</i>",
        ],
    },
}
