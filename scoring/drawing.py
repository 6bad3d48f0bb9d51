"""How sure scores and ranks are: services and pages drawn again, many times."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from config import Method, Service
from scoring.measures.services import COMPLETE, ONLINE, most_stars, stars_of
from scoring.review import capped_services
from scoring.scores import Floats, Scores, earned, lines_of

# The measures that are means over services.
OF_SERVICES = ("services.points", "services.online", "services.complete", "services.task-stars")
DIGITS = 4  # after the point, by which scores are told apart in a ranking
AT_A_TIME = 100  # draws that are ranked


def draw_lines(
    tables: dict[str, pd.DataFrame],
    services: Sequence[Service],
    scores: Scores,
    values: pd.DataFrame,
    method: Method,
    draw_service: np.random.Generator,
    draw_page: np.random.Generator,
) -> Iterator[Floats]:
    """What each line of the method gives to the scores, drawn again (councils x draws).

    Services and pages are drawn with replacement. Drawing n pages of which a share p is good,
    again and again, gives a binomial share; the services are drawn themselves, so that all
    measures over them move together.
    """
    sizes = _sizes(tables["measures"], values)
    drawn = _draw_services(tables, services, scores.slugs, method, draw_service)
    fixed = np.nan_to_num(scores.shares * np.nan_to_num(scores.points))
    for number, (_, line) in enumerate(lines_of(method)):
        found = values[line.measure].to_numpy(dtype=float)
        share = scores.shares[:, number : number + 1]
        if line.measure in drawn:
            again = earned(line, drawn[line.measure])
        else:
            n = sizes[line.measure].to_numpy()
            varies = (n > 1) & (found >= 0) & (found <= 1)
            again = np.repeat(earned(line, found)[:, None], method.draws, axis=1)
            again[varies] = earned(line, _drawn(found[varies], n[varies], method.draws, draw_page))
        drawn_anew = np.isfinite(found)[:, None] & ~np.isnan(again)
        steady = fixed[:, number : number + 1]
        yield np.where(drawn_anew, share * np.nan_to_num(again), steady)


def _drawn(shares: Floats, sizes: Floats, draws: int, random: np.random.Generator) -> Floats:
    """Shares (0-1) of so many things each, with the things drawn again (shares x draws)."""
    many = sizes.astype(int)[:, None]
    drawn: Floats = random.binomial(many, shares[:, None], size=(len(shares), draws)) / many
    return drawn


def _sizes(measures: pd.DataFrame, values: pd.DataFrame) -> pd.DataFrame:
    """How many things each measure is taken over, shaped as `values`; 1 where it does not say."""
    wide = measures.pivot_table(index="slug", columns="measure", values="n", aggfunc="first")
    return wide.reindex(index=values.index, columns=values.columns).astype("float64").fillna(1)


def _draw_services(
    tables: Mapping[str, pd.DataFrame],
    services: Sequence[Service],
    slugs: Sequence[str],
    method: Method,
    random: np.random.Generator,
) -> dict[str, Floats]:
    """The services' measures with the services drawn again: measure -> councils x draws."""
    rated = tables["services"]
    ceilings = {service.lgsl: service.ceiling for service in services}
    known = rated[rated["status"] == "measured"].sort_values(["slug", "lgsl"])
    by_slug = dict(iter(known.groupby("slug")))
    capped = capped_services(tables)
    used = {line.measure for _, line in lines_of(method)}.intersection(OF_SERVICES)
    drawn = {name: np.full((len(slugs), method.draws), np.nan) for name in used}
    for number, slug in enumerate(slugs):
        if slug not in by_slug:
            continue
        stages = by_slug[slug]["stage"].to_numpy(dtype=float)
        ids = by_slug[slug]["lgsl"].to_list()
        tops = np.array([ceilings[lgsl] for lgsl in ids], dtype=float)
        few = np.array([lgsl in capped.get(slug, ()) for lgsl in ids], dtype=bool)
        picks = random.integers(0, len(stages), size=(method.draws, len(stages)))
        for name in used:
            counts, earns = _of_services(name, stages, tops, few)
            number_of = counts[picks].sum(axis=1)
            drawn[name][number] = np.divide(
                (counts * earns)[picks].sum(axis=1),
                number_of,
                out=np.full(method.draws, np.nan),
                where=number_of > 0,
            )
    return drawn


def _of_services(
    measure: str, stages: Floats, tops: Floats, few: NDArray[np.bool_]
) -> tuple[Floats, Floats]:
    """Which services a measure is the mean of (1 or 0), and what each earns there (0-1).

    `tops` are the services' ceilings; `few` says which ones have few stars whatever their stage.
    """
    every = np.ones(len(stages))
    if measure == "services.points":
        return every, np.minimum(stages, tops) / tops
    if measure == "services.task-stars":
        return every, np.array(list(map(stars_of, stages, tops, few))) / most_stars()
    least = ONLINE if measure == "services.online" else COMPLETE
    return np.where(tops >= least, 1.0, 0.0), np.where(stages >= least, 1.0, 0.0)


def score_intervals(drawn: Floats, confidence: float) -> Floats:
    """The middle `confidence` (0-1) of each council's scores drawn: two rows, low and high."""
    tail = (1 - confidence) / 2
    return np.asarray(np.quantile(drawn, [tail, 1 - tail], axis=1).round(2))


def rank_intervals(drawn: Floats, confidence: float) -> Floats:
    """The best and worst place of each council in the middle `confidence` of the draws: two rows.

    Those that are level in a draw share the best of their places, as in the ranking.
    """
    places = np.empty(drawn.shape, dtype=np.int32)
    for start in range(0, drawn.shape[1], AT_A_TIME):
        some = slice(start, start + AT_A_TIME)
        places[:, some] = pd.DataFrame(-drawn[:, some].round(DIGITS)).rank(method="min")
    tail = (1 - confidence) / 2
    low, high = np.quantile(places, [tail, 1 - tail], axis=1)
    return np.array([np.floor(low), np.ceil(high)])
