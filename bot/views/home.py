"""App Home: what needs a person or a second person, the latest decisions, and for managers the export."""

from __future__ import annotations

from collections.abc import Sequence

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

from bot.decisions import RecordedDecision
from bot.headline import headline
from bot.views.decision_card import CHANGE, CONFIRM, SEND_BACK
from bot.views.mrkdwn import day, quoted
from knowledge.grounds import GROUND_NAMES

EXPORT = "export_log"


class HomeContent(BaseModel):
    """What one person's Home shows."""

    model_config = ConfigDict(frozen=True)
    user: str
    is_manager: bool
    decisions: int
    undecided: tuple[RecordedDecision, ...]
    awaiting: tuple[RecordedDecision, ...]
    recent: tuple[RecordedDecision, ...]


def home_view(content: HomeContent) -> View:
    """Return the Home tab."""
    blocks: list[Block] = [
        HeaderBlock(text="Clausewise"),
        SectionBlock(
            text=(
                "Hand me a resident's message (the *Triage this* shortcut, `/triage`, or a direct message) or ask what "
                "the Code says (`/code`). I propose; a person decides."
            )
        ),
        DividerBlock(),
        *(_for_managers(content) if content.is_manager else []),
        HeaderBlock(text="Exclusions waiting for a second person"),
        *_awaiting(content.awaiting, content.user),
        HeaderBlock(text="Needs a person"),
        *_listed(content.undecided, "Nothing is waiting."),
        HeaderBlock(text="Messages you handed in"),
        *_listed(content.recent, "Nothing yet."),
    ]
    return View(type="home", blocks=blocks)


def _for_managers(content: HomeContent) -> list[Block]:
    return [
        HeaderBlock(text="For managers"),
        SectionBlock(text=f"The decision log holds *{content.decisions:,}* decisions."),
        ActionsBlock(elements=[ButtonElement(text="Export the log", action_id=EXPORT, value="csv", style="primary")]),
        ContextBlock(elements=[MarkdownTextObject(text="The file comes to you as a direct message.")]),
        DividerBlock(),
    ]


def _awaiting(decisions: Sequence[RecordedDecision], user: str) -> list[Block]:
    blocks: list[Block] = []
    for recorded in decisions:
        explanation = recorded.explanation
        if explanation is None:
            continue
        id_ = recorded.decision.id
        blocks += [
            SectionBlock(
                text=f"*{GROUND_NAMES[explanation.ground]}*, proposed by <@{explanation.by}>\n{_message(recorded)}"
            ),
        ]
        if explanation.by == user:
            blocks.append(ContextBlock(elements=[MarkdownTextObject(text="You proposed it: a colleague confirms it.")]))
            continue
        blocks.append(
            ActionsBlock(
                elements=[
                    ButtonElement(text="Confirm the exclusion…", action_id=CONFIRM, value=id_),
                    ButtonElement(text="Send back…", action_id=SEND_BACK, value=id_),
                ]
            )
        )
    return blocks or [SectionBlock(text="Nothing is waiting.")]


def _listed(decisions: Sequence[RecordedDecision], none: str) -> list[Block]:
    return [
        SectionBlock(
            text=(
                f"*{headline(recorded)}* · received {day(recorded.decision.message.received_on)}\n{_message(recorded)}"
            ),
            accessory=ButtonElement(text="Decide…", action_id=CHANGE, value=recorded.decision.id),
        )
        for recorded in decisions
    ] or [SectionBlock(text=none)]


def _message(recorded: RecordedDecision) -> str:
    return quoted(recorded.decision.message.text, 300)
