"""Snippets for the rules of forms."""

from __future__ import annotations

from tests.scoring.snippets.kinds import Snippets

SNIPPETS: Snippets = {
    "label": {
        "passes": [
            "<label for=n>Name</label><input id=n>",
            "<label>Name <input></label>",
            '<input aria-label="Name">',
            '<input title="Name">',
            '<input placeholder="Name">',
            "<b id=b>Name</b><textarea aria-labelledby=b></textarea>",
        ],
        "fails": [
            "Name <input>",
            "<label for=n> </label><input id=n>",
            "<label for=other>Name</label><input id=n type=email>",
            "<label>Name</label><textarea></textarea>",
            '<label><input type="checkbox"></label>',
        ],
        "not_applicable": [
            '<input type="hidden">',
            '<input type="submit">',
            '<input style="visibility:hidden">',
            "<select></select>",
        ],
    },
    "select-name": {
        "passes": [
            "<label>Ward <select><option>North</select></label>",
            "<select title=Ward></select>",
        ],
        "fails": [
            "Ward <select><option>North</select>",
            "<label><select><option>North</select></label>",
        ],
        "not_applicable": ["<select hidden></select>", "<input>"],
    },
    "aria-input-field-name": {
        "passes": [
            '<div role="textbox" aria-label="Name"></div>',
            "<p role=slider title=Size></p>",
        ],
        "fails": ['<div role="textbox">Name</div>', '<label>Name <p role="combobox"></p></label>'],
        "not_applicable": ['<div role="button"></div>', '<input role="searchbox">'],
    },
    "button-name": {
        "passes": [
            "<button>Go</button>",
            '<button aria-label="Go"></button>',
            '<button><img alt="Go"></button>',
            '<button title="Go"></button>',
            "<button><svg><title>Go</title></svg></button>",
        ],
        "fails": [
            "<button></button>",
            '<button value="Go"></button>',
            '<button><i class="icon"></i></button>',
            '<button><span aria-hidden="true">x</span></button>',
            "<button><img src=go.gif></button>",
        ],
        "not_applicable": ['<button role="link">x</button>', "<button hidden></button>"],
    },
    "input-button-name": {
        "passes": [
            '<input type="submit">',
            '<input type="button" value="Go">',
            "<input type=reset>",
        ],
        "fails": ['<input type="button">', '<input type="submit" value="">'],
        "not_applicable": ['<input type="text">', '<input type="button" hidden>'],
    },
    "autocomplete-valid": {
        "passes": [
            '<input autocomplete="email">',
            '<input autocomplete="section-a shipping work tel">',
            '<input autocomplete="OFF">',
            '<input autocomplete="username webauthn">',
        ],
        "fails": [
            '<input autocomplete="work,email">',
            '<input autocomplete="e-mail">',
            '<input autocomplete="home postal-code">',
            '<select autocomplete="county"></select>',
        ],
        "not_applicable": [
            '<input autocomplete="">',
            '<input autocomplete="e-mail" disabled>',
            '<input type="submit" autocomplete="e-mail">',
            '<form autocomplete="never"></form>',
        ],
    },
}
