"""What a table of snippets is."""

from __future__ import annotations

HIDDEN = '<div style="display: none">{}</div>'
# Rule, then kind (passes, fails, not_applicable), then pieces of HTML.
Snippets = dict[str, dict[str, list[str]]]
