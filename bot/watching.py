"""How a watched channel is watched: whether it is asked first, and who sees the answer."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from pydantic import BaseModel, ConfigDict, Field


class Watch(StrEnum):
    """What happens to a message in the channel."""

    OFF = "off"
    ASK = "ask"
    """Whoever posted it is asked, and only they see the question."""
    ON = "on"


_PRIVATE = "private"


class WatchedChannel(BaseModel):
    """One channel of the setting CLAUSEWISE_WATCHED_CHANNELS: "C1", "C2:ask", "C3:on:private"."""

    model_config = ConfigDict(frozen=True)
    id: str = Field(min_length=1)
    watch: Watch = Watch.ON
    private: bool = False
    """Whether only the person who posted the message sees the card; by default everybody in its thread does."""

    @classmethod
    def read(cls, text: str) -> Self:
        """Return the channel that `text` describes.

        Raises
        ------
        ValueError : if it is not of that form.
        """
        id_, *rest = [part.strip() for part in text.split(":")]
        watch, *who = rest or [Watch.ON.value]
        if not id_ or watch not in set(Watch) or who not in ([], [_PRIVATE]):
            raise ValueError(
                f"{text[:60]!r} is no watched channel. Write its id, then :off, :ask or :on, then :private where only "
                "whoever posted the message is to see the answer; for example C1, C2:ask or C3:on:private"
            )
        return cls(id=id_, watch=Watch(watch), private=bool(who))
