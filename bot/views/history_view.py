"""A decision's history as a timeline in a dialog, newest last."""

from __future__ import annotations

import re
from collections.abc import Sequence

from slack_sdk.models.blocks import Block, ContextBlock, MarkdownTextObject, SectionBlock
from slack_sdk.models.views import View

from bot.decisions import RecordedDecision
from bot.headline import headline
from bot.history_words import Told
from bot.views.mrkdwn import escape, escaped_within, quoted

MOST_EVENTS = 90
"""A dialog holds 100 blocks: these, two above them and the note on what is left out."""
_WRITTEN = 400
_SLACK_USER = re.compile(r"[UW][A-Z0-9]{2,}")


def history_view(recorded: RecordedDecision, told: Sequence[Told]) -> View:
    """Return the dialog; of a history too long for it the beginning and the latest events are shown."""
    first, later = list(told[:1]), list(told[1:])
    left_out = max(0, len(told) - MOST_EVENTS)
    blocks: list[Block] = [
        SectionBlock(text=f"*{escaped_within(headline(recorded), 200)}*\nDecision {recorded.decision.id[:8]}"),
        *(_event(each) for each in first),
    ]
    if left_out:
        note = f"{left_out:,} events are left out here. `clausewise export` and the decision log hold all of them."
        blocks.append(ContextBlock(elements=[MarkdownTextObject(text=note)]))
    blocks += [_event(each) for each in later[left_out:]]
    return View(type="modal", callback_id="history", title="History", close="Close", blocks=blocks)


def _event(told: Told) -> SectionBlock:
    written = "".join(f"\n{quoted(words, _WRITTEN)}" for words in told.written if words.strip())
    return SectionBlock(text=f"*{escape(told.when)}* · {_who(told.by)}\n{escaped_within(told.what, 900)}{written}")


def _who(by: str) -> str:
    """Return who did it: Slack shows the name of a user's id; anything else was no Slack user."""
    if by == "clausewise":
        return "Clausewise"
    return f"<@{by}>" if _SLACK_USER.fullmatch(by) else escaped_within(by or "unknown", 100)
