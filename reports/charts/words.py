"""What each chart says, in a few sentences with its main figures, for those who do not see it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from reports.filters import listed, signed
from reports.summaries import Record, records
from scoring.comparing import DOWN, UP

GOOD = 3  # stars from which a council is counted among the good
NO_RANK = "No council is ranked."
NO_SERVICE = "No service was measured."


def star_levels(counts: pd.DataFrame) -> list[str]:
    """The columns of `stars_by_type` that count stars, most stars first."""
    return [column for column in counts.columns if column.isdigit()]


def stars_words(counts: pd.DataFrame, published: pd.DataFrame) -> str:
    """How many councils have how many stars, which types have the most and fewest good ones, and
    the last year that Better Connected published.
    """
    levels = star_levels(counts)
    everyone, *kinds = records(counts)
    ranked = sum(everyone[level] for level in levels)
    if not ranked:
        return f"{NO_RANK}{_published_words(published)}"
    held = ((everyone[level], in_stars(int(level))) for level in levels)
    parts = ", ".join(f"{many} {'has' if many == 1 else 'have'} {stars}" for many, stars in held)
    shares = [
        (sum(kind[level] for level in levels if int(level) >= GOOD) / total, kind["type"])
        for kind in kinds
        if (total := sum(kind[level] for level in levels))
    ]
    best, worst = max(shares), min(shares)
    text = f"Of {ranked} councils ranked, {parts}."
    if best[0] != worst[0]:
        text += (
            f" The share with three or more stars is highest among the type {best[1]} "
            f"({best[0]:.0%}) and lowest among {worst[1]} ({worst[0]:.0%})."
        )
    return text + _published_words(published)


def _published_words(published: pd.DataFrame) -> str:
    if published.empty:
        return ""
    last = records(published)[-1]
    stars = [f"{last[level]:.0%} {in_stars(int(level))}" for level in star_levels(published)]
    return (
        " For reference, Better Connected, which people judged by other criteria, gave in "
        f"{last['year']} {listed(stars)}."
    )


def services_words(counts: pd.DataFrame, online: float | None) -> str:
    """How much of what was measured is online, and which services are most and least so."""
    known = [row for row in records(counts) if row["online"] is not None]
    if not known or online is None:
        return NO_SERVICE
    best, worst = max(known, key=_online), min(known, key=_online)
    return (
        f"Of all services measured, {online:.0%} can be done online (stage 3 or 4). Most often "
        f"online: {best['service']} ({best['online']:.0%} of {best['measured']} councils); "
        f"least often: {worst['service']} ({worst['online']:.0%} of {worst['measured']})."
    )


def ranking_words(ranked: pd.DataFrame) -> str:
    """From which score to which the ranking goes, and how wide its intervals are."""
    if ranked.empty:
        return NO_RANK
    rows = records(ranked)
    first, last = rows[0], rows[-1]
    width = (ranked["rank_high"] - ranked["rank_low"]).astype("Float64").median()
    text = (
        f"Scores of {len(rows)} councils, from {first['name']} ({first['score']:.0f} of 100) to "
        f"{last['name']} ({last['score']:.0f})."
    )
    return (
        text if pd.isna(width) else f"{text} The interval of a rank spans {width:.0f} places or so."
    )


def spread_words(groups: pd.DataFrame) -> str:
    """The median of all, and the nations, and regions of England, with the highest and lowest."""
    if groups.empty:
        return NO_RANK
    rows = records(groups)
    everyone = rows[0]
    text = (
        f"Half of the {everyone['councils']} councils ranked score between {everyone['lower']:.1f} "
        f"and {everyone['upper']:.1f}; the median is {everyone['median']:.1f}."
    )
    nations = [row for row in rows[1:] if not row["within"]]
    text += f" By nation the medians are {listed([_median(row) for row in nations])}."
    regions = [row for row in rows if row["within"]]
    if regions:
        best, worst = max(regions, key=_middle), min(regions, key=_middle)
        text += f" Of the regions, {_median(best)} is highest and {_median(worst)} lowest."
    return text


def map_words(placed: pd.DataFrame) -> str:
    """What the map is and is not, and how many councils with three or more stars each block has."""
    blocks = [
        f"{name} {int(own['stars'].ge(GOOD).fillna(False).sum())} of {len(own)}"
        for name, own in placed.groupby("block", sort=False)
    ]
    text = (
        "A square for each council, with its stars, in blocks by region and nation that lie only "
        "roughly as the regions do; within a block the best come first, wherever they are."
    )
    return f"{text} With three or more stars: {listed(blocks)}." if blocks else text


def platforms_words(known: pd.DataFrame, without: pd.DataFrame) -> str:
    """Which platform is used most, and how far services go with and without one."""
    if known.empty and without.empty:
        return NO_SERVICE
    text = f"Services on {len(known)} platforms of others."
    if not known.empty:
        rows = records(known)
        text += f" Used most: {listed([_platform(row) for row in rows[:3]])}."
    if not without.empty:
        row = records(without)[0]
        share = f"{row['online']:.0%} of {row['services']:,} services are online"
        text += f" Where no platform was seen, {share}."
    return text


def clicks_words(shares: pd.DataFrame) -> str:
    """How much is near the home page, and the types of council where most and least is."""
    rows = [row for row in records(shares) if row["services"]]
    if not rows:
        return "No service was found."
    everyone, *kinds = rows
    near = listed([f"{everyone[n]:.0%} within {n}" for n in ("1", "2", "3")])
    text = (
        f"Of {everyone['services']:,} services found, so many are within so many clicks of the "
        f"home page: {near}."
    )
    best, worst = max(kinds, key=_within_two), min(kinds, key=_within_two)
    if best["2"] == worst["2"]:
        return text
    return (
        f"{text} The share within 2 clicks is highest among the type {best['type']} "
        f"({best['2']:.0%}) and lowest among {worst['type']} ({worst['2']:.0%})."
    )


def rules_words(rules: pd.DataFrame) -> str:
    """The rules that fail on most sites, and on how many."""
    if rules.empty:
        return "No accessibility rule failed on any site."
    rows = records(rules)
    parts = [f"“{row['asks']}” on {row['site_share']:.0%}" for row in rows[:3]]
    text = f"Of the sites checked, these rules fail on most: {listed(parts)}."
    if len(rows) > len(parts):
        last = rows[-1]
        text += f" The last of the {len(rows)} shown fails on {last['site_share']:.0%}."
    return text


def years_words(changes: pd.DataFrame, when: tuple[str, str]) -> str:
    """How the median moved, how many rose and fell, and who is the most improved of each type."""
    if changes.empty:
        return "No council was ranked in both surveys."
    rose, fell = int(changes["moved"].eq(UP).sum()), int(changes["moved"].eq(DOWN).sum())
    risen = changes[changes["moved"] == UP]
    best = [
        f"{own.iloc[0]['name']} ({kind}, {signed(own.iloc[0]['change'])})"
        for kind, own in risen.groupby("type", sort=False)
    ]
    return (
        f"From {when[0]} to {when[1]} the median score of {len(changes)} councils went from "
        f"{changes['before'].median():.1f} to {changes['after'].median():.1f}; {rose} rose and "
        f"{fell} fell.{f' Most improved of each type: {listed(best)}.' if best else ''}"
    )


def in_stars(number: int) -> str:
    """A number of stars in words."""
    return f"{number} star" if number == 1 else f"{number} stars"


def _median(row: Record) -> str:
    return f"{row['place']} ({row['median']:.1f})"


def _middle(row: Record) -> float:
    return float(row["median"])


def _platform(row: Record) -> str:
    return f"{row['platform']} ({row['services']:,} services, {row['online']:.0%} of them online)"


def _within_two(row: Record) -> float:
    return float(row["2"])


def _online(row: dict[str, Any]) -> float:
    return float(row["online"])
