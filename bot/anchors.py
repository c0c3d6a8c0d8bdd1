"""Anchors: how long the log was and where it ended at a time, kept apart from it to show later that nothing was cut."""

from __future__ import annotations

import os
import re
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from bot.how_many import how_many
from bot.json_lines import BadInput
from bot.local_time import LONDON
from bot.records.audit_chain import Anchor

if TYPE_CHECKING:
    from slack_sdk import WebClient

    from bot.records.decision_log import DecisionLog

FILE = "anchors.jsonl"
_WRITTEN = re.compile(r"(\d{1,12}):([0-9a-f]{64})")


class KeptAnchor(BaseModel):
    """One line of the file."""

    model_config = ConfigDict(frozen=True)
    count: int
    head: str
    at: AwareDatetime
    log: str
    """Which database it is of, so that another one in its place is not held against it."""
    posted_to: str | None = None
    """The Slack channel that has it too."""

    @property
    def anchor(self) -> Anchor:
        return Anchor(count=self.count, head=self.head)


class KeptAnchors(BaseModel):
    """What the file holds for one log."""

    model_config = ConfigDict(frozen=True)
    anchors: tuple[KeptAnchor, ...] = ()
    of_other_logs: int = 0
    unreadable: int = 0


def kept_anchors(folder: Path, log_name: str) -> KeptAnchors:
    """Read the anchors of one log; a line that is none is counted, not stumbled over."""
    path = folder / FILE
    lines = path.read_bytes().splitlines() if path.exists() else []
    read, unreadable = list[KeptAnchor](), 0
    for line in lines:
        try:
            read.append(KeptAnchor.model_validate_json(line))
        except ValidationError:
            unreadable += 1
    of_this = tuple(each for each in read if each.log == log_name)
    return KeptAnchors(anchors=of_this, of_other_logs=len(read) - len(of_this), unreadable=unreadable)


def keep(folder: Path, anchor: KeptAnchor) -> None:
    """Add an anchor to the file, on the disk when this returns."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / FILE).open("a+b") as file:
        # What a crash left half written stays a line of its own.
        if file.tell() and os.pread(file.fileno(), 1, file.tell() - 1) != b"\n":
            file.write(b"\n")
        file.write(anchor.model_dump_json().encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())


def read_anchor(written: str) -> Anchor:
    """Return the anchor that is written as COUNT:HEAD.

    Raises
    ------
    BadInput : if it is none.
    """
    found = _WRITTEN.fullmatch(written.strip())
    if found is None:
        raise BadInput(
            f"{written[:40]!r} is no anchor. Write it as `clausewise audit anchor` printed it: the count, a colon and "
            "the head's 64 characters."
        )
    return Anchor(count=int(found[1]), head=found[2])


def in_words(anchor: KeptAnchor) -> str:
    """Return an anchor as it is printed and posted."""
    when = anchor.at.astimezone(LONDON)
    return (
        f"Clausewise audit anchor of {when.day} {when:%B %Y, %H:%M}: {how_many(anchor.count, 'event')}.\n"
        f"{anchor.count}:{anchor.head}"
    )


def keep_if_new(log: DecisionLog, folder: Path, at: datetime) -> KeptAnchor | None:
    """Return the log's anchor, kept in the file unless it is the last one there; None while the log is empty."""
    anchor = log.anchor()
    if anchor.count == 0:
        return None
    new = KeptAnchor(count=anchor.count, head=anchor.head, at=at, log=log.name)
    kept = kept_anchors(folder, log.name).anchors
    if not kept or kept[-1].anchor != anchor:
        keep(folder, new)
    return new


def post(client: WebClient, channel: str, folder: Path, anchor: KeptAnchor) -> None:
    """Post an anchor where whoever runs the database cannot take it back, and note that it was."""
    text = f"{in_words(anchor)}\nKeep this message: `clausewise audit verify --anchor` holds the log against it."
    client.chat_postMessage(channel=channel, text=text, unfurl_links=False, unfurl_media=False)
    keep(folder, anchor.model_copy(update={"posted_to": channel}))


def anchor_daily(log: DecisionLog, folder: Path, at: datetime, client: WebClient, channel: str | None) -> None:
    """Keep an anchor and post it to the channel, if there is one; the same is neither kept nor posted twice."""
    new = keep_if_new(log, folder, at)
    if new is None or channel is None:
        return
    kept = kept_anchors(folder, log.name).anchors
    if not any(each.anchor == new.anchor and each.posted_to == channel for each in kept):
        post(client, channel, folder, new)
