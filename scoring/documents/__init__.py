"""Documents that were captured: their format, and what a PDF says of itself."""
