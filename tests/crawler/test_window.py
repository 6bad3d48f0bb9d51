from datetime import datetime

import pytest

from crawler.window import parse_window

NIGHT = parse_window("20:00-06:00")


@pytest.mark.parametrize(
    ("now", "seconds"),
    [("2026-11-23 21:00", 0), ("2026-11-23 05:59", 0), ("2026-11-23 06:00", 14 * 3600)],
)
def test_a_window_over_midnight_is_open_at_night(now: str, seconds: float) -> None:
    assert NIGHT.closed_for(datetime.fromisoformat(now)) == seconds


def test_a_window_that_is_over_for_today_opens_tomorrow() -> None:
    window = parse_window("09:00-17:00")
    assert window.closed_for(datetime.fromisoformat("2026-11-23 18:00")) == 15 * 3600
    assert window.closed_for(datetime.fromisoformat("2026-11-23 08:30")) == 1800


@pytest.mark.parametrize("text", ["", "20-6", "25:00-06:00", "20:00", "night"])
def test_what_is_no_span_of_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        parse_window(text)
