from crawler.turns import Turns


class Clock:
    """A clock that is set by hand."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_host_is_asked_one_request_at_a_time_with_a_pause_between() -> None:
    clock = Clock()
    turns = Turns(1.0, clock)
    assert turns.wait("a") == 0
    turns.take("a")
    assert turns.wait("a") == float("inf")
    assert turns.wait("b") == 0
    clock.now += 5
    turns.give_back("a")
    assert turns.wait("a") == 1.0
    clock.now += 1
    assert turns.wait("a") == 0


def test_a_crawl_delay_makes_the_pause_longer_never_shorter() -> None:
    clock = Clock()
    turns = Turns(1.0, clock)
    turns.slow_down("a", 10)
    turns.slow_down("a", 0.1)
    turns.take("a")
    turns.give_back("a")
    assert turns.wait("a") == 10


def test_a_host_that_asks_to_be_left_alone_is() -> None:
    clock = Clock()
    turns = Turns(1.0, clock)
    turns.take("a")
    turns.hold("a", 60)
    turns.give_back("a")
    assert turns.wait("a") == 60
