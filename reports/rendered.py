"""The rendered sample in the report: each page's picture, and who found what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from warcio.exceptions import ArchiveLoadFailed

from crawler.archive import body_at
from crawler.run import Run
from reports.filters import file_slug
from scoring.accessibility.registry import SOURCE

WEBP = b"RIFF"


def with_pictures(rendered: pd.DataFrame, run: Run, folder: Path) -> pd.DataFrame:
    """The table `rendered` with `picture`: the file in a folder that its thumbnail was written to.

    Where the evidence is not there (any more), there is no picture. Those that were written since
    the evidence was are kept; what is no page's picture is removed.
    """
    pictures = [
        _picture(run, slug, offset, folder / file_slug(slug) / f"{offset}.webp")
        for slug, offset in zip(
            rendered["slug"].tolist(), rendered["thumbnail_offset"].fillna(-1), strict=True
        )
    ]
    wanted = {picture for picture in pictures if picture}
    for file in folder.glob("*/*.webp"):
        if f"{file.parent.name}/{file.name}" not in wanted:
            file.unlink()
    return rendered.assign(picture=pd.array(pictures, dtype="string"))


def _picture(run: Run, slug: str, offset: int, file: Path) -> str | None:
    """Write the image at a place of a council's evidence; its name, or None for none."""
    evidence, name = run.evidence(slug), f"{file.parent.name}/{file.name}"
    if offset < 0 or not evidence.exists():
        return None
    if file.exists() and file.stat().st_mtime > evidence.stat().st_mtime:
        return name
    try:
        image = body_at(evidence, offset)
    except (OSError, ArchiveLoadFailed):
        return None
    if not image.startswith(WEBP):
        return None
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(image)
    return name


def with_finders(rendered: pd.DataFrame, findings: pd.DataFrame) -> pd.DataFrame:
    """The table `rendered` with the rules that failed on each page: found by `both` markup and
    browser, `in_browser` alone, `in_markup` alone; several a comma apart, missing where none."""
    of_sample = findings.merge(rendered[["slug", "url"]], on=["slug", "url"])
    in_markup = of_sample["source"].eq(SOURCE)
    key = ["slug", "url", "rule"]
    found = (
        of_sample.assign(markup=in_markup, browser=~in_markup)
        .groupby(key, as_index=False)[["markup", "browser"]]
        .any()
    )
    finders = {
        "both": found["markup"] & found["browser"],
        "in_browser": found["browser"] & ~found["markup"],
        "in_markup": found["markup"] & ~found["browser"],
    }
    for name, chosen in finders.items():
        rules = found[chosen].groupby(["slug", "url"])["rule"].agg(", ".join).rename(name)
        rendered = rendered.merge(rules, on=["slug", "url"], how="left")
    return rendered
