"""Things done several at a time come back in their order, each as soon as it is there."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Barrier, Event

import pytest

from bot.side_by_side import in_order

WAIT = 60  # Seconds after which a hanging test gives up; nothing here takes that long.


def test_what_is_done_last_first_comes_back_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    second_done = Event()

    def work(n: int) -> int:
        if n == 0:
            assert second_done.wait(WAIT)
        if n == 1:
            second_done.set()
        return n * n

    assert [*in_order(work, range(50))] == [n * n for n in range(50)]


def test_as_many_are_done_at_a_time_as_there_are_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 3)
    together = Barrier(3)
    assert len([*in_order(lambda _: together.wait(WAIT), range(6))]) == 6


def test_a_thing_is_there_before_the_next_is_asked_for() -> None:
    taken = Event()

    def things() -> Iterator[str]:
        yield "first"
        assert taken.wait(WAIT)
        yield "second"

    made = in_order(str.upper, things())
    assert next(made) == "FIRST"
    taken.set()
    assert [*made] == ["SECOND"]


def test_an_error_is_raised_where_it_belongs() -> None:
    made = in_order(lambda n: 6 // n, [3, 2, 0, 1])
    assert [next(made), next(made)] == [2, 3]
    with pytest.raises(ZeroDivisionError):
        next(made)


def test_an_error_of_the_things_themselves_is_raised_behind_those_before_it() -> None:
    def things() -> Iterator[int]:
        yield 1
        raise OSError("the pipe broke")

    made = in_order(str, things())
    assert next(made) == "1"
    with pytest.raises(OSError, match="the pipe broke"):
        next(made)


def test_who_stops_listening_is_not_waited_for() -> None:
    asked: list[int] = []

    def endless() -> Iterator[int]:
        while True:
            asked.append(len(asked))
            yield asked[-1]

    made = in_order(str, endless())
    assert next(made) == "0"
    made.close()
