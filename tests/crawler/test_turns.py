from pathlib import Path

from crawler.lock_folder import LockFolder
from crawler.turns import Turns


class Clock:
    """A clock that is set by hand."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_host_is_asked_one_request_at_a_time_with_a_pause_between() -> None:
    clock = Clock()
    turns = Turns(1.0, clock=clock)
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
    turns = Turns(1.0, clock=clock)
    turns.slow_down("a", 10)
    turns.slow_down("a", 0.1)
    turns.take("a")
    turns.give_back("a")
    assert turns.wait("a") == 10


def test_a_host_that_asks_to_be_left_alone_is() -> None:
    clock = Clock()
    turns = Turns(1.0, clock=clock)
    turns.take("a")
    turns.hold("a", 60)
    turns.give_back("a")
    assert turns.wait("a") == 60


def test_hosts_on_one_address_share_their_turns() -> None:
    clock = Clock()
    turns = Turns(1.0, clock=clock)
    turns.at_address("a", "51.140.0.1")
    turns.at_address("b", "51.140.0.1")
    assert turns.take("a")
    assert turns.wait("b") == float("inf")
    turns.give_back("a")
    assert turns.wait("b") == 1.0


def test_a_slow_host_is_asked_as_slowly_as_it_answers() -> None:
    turns = Turns(1.0, clock=Clock())
    turns.take("a")
    turns.give_back("a", took=4.0)
    assert turns.pause("a") == 4.0
    assert Turns(0.0).pause("a") == 0.0


def test_processes_agree_on_turns_through_a_folder(tmp_path: Path) -> None:
    clock = Clock()
    one, other = (Turns(1.0, LockFolder(tmp_path), clock=clock) for _ in range(2))
    assert one.take("a")
    assert other.wait("a") == float("inf")
    assert not other.take("a")
    assert other.take("b")
    one.give_back("a")
    assert other.wait("a") == 1.0
    clock.now += 1
    assert other.take("a")
    other.give_back("a")
    other.give_back("b")


def test_a_process_that_looked_before_another_was_quicker_waits_its_turn(tmp_path: Path) -> None:
    clock = Clock()
    one, other = (Turns(1.0, LockFolder(tmp_path), clock=clock) for _ in range(2))
    assert one.wait("a") == 0
    assert other.take("a")
    other.give_back("a")
    assert not one.take("a")
    assert one.wait("a") == 1.0


def test_what_a_host_asked_one_process_for_holds_for_all(tmp_path: Path) -> None:
    clock = Clock()
    one, other = (Turns(1.0, LockFolder(tmp_path), clock=clock) for _ in range(2))
    one.slow_down("a", 10)
    assert other.wait("a") == 10


def test_nothing_is_asked_while_the_window_is_closed() -> None:
    turns = Turns(0.0, closed_for=lambda: 3600.0, clock=Clock())
    assert turns.wait("a") == 3600
