"""Two runs by one method: which councils, pillars and services went up or down.

Only what both runs measured is compared, and a change within the noise is none. Both sides must be
tables made by the same rules: then a difference between them is the site's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from config import Method, Service
from config.reorganisations import Reorganisation
from scoring.drawing import draw_lines
from scoring.measures import result_row
from scoring.measures.services import starred, summed_up
from scoring.review import capped_services
from scoring.scores import Floats, Scores, lines_of, measured_values, score
from scoring.tables import REAL, TEXT, WHOLE, table

Tables = dict[str, pd.DataFrame]
UP, DOWN, SAME, NEW, GONE, UNKNOWN = "up", "down", "same", "new", "gone", "not_assessed"

COUNCILS = {
    "slug": TEXT,
    "name": TEXT,
    "change": TEXT,
    "before": REAL,
    "after": REAL,
    "low": REAL,
    "high": REAL,
    "site": REAL,
    "unshared": REAL,
    "ours": REAL,
    "published_before": REAL,
    "published_after": REAL,
    "reason": TEXT,
}
PILLARS = {
    "slug": TEXT,
    "pillar": TEXT,
    "change": TEXT,
    "before": REAL,
    "after": REAL,
    "low": REAL,
    "high": REAL,
}
SERVICES = {
    "slug": TEXT,
    "lgsl": WHOLE,
    "service": TEXT,
    "change": TEXT,
    "before": WHOLE,
    "after": WHOLE,
}


@dataclass(frozen=True, slots=True)
class Side:
    """One run of the two: tables made by today's rules, and the scores that it published by slug.

    `tables` needs `councils`, `services`, `questions` and `measures`.
    """

    tables: Tables
    published: dict[str, float]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed. In each table, `change` is up, down, same, new, gone or not_assessed.

    `councils`: `before` and `after` are scores (0-100) on what both runs measured; `low` to `high`
    is the interval of their difference, and a change is `same` if 0 lies in it. The difference
    between the published scores is the sum of three: `site` is that on common ground; `unshared`
    is what today's rules and method add for what only one of the runs could measure; `ours` is what
    other rules or another method made of the same evidence. `reason` says why a council has no
    scores.
    `pillars` has the same of each pillar. `services` has stages (0-4), without an interval.
    """

    councils: pd.DataFrame
    pillars: pd.DataFrame
    services: pd.DataFrame


@dataclass(frozen=True, slots=True)
class _Rated:
    """One side on common ground: its scores, and each pillar's part in them drawn again."""

    scores: Scores
    drawn: dict[str, Floats]


def compare(
    before: Side,
    after: Side,
    services: Sequence[Service],
    method: Method,
    reorganised: Sequence[Reorganisation],
    seed: int = 0,
) -> Comparison:
    """What changed from one run to another, by a method.

    The same services are drawn again on both sides, for they are the same; pages are drawn apart.
    """
    both = same_councils(before.tables["councils"], after.tables["councils"], reorganised)
    old, new = _common_ground(before.tables, after.tables, both, services)
    rated = [_rate(tables, services, method, seed, side) for side, tables in enumerate((old, new))]
    whole = [
        _scored(side.tables["councils"], side.tables["measures"], both, method)
        for side in (before, after)
    ]
    compared = _compared(rated[0].scores, rated[1].scores, old, new, method)
    rows = [
        *_council_rows(before, after, rated, whole, compared, method),
        *_come_and_gone(before.tables["councils"], after.tables["councils"], both, reorganised),
    ]
    councils = pd.DataFrame(rows, columns=list(COUNCILS)).astype(COUNCILS)
    pillars = pd.DataFrame(_pillar_rows(rated, compared, method), columns=list(PILLARS))
    stages = _service_changes(before.tables["services"], after.tables["services"], both)
    return Comparison(
        councils.sort_values("slug", ignore_index=True), pillars.astype(PILLARS), stages
    )


def most_improved(changed: pd.DataFrame, councils: pd.DataFrame, most: int) -> pd.DataFrame:
    """The councils that rose most beyond the noise, at most so many of each type.

    Columns: `type`, `place` (1 is the most improved), `slug`, `name`, `change` (points of the
    site's own), its interval `low` to `high`, `before`, `after`; equals share a place.

    Args:
        changed: the councils of a `Comparison`.
        councils: the newer run's table, for their types.
        most: places of each type; those who share the last are all in it.
    """
    risen = changed[changed["change"] == UP].merge(councils[["slug", "type"]], on="slug")
    places = risen.groupby("type")["site"].rank(method="min", ascending=False).astype("Int64")
    placed = risen.assign(change=risen["site"], place=places)
    ordered = placed[placed["place"] <= most].sort_values(["type", "place", "name"])
    columns = ["type", "place", "slug", "name", "change", "low", "high", "before", "after"]
    return ordered[columns].reset_index(drop=True)


def same_councils(
    before: pd.DataFrame, after: pd.DataFrame, reorganised: Sequence[Reorganisation]
) -> list[str]:
    """The slugs that mean the same council in both tables `councils`, sorted.

    A new council may take the name of one that ended: where a code on record as ended became
    another, they are two.
    """
    ended = {each.gss for each in reorganised}
    codes = before.merge(after, on="slug", suffixes=("", "_after"))
    codes = codes.fillna({"gss": "", "gss_after": ""})
    replaced = codes["gss"].isin(ended) & (codes["gss"] != codes["gss_after"])
    return sorted(codes.loc[~replaced, "slug"])


def _common_ground(
    before: Tables, after: Tables, slugs: list[str], services: Sequence[Service]
) -> tuple[Tables, Tables]:
    """Both sides' tables with only the services and measures that both have."""
    old, new = ({name: _of(side[name], slugs) for name in side} for side in (before, after))
    ceilings = {service.lgsl: service.ceiling for service in services}
    rated = _in_both(old["services"], new["services"], ["slug", "lgsl"])
    known = _in_both(old["measures"], new["measures"], ["slug", "measure"])
    for side in (old, new):
        side["services"] = side["services"].merge(rated).query("status == 'measured'")
        sums = table("measures", _sums(side["services"], capped_services(side), ceilings))
        others = side["measures"].merge(known)
        others = others[~others["measure"].isin(set(sums["measure"]))]
        side["measures"] = pd.concat([others, sums], ignore_index=True)
    return old, new


def _of(frame: pd.DataFrame, slugs: list[str]) -> pd.DataFrame:
    return frame[frame["slug"].isin(slugs)]


def _in_both(old: pd.DataFrame, new: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """The keys of the rows that are measured in both, or applicable in neither."""
    columns = [*key, "status"]
    shared = old[columns].merge(new[columns], on=columns)
    return shared[shared["status"].isin(["measured", "not_applicable"])][key]


def _sums(
    rated: pd.DataFrame, capped: dict[str, set[int]], ceilings: dict[int, int]
) -> Iterator[dict[str, Any]]:
    for slug, part in rated[["slug", "lgsl", "stage", "status"]].groupby("slug"):
        stages: list[Any] = part.to_dict("records")
        results = summed_up(stages, ceilings)
        results["services.task-stars"] = starred(stages, ceilings, capped.get(str(slug), ()))
        yield from (dict(result_row(str(slug), *each)) for each in results.items())


def _rate(
    tables: Tables, services: Sequence[Service], method: Method, seed: int, side: int
) -> _Rated:
    councils = tables["councils"].sort_values("slug")
    values = measured_values(tables["measures"], councils["slug"], method)
    scores = score(values, tuple(councils["type"]), method)
    lots = np.random.default_rng(seed), np.random.default_rng([seed, side])
    drawn = {name: np.zeros((len(councils), method.draws)) for name in method.pillars}
    lines = draw_lines(tables, services, scores, values, method, *lots)
    for (owner, _), line in zip(lines_of(method), lines, strict=True):
        drawn[owner] += line
    return _Rated(scores, drawn)


def _scored(
    councils: pd.DataFrame, measures: pd.DataFrame, slugs: list[str], method: Method
) -> Floats:
    """The score of each of these councils on all that its run measured; NaN where nothing was."""
    listed = _of(councils, slugs).sort_values("slug")
    values = measured_values(_of(measures, slugs), listed["slug"], method)
    return score(values, tuple(listed["type"]), method).total


def _compared(
    before: Scores, after: Scores, old: Tables, new: Tables, method: Method
) -> dict[str, str]:
    """Each council's reason for not being compared, by slug in order; empty where it is."""
    states = [tables["councils"].sort_values("slug")["state"].to_list() for tables in (old, new)]
    reasons = {}
    for place, slug in enumerate(before.slugs):
        least = min(before.coverage[place], after.coverage[place])
        scored = not np.isnan(before.total[place] + after.total[place])
        if states[0][place] == "failed":
            reasons[slug] = "could not be crawled in the older run"
        elif states[1][place] == "failed":
            reasons[slug] = "could not be crawled in the newer run"
        elif not scored or least < method.minimum_coverage:
            reasons[slug] = f"only {least:.0%} of the method's weight was measured in both runs"
        else:
            reasons[slug] = ""
    return reasons


def _council_rows(
    before: Side,
    after: Side,
    rated: list[_Rated],
    whole: list[Floats],
    compared: dict[str, str],
    method: Method,
) -> Iterator[dict[str, Any]]:
    names = after.tables["councils"].set_index("slug")["name"]
    old, new = (each.scores.total for each in rated)
    drawn = [np.sum(list(each.drawn.values()), axis=0) for each in rated]
    spans = _spans(drawn[1] - drawn[0], method.confidence)
    for place, (slug, reason) in enumerate(compared.items()):
        published = before.published.get(slug), after.published.get(slug)
        row = {"slug": slug, "name": names[slug], "reason": reason or None, "change": UNKNOWN}
        row |= {"published_before": published[0], "published_after": published[1]}
        if not reason:
            row |= _change(old[place], new[place], spans[:, place])
            now = float(whole[1][place] - whole[0][place])
            row["site"] = round(float(new[place] - old[place]), 2) + 0.0  # no minus nought
            row["unshared"] = round(now - row["site"], 2) + 0.0
            if published[0] is not None and published[1] is not None:
                row["ours"] = round(published[1] - published[0] - now, 2) + 0.0
        yield row


def _pillar_rows(
    rated: list[_Rated], compared: dict[str, str], method: Method
) -> Iterator[dict[str, Any]]:
    owners = [owner for owner, _ in lines_of(method)]
    for name in method.pillars:
        own = [place for place, owner in enumerate(owners) if owner == name]
        parts = [each.scores.shares[:, own].sum(axis=1, keepdims=True) for each in rated]
        drawn = [_whole(each.drawn[name], part) for each, part in zip(rated, parts, strict=True)]
        spans = _spans(drawn[1] - drawn[0], method.confidence)
        old, new = (each.scores.pillars[name] for each in rated)
        for place, (slug, reason) in enumerate(compared.items()):
            if reason or np.isnan(old[place] + new[place]):
                yield {"slug": slug, "pillar": name, "change": UNKNOWN}
            else:
                change = _change(old[place], new[place], spans[:, place])
                yield {"slug": slug, "pillar": name, **change}


def _whole(part: Floats, share: Floats) -> Floats:
    """A pillar's own score, from its part in the score of all and its share of that."""
    return np.asarray(np.divide(part, share, out=np.zeros_like(part), where=share > 0))


def _spans(differences: Floats, confidence: float) -> Floats:
    """The middle `confidence` of each row's draws: two rows, low and high."""
    tail = (1 - confidence) / 2
    return np.asarray(np.quantile(differences, [tail, 1 - tail], axis=1).round(2))


def _change(before: float, after: float, span: Floats) -> dict[str, Any]:
    low, high = (float(end) for end in span)
    difference = round(float(after - before), 2)
    noise = low <= 0 <= high or difference == 0
    change = SAME if noise else (UP if difference > 0 else DOWN)
    ends = {"low": min(low, difference), "high": max(high, difference)}
    return {"change": change, "before": round(before, 2), "after": round(after, 2), **ends}


def _come_and_gone(
    before: pd.DataFrame,
    after: pd.DataFrame,
    both: list[str],
    reorganised: Sequence[Reorganisation],
) -> Iterator[dict[str, Any]]:
    for council in before[~before["slug"].isin(both)].fillna({"gss": ""}).to_dict("records"):
        ends = [each for each in reorganised if each.gss == council["gss"]]
        heirs = " and ".join(each.successor for each in ends)
        reason = f"ended on {ends[0].ended}; now {heirs}" if ends else "not in the newer run"
        yield {"slug": council["slug"], "name": council["name"], "change": GONE, "reason": reason}
    for council in after[~after["slug"].isin(both)].fillna({"gss": ""}).to_dict("records"):
        starts = [each for each in reorganised if each.successor_gss == council["gss"]]
        names = ", ".join(each.name for each in starts)
        reason = f"took over in {starts[0].ended.year} from {names}" if starts else ""
        reason = reason or "not in the older run"
        yield {"slug": council["slug"], "name": council["name"], "change": NEW, "reason": reason}


def _service_changes(before: pd.DataFrame, after: pd.DataFrame, slugs: list[str]) -> pd.DataFrame:
    """Each service of the councils in both: its stages, and whether they rose or fell."""
    key = ["slug", "lgsl"]
    columns = [*key, "service", "stage", "status"]
    sides = (_of(side[columns], slugs) for side in (before, after))
    merged = next(sides).merge(next(sides), on=key, how="outer", suffixes=("_old", "_new"))
    old, new = (_stages(merged, side) for side in ("_old", "_new"))
    absent = [
        (merged[f"status{side}"].fillna("not_applicable") == "not_applicable")
        for side in ("_old", "_new")
    ]
    cases = [absent[0] & absent[1], absent[0], absent[1], old.isna() | new.isna()]
    cases += [new > old, new < old]
    words = ["", NEW, GONE, UNKNOWN, UP, DOWN]
    merged["change"] = np.select([case.to_numpy(dtype=bool) for case in cases], words, SAME)
    merged = merged.assign(before=old, after=new)
    merged["service"] = merged["service_new"].fillna(merged["service_old"])
    return (
        merged.loc[merged["change"] != "", list(SERVICES)]
        .astype(SERVICES)
        .sort_values(key, ignore_index=True)
    )


def _stages(merged: pd.DataFrame, side: str) -> pd.Series:
    measured = (merged[f"status{side}"] == "measured").fillna(False).astype(bool)
    return merged[f"stage{side}"].astype("float64").where(measured)
