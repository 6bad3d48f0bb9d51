"""Planning the Route: the changes that would gain a council most, and routes to its next star.

A gain is what the main method's score would rise by if that one thing changed and nothing else.
What was not assessed is never proposed: it may be in order already.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Annotated, Literal

import numpy as np
import pandas as pd
from pydantic import Field

from config import Method, Service
from config.method import Line
from config.reading import Frozen, read_yaml
from reports.summaries import Record, Tables, records
from reports.wording import measure_facts
from scoring.measures.services import starred, summed_up
from scoring.methods import stars_for
from scoring.peers import nearest_of_type
from scoring.review import capped_services
from scoring.scores import measured_values, score

HERE = Path(__file__).parent
Effort = Literal["small", "medium", "large"]
Kind = Literal["measure", "service"]
Share = Annotated[float, Field(gt=0, le=1)]


class Change(Frozen):
    """A kind of change: what to do in a few words, how much work it is, and how it is done."""

    title: Annotated[str, Field(min_length=1)]
    effort: Effort
    how: str


class RouteRule(Frozen):
    """A way to choose changes: most points first (`gain`) or most for the work (`worth`)."""

    title: str
    order: Literal["gain", "worth"]
    efforts: frozenset[Effort]
    kinds: frozenset[Kind]


class ActionRules(Frozen):
    """The file `actions.yaml`."""

    most: Annotated[int, Field(ge=1)]
    least_gain: Annotated[float, Field(ge=0)]
    alike: Annotated[int, Field(ge=0)]
    peers_reach: Share
    quantile: Share
    work: dict[Effort, Annotated[float, Field(gt=0)]]
    routes: tuple[RouteRule, ...]
    stages: dict[Annotated[int, Field(ge=1, le=4)], Change]
    measures: dict[str, Change]


@dataclass(frozen=True)
class Alike:
    """A council that already does it, with the page that shows it."""

    slug: str
    name: str
    evidence_url: str | None


@dataclass(frozen=True)
class Action:
    """One change: a measure (by its id) or a service (by its LGSL id) from `now` to `reach`.

    `gain` is in points of the score (0-100); `score` and `stars` are those after it alone.
    """

    kind: Kind
    id: str
    title: str
    now: float
    reach: float
    effort: Effort
    how: str
    alike: tuple[Alike, ...] = ()
    gain: float = 0.0
    score: float = 0.0
    stars: int = 0

    @property
    def worth(self) -> float:
        """Points gained for the work."""
        return self.gain / load_actions().work[self.effort]


@dataclass(frozen=True)
class Route:
    """Changes that together reach the next star, none of which could be left out."""

    title: str
    actions: tuple[Action, ...]
    score: float
    stars: int


@dataclass(frozen=True)
class Plan:
    """A ranked council's plan: where it is, the changes worth most, the routes to the next star."""

    council: Record
    score: float
    stars: int
    actions: tuple[Action, ...]
    routes: tuple[Route, ...]


@cache
def load_actions(path: Path = HERE / "actions.yaml") -> ActionRules:
    """What can be changed, and how much work it is.

    Raises:
        ConfigError: the file is missing or wrong.
    """
    return read_yaml(path, ActionRules)


def plans(tables: Tables, method: Method, surveyed: Sequence[Service]) -> dict[str, Plan]:
    """The plan of every council that the method ranked, by slug."""
    field = _Field(tables, method, surveyed)
    ranked = tables["ratings"].query("method == @method.id and rank.notna()")["slug"]
    councils = [field.councils[slug] for slug in ranked]
    possible = [[*_measures(council, field), *_services(council, field)] for council in councils]
    sets = [
        (council, chosen)
        for council, actions in zip(councils, possible, strict=True)
        for chosen in ([], *([action] for action in actions))
    ]
    totals = iter(_totals(sets, field))
    found = [
        _plan(council, actions, list(islice(totals, 1 + len(actions))), field)
        for council, actions in zip(councils, possible, strict=True)
    ]
    return {plan.council["slug"]: plan for plan in _scored(found, field)}


class _Field:
    """The tables as plans look things up in them: by council, by measure, by service."""

    def __init__(self, tables: Tables, method: Method, surveyed: Sequence[Service]) -> None:
        self.method = method
        self.lines = {line.measure: line for p in method.pillars.values() for line in p.lines}
        self.gates = {gate.measure: gate.at_least for gate in method.gates}
        self.ceilings = {service.lgsl: service.ceiling for service in surveyed}
        self.names = {service.lgsl: service.name for service in surveyed}
        self.councils = {row["slug"]: row for row in records(tables["councils"])}
        self.values = measured_values(
            tables["measures"], tables["councils"]["slug"].sort_values(), method
        )
        self.matrix = self.values.to_numpy(dtype=float)
        self.rows = {slug: row for row, slug in enumerate(self.values.index)}
        known = tables["measures"].query("status == 'measured' and value.notna()")
        self.facts = _nested(known, "measure")
        stages = tables["services"].query("status == 'measured' and stage.notna()")
        self.stages = _nested(stages[stages["lgsl"].isin(self.ceilings)], "lgsl")
        self.capped = capped_services(tables)
        self.peers = nearest_of_type(tables["councils"])
        self.changed: dict[tuple[str, frozenset[int]], dict[str, float]] = {}  # once worked out

    def alike(self, rows: Mapping[str, Record]) -> tuple[Alike, ...]:
        """The first of these councils, each with the page of its row."""
        listed = list(rows.items())[: load_actions().alike]
        return tuple(
            Alike(slug, self.councils[slug]["name"], row["evidence_url"]) for slug, row in listed
        )


def _nested(frame: pd.DataFrame, key: str) -> dict[str, dict[str | int, Record]]:
    found: dict[str, dict[str | int, Record]] = {}
    for row in records(frame):
        found.setdefault(row["slug"], {})[row[key]] = row
    return found


def _plan(
    council: Record, possible: Sequence[Action], totals: Sequence[float], field: _Field
) -> Plan:
    """The plan of what is possible; `totals` are the score now, and after each alone.

    Its routes have the score now: see `_scored`.
    """
    now = totals[0]
    actions = [
        replace(
            action,
            gain=total - now,
            score=total,
            stars=stars_for(total, _facts(council, [action], field), field.method),
        )
        for action, total in zip(possible, totals[1:], strict=True)
    ]
    rules = load_actions()
    worth = sorted(
        (action for action in actions if action.gain >= rules.least_gain),
        key=lambda action: (-action.worth, action.id),
    )
    stars = stars_for(now, _facts(council, [], field), field.method)
    routes = tuple(_routes(council, actions, now, stars, field))
    return Plan(council, now, stars, tuple(worth[: rules.most]), routes)


def _measures(council: Record, field: _Field) -> Iterator[Action]:
    """A change for each measure that earns points or opens a gate, and could be better."""
    facts = field.facts.get(council["slug"], {})
    peers = field.peers[council["slug"]]
    for id, change in load_actions().measures.items():
        line = field.lines.get(id) or _gate_line(id, field)
        if line is None or id not in facts or not _applies(line, council):
            continue
        by_peer = {s: field.facts[s][id] for s in peers if id in field.facts.get(s, {})}
        now = float(facts[id]["value"])
        reach = _reachable(id, line, [row["value"] for row in by_peer.values()])
        up = 1 if line.rising else -1
        if (reach - now) * up <= 0:
            continue
        done = {s: row for s, row in by_peer.items() if (row["value"] - reach) * up >= 0}
        yield Action(
            "measure", id, change.title, now, reach, change.effort, change.how, field.alike(done)
        )


def _gate_line(id: str, field: _Field) -> Line | None:
    """A measure that earns nothing but opens a gate, from none to what the gate asks."""
    return Line(measure=id, best=field.gates[id]) if field.gates.get(id) else None


def _applies(line: Line, council: Record) -> bool:
    return line.types is None or council["type"] in line.types


def _reachable(id: str, line: Line, peers: Sequence[float]) -> float:
    """The best of a yes or no; else what the best of the peers reach, if there are any."""
    if measure_facts()[id].unit == "yes or no" or not peers:
        return line.goal
    share = load_actions().quantile
    value = float(np.quantile(np.array(peers, dtype=float), share if line.rising else 1 - share))
    return min(value, line.goal) if line.rising else max(value, line.goal)


def _services(council: Record, field: _Field) -> Iterator[Action]:
    """A change for each service below its ceiling."""
    peers = field.peers[council["slug"]]
    for lgsl, row in field.stages.get(council["slug"], {}).items():
        ceiling, now = field.ceilings[int(lgsl)], int(row["stage"])
        if now >= ceiling:
            continue
        by_peer = {s: field.stages[s][lgsl] for s in peers if lgsl in field.stages.get(s, {})}
        reach = _stage(now, ceiling, [other["stage"] for other in by_peer.values()])
        change = load_actions().stages[reach]
        done = {s: other for s, other in by_peer.items() if other["stage"] >= reach}
        title = f"{field.names[int(lgsl)]}: {change.title}"
        yield Action(
            "service", str(lgsl), title, now, reach, change.effort, change.how, field.alike(done)
        )


def _stage(now: int, ceiling: int, peers: Sequence[int]) -> int:
    """The highest stage above `now` that enough peers reach, or else the ceiling."""
    for stage in range(ceiling, now, -1):
        if peers and sum(p >= stage for p in peers) / len(peers) >= load_actions().peers_reach:
            return stage
    return ceiling


def _changed(council: Record, actions: Sequence[Action], field: _Field) -> dict[str, float]:
    """The measures that these changes would change, with their values after."""
    values = {action.id: action.reach for action in actions if action.kind == "measure"}
    raised = {int(action.id): int(action.reach) for action in actions if action.kind == "service"}
    if not raised:
        return values
    key = council["slug"], frozenset(raised)
    if key not in field.changed:
        field.changed[key] = _raised(council["slug"], raised, field)
    return values | field.changed[key]


def _raised(slug: str, raised: Mapping[int, int], field: _Field) -> dict[str, float]:
    """What a council's services add up to with some of them at these stages, and these stages."""
    rows = [
        {"lgsl": lgsl, "status": "measured", "stage": raised.get(int(lgsl), row["stage"])}
        for lgsl, row in field.stages[slug].items()
    ]
    stars = starred(rows, field.ceilings, field.capped.get(slug, ()))
    results = {**summed_up(rows, field.ceilings), "services.task-stars": stars}
    known = {id: result.value for id, result in results.items() if result.value is not None}
    return known | {f"services.{lgsl}": stage for lgsl, stage in raised.items()}


def _facts(council: Record, actions: Sequence[Action], field: _Field) -> dict[str, float]:
    """What the gates ask for, as far as it is known of the council, after these changes."""
    known = field.facts.get(council["slug"], {})
    asked = {id: known[id]["value"] for id in field.gates if id in known}
    return asked | _changed(council, actions, field)


def _totals(sets: Sequence[tuple[Record, Sequence[Action]]], field: _Field) -> list[float]:
    """The score of a council after a set of changes, by the method itself, for each such pair."""
    places = {id: place for place, id in enumerate(field.values.columns)}
    values = field.matrix[[field.rows[council["slug"]] for council, _ in sets]]
    for row, (council, actions) in zip(values, sets, strict=True):
        for id, value in _changed(council, actions, field).items():
            if id in places:
                row[places[id]] = value
    frame = pd.DataFrame(values, columns=field.values.columns)
    types = [council["type"] for council, _ in sets]
    return [float(total) for total in score(frame, types, field.method).total]


def _routes(
    council: Record, actions: Sequence[Action], now: float, stars: int, field: _Field
) -> Iterator[Route]:
    """The routes that may lead to the next star, each set of changes once."""
    seen: set[frozenset[str]] = set()
    for rule in load_actions().routes:
        allowed = [a for a in actions if a.effort in rule.efforts and a.kind in rule.kinds]
        ordered = sorted(allowed, key=lambda a: (-getattr(a, rule.order), a.id))
        chosen = _enough(council, ordered, now, stars + 1, field)
        ids = frozenset(action.id for action in chosen)
        if not chosen or ids in seen:
            continue
        seen.add(ids)
        yield Route(rule.title, tuple(chosen), now, stars)


def _scored(found: Sequence[Plan], field: _Field) -> Iterator[Plan]:
    """The plans with the scores of their routes, of which those stay that reach the next star."""
    sets = [(plan.council, route.actions) for plan in found for route in plan.routes]
    totals = iter(_totals(sets, field) if sets else ())
    for plan in found:
        routes = [
            replace(
                route,
                score=total,
                stars=stars_for(total, _facts(plan.council, route.actions, field), field.method),
            )
            for route, total in zip(plan.routes, islice(totals, len(plan.routes)), strict=True)
        ]
        yield replace(plan, routes=tuple(r for r in routes if r.stars > plan.stars))


def _enough(
    council: Record, ordered: Sequence[Action], now: float, wanted: int, field: _Field
) -> list[Action]:
    """The first changes that reach so many stars, less those that it takes not; none if all fail.

    Gains are added up here, for speed; whoever uses the result has it scored.
    """

    def reaches(chosen: Sequence[Action]) -> bool:
        total = now + sum(action.gain for action in chosen)
        return stars_for(total, _facts(council, chosen, field), field.method) >= wanted

    if not reaches(ordered):
        return []
    number = next(n for n in range(len(ordered) + 1) if reaches(ordered[:n]))
    chosen = list(ordered[:number])
    for action in sorted(chosen, key=lambda a: a.gain):
        fewer = [other for other in chosen if other is not action]
        if reaches(fewer):
            chosen = fewer
    return chosen
