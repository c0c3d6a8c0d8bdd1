"""Sending the cards that an earlier process recorded but never sent."""

from __future__ import annotations

import logging
import threading

from bot.replies import Replies

logger = logging.getLogger(__name__)

SWEEP_SECONDS = 60.0


class Sweeper:
    """Sends, at the start and every minute, the cards that an earlier process recorded but never sent."""

    def __init__(self, replies: Replies) -> None:
        self._replies = replies
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sweeper", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def _run(self) -> None:
        first = True
        while True:
            try:
                if first:
                    self._replies.free_claims_of_the_dead()
                    first = False
                self._replies.send_unanswered()
            except Exception as error:  # noqa: BLE001 - the sweep must go on
                logger.warning("sweep failed: %s", type(error).__name__)
            if self._stop.wait(SWEEP_SECONDS):
                return

    def stop(self) -> None:
        self._stop.set()
        self._thread.join()
