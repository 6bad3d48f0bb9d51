"""What the charts and the site both say about all councils: pure functions of the tables."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from reports.wording import UNGROUPED, load_wording, service_groups, type_name, type_order
from scoring.tables import COLUMNS

Tables = Mapping[str, pd.DataFrame]

ONLINE = 3  # the stage from which a service can be had online
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
    kinds = in_order(councils["type"].dropna().unique().tolist(), type_order())
    counts = flags.groupby(councils["type"]).sum().reindex(kinds)
    counts.index = pd.Index([type_name(kind) for kind in kinds])
    everyone = flags.sum().to_frame("All councils").T
    return pd.concat([everyone, counts]).rename_axis("type").reset_index()


def stages_by_service(tables: Tables) -> pd.DataFrame:
    """How many councils offer each service at which stage, in the survey's order.

    Columns: `group`, `lgsl`, `service`, `0` … `4` (councils measured), `measured`,
    `not_assessed`, `online` (share, 0-1, of those measured at stage 3 or more).
    """
    rows = tables["services"].query("status != 'not_applicable'")
    measured = rows["status"].eq("measured") & rows["stage"].notna()
    stages = range(len(load_wording().stages))
    flags = pd.DataFrame({str(n): measured & rows["stage"].eq(n).fillna(False) for n in stages})
    flags = flags.assign(measured=measured, not_assessed=~measured).astype(int)
    counts = flags.groupby([rows["lgsl"], rows["service"]]).sum().reset_index()
    online = counts[[str(n) for n in stages if n >= ONLINE]].sum(axis=1)
    groups = service_groups()
    order = {lgsl: place for place, lgsl in enumerate(groups)}
    return (
        counts.assign(
            online=(online / counts["measured"]).where(counts["measured"] > 0),
            group=counts["lgsl"].map(groups).fillna(UNGROUPED),
            place=counts["lgsl"].map(order).fillna(len(order)),
        )
        .sort_values(["place", "service"], ignore_index=True)
        .pipe(_group_together)
    )


def _group_together(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows of a group side by side, groups in order of their first row."""
    first = frame.groupby("group")["place"].transform("min")
    ordered = frame.assign(first=first).sort_values(["first", "group", "place", "service"])
    front = ["group", "lgsl", "service"]
    rest = [column for column in ordered.columns if column not in (*front, "place", "first")]
    return ordered[[*front, *rest]].reset_index(drop=True)


def share_online(tables: Tables) -> float | None:
    """The share (0-1) of the services measured that are at stage 3 or more; None without any."""
    counts = stages_by_service(tables)
    measured = int(counts["measured"].sum())
    online = int(counts[[str(n) for n in range(ONLINE, len(load_wording().stages))]].sum().sum())
    return online / measured if measured else None


def in_order(names: list[str], order: list[str]) -> list[str]:
    """`names` in the given order; those that it does not hold come last, by name."""
    places = {name: place for place, name in enumerate(order)}
    return sorted(names, key=lambda name: (places.get(name, len(places)), name))
