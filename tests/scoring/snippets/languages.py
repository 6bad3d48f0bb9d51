"""Snippets for the rules of language."""

from __future__ import annotations

from tests.scoring.snippets.kinds import Snippets

SNIPPETS: Snippets = {
    "html-has-lang": {
        "passes": ['<html lang="cy"><body>Helo</body></html>'],
        "fails": ["<html><body>Hello</body></html>", '<html lang=" "><body>Hello</body></html>'],
    },
    "html-lang-valid": {
        "passes": [
            '<html lang="en-GB"></html>',
            '<html lang="CY"></html>',
            '<html lang="gem"></html>',
        ],
        "fails": ['<html lang="english"><p>x</html>', '<html lang="xx"><p>x</html>'],
        "not_applicable": ["<html></html>", '<html lang=""></html>'],
    },
    "valid-lang": {
        "passes": ['<p lang="cy">Helo</p>', '<p lang="welsh"><b lang="cy">Helo</b></p>'],
        "fails": ['<p lang="welsh">Helo</p>', '<p lang="welsh"><img alt="Helo"></p>'],
        "not_applicable": ["<p>Hello</p>", '<p lang="welsh"></p>', '<p lang="">Hello</p>'],
    },
    "html-xml-lang-mismatch": {
        "passes": ["<html lang=cy xml:lang=cy-GB><body>x"],
        "fails": ["<html lang=cy xml:lang=en><body>x"],
        "not_applicable": ["<html lang=cy><body>x", "<html lang=cy xml:lang=nonsense><body>x"],
    },
}
