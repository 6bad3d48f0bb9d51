"""How a council's rating came about, in words: `digitalfirst score RUN --explain SLUG`."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from crawler.run import Run
from digitalfirst.errors import UserError
from digitalfirst.listing import WIDTH
from digitalfirst.steps import load_methods, scored_tables
from scoring.explaining import WorkedLine, WorkedNeed, WorkedPillar, Working, explain

HOW = (
    "A value earns 0 points at the first figure of its scale, 100 at the second, and in between in "
    "proportion; or the points of the last step that it reaches. A pillar is the mean of its lines "
    "by weight, the score that of the pillars by weight; what has no points is left out of both."
)
HEAD = f"{'':<33} {'value':>7} {'scale':>10} {'points':>6} {'weight':>6} {'share':>6} {'gives':>6}"
SCALE = 10  # characters of a scale that fits beside its line


def explain_run(run: Run, slug: str, methods: list[str]) -> list[Working]:
    """The working of a council's rating by each method, else by those that rated the run.

    Raises:
        UserError: the run has not been scored, or has no such council.
        ConfigError: a method does not exist or is wrong.
    """
    tables = scored_tables(run)
    if slug not in set(tables["councils"]["slug"]):
        raise UserError(f"{run.folder} has no council {slug!r}: digitalfirst status lists them")
    rated = [run.find_method(each) for each in run.read().methods]
    return [explain(tables, slug, each) for each in (load_methods(methods) if methods else rated)]


def lines(working: Working) -> Iterator[str]:
    """A working in words fit for 80 columns."""
    yield from wrap(f"{working.name} ({working.type}) by {working.method} {working.version}", WIDTH)
    yield from wrap(HOW, WIDTH)
    yield ""
    yield HEAD
    for pillar in working.pillars:
        yield _pillar_line(pillar)
        for line in working.lines:
            if line.pillar == pillar.id:
                yield from _line_lines(line)
    yield ""
    yield from _result_lines(working)


def _pillar_line(pillar: WorkedPillar) -> str:
    return (
        f"{pillar.title[:51]:<52} {_points(pillar.points):>6} {pillar.weight:>6g} "
        f"{pillar.share:>6.1%} {pillar.gives:>6.2f}"
    )


def _line_lines(line: WorkedLine) -> Iterator[str]:
    """A line with its value, or its status where it has none; a long scale on lines of its own."""
    scale = line.scale.replace(" to ", "-")
    beside = scale if len(scale) <= SCALE else "below"
    middle = f"{line.status.replace('_', ' '):<18}"
    if line.value is not None:
        middle = f"{round(line.value, 3):>7g} {beside:>10}"
    yield (
        f"  {line.measure:<31} {middle} {_points(line.points):>6} {line.weight:>6g} "
        f"{line.share:>6.1%} {line.gives:>6.2f}"
    )
    if line.value is not None and beside != scale:
        yield from wrap(scale, WIDTH, initial_indent=" " * 4, subsequent_indent=" " * 4)


def _result_lines(working: Working) -> Iterator[str]:
    coverage = f"{working.coverage:.0%} measured, {working.minimum_coverage:.0%} needed"
    score = "none" if working.score is None else f"{working.score:.2f} of 100"
    yield f"Score: {score} ({coverage})"
    if working.unranked_reason:
        yield f"Not ranked: {working.unranked_reason.replace('_', ' ')}"
        return
    yield f"Stars by the score: {working.stars_by_score}"
    for gate in working.gates:
        end = "passed" if gate.need.passed else f"not passed, {gate.stars} stars at most"
        yield f"  Gate: {_need_words(gate.need)}: {end}"
    yield f"Stars: {working.stars}"
    for each in working.classes:
        met = "yes" if all(need.passed for need in each.needs) else "no"
        needs = "; ".join(map(_need_words, each.needs)) or "nothing"
        yield from wrap(
            f"Class {each.id} needs {needs}: {met}",
            WIDTH,
            initial_indent="  ",
            subsequent_indent="    ",
        )
    if working.classes:
        yield f"Class: {working.class_id or 'none'}"


def _need_words(need: WorkedNeed) -> str:
    value = "not known" if need.value is None else f"{need.value:.3g}"
    return f"{need.measure} {value}, of {need.at_least:g}"


def _points(points: float | None) -> str:
    return "-" if points is None else f"{points:.1f}"
