"""The program: `digitalfirst`, or `python -m digitalfirst`.

The processes that it starts import this file anew: what the command line needs is not for them.
"""

from __future__ import annotations


def main() -> None:
    """Run the command line."""
    from digitalfirst.cli import main as run

    run()


if __name__ == "__main__":
    main()
