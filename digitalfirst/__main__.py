"""`python -m digitalfirst`: the command line."""

from digitalfirst.cli import main

main()
