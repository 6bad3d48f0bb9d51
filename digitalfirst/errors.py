"""What a user can put right, and what a user did."""

from __future__ import annotations


class UserError(Exception):
    """Something that the user can put right; its text is one line that says how."""


class Stopped(Exception):
    """The user stopped us; its text is one line that says what is kept."""
