"""What each figure says, in one or two sentences, for those who do not see it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from reports.summaries import records

GOOD = 3  # stars from which a council is counted among the good


def star_levels(counts: pd.DataFrame) -> list[str]:
    """The columns of `stars_by_type` that count stars, most stars first."""
    return [column for column in counts.columns if column.isdigit()]


def stars_words(counts: pd.DataFrame) -> str:
    """How many councils have how many stars, and which types have the most and fewest good ones."""
    levels = star_levels(counts)
    everyone, *kinds = records(counts)
    ranked = sum(everyone[level] for level in levels)
    if not ranked:
        return "No council is ranked."
    parts = ", ".join(f"{everyone[level]} have {in_stars(int(level))}" for level in levels)
    shares = [
        (sum(kind[level] for level in levels if int(level) >= GOOD) / total, kind["type"])
        for kind in kinds
        if (total := sum(kind[level] for level in levels))
    ]
    best, worst = max(shares), min(shares)
    text = f"Of {ranked} councils ranked, {parts}."
    if best[0] == worst[0]:
        return text
    return (
        f"{text} The share with three or more stars is highest among the type {best[1]} "
        f"({best[0]:.0%}) and lowest among {worst[1]} ({worst[0]:.0%})."
    )


def services_words(counts: pd.DataFrame, online: float | None) -> str:
    """How much of what was measured is online, and which services are most and least so."""
    known = [row for row in records(counts) if row["online"] is not None]
    if not known or online is None:
        return "No service was measured."
    best, worst = max(known, key=_online), min(known, key=_online)
    return (
        f"Of all services measured, {online:.0%} can be done online (stage 3 or 4). Most often "
        f"online: {best['service']} ({best['online']:.0%} of {best['measured']} councils); "
        f"least often: {worst['service']} ({worst['online']:.0%} of {worst['measured']})."
    )


def ranking_words(ranked: pd.DataFrame) -> str:
    """From which score to which the ranking goes, and how wide its intervals are."""
    if ranked.empty:
        return "No council is ranked."
    listed = records(ranked)
    first, last = listed[0], listed[-1]
    width = (ranked["rank_high"] - ranked["rank_low"]).astype("Float64").median()
    text = (
        f"Scores of {len(listed)} councils, from {first['name']} ({first['score']:.0f} of 100) to "
        f"{last['name']} ({last['score']:.0f})."
    )
    return (
        text if pd.isna(width) else f"{text} The interval of a rank spans {width:.0f} places or so."
    )


def in_stars(number: int) -> str:
    """A number of stars in words."""
    return f"{number} star" if number == 1 else f"{number} stars"


def _online(row: dict[str, Any]) -> float:
    return float(row["online"])
