"""Where each council stands among the others: what of its page hangs on more than its own rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from config import Service
from reports.changes import Moved, moved
from reports.previous import Previous
from reports.raters import Rater
from reports.summaries import Record, Tables, pillars_of, ranking, records
from reports.wording import load_wording
from scoring.peers import NEAREST, compare_with_peers
from scoring.sensitivity import sensitivity


@dataclass(frozen=True)
class Standing:
    """A council among the others.

    `council` has the columns of `councils` and of the ranking, with `type_rank` and `type_ranked`
    (its place among the ranked councils of its type, and how many there are) and `ranked` (how many
    there are of all types). `pillars` have `title`, `points`, `median` and `best` of its type, and
    points `before`. `peers` is its score beside each group of peers (scoring/peers.py), `places`
    the best and worst as the method's weights move. Of the previous run: `moved` is what changed
    since; where that is not known, `before` is its rating as it was published.
    """

    council: Record
    pillars: list[Record]
    before: Record | None
    moved: Moved | None
    peers: list[Record]
    places: Record | None

    @property
    def slug(self) -> str:
        """The council's slug."""
        return str(self.council["slug"])


def standings(
    tables: Tables,
    main: Rater,
    surveyed: Sequence[Service],
    previous: Previous | None = None,
) -> list[Standing]:
    """Every council's standing as the main method rates it, in the order of the ranking."""
    ranked = _with_type_rank(ranking(tables, main.id))
    columns = ["slug", "homepage", "population", "state", "pages", "coverage", "cms"]
    councils = records(ranked.merge(tables["councils"][columns], on="slug"))
    pillars = pillars_of(tables, main.id)
    groups = ranked.groupby("type")[pillars]
    by_type = {
        name: {row["type"]: row for row in records(frame.reset_index())}
        for name, frame in (("median", groups.median()), ("best", groups.max()))
    }
    changes = previous.changes if previous else None
    changed = moved(changes, surveyed) if changes else {}
    published = records(previous.ratings) if previous and not changes else []
    before = {row["slug"]: row for row in published}
    rated = tables["ratings"].query("method == @main.id")
    words = load_wording()
    peers: dict[str, list[Record]] = {}
    for row in records(compare_with_peers(rated, tables["councils"], [], words.peers.nearest)):
        peers.setdefault(row["slug"], []).append(row)
    places = _places(tables, main, words.peers.weights_move)
    return [
        Standing(
            council=council,
            pillars=_pillars(council, by_type, _points(slug, before, changed), pillars, main),
            before=before.get(slug),
            moved=changed.get(slug),
            peers=_each_once(peers.get(slug, []), words.peer_groups),
            places=places.get(slug),
        )
        for council in councils
        for slug in [council["slug"]]
    ]


def _each_once(rows: list[Record], names: Mapping[str, str]) -> list[Record]:
    """The rows of groups of peers with their `names`; groups of the same councils as one.

    Every group is within the next wider one, and all are within the type: those of the same
    council that are as large are the same. Of the nearest that is known beside the type alone.
    """
    told: list[Record] = []
    for row in rows:
        name = names[row["group"]]
        beside = told[:1] if row["group"] == NEAREST else told
        same = next((each for each in beside if each["peers"] == row["peers"]), None)
        if same is None:
            told.append({**row, "names": name})
        else:
            same["names"] += f", {name[:1].lower()}{name[1:]}"
    return told


def _places(tables: Tables, main: Rater, change: float) -> dict[str, Record]:
    """How each ranked council's place moves with the method's weights; none without its file."""
    if main.method is None:
        return {}
    return {row["slug"]: row for row in records(sensitivity(tables, main.method, change))}


def _with_type_rank(ranked: pd.DataFrame) -> pd.DataFrame:
    by_type = ranked.groupby("type")["rank"]
    return ranked.assign(
        type_rank=by_type.rank(method="min").astype("Int64"),
        type_ranked=by_type.transform("count"),
        ranked=ranked["rank"].count(),
    )


def _points(slug: str, before: dict[str, Record], changed: dict[str, Moved]) -> Record | None:
    """A council's points by pillar in the previous run; None where there are none."""
    if slug in changed:
        return {name: row["before"] for name, row in changed[slug].pillars.items()}
    return before.get(slug)


def _pillars(
    council: Record,
    by_type: dict[str, dict[str, Record]],
    before: Record | None,
    pillars: list[str],
    main: Rater,
) -> list[Record]:
    return [
        {
            "id": pillar,
            "title": main.pillar_title(pillar),
            "points": council[pillar],
            "before": before.get(pillar) if before else None,
            **{name: kinds.get(council["type"], {}).get(pillar) for name, kinds in by_type.items()},
        }
        for pillar in pillars
    ]
