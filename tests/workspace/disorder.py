"""Events as Slack may deliver them: late, in another order, and more than once. Source: "The Events API"."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

from bot.workspace.sending import Answer, Delivering


class Disorder:
    """Keeps events back until they are released, shuffled and each `copies` times; all else goes at once."""

    def __init__(self, sender: Delivering) -> None:
        self.sender = sender
        self.kept: list[Mapping[str, Any]] = []

    def event(self, envelope: Mapping[str, Any], attempt: int = 0) -> None:
        self.kept.append(envelope)

    def release(self, random: Random, copies: int = 1) -> list[str]:
        """Deliver one after another what was kept back; return the event ids in the order in which they went."""
        kept, self.kept = self.kept * copies, []
        random.shuffle(kept)
        gone: list[str] = []
        for envelope in kept:
            self.sender.event(envelope, attempt=min(gone.count(envelope["event_id"]), 3))
            assert self.sender.wait_idle(10.0)
            gone.append(envelope["event_id"])
        return gone

    def interaction(self, payload: Mapping[str, Any]) -> Answer:
        return self.sender.interaction(payload)

    def form(self, fields: Mapping[str, str]) -> Answer:
        return self.sender.form(fields)

    def wait_idle(self, timeout: float) -> bool:
        return self.sender.wait_idle(timeout)

    def stop(self) -> None:
        self.sender.stop()
