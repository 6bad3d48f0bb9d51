"""Turns among the machines of a cluster, by a clock that is set by hand."""

import asyncio
from typing import Any

from crawler.cluster.board import Answer, Board
from crawler.cluster.leases import Leases
from crawler.turns import Turns
from tests.crawler.test_turns import Clock

RUN, LEASE = "run", 20.0


class Cluster:
    """A board and two processes; `cut` are those that cannot reach it."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.board = Board(LEASE, self.clock)
        self.cut: set[str] = set()
        self.one, self.other = self.leases("one"), self.leases("other")
        self.sync()

    def leases(self, name: str) -> Leases:
        async def call(**told: Any) -> Answer:
            if name in self.cut:
                raise OSError("no route to host")
            return self.board.sync(**told)

        return Leases(RUN, name, call, self.clock)

    def turns(self, leases: Leases, delay: float = 1.0) -> Turns:
        return Turns(delay, leases, clock=self.clock)

    def sync(self) -> None:
        """Both processes tell the board, and hear of it, twice."""
        for leases in (self.one, self.other) * 2:
            asyncio.run(leases.sync())

    def after(self, seconds: float) -> None:
        """Time passes, in which both tell the board that they are there."""
        for _ in range(int(seconds)):
            self.clock.now += 1
            self.sync()


def test_a_host_is_asked_by_one_machine_at_a_time_with_the_pause_between() -> None:
    cluster = Cluster()
    one, other = cluster.turns(cluster.one), cluster.turns(cluster.other)
    assert one.wait("a") == float("inf")
    cluster.sync()
    assert one.take("a")
    assert other.wait("a") == float("inf")
    cluster.sync()
    assert not other.take("a")
    one.give_back("a")
    cluster.sync()
    assert 0 < other.wait("a") <= 1
    cluster.after(1)
    assert other.take("a")
    assert not one.take("a")


def test_a_host_of_one_machine_alone_costs_the_board_nothing() -> None:
    cluster = Cluster()
    one = cluster.turns(cluster.one, delay=0)
    one.wait("a")
    cluster.sync()
    for _ in range(5):
        assert one.take("a")
        one.give_back("a")
    assert cluster.board.sync(RUN, "one", False, [], {}, {})["granted"] == {}


def test_what_a_host_asked_one_machine_for_holds_for_all() -> None:
    cluster = Cluster()
    one, other = cluster.turns(cluster.one), cluster.turns(cluster.other)
    one.wait("a")
    cluster.sync()
    assert one.take("a")
    other.wait("a")
    cluster.sync()
    one.give_back("a")
    one.slow_down("a", 10)
    cluster.sync()
    assert 9 < other.wait("a") <= 10


def test_hosts_on_one_address_share_their_turns_on_all_machines() -> None:
    cluster = Cluster()
    one, other = cluster.turns(cluster.one), cluster.turns(cluster.other)
    one.at_address("a", "51.140.0.1")
    other.at_address("b", "51.140.0.1")
    one.wait("a")
    cluster.sync()
    assert one.take("a")
    other.wait("b")
    cluster.sync()
    assert not other.take("b")
    one.give_back("a")
    cluster.sync()
    assert other.wait("b") == 1


def test_those_who_wait_have_their_turns_in_the_order_in_which_they_came() -> None:
    board = Board(LEASE, Clock())
    for owner in ("first", "second", "third"):
        board.sync(RUN, owner, True, ["a"], {}, {})
    assert board.sync(RUN, "first", False, [], {}, {})["wanted"] == ["a"]
    board.sync(RUN, "first", False, ["a"], {"a": 3.0}, {})
    assert board.sync(RUN, "third", False, ["a"], {}, {})["granted"] == {}
    assert board.sync(RUN, "second", False, ["a"], {}, {})["granted"] == {"a": 3.0}


def test_a_machine_that_is_cut_off_falls_silent_before_another_has_its_turn() -> None:
    cluster = Cluster()
    one, other = cluster.turns(cluster.one), cluster.turns(cluster.other)
    one.wait("a")
    cluster.sync()
    assert one.take("a")
    one.give_back("a")
    one.slow_down("a", 5)
    cluster.sync()
    cluster.cut = {"one"}
    other.wait("a")
    last_asked = had_by_other = 0.0
    for _ in range(40):
        cluster.after(1)
        if not cluster.one.lost and one.wait("a") == 0 and one.take("a"):
            last_asked = cluster.clock.now
            one.give_back("a")
        if not had_by_other and other.wait("a") == 0 and other.take("a"):
            had_by_other = cluster.clock.now
    assert last_asked
    assert had_by_other - last_asked >= 5
    cluster.cut = set()
    cluster.sync()
    assert "gone to others" in cluster.one.lost
    assert not one.take("a")


def test_a_machine_that_slept_through_its_lease_finds_its_turns_gone() -> None:
    cluster = Cluster()
    one = cluster.turns(cluster.one)
    one.wait("a")
    cluster.sync()
    for _ in range(int(LEASE) + 1):
        cluster.clock.now += 1
        asyncio.run(cluster.other.sync())
    assert not one.take("a")
    asyncio.run(cluster.one.sync())
    assert "gone to others" in cluster.one.lost


def test_a_scheduler_that_was_too_busy_to_hear_takes_no_turns_away() -> None:
    cluster = Cluster()
    one = cluster.turns(cluster.one)
    one.wait("a")
    cluster.sync()
    cluster.clock.now += LEASE + 1
    assert not one.take("a")
    cluster.sync()
    assert one.take("a")


def test_a_scheduler_that_does_not_come_back_is_given_up() -> None:
    cluster = Cluster()
    cluster.cut = {"one"}
    cluster.after(2 * LEASE)
    assert not cluster.one.lost
    cluster.after(2 * LEASE)
    assert "does not answer" in cluster.one.lost


def test_a_run_that_is_stopped_tells_its_processes_and_no_others() -> None:
    board = Board(LEASE, Clock())
    board.stop("one run")
    assert board.sync("one run", "a", True, [], {}, {})["stop"]
    assert not board.sync("another", "b", True, [], {}, {})["stop"]
    board.begin("one run")
    assert not board.sync("one run", "a", False, [], {}, {})["stop"]
