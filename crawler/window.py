"""The hours in which a crawl may run, such as 20:00-06:00."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

_WINDOW = re.compile(r"(\d\d?):(\d\d)-(\d\d?):(\d\d)")


@dataclass(frozen=True, slots=True)
class Window:
    """From `start` to `end` by this machine's clock; over midnight where `end` is earlier."""

    start: time
    end: time

    def closed_for(self, now: datetime) -> float:
        """Seconds until the window opens; 0 while it is open."""
        moment = now.time()
        if self.start <= self.end:
            is_open = self.start <= moment < self.end
        else:
            is_open = moment >= self.start or moment < self.end
        if is_open:
            return 0.0
        opens = datetime.combine(now.date(), self.start)
        return ((opens if opens > now else opens + timedelta(days=1)) - now).total_seconds()


def parse_window(text: str) -> Window:
    """A window as written, e.g. `20:00-06:00`.

    Raises:
        ValueError: it is not written so.
    """
    match = _WINDOW.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is no span of time: write HH:MM-HH:MM, such as 20:00-06:00")
    hours = [int(part) for part in match.groups()]
    return Window(time(hours[0], hours[1]), time(hours[2], hours[3]))


def closed_for(text: str) -> Callable[[], float]:
    """A function that says how many seconds crawling is still closed; 0 always without text."""
    if not text:
        return lambda: 0.0
    window = parse_window(text)
    return lambda: window.closed_for(datetime.now())
