"""What a user can put right."""

from __future__ import annotations


class UserError(Exception):
    """Something that the user can put right; its text is one line that says how."""
