"""Many things done several at a time: the encoder computes outside Python's lock, so a second core helps."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from queue import Queue
from threading import Thread
from typing import TypeVar

AHEAD = 4  # How many things are taken, for each core, before the first is done.

Given = TypeVar("Given")
Made = TypeVar("Made")


def in_order(work: Callable[[Given], Made], things: Iterable[Given]) -> Generator[Made, None, None]:
    """Yield what `work` makes of each of `things`, in their order, as many at a time as there are cores.

    What is made is yielded as soon as it and all before it are there, also while the next of `things` is waited for.
    An error of `work`, or of `things`, is raised in its place.
    """
    cores = os.cpu_count() or 1
    making: Queue[Future[Made] | None] = Queue(maxsize=AHEAD * cores)
    pool = ThreadPoolExecutor(cores)

    def take() -> None:
        try:
            for thing in things:
                making.put(pool.submit(work, thing))
        except BaseException as error:  # noqa: BLE001 - raised again, where it is waited for
            failed: Future[Made] = Future()
            failed.set_exception(error)
            making.put(failed)
        making.put(None)

    # A daemon: it may still wait for a line of input when nobody wants one any more.
    Thread(target=take, daemon=True).start()
    try:
        while (made := making.get()) is not None:
            yield made.result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
