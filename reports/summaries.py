"""What the charts and the site both say about all councils: pure functions of the tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from config import Service
from reports.wording import UNGROUPED, load_wording, type_name, type_order
from scoring.measures.services import ONLINE
from scoring.tables import COLUMNS

Tables = Mapping[str, pd.DataFrame]
Record = dict[str, Any]

STAGES = 5  # of a service: 0 to 4
EVERYONE = "All councils"
COUNCIL = ["slug", "name", "type", "nation", "region"]
RATING = [column for column in COLUMNS["ratings"] if column not in ("slug", "method")]


def methods_in(tables: Tables) -> list[str]:
    """The methods that rated, in the order of the table; the first is the main one."""
    return [str(method) for method in tables["ratings"]["method"].dropna().unique()]


def pillars_of(tables: Tables, method_id: str) -> list[str]:
    """The pillars of a method: the further columns of `ratings` in which it gave any points."""
    rated = tables["ratings"].query("method == @method_id")
    further = [column for column in rated.columns if column not in COLUMNS["ratings"]]
    return [column for column in further if rated[column].notna().any()]


def ranking(tables: Tables, method_id: str) -> pd.DataFrame:
    """Every council with its rating by one method, best first, the unranked last by name.

    Columns: slug name type nation region, those of RATING, one a pillar, `why` (why it is not
    ranked; missing if it is).
    """
    rated = tables["ratings"].query("method == @method_id")
    columns = ["slug", *RATING, *pillars_of(tables, method_id)]
    return (
        tables["councils"][COUNCIL]
        .merge(rated[columns], on="slug", how="left")
        .merge(_commonest_reasons(tables), on="slug", how="left")
        .assign(why=_why_unranked)
        .drop(columns="commonest")
        .sort_values(["rank", "name"], na_position="last", ignore_index=True)
    )


def _why_unranked(ranked: pd.DataFrame) -> pd.Series:
    """The sentence that says why each council is not ranked; missing if it is.

    By the reason of its rating, and the reason most of its measures give for not being assessed.
    """
    words = load_wording().unranked
    sentence = ranked["unranked_reason"].map(words).fillna(words["unknown"]).astype("string")
    why = sentence + (" The reason given most: " + ranked["commonest"] + ".").fillna("")
    return why.where(ranked["rank"].isna())


def _commonest_reasons(tables: Tables) -> pd.DataFrame:
    """For each council the reason that most of its unassessed measures give: slug, commonest."""
    unassessed = tables["measures"].query("status == 'not_assessed'").dropna(subset=["reason"])
    return (
        unassessed.groupby(["slug", "reason"])
        .size()
        .rename("times")
        .reset_index()
        .sort_values(["slug", "times", "reason"], ascending=[True, False, True])
        .drop_duplicates("slug")
        .rename(columns={"reason": "commonest"})[["slug", "commonest"]]
    )


def stars_by_type(tables: Tables, method_id: str) -> pd.DataFrame:
    """How many councils of each type have how many stars: a row a type, and one for all.

    Columns: `type` (its name), `4`, `3` … as many as the method gave (strings), `not_ranked`.
    """
    councils = ranking(tables, method_id)
    ranked = councils["rank"].notna()
    stars = councils["stars"].where(ranked)
    lowest = min(1, int(stars.min())) if stars.notna().any() else 1
    highest = max(4, int(stars.max())) if stars.notna().any() else 4
    levels = range(highest, lowest - 1, -1)
    flags = pd.DataFrame({str(level): stars.eq(level).fillna(False) for level in levels})
    flags = flags.assign(not_ranked=~ranked).astype(int)
    counts = in_type_order(flags.groupby(councils["type"]).sum())
    everyone = flags.sum().to_frame(EVERYONE).T
    return pd.concat([everyone, counts]).rename_axis("type").reset_index()


def in_type_order(by_type: pd.DataFrame) -> pd.DataFrame:
    """Rows by type of council in the order of the types, under their names."""
    kinds = in_order(by_type.index.tolist(), type_order())
    return by_type.reindex(kinds).set_axis([type_name(kind) for kind in kinds])


def with_services(rows: pd.DataFrame, services: Sequence[Service]) -> pd.DataFrame:
    """Rows of `services` in the survey's order, the services by name, with their `group`.

    Groups stand together, in the order of their first service; what the survey does not know
    comes last, by its id.
    """
    names = {service.lgsl: service.name for service in services}
    groups = {service.lgsl: service.group for service in services}
    group_places = {group: place for place, group in enumerate(dict.fromkeys(groups.values()))}
    places = {lgsl: place for place, lgsl in enumerate(groups)}
    return (
        rows.assign(
            service=rows["lgsl"].map(names).astype("string").fillna(rows["service"]),
            group=rows["lgsl"].map(groups).astype("string").fillna(UNGROUPED),
        )
        .assign(
            group_place=lambda frame: frame["group"].map(group_places).fillna(len(group_places)),
            place=lambda frame: frame["lgsl"].map(places).fillna(len(places)),
        )
        .sort_values(["group_place", "place", "service"], kind="stable", ignore_index=True)
        .drop(columns=["group_place", "place"])
    )


def stages_by_service(tables: Tables, services: Sequence[Service]) -> pd.DataFrame:
    """How many councils offer each service at which stage, in the survey's order.

    Columns: `group`, `lgsl`, `service`, `0` … `4` (councils measured), `measured`,
    `not_assessed`, `online` (share, 0-1, of those measured at stage 3 or more).
    """
    rows = tables["services"].query("status != 'not_applicable'")
    named = with_services(stage_counts(rows, ["lgsl", "service"]), services)
    front = ["group", "lgsl", "service"]
    return named[[*front, *(column for column in named.columns if column not in front)]]


def stage_counts(rows: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """How many rows of `services` are at which stage, by these columns.

    Columns: those, and `0` … `4`, `measured`, `not_assessed`, `online` as `stages_by_service` has.
    """
    measured = _measured(rows)
    flags = {str(n): measured & rows["stage"].eq(n).fillna(False) for n in range(STAGES)}
    counts = (
        pd.DataFrame(flags | {"measured": measured, "not_assessed": ~measured})
        .astype(int)
        .groupby([rows[column] for column in by])
        .sum()
        .reset_index()
    )
    online = counts[[str(n) for n in range(ONLINE, STAGES)]].sum(axis=1)
    return counts.assign(online=online / counts["measured"].where(counts["measured"] > 0))


def share_online(tables: Tables) -> float | None:
    """The share (0-1) of the services measured that are at stage 3 or more; None without any."""
    rows = tables["services"]
    stages = rows["stage"][_measured(rows)]
    return float((stages >= ONLINE).mean()) if len(stages) else None


def _measured(rows: pd.DataFrame) -> pd.Series:
    return rows["status"].eq("measured") & rows["stage"].notna()


def records(frame: pd.DataFrame) -> list[Record]:
    """The rows as dictionaries, missing values as None."""
    names = [str(name) for name in frame.columns]
    columns = [_cells(frame.iloc[:, place]) for place in range(len(names))]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _cells(column: pd.Series) -> list[Any]:
    """A column as plain values, None for what is missing."""
    missing = column.isna()
    cells: list[Any] = column.tolist()
    if not missing.any():
        return cells
    return [None if gone else cell for cell, gone in zip(cells, missing, strict=True)]


def in_order(names: list[str], order: list[str]) -> list[str]:
    """`names` in the given order; those that it does not hold come last, by name."""
    places = {name: place for place, name in enumerate(order)}
    return sorted(names, key=lambda name: (places.get(name, len(places)), name))
