"""Snippets for the rules for common barriers in forms."""

from __future__ import annotations

from tests.scoring.snippets.kinds import HIDDEN, Snippets

YES_NO = '<label><input type="radio" name="q"> Yes</label><label><input type="RADIO" name="q"> No'

SNIPPETS: Snippets = {
    "placeholder-as-label": {
        "passes": [
            '<label for=n>Name</label><input id=n placeholder="Ann Smith">',
            '<input aria-label="Name" placeholder="Name">',
            '<b id=b>Name</b><textarea aria-labelledby="b" placeholder="Name"></textarea>',
            '<input title="Name" placeholder="Name">',
        ],
        "fails": ['<input placeholder="Name">', '<textarea placeholder="Comment"></textarea>'],
        "not_applicable": [
            "<input>",
            '<input placeholder=" ">',
            '<input type="hidden" placeholder="Name">',
            HIDDEN.format('<input placeholder="Name">'),
        ],
    },
    "fieldset-legend": {
        "passes": [
            f"<fieldset><legend>Do you agree?</legend>{YES_NO}</fieldset>",
            f'<fieldset aria-label="Do you agree?">{YES_NO}</fieldset>',
            f"<b id=b>Agree?</b><fieldset aria-labelledby=b>{YES_NO}</fieldset>",
            f"<fieldset><legend>Agree?</legend><fieldset>{YES_NO}</fieldset></fieldset>",
        ],
        "fails": [
            f"<fieldset>{YES_NO}</fieldset>",
            f"<fieldset><legend> </legend>{YES_NO}</fieldset>",
        ],
        "not_applicable": [
            "<fieldset><input></fieldset>",
            f'<fieldset role="presentation">{YES_NO}</fieldset>',
            f"<fieldset hidden>{YES_NO}</fieldset>",
        ],
    },
    "choices-without-group": {
        "passes": [
            f"<fieldset><legend>Do you agree?</legend>{YES_NO}</fieldset>",
            f'<div role="radiogroup" aria-label="Do you agree?">{YES_NO}</div>',
            f"<fieldset>{YES_NO}</fieldset>",
        ],
        "fails": [
            YES_NO,
            f'<div role="radiogroup">{YES_NO}</div>',
            '<input type="checkbox" name="w[]" value=1><input type="checkbox" name="w[]" value=2>',
        ],
        "not_applicable": [
            '<label><input type="checkbox" name="terms"> I agree</label>',
            "<input type=radio><input type=radio>",
            "<input name=a><input name=a>",
            HIDDEN.format(YES_NO),
        ],
    },
    "error-without-association": {
        "passes": [
            '<p id=e class="error">Enter your name</p><input aria-describedby="e">',
            '<input aria-errormessage="e"><p id=e class="error">Enter your name</p>',
            '<input><p class="hint">As on your bill</p>',
        ],
        "fails": [
            '<p class="govuk-error-message">Enter your name</p><input>',
            '<label for=a>Ward</label><select id=a></select><br><b class="x error">Choose</b>',
        ],
        "not_applicable": [
            '<input><span class="field-validation-error"></span>',
            '<input type="submit"><p class="error">Enter your name</p>',
            '<input><p class="error" hidden>Enter your name</p>',
        ],
    },
    "autofocus": {
        "passes": ["<dialog open><input autofocus></dialog>", "<input>"],
        "fails": ["<input autofocus>", "<button autofocus>Go</button>"],
        "not_applicable": [
            "<dialog><input autofocus></dialog>",
            '<div role="dialog"><input autofocus></div>',
            "<input autofocus hidden>",
        ],
    },
}
