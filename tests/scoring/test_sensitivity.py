"""Rankings under moved weights, worked out by hand."""

from typing import Any

from config import load_method
from config.method import Line, Pillar
from scoring.sensitivity import sensitivity
from scoring.tables import table

PILLARS = {
    "services": Pillar(title="Services", weight=1, lines=(Line(measure="services.points"),)),
    "trust": Pillar(title="Trust", weight=1, lines=(Line(measure="trust.hsts"),)),
}
METHOD = load_method("digital-first").model_copy(update={"pillars": PILLARS})


def test_close_places_turn_with_the_weights_and_distant_ones_are_firm() -> None:
    rows: list[dict[str, Any]] = [
        {"slug": "a", "rank": 1, "services": 60, "trust": 40},
        {"slug": "b", "rank": 2, "services": 41, "trust": 57},
        {"slug": "c", "rank": 3, "services": 5, "trust": 5},
        {"slug": "d", "rank": None, "services": 99, "trust": None},
    ]
    found = sensitivity(table("ratings", rows), METHOD, 0.25).set_index("slug")
    # With trust at 1.25: a has (60 + 50) / 2.25 = 48.9, b has (41 + 71.25) / 2.25 = 49.9.
    assert list(found["rank"]) == [1, 2, 3]
    assert list(found["best"]) == [1, 1, 3]
    assert list(found["worst"]) == [2, 2, 3]
    assert list(found["firm"]) == [False, False, True]


def test_a_pillar_with_nothing_measured_is_no_zero() -> None:
    rows: list[dict[str, Any]] = [
        {"slug": "a", "rank": 1, "services": 60, "trust": None},
        {"slug": "b", "rank": 2, "services": 50, "trust": 50},
    ]
    found = sensitivity(table("ratings", rows), METHOD, 0.25)
    assert list(found["rank"]) == [1, 2]
    assert found["firm"].all()
