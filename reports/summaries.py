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
RATING = ["rank", "rank_low", "rank_high", "score", "stars", "class", "peer_group", "peer_rank"]


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
        .merge(_why_unranked(tables), on="slug", how="left")
        .assign(why=lambda frame: frame["why"].where(frame["rank"].isna()))
        .sort_values(["rank", "name"], na_position="last", ignore_index=True)
    )


def _why_unranked(tables: Tables) -> pd.DataFrame:
    """For each council the sentence that says why it would not be ranked: `slug`, `why`.

    The crawl's state, and the reason most of its measures give for not being assessed.
    """
    words = load_wording().unranked
    unassessed = tables["measures"].query("status == 'not_assessed'").dropna(subset=["reason"])
    commonest = (
        unassessed.groupby(["slug", "reason"])
        .size()
        .rename("times")
        .reset_index()
        .sort_values(["slug", "times", "reason"], ascending=[True, False, True])
        .drop_duplicates("slug")
        .set_index("slug")["reason"]
    )
    councils = tables["councils"]
    sentence = councils["state"].map(words).fillna(words["unknown"])
    reason = councils["slug"].map(commonest).astype("string")
    why = sentence.astype("string") + (" The reason given most: " + reason + ".").fillna("")
    return pd.DataFrame({"slug": councils["slug"], "why": why})


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
    measured = _measured(rows)
    flags = {str(n): measured & rows["stage"].eq(n).fillna(False) for n in range(STAGES)}
    counts = (
        pd.DataFrame(flags | {"measured": measured, "not_assessed": ~measured})
        .astype(int)
        .groupby([rows["lgsl"], rows["service"]])
        .sum()
        .reset_index()
    )
    online = counts[[str(n) for n in range(ONLINE, STAGES)]].sum(axis=1)
    share = online / counts["measured"].where(counts["measured"] > 0)
    named = with_services(counts.assign(online=share), services)
    front = ["group", "lgsl", "service"]
    return named[[*front, *(column for column in named.columns if column not in front)]]


def share_online(tables: Tables) -> float | None:
    """The share (0-1) of the services measured that are at stage 3 or more; None without any."""
    rows = tables["services"]
    stages = rows["stage"][_measured(rows)]
    return float((stages >= ONLINE).mean()) if len(stages) else None


def _measured(rows: pd.DataFrame) -> pd.Series:
    return rows["status"].eq("measured") & rows["stage"].notna()


def records(frame: pd.DataFrame) -> list[Record]:
    """The rows as dictionaries, missing values as None."""
    plain = frame.astype(object).where(frame.notna(), None)
    return [{str(name): value for name, value in row.items()} for row in plain.to_dict("records")]


def in_order(names: list[str], order: list[str]) -> list[str]:
    """`names` in the given order; those that it does not hold come last, by name."""
    places = {name: place for place, name in enumerate(order)}
    return sorted(names, key=lambda name: (places.get(name, len(places)), name))
