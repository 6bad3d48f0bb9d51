"""Snippets for the rules for common barriers in images."""

from __future__ import annotations

from tests.scoring.snippets.kinds import HIDDEN, Snippets

SNIPPETS: Snippets = {
    "image-alt-meaningless": {
        "passes": [
            '<img alt="Town hall">',
            '<img alt="Picture gallery">',
            '<img alt="IMG Academy">',
            '<img alt="logo.png" aria-label="Barchester">',
            '<img alt="Screenshot 2 of the form, filled in">',
        ],
        "fails": [
            '<img alt="town-hall.jpg">',
            '<img alt="Town Hall Front (2).JPG">',
            '<img alt="IMG_2034">',
            '<img alt="DSC00012">',
            '<img alt="Image">',
            '<img alt="spacer">',
            '<input type="image" alt="go.gif">',
            '<img alt="Llun">',
        ],
        "not_applicable": [
            '<img alt="">',
            "<img>",
            '<p alt="a.jpg">x</p>',
            HIDDEN.format('<img alt="a.jpg">'),
        ],
    },
    "image-alt-says-image": {
        "passes": ['<img alt="The town hall">', '<img alt="Images of 1900: the town hall">'],
        "fails": [
            '<img alt="Image of the town hall">',
            '<img alt="A picture of the mayor">',
            '<img alt="Llun o neuadd y dref">',
        ],
        "not_applicable": ["<img>", '<img alt="">', '<img alt="Image of a hall" hidden>'],
    },
    "image-of-text": {
        "passes": ['<img src="/town-hall.jpg" alt="">', '<img src="/contextual.png" alt="a">'],
        "fails": [
            '<img src="/files/opening-hours.png" alt="Open nine to five">',
            '<img src="/Fair_Poster-2026.jpg?w=3" alt="Summer fair">',
            f'<img src="/fair.jpg" alt="{"Summer fair on Saturday. " * 15}">',
        ],
        "not_applicable": [
            "<img>",
            '<img src="data:image/png;base64,text">',
            '<img src="poster.png" hidden>',
        ],
    },
}
