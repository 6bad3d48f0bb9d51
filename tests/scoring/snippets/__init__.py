"""Snippets for every rule: what passes it, fails it, and what it is not for; a module a topic.

What stands before `<head/>` goes into the page's head. One that begins with `<html` is a page.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module

from tests.scoring.snippets.kinds import Snippets

SNIPPETS: Snippets = {}
for _module in pkgutil.iter_modules(__path__):
    SNIPPETS |= getattr(import_module(f"{__name__}.{_module.name}"), "SNIPPETS", {})
