"""The sheet that a reviewer fills in: ratings out as CSV, decisions in."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import pandas as pd
from pydantic import BeforeValidator, Field

from config import ConfigError
from config.reading import Frozen, read_text, validated
from crawler.run import TOOL_VERSION, Run
from reports.tables import FORMULA_STARTS
from scoring.review import NOT_PROVIDED, Decision, Key, current

COLUMNS = [
    "slug",
    "council",
    "lgsl",
    "service",
    "machine_stage",
    "machine_says",
    "confidence",
    "reasons",
    "page",
    "action",
    "homepage",
    "capture",
    "decided",
    "at_random",
    "stage",
    "note",
    "reviewer",
]
# What a sheet that comes back must have.
FILLED_IN = ("slug", "lgsl", "stage", "note", "reviewer")
DELIMITERS = ",;\t"
# As spreadsheets may write a whole number.
_WHOLE = re.compile(r"(\d+)[.,]00?")


def _plain(cell: Any) -> Any:
    """A cell without what a spreadsheet puts around it: `3.0 ` is `3`."""
    text = str(cell).strip().lower()
    whole = _WHOLE.fullmatch(text)
    return whole[1] if whole else text


def _harmless(cell: Any) -> Any:
    """A text on one line that no spreadsheet runs, and that parts no list of reasons."""
    return " ".join(str(cell).replace("|", "/").split()).lstrip("".join(FORMULA_STARTS) + " ")


def _stage(cell: Any) -> Any:
    text = _plain(cell)
    if text not in {"", "0", "1", "2", "3", "4", NOT_PROVIDED}:
        raise ValueError(f"{str(cell)[:40]!r} is no stage: write 0 to 4, or {NOT_PROVIDED}")
    return text


Text = Annotated[str, BeforeValidator(_harmless)]


class Entry(Frozen):
    """A row of a sheet that came back; an empty `stage` decides nothing."""

    slug: Annotated[str, BeforeValidator(_plain)]
    lgsl: Annotated[int, BeforeValidator(_plain), Field(gt=0)]
    stage: Annotated[str, BeforeValidator(_stage)] = ""
    note: Text = ""
    reviewer: Text = ""
    at_random: Annotated[bool, BeforeValidator(_plain)] = False


@dataclass(frozen=True, slots=True)
class Filled:
    """What a sheet that came back decides; `unused` notes stand in rows without a stage."""

    decisions: tuple[Decision, ...]
    unused: int


def sheet(
    run: Run,
    tables: dict[str, pd.DataFrame],
    decisions: Iterable[Decision],
    slugs: Iterable[str],
) -> pd.DataFrame:
    """Every rating of these councils that can be reviewed, the least certain first.

    What the machine could not assess comes before what it is unsure of, and what a person has
    decided last. Left out are services that are not a council's duty, and councils of which nothing
    was captured.
    """
    councils = tables["councils"].query("state != 'failed'")
    councils = councils[councils["slug"].isin(list(slugs))]
    names = {service.lgsl: service.name for service in run.load_services()}
    pages = tables["pages"][["slug", "url", "warc_offset"]].drop_duplicates(["slug", "url"])
    rated = (
        tables["services"]
        .query("status != 'not_applicable'")
        .merge(councils[["slug", "name", "homepage"]], on="slug")
        .merge(
            pages.rename(columns={"url": "evidence_url"}), on=["slug", "evidence_url"], how="left"
        )
    )
    files = rated["slug"].map(lambda slug: str(run.evidence(slug).relative_to(run.folder)))
    made = rated.assign(
        council=rated["name"],
        service=rated["lgsl"].map(names).astype("string").fillna(rated["service"]),
        machine_stage=rated["stage"],
        machine_says=rated["stage_name"].fillna(rated["status"].str.replace("_", " ")),
        page=rated["evidence_url"],
        action=rated["action_url"],
        capture=files.astype("string") + " " + rated["warc_offset"].astype("string"),
        decided=_decided(rated, current(decisions)),
        **dict.fromkeys(["at_random", "stage", "note", "reviewer"], ""),
    )
    return (
        made.assign(last=made["decided"].ne(""))
        .sort_values(["last", "confidence", "slug", "lgsl"], na_position="first")[COLUMNS]
        .reset_index(drop=True)
    )


def drawn(ratings: pd.DataFrame, number: int, seed: int) -> pd.DataFrame:
    """So many of a sheet's rows drawn at random, all alike, and marked as such."""
    picked = ratings.sort_values(["slug", "lgsl"]).sample(
        n=min(number, len(ratings)), random_state=np.random.default_rng(seed)
    )
    return picked.assign(at_random="yes").sort_values(["slug", "lgsl"], ignore_index=True)


def read_sheet(path: Path, services: pd.DataFrame, now: str) -> Filled:
    """What a sheet that came back decides about the machine's table `services`.

    It may be parted by commas, semicolons or tabs, its columns in any order and more than needed.

    Raises:
        ConfigError: `FILE:LINE: COLUMN: what is wrong`, for the first thing that is.
    """
    rated = {(row["slug"], row["lgsl"]): row for row in services.to_dict("records")}
    councils = {slug for slug, _ in rated}
    first: dict[Key, tuple[str, Decision]] = {}
    unused = 0
    for place, entry in _entries(path):
        if not entry.stage:
            unused += 1
            continue
        if entry.slug not in councils:
            raise ConfigError(f"{place}: slug: {entry.slug!r} is no council of this run")
        if (entry.slug, entry.lgsl) not in rated:
            raise ConfigError(f"{place}: lgsl: {entry.lgsl} is no service of this run")
        decision = _decision(place, entry, rated[entry.slug, entry.lgsl], now)
        before, other = first.setdefault(decision.key, (place, decision))
        if other.content != decision.content:
            raise ConfigError(f"{place}: stage: {before} decides the same service otherwise")
    if not first:
        raise ConfigError(f"{path}: decides nothing: no row has a stage")
    return Filled(tuple(decision for _, decision in first.values()), unused)


def _decided(rated: pd.DataFrame, decisions: dict[Key, Decision]) -> list[str]:
    """For each row the stage that a person decided, and the note; empty where nobody did."""
    found = [decisions.get(key) for key in zip(rated["slug"], rated["lgsl"], strict=True)]
    return [f"{each.stage} {each.note}".rstrip() if each else "" for each in found]


def _decision(place: str, entry: Entry, row: Mapping[Hashable, Any], now: str) -> Decision:
    """A row that decides, as a decision on what the machine said in this row of `services`."""
    if row["status"] == "not_applicable" and entry.stage != NOT_PROVIDED:
        raise ConfigError(f"{place}: stage: {row['service']} is not this council's duty")
    if not entry.reviewer:
        raise ConfigError(f"{place}: reviewer: say who decided")
    stage = None if pd.isna(row["stage"]) else int(row["stage"])
    if not entry.note and entry.stage != str(stage):
        said = row["status"].replace("_", " ") if stage is None else f"stage {stage}"
        raise ConfigError(f"{place}: note: say why, for the machine said {said}")
    return Decision(
        **entry.model_dump(),
        decided_at=now,
        machine_stage=stage,
        machine_confidence=None if pd.isna(row["confidence"]) else row["confidence"],
        version=TOOL_VERSION,
    )


def _entries(path: Path) -> Iterator[tuple[str, Entry]]:
    """Each row with a stage or a note, and its place: `FILE:LINE`."""
    text = _text(path)
    delimiter = max(DELIMITERS, key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        names = [name.strip().lower() for name in next(reader, [])]
        if absent := next((name for name in FILLED_IN if name not in names), None):
            raise ConfigError(f"{path}:1: {absent}: this column is missing")
        for row in reader:
            cells = {name: cell for name, cell in zip(names, row, strict=False) if cell.strip()}
            if cells.get("stage") or cells.get("note"):
                known = {name: cell for name, cell in cells.items() if name in Entry.model_fields}
                yield (
                    f"{path}:{reader.line_num}",
                    validated(Entry, known, path, {(): reader.line_num}),
                )
    except csv.Error as error:
        raise ConfigError(f"{path}:{reader.line_num}: is not CSV: {error}") from error


def _text(path: Path) -> str:
    try:
        return read_text(path)
    except ConfigError as error:
        if isinstance(error.__cause__, UnicodeDecodeError):
            raise ConfigError(f"{error}: save it as CSV, in UTF-8") from error
        raise
