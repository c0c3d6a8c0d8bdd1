"""App Home: the figures for managers, and for everybody what waits and what they were last at work on."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pydantic import BaseModel, ConfigDict
from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ContextBlock,
    DividerBlock,
    HeaderBlock,
    MarkdownTextObject,
    SectionBlock,
)
from slack_sdk.models.views import View

from bot.dashboard import Dashboard, HomeState
from bot.decisions import RecordedDecision
from bot.headline import headline, likelihood
from bot.local_time import local_date
from bot.views.dashboard_view import EXPORT, dashboard_blocks
from bot.views.decision_card import CONFIRM, EXPLANATION_SENT, SEND_BACK
from bot.views.mrkdwn import day, quoted
from classifier.labels import LABEL_NAMES
from knowledge.grounds import GROUND_NAMES

__all__ = ["ASK", "EXPORT", "MOST_COUNTED", "SHOW", "HomeContent", "home_view"]

ASK, SHOW = "ask_the_code", "show_card"
MOST_SHOWN = 5
"""How many of a list are shown."""
MOST_COUNTED = 50
"""How many of a list are counted; more are "over 50"."""
_AT_A_GLANCE = 180


class HomeContent(BaseModel):
    """What one person's Home shows. Of each list there may be one more than is counted."""

    model_config = ConfigDict(frozen=True)
    user: str
    may_confirm: bool = True
    note: str = ""
    """What has to be said of the log, where it is no evidence."""
    dashboard: Dashboard | None = None
    """For managers alone."""
    undecided: tuple[RecordedDecision, ...]
    awaiting: tuple[RecordedDecision, ...]
    to_send: tuple[RecordedDecision, ...]
    recent: tuple[RecordedDecision, ...]


def home_view(content: HomeContent, state: HomeState) -> View:
    """Return the Home tab; the pictures in `state` are shown if they are of these figures."""
    dashboard = content.dashboard
    blocks: list[Block] = [
        SectionBlock(
            text=(
                "Hand me a resident's message: the *Triage this* shortcut, `/triage`, or a direct message. "
                "I propose; a person decides."
            ),
            accessory=ButtonElement(text="Ask the Code…", action_id=ASK),
        ),
        *([_context(f":information_source: {content.note}")] if content.note else []),
        DividerBlock(),
    ]
    if dashboard:
        pictured = state.files if state.charts == dashboard.charts_key else ()
        blocks += [*dashboard_blocks(dashboard, pictured), DividerBlock()]
    blocks += _section("Needs a person", content.undecided, _in_doubt, "Nothing in doubt is waiting.")
    blocks += _section(
        "Exclusions waiting for a second person",
        content.awaiting,
        lambda recorded: _awaiting(recorded, content),
        "No exclusion is waiting.",
    )
    blocks += _section("Explanations to send", content.to_send, _to_send, "Every explanation is recorded as sent.")
    recent = content.recent[:MOST_SHOWN]
    blocks += [HeaderBlock(text="Your latest")]
    blocks += [block for recorded in recent for block in _yours(recorded)]
    if not recent:
        blocks.append(SectionBlock(text="What you hand in or decide is listed here."))
    return View(type="home", blocks=blocks, private_metadata=state.model_dump_json())


def _section(
    title: str, waiting: Sequence[RecordedDecision], row: Callable[[RecordedDecision], list[Block]], none: str
) -> list[Block]:
    """Return a list under its heading with how many there are, those that wait longest first."""
    if not waiting:
        return [HeaderBlock(text=title), SectionBlock(text=none)]
    count = f"{len(waiting)}" if len(waiting) <= MOST_COUNTED else f"over {MOST_COUNTED}"
    blocks = [block for recorded in waiting[:MOST_SHOWN] for block in row(recorded)]
    if len(waiting) > MOST_SHOWN:
        blocks.append(_context(f"These {MOST_SHOWN} have waited longest. The next follow as you go through them."))
    return [HeaderBlock(text=f"{title} ({count})"), *blocks]


def _in_doubt(recorded: RecordedDecision) -> list[Block]:
    prediction = recorded.decision.prediction
    likely = f"{LABEL_NAMES[prediction.label].lower()} ({likelihood(prediction.confidence)})"
    received = f"received {day(recorded.decision.message.received_on)}"
    return [_row(f"*Most likely: {likely}* · {received}", recorded, _show(recorded))]


def _awaiting(recorded: RecordedDecision, content: HomeContent) -> list[Block]:
    explanation, id_ = recorded.explanation, recorded.decision.id
    if explanation is None:
        return []
    row = _row(f"*{GROUND_NAMES[explanation.ground]}*, proposed by <@{explanation.by}>", recorded, _show(recorded))
    if explanation.by == content.user:
        return [row, _context("You proposed it: a colleague confirms it.")]
    if not content.may_confirm:
        return [row]
    buttons = [
        ButtonElement(text="Confirm the exclusion…", action_id=CONFIRM, value=id_),
        ButtonElement(text="Send back…", action_id=SEND_BACK, value=id_),
    ]
    return [row, ActionsBlock(elements=buttons)]


def _to_send(recorded: RecordedDecision) -> list[Block]:
    explanation, second = recorded.explanation, recorded.second_person
    if explanation is None or second is None:
        return []
    said = f"*{GROUND_NAMES[explanation.ground]}*, confirmed by <@{second.by}> on {day(local_date(second.at))}"
    sent = ButtonElement(text="Explanation sent…", action_id=EXPLANATION_SENT, value=recorded.decision.id)
    return [_row(said, recorded, sent)]


def _yours(recorded: RecordedDecision) -> list[Block]:
    received = f"received {day(recorded.decision.message.received_on)}"
    return [_row(f"*{headline(recorded)}* · {received}", recorded, _show(recorded))]


def _row(said: str, recorded: RecordedDecision, button: ButtonElement) -> Block:
    return SectionBlock(text=f"{said}\n{quoted(recorded.decision.message.text, _AT_A_GLANCE)}", accessory=button)


def _show(recorded: RecordedDecision) -> ButtonElement:
    return ButtonElement(text="Show…", action_id=SHOW, value=recorded.decision.id)


def _context(text: str) -> ContextBlock:
    return ContextBlock(elements=[MarkdownTextObject(text=text)])
