"""Reports: the public tables become files that people open.

`tables` exports them (CSV, Parquet, SQLite, a data package), `charts` draws them, `site` writes the
report as a static site. `summaries` holds the calculations that these share; `dictionary` says what
every column means. Nothing here measures, fetches or judges.
"""
