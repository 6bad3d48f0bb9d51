"""Accessibility from markup: rules over every page, the statement, the documents."""
